package io.pointstream.engine.farming;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A score that can be read: 0..100, the sum of weight × strength over the reason codes, capped at 100. A strength halves with the
 * configured half-life from the time at which it was found.
 *
 * @param reasons the largest contribution first
 */
public record RiskScore(double total, List<FlagReason> reasons) {

    public static final double MAX = 100;

    /** Sums the contributions. */
    static RiskScore of(List<FlagReason> reasons) {
        double total = 0;
        List<FlagReason> sorted = new ArrayList<>(reasons);
        sorted.sort(
                Comparator.comparingDouble(FlagReason::contribution).reversed().thenComparing(FlagReason::code));
        for (FlagReason reason : sorted) {
            total += reason.contribution();
        }
        return new RiskScore(Math.min(MAX, tenth(total)), List.copyOf(sorted));
    }

    static FlagReason reason(
            FarmingConfig.Score config, ReasonCode code, double strength, String reason, Evidence evidence) {
        return new FlagReason(code, strength, tenth(config.weight(code) * strength), reason, evidence);
    }

    /** What is left of a strength after a time; nothing is lost before it was found. */
    static double decayed(FarmingConfig.Score config, double strength, Instant foundAt, Instant now) {
        Duration age = Duration.between(foundAt, now);
        if (age.isNegative() || age.isZero()) {
            return strength;
        }
        // StrictMath: the same on every machine.
        return strength
                * StrictMath.pow(
                        0.5, (double) age.toMillis() / config.halfLife().toMillis());
    }

    /** The level that this score asks for, or null when it is below the review threshold. */
    @Nullable
    FlagLevel level(FarmingConfig.Score config) {
        if (total >= config.hold()) {
            return FlagLevel.HOLD;
        }
        return total >= config.review() ? FlagLevel.REVIEW : null;
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
