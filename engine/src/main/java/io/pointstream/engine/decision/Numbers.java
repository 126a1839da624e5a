package io.pointstream.engine.decision;

import java.math.BigDecimal;

/** Numbers in words for people: thousands in groups, exact decimals. */
final class Numbers {

    private Numbers() {}

    /** Such as {@code 1234.00} for (123400, 2). */
    static String plain(long unscaled, int decimals) {
        return decimals == 0
                ? Long.toString(unscaled)
                : BigDecimal.valueOf(unscaled, decimals).toPlainString();
    }

    /** Appends such as {@code 1,234}. */
    static StringBuilder grouped(StringBuilder out, long number) {
        return grouped(out, number, 0);
    }

    /** Appends such as {@code 1,234.00} for (123400, 2). */
    static StringBuilder grouped(StringBuilder out, long unscaled, int decimals) {
        int first = out.length() + (unscaled < 0 ? 1 : 0);
        out.append(unscaled);
        while (out.length() - first <= decimals) {
            out.insert(first, '0');
        }
        int point = out.length() - decimals;
        if (decimals > 0) {
            out.insert(point, '.');
        }
        for (int at = point - 3; at > first; at -= 3) {
            out.insert(at, ',');
        }
        return out;
    }
}
