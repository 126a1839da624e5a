package io.pointstream.engine.rules;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.expression.Condition;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule, checked and compiled.
 *
 * @param when the condition on the event's own fields
 * @param runs the time in which it runs, or null for ever
 * @param atLeast the lowest tier that it is for, or null for all
 * @param period the condition that a field names the event's own period, or null
 * @param reaches the condition on a window's events together, or null
 * @param inOrder the condition that steps are done in order, or null
 * @param once the condition that pays a key once, or null
 * @param caps of the rule, its category and the program, in the order in which they are applied
 * @param tiers what tiers add to it; null when they add nothing
 * @param multipliers that apply to it, in the order of the book
 * @param valueCoefficient weight of its points in value reports (DOMAIN 3.2)
 * @param meanPerMonth how often an account does it in a mean month, a baseline for anomaly signals (DOMAIN 3.4); null
 *     where none is known
 */
public record Rule(
        String id,
        Category category,
        EventType on,
        Condition when,
        @Nullable Span runs,
        @Nullable Tier atLeast,
        @Nullable Period period,
        @Nullable Threshold reaches,
        @Nullable InOrder inOrder,
        @Nullable Once once,
        Award award,
        @Nullable Streak streak,
        List<Cap> caps,
        @Nullable Tiers tiers,
        List<Multiplier> multipliers,
        BigDecimal valueCoefficient,
        @Nullable BigDecimal meanPerMonth) {}
