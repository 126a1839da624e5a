package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.expression.Amount;
import org.jspecify.annotations.Nullable;

/**
 * A condition that several events of a window reach together, by a sum or by distinct elements. It pays the one event
 * that reaches it (DOMAIN 2); a window pays once.
 *
 * @param sum what is added up; null when distinct elements are counted
 * @param distinct what must differ; {@link Key#NONE} when a sum is taken
 * @param apart what is counted apart, such as each article
 * @param at the sum or count that is reached
 * @param per the window: DAY, WEEK or MONTH
 * @param what is counted, for people
 */
public record Threshold(@Nullable Amount sum, Key distinct, Key apart, long at, Window per, String what) {}
