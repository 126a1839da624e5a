package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.Membership.Tier;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What each membership tier adds to awards (DOMAIN 3.7). */
public final class Tiers {

    private final Map<Tier, Terms> terms;

    /** @param terms of every tier */
    Tiers(Map<Tier, Terms> terms) {
        this.terms = new EnumMap<>(terms);
    }

    public Terms of(Tier tier) {
        return Objects.requireNonNull(terms.get(tier));
    }

    /**
     * One tier's terms.
     *
     * @param factor on every award
     * @param birthday null when the tier has none
     */
    public record Terms(Factor factor, @Nullable Birthday birthday) {

        /** Whether they add nothing, whatever is awarded. */
        public boolean addNothing() {
            return factor.isOne() && birthday == null;
        }
    }

    /**
     * A factor around the birthday.
     *
     * @param within DAY, WEEK or MONTH: the window that contains the birthday
     */
    public record Birthday(Window within, Factor factor) {

        /** Whether a local day lies in a window that contains the birthday; 02-29 is 02-28 in common years. */
        public boolean runsOn(CalendarDay day, MonthDay birthday) {
            LocalDate date = day.date();
            // The week of the new year can contain a birthday of the year before or after.
            return contains(day, birthday, date.getYear())
                    || (within == Window.WEEK
                            && (contains(day, birthday, date.getYear() - 1)
                                    || contains(day, birthday, date.getYear() + 1)));
        }

        private boolean contains(CalendarDay day, MonthDay birthday, int year) {
            long birth = birthday.atYear(year).toEpochDay();
            return day.start(within) <= birth && birth < day.end(within);
        }
    }
}
