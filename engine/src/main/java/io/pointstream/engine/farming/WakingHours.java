package io.pointstream.engine.farming;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The half hours of the last {@value #DAYS} days in which an account did something: a bitmap, and the rests in it. */
final class WakingHours {

    static final int DAYS = 10;
    static final long HALF_HOUR_MS = 1_800_000;

    private static final int DAY = 48;
    private static final int SPAN = DAYS * DAY;
    /** People lie down for so long, even when they do not sleep. */
    private static final int NIGHT = 12;
    /** A power of two that holds the span. */
    private static final int BITS = 512;

    private final long[] bits = new long[BITS / Long.SIZE];
    private long newest = Long.MIN_VALUE;

    /**
     * How an account slept. Spans are in half hours since the epoch, the end exclusive.
     *
     * @param from the start of the longest span without a rest
     * @param to its end
     * @param active half hours of that span with an act
     * @param since the first half hour of all
     * @param days full days since then
     * @param rests of them; one of more than a day and a half counts as many days as it lasted
     */
    record Sleep(long from, long to, int active, long since, int days, int rests) {
        double awakeHours() {
            return (to - from) / 2.0;
        }

        int missedNights() {
            return Math.max(0, days - rests);
        }
    }

    /** Notes an act; false when its half hour is known already, or too old. */
    boolean add(long atMs) {
        long half = Math.floorDiv(atMs, HALF_HOUR_MS);
        if (half > newest) {
            if (newest == Long.MIN_VALUE || half - newest >= BITS) {
                Arrays.fill(bits, 0);
            } else {
                for (long between = newest + 1; between < half; between++) {
                    set(between, false);
                }
            }
            newest = half;
        } else if (half <= newest - SPAN || has(half)) {
            return false;
        }
        set(half, true);
        return true;
    }

    /**
     * The sleep of the days that are remembered, or null before the first act.
     *
     * @param rest so many half hours in a row without an act are a rest
     */
    @Nullable
    Sleep sleep(int rest) {
        if (newest == Long.MIN_VALUE) {
            return null;
        }
        long since = newest - SPAN + 1;
        while (!has(since)) {
            since++;
        }
        long last = since;
        long from = since;
        int active = 1;
        int rests = 0;
        Sleep longest = new Sleep(since, since + 1, 1, since, 0, 0);
        for (long half = since + 1; half <= newest; half++) {
            if (!has(half)) {
                continue;
            }
            int idle = (int) (half - last - 1);
            if (idle >= rest) {
                rests += Math.max(1, (idle + DAY / 2) / DAY);
                from = half;
                active = 0;
            }
            active++;
            last = half;
            if (half + 1 - from > longest.to - longest.from) {
                longest = new Sleep(from, half + 1, active, since, 0, 0);
            }
        }
        int days = (int) ((newest + 1 - since) / DAY);
        return new Sleep(longest.from, longest.to, longest.active, since, days, rests);
    }

    /**
     * How lively the quietest six hours of the day are, measured by the average: 1 for who acts alike at all hours, and about 0 for
     * who sleeps; between them lie the parents of a baby and the sick, who rest badly, but at a time.
     */
    double quietest(long from, long to) {
        int[] active = new int[DAY];
        int[] slots = new int[DAY];
        int all = 0;
        for (long half = from; half < to; half++) {
            int slot = (int) Math.floorMod(half, (long) DAY);
            slots[slot]++;
            if (has(half)) {
                active[slot]++;
                all++;
            }
        }
        double quietest = 1;
        for (int start = 0; start < DAY; start++) {
            int acts = 0;
            int times = 0;
            for (int slot = start; slot < start + NIGHT; slot++) {
                acts += active[slot % DAY];
                times += slots[slot % DAY];
            }
            if (times > 0) {
                quietest = Math.min(quietest, (double) acts / times * (to - from) / all);
            }
        }
        return quietest;
    }

    private boolean has(long half) {
        int bit = (int) Math.floorMod(half, (long) BITS);
        return (bits[bit / Long.SIZE] >>> (bit % Long.SIZE) & 1) != 0;
    }

    private void set(long half, boolean value) {
        int bit = (int) Math.floorMod(half, (long) BITS);
        long mask = 1L << (bit % Long.SIZE);
        if (value) {
            bits[bit / Long.SIZE] |= mask;
        } else {
            bits[bit / Long.SIZE] &= ~mask;
        }
    }

    void write(StateWriter out) {
        out.signed(newest);
        for (long word : bits) {
            out.unsigned(word);
        }
    }

    static WakingHours read(StateReader in) {
        WakingHours result = new WakingHours();
        result.newest = in.signed();
        for (int i = 0; i < result.bits.length; i++) {
            result.bits[i] = in.unsigned();
        }
        return result;
    }
}
