package io.pointstream.engine.decision;

import io.pointstream.engine.calendar.Window;
import java.time.LocalDate;

/**
 * The running total of a window that an award is a difference of: what the total is worth with the event, less what it
 * was worth before.
 *
 * @param key what is totalled apart, such as a stream's kind; empty for none
 * @param before the total before the event, in the smallest part of the quantity
 * @param per the window
 * @param from the window's first day
 */
public record Running(String key, long before, Window per, LocalDate from) {}
