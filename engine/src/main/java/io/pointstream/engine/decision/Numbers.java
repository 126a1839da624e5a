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
        String digits = plain(unscaled, decimals);
        int whole = decimals == 0 ? digits.length() : digits.length() - decimals - 1;
        int first = digits.charAt(0) == '-' ? 1 : 0;
        for (int i = 0; i < digits.length(); i++) {
            if (i > first && i < whole && (whole - i) % 3 == 0) {
                out.append(',');
            }
            out.append(digits.charAt(i));
        }
        return out;
    }
}
