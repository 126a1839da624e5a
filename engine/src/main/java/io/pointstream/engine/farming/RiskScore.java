package io.pointstream.engine.farming;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A score that can be read: 0..100, the sum of weight × strength over the reason codes, capped at 100. Of codes that read the same payments
 * only the largest counts: one thing seen twice is no surer. A strength halves with the configured half-life from the time at which it was
 * found.
 *
 * @param reasons the largest contribution first
 */
public record RiskScore(double total, List<FlagReason> reasons) {

    public static final double MAX = 100;

    /** Both look at how much one merchant is paid. */
    private static final Set<ReasonCode> SAME_PAYMENTS =
            EnumSet.of(ReasonCode.SPLIT_PAYMENTS, ReasonCode.MERCHANT_COLLUSION);

    /** Sums the contributions. */
    static RiskScore of(List<FlagReason> reasons) {
        List<FlagReason> sorted = new ArrayList<>(reasons);
        sorted.sort(
                Comparator.comparingDouble(FlagReason::contribution).reversed().thenComparing(FlagReason::code));
        return new RiskScore(Math.min(MAX, tenth(sum(sorted))), List.copyOf(sorted));
    }

    private static double sum(List<FlagReason> reasons) {
        double sum = 0;
        double payments = 0;
        for (FlagReason reason : reasons) {
            if (SAME_PAYMENTS.contains(reason.code())) {
                payments = Math.max(payments, reason.contribution());
            } else {
                sum += reason.contribution();
            }
        }
        return sum + payments;
    }

    private static List<FlagReason> without(List<FlagReason> reasons, FlagReason one) {
        return reasons.stream().filter(reason -> reason.code() != one.code()).toList();
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

    /** The reason codes that it stands on, the largest contribution first. */
    List<ReasonCode> codes() {
        return reasons.stream().map(FlagReason::code).toList();
    }

    /**
     * Without what there would be no case, in words: each code that is enough by itself, with the strength below which it would
     * have to be; or else the fewest codes together.
     */
    String counterfactual(FarmingConfig.Score config) {
        List<String> enough = new ArrayList<>();
        for (FlagReason reason : reasons) {
            double room = config.review() - sum(without(reasons, reason));
            if (room > 0 && room <= reason.contribution() && reason.code() == ReasonCode.DENY_LISTED) {
                enough.add("nothing were on the deny list");
            } else if (room > 0 && room <= reason.contribution()) {
                enough.add(String.format(
                        Locale.ROOT,
                        "%s were below %.2f (it is %.2f)",
                        reason.code(),
                        room / config.weight(reason.code()),
                        reason.strength()));
            }
        }
        if (!enough.isEmpty()) {
            return "would not be flagged if " + String.join(", or if ", enough);
        }
        return sum(reasons) < config.review() ? "" : "would not be flagged without " + fewest(config);
    }

    private String fewest(FarmingConfig.Score config) {
        List<FlagReason> left = reasons;
        List<String> taken = new ArrayList<>();
        for (FlagReason reason : reasons) {
            if (sum(left) >= config.review()) {
                left = without(left, reason);
                taken.add(reason.code().name());
            }
        }
        return String.join(" and ", taken)
                + String.format(Locale.ROOT, ": %.1f would be left, below %.1f", tenth(sum(left)), config.review());
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
