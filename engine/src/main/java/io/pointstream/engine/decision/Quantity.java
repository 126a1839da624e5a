package io.pointstream.engine.decision;

import org.jspecify.annotations.Nullable;

/**
 * An exact decimal amount that points are computed from: {@code unscaled / 10^decimals}.
 *
 * @param unit what is counted, such as {@code yuan}; null when the rule names none
 */
public record Quantity(
        long unscaled, int decimals, @Nullable String unit) {

    /** Plain decimal text, such as {@code 1234.00}. */
    public String text() {
        return Numbers.plain(unscaled, decimals);
    }
}
