package io.pointstream.engine.calendar;

/** The span that a cap covers, in the order in which caps are applied (DOMAIN 2). */
public enum Window {
    /** One event. */
    TRANSACTION,
    /** A local date. */
    DAY,
    /** Monday to Sunday. */
    WEEK,
    /** A calendar month. */
    MONTH,
    /** For ever. */
    LIFETIME
}
