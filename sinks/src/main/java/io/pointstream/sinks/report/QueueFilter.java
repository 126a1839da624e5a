package io.pointstream.sinks.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which open cases a queue shows; null leaves a condition out.
 *
 * @param level REVIEW or HOLD
 * @param code a reason code that the case has
 * @param tier of the account; of a ring, of its first member
 * @param raisedBefore only cases as old as this
 * @param accountsMin only cases of at least so many accounts
 * @param only of these cases; null for any
 * @param without not these cases
 */
public record QueueFilter(
        @Nullable String level,
        @Nullable String code,
        @Nullable String tier,
        @Nullable Instant raisedBefore,
        long accountsMin,
        @Nullable List<String> only,
        List<String> without) {

    /** Every open case. */
    public static final QueueFilter ALL = new QueueFilter(null, null, null, null, 1, null, List.of());

    public QueueFilter {
        only = only == null ? null : List.copyOf(only);
        without = List.copyOf(without);
    }

    /** The same, of these cases alone. */
    public QueueFilter only(List<String> caseIds) {
        return new QueueFilter(level, code, tier, raisedBefore, accountsMin, caseIds, without);
    }
}
