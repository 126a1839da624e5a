package io.pointstream.engine.rules;

import java.math.BigDecimal;

/**
 * An exact decimal of a rule book, {@code unscaled / 10^scale}, small enough that the product of two is exact in a long.
 *
 * @param text as the rule book has it, such as {@code 1.5}
 */
public record ExactDecimal(long unscaled, int scale, String text) {

    /** Largest whole part, and most digits after the point. */
    static final int MAX_VALUE = 100_000;

    static final int MAX_SCALE = 4;

    public static final ExactDecimal ONE = new ExactDecimal(1, 0, "1");

    /** Throws {@link ArithmeticException} when the number is negative or out of bounds. */
    public static ExactDecimal of(BigDecimal number) {
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(MAX_VALUE)) > 0) {
            throw new ArithmeticException("not between 0 and " + MAX_VALUE + ": " + number);
        }
        BigDecimal scaled = number.setScale(Math.max(0, number.scale()));
        if (scaled.scale() > MAX_SCALE) {
            throw new ArithmeticException("more than " + MAX_SCALE + " digits after the point: " + number);
        }
        return new ExactDecimal(scaled.unscaledValue().longValueExact(), scaled.scale(), scaled.toPlainString());
    }

    BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(unscaled, scale);
    }

    /** The product, exactly. */
    ExactDecimal times(ExactDecimal other) {
        BigDecimal product = toBigDecimal().multiply(other.toBigDecimal());
        return new ExactDecimal(product.unscaledValue().longValueExact(), product.scale(), product.toPlainString());
    }

    /** {@code this − 1}; may be negative. */
    ExactDecimal minusOne() {
        BigDecimal less = toBigDecimal().subtract(BigDecimal.ONE);
        return new ExactDecimal(less.unscaledValue().longValueExact(), less.scale(), less.toPlainString());
    }
}
