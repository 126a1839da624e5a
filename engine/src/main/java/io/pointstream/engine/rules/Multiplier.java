package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.CalendarDay;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A campaign's bonus on the granted base: floor(granted × (factor − 1)), additive, never compounding (DOMAIN 2, step 5).
 *
 * @param targets rule ids and categories that it applies to
 * @param weekdays the local weekdays on which it runs
 * @param runs the time in which it runs, or null for ever
 * @param opening what opens it for an account, or null when it is open for all
 */
public record Multiplier(
        String id,
        Set<String> targets,
        Set<DayOfWeek> weekdays,
        @Nullable Span runs,
        @Nullable Opening opening,
        Factor factor) {

    /** Whether it runs at an instant of a local day, for accounts for which it is open. */
    public boolean runsAt(Instant at, CalendarDay day) {
        return weekdays.contains(day.date().getDayOfWeek()) && (runs == null || runs.contains(at));
    }
}
