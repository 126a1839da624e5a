package io.pointstream.engine.rules;

import java.time.LocalDate;

/**
 * How long points can be used.
 *
 * @param amount of months or days
 */
public record Validity(int amount, Unit unit) {

    /** What is counted. */
    public enum Unit {
        DAYS,
        MONTHS
    }

    /** The last usable day of points earned on a day, months clamped to the month's end (DOMAIN 4). */
    public LocalDate expiresOn(LocalDate earnedOn) {
        return switch (unit) {
            case DAYS -> earnedOn.plusDays(amount);
            case MONTHS -> earnedOn.plusMonths(amount);
        };
    }
}
