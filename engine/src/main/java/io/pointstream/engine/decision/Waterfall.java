package io.pointstream.engine.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the number came about: quantity × rate × weight with what was counted and clamped, the streak, each cap, what was
 * granted and forfeited, each bonus.
 *
 * @param price points before streak and caps
 * @param streakLength days; 0 where the rule has no streak
 * @param streakReward points added for the streak
 * @param caps each cap that was asked, in the order asked
 * @param granted base points granted
 * @param forfeited base points that the caps took
 * @param bonuses on what was granted
 */
public record Waterfall(
        Price price,
        int streakLength,
        long streakReward,
        List<CapStep> caps,
        long granted,
        long forfeited,
        List<BonusStep> bonuses) {

    /** Null for a fixed award. */
    public @Nullable Quantity quantity() {
        return price.quantity();
    }

    /** Null for a fixed award. */
    public @Nullable String rate() {
        return price.rate();
    }

    /** Null where the rule has none. */
    public @Nullable String weight() {
        return price.weight();
    }
}
