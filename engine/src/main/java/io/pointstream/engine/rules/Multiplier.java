package io.pointstream.engine.rules;

import io.pointstream.engine.ledger.Component;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * A bonus on the granted base: floor(granted × (factor − 1)), additive, never compounding (DOMAIN 2, step 5).
 *
 * @param component what the bonus is posted as
 * @param targets rule ids and categories that it applies to
 * @param weekdays the local weekdays on which it runs
 */
public record Multiplier(
        String id, Component component, Set<String> targets, Set<DayOfWeek> weekdays, ExactDecimal factor) {

    /** Whether it runs on a local day. */
    public boolean runsOn(LocalDate day) {
        return weekdays.contains(day.getDayOfWeek());
    }

    /** The bonus on a granted base, in points; not negative. */
    public long bonus(long granted) {
        ExactDecimal extra = factor.minusOne();
        return Math.max(0, ExactProduct.floor(granted, extra.unscaled(), extra.scale()));
    }
}
