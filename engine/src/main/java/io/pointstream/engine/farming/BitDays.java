package io.pointstream.engine.farming;

/**
 * A set of the newest {@value #SPAN} days up to an anchor, one bit each: bit 0 is the anchor's day. Adding a day twice
 * changes nothing, so it counts days, not events.
 */
final class BitDays {

    static final int SPAN = 62;

    private static final long ALL = (1L << SPAN) - 1;

    private BitDays() {}

    /** The set seen from a later anchor. */
    static long shift(long days, int by) {
        return by >= SPAN ? 0 : (days << by) & ALL;
    }

    /** The set with the day that lies so far before the anchor. */
    static long with(long days, int age) {
        return age >= SPAN ? days : days | (1L << age);
    }

    static boolean has(long days, int age) {
        return age < SPAN && ((days >>> age) & 1) != 0;
    }

    /** How many of the newest {@code newest} days are in the set. */
    static int count(long days, int newest) {
        return Long.bitCount(days & ((1L << newest) - 1));
    }
}
