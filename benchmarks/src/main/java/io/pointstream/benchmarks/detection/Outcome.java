package io.pointstream.benchmarks.detection;

import io.pointstream.app.simulate.Simulator.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one account.
 *
 * @param flaggedAt when a case first named it; null when none did
 * @param score the highest that a case about it reached; without a case, what is held against it at the end
 * @param reasons the codes behind the score, the strongest first
 * @param points earned in all, base and bonuses
 * @param farmed of these, since its first farming act
 * @param leaked of these, before the flag
 */
record Outcome(
        Truth truth,
        @Nullable Instant flaggedAt,
        double score,
        List<String> reasons,
        long events,
        long points,
        long farmed,
        long leaked) {

    private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

    boolean farms() {
        return truth.farms();
    }

    boolean flagged() {
        return flaggedAt != null;
    }

    /** Of a flagged farmer: days from the first farming act to the flag. */
    double delayDays() {
        Instant first = truth.firstFarmedAt();
        if (first == null || flaggedAt == null) {
            throw new IllegalStateException(truth.accountId() + " has no delay");
        }
        return Math.max(0, Duration.between(first, flaggedAt).toMillis() / DAY_MILLIS);
    }
}
