package io.pointstream.sinks.report;

/**
 * Which part of an account's statement.
 *
 * @param page of the steps, the newest first
 * @param show which of them
 * @param upTo leaves out the steps after this one
 */
public record StatementQuery(Page page, Steps show, long upTo) {

    /** No account takes so many steps: none is left out. */
    public static final int NEWEST = Integer.MAX_VALUE;

    /** Which steps a statement has. */
    public enum Steps {
        /** Those that moved points, and awards that caps cut to nothing. */
        MOVING,
        /** All of them: also what was refused, repeated or late. */
        ALL
    }
}
