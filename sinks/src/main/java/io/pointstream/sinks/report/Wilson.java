package io.pointstream.sinks.report;

import org.jspecify.annotations.Nullable;

/**
 * Between what a share lies with 95% confidence, by Wilson's score interval, which holds for few cases and for shares near 0 and
 * 1 too.
 */
public record Wilson(double low, double high) {

    private static final double Z = 1.959963984540054;

    /** Of a part of so many; null of nothing. */
    public static @Nullable Wilson of(long part, long whole) {
        if (whole == 0) {
            return null;
        }
        double n = whole;
        double share = part / n;
        double middle = (part + Z * Z / 2) / (n + Z * Z);
        double reach = Z * Math.sqrt(share * (1 - share) * n + Z * Z / 4) / (n + Z * Z);
        return new Wilson(Math.max(0, middle - reach), Math.min(1, middle + reach));
    }
}
