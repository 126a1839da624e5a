package io.pointstream.sinks.report;

/**
 * One account.
 *
 * @param account its balance, tier and score, one row
 * @param timeline its decisions, postings, signals, flags and notices in time order
 */
public record AccountReport(Table account, Table timeline) {}
