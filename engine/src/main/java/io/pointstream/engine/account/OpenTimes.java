package io.pointstream.engine.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The times in which multipliers are open for an account. Times of one multiplier that touch are one, so there are few: as
 * many as find room apart from each other within the lateness limit.
 */
final class OpenTimes {

    private List<OpenTime> times = List.of();

    /** A multiplier is open from one instant until before another. */
    record OpenTime(String multiplier, Instant from, Instant until) {}

    boolean contain(String multiplier, Instant at) {
        for (int i = 0; i < times.size(); i++) {
            OpenTime time = times.get(i);
            if (!at.isBefore(time.from())
                    && at.isBefore(time.until())
                    && time.multiplier().equals(multiplier)) {
                return true;
            }
        }
        return false;
    }

    /** Adds a time, and drops those that end before the earliest instant that can still be asked about. */
    void add(String multiplier, Instant from, Instant until, Instant keepFrom) {
        List<OpenTime> changed = new ArrayList<>(times.size() + 1);
        Instant first = from;
        Instant end = until;
        for (OpenTime time : times) {
            if (time.multiplier().equals(multiplier)
                    && !time.from().isAfter(until)
                    && !time.until().isBefore(from)) {
                first = time.from().isBefore(first) ? time.from() : first;
                end = time.until().isAfter(end) ? time.until() : end;
            } else if (time.until().isAfter(keepFrom)) {
                changed.add(time);
            }
        }
        changed.add(new OpenTime(multiplier, first, end));
        times = changed;
    }

    List<OpenTime> list() {
        return times;
    }

    void restore(List<OpenTime> restored) {
        times = restored;
    }
}
