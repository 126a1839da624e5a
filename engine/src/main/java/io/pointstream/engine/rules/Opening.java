package io.pointstream.engine.rules;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.Condition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What opens a multiplier for one account, for a time from the event's own time on, such as the use of a card. Times that
 * overlap do not add up (DOMAIN 3.8).
 *
 * @param on the instruction that opens it
 * @param when the condition on the instruction's fields
 * @param once what can be used once, or null
 * @param lasts how long it stays open; the end is exclusive
 */
public record Opening(
        EventType on, Condition when, @Nullable Once once, Duration lasts) {}
