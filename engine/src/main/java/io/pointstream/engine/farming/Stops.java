package io.pointstream.engine.farming;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an account was lately: some of the targets of its acts, each with its time, as one sorted number each. Two accounts were in step
 * where both have the same target at about the same time.
 *
 * @param sorted stops made by {@link #of}
 */
record Stops(List<Long> sorted) {

    private static final int TIME_BITS = 28;
    private static final long TIME_MASK = (1L << TIME_BITS) - 1;
    /** 2²⁸ minutes reach to the year 2480. */
    private static final long UNIT_MS = 60_000;

    /** Bits of a target's hash: two targets take each other's place in one of eight million pairs, and only within the same minutes. */
    private static final int TARGET_BITS = 23;

    static final int MAX = Long.SIZE - 1;

    Stops {
        sorted = sorted.stream().sorted().limit(MAX).toList();
    }

    static long of(long targetHash, long timeMs) {
        return (targetHash >>> (Long.SIZE - TARGET_BITS) << TIME_BITS) | (Math.floorDiv(timeMs, UNIT_MS) & TIME_MASK);
    }

    static long target(long stop) {
        return stop >>> TIME_BITS;
    }

    static long timeMs(long stop) {
        return (stop & TIME_MASK) * UNIT_MS;
    }

    long get(int index) {
        return sorted.get(index);
    }

    int size() {
        return sorted.size();
    }

    /** The stops of this one, as bits, at which the other was too, at most so far apart. */
    long sharedWith(Stops other, long apartMs) {
        long shared = 0;
        int j = 0;
        for (int i = 0; i < size(); i++) {
            long mine = get(i);
            while (j < other.size() && isBefore(other.get(j), mine, apartMs)) {
                j++;
            }
            if (j < other.size()
                    && target(other.get(j)) == target(mine)
                    && timeMs(other.get(j)) - timeMs(mine) <= apartMs) {
                shared |= 1L << i;
            }
        }
        return shared;
    }

    private static boolean isBefore(long stop, long mine, long apartMs) {
        return target(stop) < target(mine) || (target(stop) == target(mine) && timeMs(stop) < timeMs(mine) - apartMs);
    }

    /** Those of the bits. */
    List<Long> subset(long bits) {
        List<Long> chosen = new ArrayList<>();
        for (long left = bits; left != 0; left &= left - 1) {
            chosen.add(get(Long.numberOfTrailingZeros(left)));
        }
        return chosen;
    }
}
