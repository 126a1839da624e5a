package io.pointstream.engine.calendar;

/** The span that a cap covers, in the order in which caps are applied (DOMAIN 2). */
public enum Window {
    /** One event. */
    TRANSACTION("transaction"),
    /** A local date. */
    DAY("day"),
    /** Monday to Sunday. */
    WEEK("week"),
    /** A calendar month. */
    MONTH("month"),
    /** For ever. */
    LIFETIME("lifetime");

    private final String word;

    Window(String word) {
        this.word = word;
    }

    /** Its name in rule books and in reasons, such as {@code day}. */
    public String word() {
        return word;
    }
}
