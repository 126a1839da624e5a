package io.pointstream.sinks.report;

import org.jspecify.annotations.Nullable;

/**
 * How one account's timeline is shown.
 *
 * @param page which part of it
 * @param order which end first
 * @param entry only entries of this kind: DECISION, POSTING, SIGNAL, FLAG, NOTICE or REVIEW; null for all
 */
public record TimelineQuery(
        Page page, Order order, @Nullable String entry) {

    /** Which end of the timeline comes first. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /** Entries of every kind. */
    public TimelineQuery(Page page, Order order) {
        this(page, order, null);
    }
}
