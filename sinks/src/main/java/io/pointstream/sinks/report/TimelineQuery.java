package io.pointstream.sinks.report;

/**
 * How one account's timeline is shown.
 *
 * @param page which part of it
 * @param order which end first
 */
public record TimelineQuery(Page page, Order order) {

    /** Which end of the timeline comes first. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }
}
