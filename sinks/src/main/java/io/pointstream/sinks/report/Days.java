package io.pointstream.sinks.report;

import java.time.LocalDate;

/**
 * A range of local days of the program zone (DOMAIN 1).
 *
 * @param from the first day
 * @param to the last day, inclusive
 */
public record Days(LocalDate from, LocalDate to) {

    /** Every day that the database can hold. */
    public static final Days ALL = new Days(LocalDate.of(1900, 1, 1), LocalDate.of(2299, 12, 31));

    public Days {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("The days from " + from + " to " + to + " are none");
        }
    }

    /** The day, or the first that the database can hold. */
    static LocalDate notBeforeAll(LocalDate day) {
        return day.isBefore(ALL.from()) ? ALL.from() : day;
    }
}
