package io.pointstream.engine.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the number came about: quantity × rate × weight, then caps, then bonuses.
 *
 * @param quantity null for a fixed award
 * @param rate an exact decimal, null for a fixed award
 * @param weight an exact decimal, null where the rule has none
 */
public record Waterfall(
        @Nullable Quantity quantity,
        @Nullable String rate,
        @Nullable String weight,
        List<CapStep> caps,
        List<BonusStep> bonuses) {}
