package io.pointstream.app.simulate;

import io.pointstream.app.simulate.world.Day;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What to simulate.
 *
 * @param accounts how many, at least 1
 * @param days how many calendar days of the program zone, at least 1
 * @param farmersPercent how many of the accounts farm, 0 to 100; rounded to whole accounts
 * @param seed the same settings with the same seed give the same bytes
 * @param start the first day
 */
public record Settings(int accounts, int days, double farmersPercent, long seed, LocalDate start) {
    public Settings {
        require(accounts >= 1, "accounts", "at least 1", accounts);
        require(days >= 1, "days", "at least 1", days);
        require(farmersPercent >= 0 && farmersPercent <= 100, "farmers", "0 to 100", farmersPercent);
    }

    /** The first moment. */
    public Instant begin() {
        return start.atStartOfDay(Day.ZONE).toInstant();
    }

    /** The first moment that is not simulated. */
    public Instant end() {
        return start.plusDays(days).atStartOfDay(Day.ZONE).toInstant();
    }

    int farmers() {
        return (int) StrictMath.round(accounts * farmersPercent / 100);
    }

    private static void require(boolean holds, String name, String expected, Number found) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + expected + ", found " + found);
        }
    }
}
