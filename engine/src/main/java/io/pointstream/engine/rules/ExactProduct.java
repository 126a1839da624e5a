package io.pointstream.engine.rules;

import java.math.BigInteger;

/** Exact arithmetic of awards: a product of decimals, rounded down once, at the end (DOMAIN 1). */
final class ExactProduct {

    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private ExactProduct() {}

    /**
     * floor(a × b / 10^scale), for any a and b; a result beyond a long is the nearest long.
     *
     * @param scale 0 to 18
     */
    static long floor(long a, long b, int scale) {
        long low = a * b;
        if (Math.multiplyHigh(a, b) == low >> 63) {
            return Math.floorDiv(low, POWERS_OF_TEN[scale]);
        }
        BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
        BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(POWERS_OF_TEN[scale]));
        BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        if (floor.bitLength() > 63) {
            return floor.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return floor.longValue();
    }
}
