package io.pointstream.engine.rules;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.Condition;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule, checked and compiled.
 *
 * @param when the condition on the event's own fields
 * @param reaches the condition on a window's events together, or null
 * @param once the condition that pays a key once, or null
 * @param caps of the rule, its category and the program, in the order in which they are applied
 * @param multipliers that apply to it, in the order of the book
 * @param valueCoefficient weight of its points in value reports (DOMAIN 3.2)
 */
public record Rule(
        String id,
        Category category,
        EventType on,
        Condition when,
        @Nullable Threshold reaches,
        @Nullable Once once,
        Award award,
        @Nullable Streak streak,
        List<Cap> caps,
        List<Multiplier> multipliers,
        BigDecimal valueCoefficient) {}
