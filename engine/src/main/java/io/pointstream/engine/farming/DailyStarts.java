package io.pointstream.engine.farming;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** At what time of the day an account did a thing first, on the newest days on which it did. */
final class DailyStarts {

    private static final double SQRT_2_PI = 2.5066282746310002;
    /** Clocks of phones and the network do not agree on more. */
    private static final double WIDTH_LEAST = 1000;

    private static final int LEAST = 4;

    private final int capacity;
    private int[] days = new int[LEAST];
    private int[] times = new int[LEAST];
    private int size;

    DailyStarts(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Starts that agree.
     *
     * @param agreeing so many of the days
     * @param days looked at
     * @param seconds between the earliest and the latest of them
     * @param timeOfDay of the earliest, in milliseconds
     * @param surprise how much less likely that is for a person with an alarm clock, in bits
     */
    record Agreement(int agreeing, int days, double seconds, int timeOfDay, double surprise) {}

    /** Notes an act; true when it is the first of its day so far. Days before those remembered are dropped. */
    boolean add(int day, int timeOfDay) {
        int at = Arrays.binarySearch(days, 0, size, day);
        if (at >= 0) {
            boolean earlier = timeOfDay < times[at];
            times[at] = Math.min(times[at], timeOfDay);
            return earlier;
        }
        int place = -at - 1;
        if (size == capacity) {
            if (place == 0) {
                return false;
            }
            place--;
            System.arraycopy(days, 1, days, 0, place);
            System.arraycopy(times, 1, times, 0, place);
        } else {
            if (size == days.length) {
                days = Arrays.copyOf(days, Math.min(capacity, 2 * size));
                times = Arrays.copyOf(times, days.length);
            }
            System.arraycopy(days, place, days, place + 1, size - place);
            System.arraycopy(times, place, times, place + 1, size - place);
            size++;
        }
        days[place] = day;
        times[place] = timeOfDay;
        return true;
    }

    /** The coarsest clock, of at most {@code clockMs} steps, that shows all these times. */
    long clock(long clockMs) {
        long clock = clockMs;
        for (int i = 0; i < size; i++) {
            clock = Clock.common(clock, times[i]);
        }
        return clock;
    }

    int firstDay() {
        return days[0];
    }

    /**
     * The starts that agree best: those least likely for a person who does it by an alarm clock and then varies by
     * {@code alarmMs}, whatever the time; null when there are too few. That any so many of the days would do is allowed for.
     *
     * @param widestMs starts further apart do not agree
     * @param clockMs steps in which the account's clock goes: what lies within one agrees by rounding
     */
    @Nullable
    Agreement best(double alarmMs, long widestMs, long clockMs) {
        int[] sorted = Arrays.copyOf(times, size);
        Arrays.sort(sorted);
        Agreement best = null;
        for (int agreeing = LEAST; agreeing <= size; agreeing++) {
            int narrowest = 0;
            for (int i = 1; i + agreeing <= size; i++) {
                if (width(sorted, i, agreeing) < width(sorted, narrowest, agreeing)) {
                    narrowest = i;
                }
            }
            int width = width(sorted, narrowest, agreeing);
            double seen = Math.max(Math.max(WIDTH_LEAST, (double) clockMs), width);
            if (seen > widestMs) {
                break;
            }
            double chance = Math.min(1, seen / (alarmMs * SQRT_2_PI));
            double surprise = -(agreeing - 1) * log2(chance) - log2(choices(size, agreeing));
            if (best == null || surprise > best.surprise) {
                best = new Agreement(agreeing, size, width / 1000.0, sorted[narrowest], surprise);
            }
        }
        return best;
    }

    private static int width(int[] sorted, int from, int count) {
        return sorted[from + count - 1] - sorted[from];
    }

    private static double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }

    private static double choices(int of, int choose) {
        double choices = 1;
        for (int i = 1; i <= choose; i++) {
            choices = choices * (of - choose + i) / i;
        }
        return choices;
    }

    void write(StateWriter out) {
        out.size(size);
        for (int i = 0; i < size; i++) {
            out.signed(i == 0 ? days[0] : days[i] - days[i - 1]);
            out.unsigned(times[i]);
        }
    }

    static DailyStarts read(StateReader in, int capacity) {
        DailyStarts result = new DailyStarts(capacity);
        int day = 0;
        for (int left = in.size(); left > 0; left--) {
            day += (int) in.signed();
            result.add(day, (int) in.unsigned());
        }
        return result;
    }
}
