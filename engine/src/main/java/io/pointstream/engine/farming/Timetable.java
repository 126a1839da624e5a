package io.pointstream.engine.farming;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * At what times of the day an account comes back after a break, and how many of these times are those of its day before. A
 * person's day has a few fixed points, each off by minutes; a timetable repeats itself.
 */
final class Timetable {

    /** Returns remembered per day. */
    static final int RETURNS = 48;

    /** Days remembered. */
    private static final int DAYS = 7;
    /** Hours of the day in which people return; over them the returns of a day are spread. */
    private static final double WAKING_MS = 16 * 3_600_000.0;

    private static final int[] NONE = {};

    private final Deque<Day> days = new ArrayDeque<>();
    private long newestMs = Long.MIN_VALUE;

    private static final class Day {
        private final int number;
        /** Empty once the day after is over. */
        private int[] times = NONE;

        private int returns;
        private int repeated;
        /** How many would repeat by chance. */
        private double byChance;

        Day(int number) {
            this.number = number;
        }

        boolean has(int time, int tolerance) {
            for (int other : times) {
                if (Math.abs(other - time) <= tolerance) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Returns at the times of the day before.
     *
     * @param repeated so many of them
     * @param returns of the days that have a day before
     * @param since the first of these days
     * @param surprise how much less likely that is for a person with fixed points in the day, in bits
     */
    record Repetition(int repeated, int returns, int since, double surprise) {}

    /**
     * Notes an act; true when it is a return that counts. What comes in late is left out.
     *
     * @param beganMs when it began, if it took its time
     * @param breakMs a pause after which an act is a return
     * @param toleranceMs within which two times are the same
     * @param habit returns that fall within it by habit
     */
    boolean add(long atMs, long beganMs, int day, int timeOfDay, long breakMs, int toleranceMs, double habit) {
        boolean returns = newestMs == Long.MIN_VALUE || beganMs - newestMs >= breakMs;
        newestMs = Math.max(newestMs, atMs);
        if (!returns) {
            return false;
        }
        if (days.isEmpty() || days.getLast().number < day) {
            begin(day);
        }
        Day today = days.removeLast();
        Day before = days.peekLast();
        days.addLast(today);
        if (today.returns == RETURNS) {
            return false;
        }
        today.times = Arrays.copyOf(today.times, today.returns + 1);
        today.times[today.returns++] = timeOfDay;
        if (before != null) {
            today.byChance += Math.max(habit, Math.min(0.9, before.returns * 2.0 * toleranceMs / WAKING_MS));
            today.repeated += before.has(timeOfDay, toleranceMs) ? 1 : 0;
        }
        return before != null;
    }

    private void begin(int number) {
        if (days.size() >= 2) {
            Day newest = days.removeLast();
            days.getLast().times = NONE;
            days.addLast(newest);
        }
        days.addLast(new Day(number));
        if (days.size() > DAYS + 1) {
            days.removeFirst();
        }
    }

    /**
     * How much the days repeat each other.
     *
     * @param blur how much more often times are the same because the clock is coarse
     */
    Repetition repetition(double blur) {
        int repeated = 0;
        int returns = 0;
        double byChance = 0;
        int since = 0;
        boolean first = true;
        for (Day day : days) {
            if (!first) {
                since = returns == 0 ? day.number : since;
                repeated += day.repeated;
                returns += day.returns;
                byChance += day.byChance;
            }
            first = false;
        }
        double share = returns == 0 ? 0 : (double) repeated / returns;
        double chance = returns == 0 ? 0 : Math.min(0.9, blur * byChance / returns);
        double surprise = share <= chance ? 0 : returns * (term(share, chance) + term(1 - share, 1 - chance));
        return new Repetition(repeated, returns, since, surprise);
    }

    /** A summand of the relative entropy, in bits: Chernoff's bound on the chance of such a share. */
    private static double term(double share, double chance) {
        return share == 0 ? 0 : share * StrictMath.log(share / chance) / StrictMath.log(2);
    }

    void write(StateWriter out) {
        out.signed(newestMs);
        out.size(days.size());
        for (Day day : days) {
            out.signed(day.number);
            out.unsigned(day.returns);
            out.size(day.times.length);
            for (int time : day.times) {
                out.unsigned(time);
            }
            out.unsigned(day.repeated);
            out.real(day.byChance);
        }
    }

    static Timetable read(StateReader in) {
        Timetable result = new Timetable();
        result.newestMs = in.signed();
        for (int left = in.size(); left > 0; left--) {
            Day day = new Day((int) in.signed());
            day.returns = (int) in.unsigned();
            day.times = new int[in.size()];
            for (int i = 0; i < day.times.length; i++) {
                day.times[i] = (int) in.unsigned();
            }
            day.repeated = (int) in.unsigned();
            day.byChance = in.real();
            result.days.addLast(day);
        }
        return result;
    }
}
