package io.pointstream.engine.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rate, or several: each part of an amount is paid at the rate of the bracket that it lies in. The sum is exact and
 * rounded down once.
 */
final class Rates {

    /**
     * A rate for the part of an amount above a limit.
     *
     * @param above in the smallest part of the quantity
     * @param aboveText as the rule book has it
     */
    record Bracket(long above, String aboveText, ExactDecimal rate) {}

    private final ExactDecimal first;
    private final List<Bracket> brackets;
    private final @Nullable String words;

    /** @param brackets from the lowest limit up; empty for one rate */
    Rates(ExactDecimal first, List<Bracket> brackets) {
        this.first = first;
        this.brackets = List.copyOf(brackets);
        this.words = brackets.isEmpty() ? null : words(brackets);
    }

    private static String words(List<Bracket> brackets) {
        StringBuilder words = new StringBuilder();
        for (Bracket bracket : brackets) {
            words.append(words.isEmpty() ? "above " : ", above ")
                    .append(bracket.aboveText())
                    .append(" × ")
                    .append(bracket.rate().text());
        }
        return words.toString();
    }

    /** Every rate times the same factor. */
    Rates times(ExactDecimal factor) {
        List<Bracket> scaled = new ArrayList<>(brackets.size());
        for (Bracket bracket : brackets) {
            scaled.add(new Bracket(
                    bracket.above(), bracket.aboveText(), bracket.rate().times(factor)));
        }
        return new Rates(first.times(factor), scaled);
    }

    /** The rate of the lowest bracket, such as {@code 1.5}. */
    String firstText() {
        return first.text();
    }

    /** The other brackets, such as {@code above 500 × 0.5}; null when there are none. */
    @Nullable
    String bracketsInWords() {
        return words;
    }

    /**
     * The points of an amount, rounded down; a result beyond a long is the nearest long.
     *
     * @param decimals how many of the amount's digits stand after the point
     */
    long points(long amount, int decimals) {
        if (brackets.isEmpty() || amount <= brackets.getFirst().above()) {
            return ExactProduct.floor(amount, first.unscaled(), decimals + first.scale());
        }
        BigDecimal sum = BigDecimal.ZERO;
        long above = amount;
        for (int i = brackets.size() - 1; i >= 0; i--) {
            Bracket bracket = brackets.get(i);
            if (above > bracket.above()) {
                sum = sum.add(part(above - bracket.above(), bracket.rate()));
                above = bracket.above();
            }
        }
        sum = sum.add(part(above, first)).movePointLeft(decimals);
        BigInteger points = sum.toBigInteger();
        return points.bitLength() > 63 ? Long.MAX_VALUE : points.longValue();
    }

    private static BigDecimal part(long amount, ExactDecimal rate) {
        return BigDecimal.valueOf(amount).multiply(rate.toBigDecimal());
    }
}
