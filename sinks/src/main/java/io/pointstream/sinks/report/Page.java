package io.pointstream.sinks.report;

/**
 * A part of a long report.
 *
 * @param limit rows at most, 1 to {@link #LIMIT_MAX}
 * @param offset rows to leave out first
 */
public record Page(int limit, long offset) {

    /** No answer is longer: it is held in memory. */
    public static final int LIMIT_MAX = 10_000;

    public Page {
        if (limit < 1 || limit > LIMIT_MAX || offset < 0) {
            throw new IllegalArgumentException(
                    "A page has 1 to " + LIMIT_MAX + " rows from offset 0 on, got " + limit + " from " + offset);
        }
    }

    /** The first rows. */
    public static Page first(int limit) {
        return new Page(limit, 0);
    }
}
