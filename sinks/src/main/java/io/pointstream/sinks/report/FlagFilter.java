package io.pointstream.sinks.report;

import org.jspecify.annotations.Nullable;

/**
 * Which cases to show; null leaves a condition out.
 *
 * @param status OPEN or CLOSED
 * @param level REVIEW or HOLD
 * @param code a reason code that the case has
 * @param accountId the account, or one of the ring
 */
public record FlagFilter(
        @Nullable String status,
        @Nullable String level,
        @Nullable String code,
        @Nullable String accountId) {

    /** Every case. */
    public static final FlagFilter ALL = new FlagFilter(null, null, null, null);

    /** Cases that wait for a reviewer. */
    public static final FlagFilter OPEN = new FlagFilter("OPEN", null, null, null);

    /** Every case of one account, alone or in a ring. */
    public static FlagFilter of(String accountId) {
        return new FlagFilter(null, null, null, accountId);
    }
}
