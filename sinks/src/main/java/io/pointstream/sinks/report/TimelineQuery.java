package io.pointstream.sinks.report;

import org.jspecify.annotations.Nullable;

/**
 * How one account's timeline is shown.
 *
 * @param page which part of it
 * @param order which end first
 * @param entry only entries of this kind: DECISION, POSTING, SIGNAL, FLAG, NOTICE or REVIEW; null for all
 * @param eventId only entries of this event; null for all
 */
public record TimelineQuery(
        Page page,
        Order order,
        @Nullable String entry,
        @Nullable String eventId) {

    /** Which end of the timeline comes first. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /** Entries of every kind and event. */
    public TimelineQuery(Page page, Order order) {
        this(page, order, null);
    }

    /** Entries of one kind, of every event. */
    public TimelineQuery(Page page, Order order, @Nullable String entry) {
        this(page, order, entry, null);
    }

    /** Whether some entries are left out. */
    boolean isNarrowed() {
        return entry != null || eventId != null;
    }
}
