package io.pointstream.app.simulate.world;

import java.time.LocalDate;

/** When a person is awake. Nobody does anything while asleep. */
public record Rhythm(int wakeSecond, int sleepSecond) {
    private static final int HOUR = 3600;
    private static final int LAST_SECOND = 24 * HOUR - 1;

    /** How busy each hour of the day is: the way to work, lunch, and most of all the evening. */
    private static final double[] HOURS = {
        0.3, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 1.6, 1.8, 1.2, 1.1, 1.6, 2.4, 1.6, 1.0, 1.0, 1.1, 1.5, 2.0, 2.4, 2.8, 2.8,
        2.0, 1.0
    };

    /** People get up around seven and go to bed around half past eleven; seven hours of sleep are the least. */
    public static Rhythm of(Dice dice) {
        int wake = (int) dice.normal(7 * HOUR, 0.75 * HOUR);
        int sleep = (int) dice.normal(23.3 * HOUR, 0.8 * HOUR);
        return new Rhythm(Math.clamp(wake, 5 * HOUR, 10 * HOUR), Math.clamp(sleep, 21 * HOUR, LAST_SECOND - 60));
    }

    /** A moment of the local day, in seconds since its start. At the weekend people sleep an hour longer. */
    public int moment(Dice dice, LocalDate date) {
        int wake = wakeSecond + (isWeekend(date) ? HOUR : 0);
        while (true) {
            int second = dice.weighted(HOURS) * HOUR + dice.between(0, HOUR - 1);
            if (second >= wake && second < sleepSecond) {
                return second;
            }
        }
    }

    public static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek().getValue() >= 6;
    }
}
