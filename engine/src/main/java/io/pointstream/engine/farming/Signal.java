package io.pointstream.engine.farming;

import org.jspecify.annotations.Nullable;

/**
 * A finding that was put on record.
 *
 * @param signalId {@code <account id>/<code>/<n>}, n counting the account's signals of that code from 1
 * @param shadow whether its detector is tried out, and it counts for nothing
 * @param suppressedBy the list entry without which it would have raised a case, or its level; null when there is none
 */
public record Signal(
        String signalId,
        Finding finding,
        boolean shadow,
        @Nullable String suppressedBy) {}
