package io.pointstream.engine.farming;

/**
 * A finding that was put on record.
 *
 * @param signalId {@code <account id>/<code>/<n>}, n counting the account's signals of that code from 1
 * @param shadow whether its detector is tried out, and it counts for nothing
 */
public record Signal(String signalId, Finding finding, boolean shadow) {}
