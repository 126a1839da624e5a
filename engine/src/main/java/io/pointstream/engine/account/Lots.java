package io.pointstream.engine.account;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Free points by expiry date, earliest first; points of one date are one lot, and no lot is empty.
 *
 * <p>They stay packed as the account is stored, since most events look at one lot of many: an account that has earned on
 * every day of the last years is read, changed and written almost as fast as a new one. Blocks of {@value #BLOCK_DAYS} days,
 * earliest first: number of the block (epoch day / {@value #BLOCK_DAYS}), its bytes, then of each lot the day within the
 * block and its points.
 */
final class Lots {

    private static final int BLOCK_DAYS = 32;

    private static final int UNKNOWN = Integer.MIN_VALUE;
    private static final int NONE = Integer.MAX_VALUE;
    private static final int[] NO_DAYS = {};

    private byte[] packed;

    /** The day of the earliest lot: every event asks for it, and most need nothing else of the bytes. */
    private int first = UNKNOWN;

    Lots() {
        this(new byte[0]);
    }

    /** Of what {@link #packed} gave, and these lots' own from now on. */
    Lots(byte[] packed) {
        this.packed = packed;
    }

    /** A copy. */
    Lots(Lots other) {
        this(other.packed.clone());
    }

    /** The lots as bytes, not to be changed; they are gone with the next change. */
    byte[] packed() {
        return packed;
    }

    boolean isEmpty() {
        return packed.length == 0;
    }

    /**
     * Adds points to the lot of a day, or takes them from it.
     *
     * @param amount negative to take, at most what is there
     */
    void add(int day, long amount) {
        first = first == UNKNOWN || amount <= 0 ? UNKNOWN : Math.min(first, day);
        int block = Math.floorDiv(day, BLOCK_DAYS);
        StateReader in = new StateReader(packed);
        while (in.hasMore()) {
            int start = in.at();
            int found = in.integer();
            int end = in.count() + in.at();
            if (found == block) {
                change(start, in.at(), end, day, amount);
                return;
            }
            if (found > block) {
                replace(start, start, start, start, start, day, amount);
                return;
            }
            in.skipTo(end);
        }
        int end = packed.length;
        replace(end, end, end, end, end, day, amount);
    }

    /**
     * Adds to a lot of a block.
     *
     * @param start of the block
     * @param lots where its lots begin
     * @param end of the block
     */
    private void change(int start, int lots, int end, int day, long amount) {
        int wanted = Math.floorMod(day, BLOCK_DAYS);
        int from = lots;
        while (from < end) {
            int inBlock = dayInBlock(from);
            if (inBlock > wanted) {
                break;
            }
            int to = nextLot(from);
            if (inBlock == wanted) {
                long points = number(from + 1) + amount;
                if (points != 0 && StateWriter.bytesOf(points) == to - from - 1) {
                    StateWriter.number(packed, from + 1, points);
                } else {
                    replace(start, lots, from, to, end, day, points);
                }
                return;
            }
            from = to;
        }
        replace(start, lots, from, from, end, day, amount);
    }

    private long number(int at) {
        StateReader in = new StateReader(packed);
        in.skipTo(at);
        return in.number();
    }

    /**
     * Puts a lot into a block. A lot without points goes, and a block without lots.
     *
     * @param start of the block
     * @param lots where its lots begin
     * @param from where the lot begins
     * @param to where the next begins
     * @param end of the block
     */
    private void replace(int start, int lots, int from, int to, int end, int day, long points) {
        int block = Math.floorDiv(day, BLOCK_DAYS);
        int lot = points == 0 ? 0 : 1 + StateWriter.bytesOf(points);
        int size = from - lots + lot + end - to;
        int head = size == 0 ? 0 : StateWriter.bytesOf(block) + StateWriter.bytesOf(size);
        byte[] all = new byte[start + head + size + packed.length - end];
        System.arraycopy(packed, 0, all, 0, start);
        int at = start;
        if (size > 0) {
            at = StateWriter.number(all, StateWriter.number(all, at, block), size);
            System.arraycopy(packed, lots, all, at, from - lots);
            at += from - lots;
            if (points != 0) {
                at = StateWriter.number(all, StateWriter.number(all, at, Math.floorMod(day, BLOCK_DAYS)), points);
            }
            System.arraycopy(packed, to, all, at, end - to);
            at += end - to;
        }
        System.arraycopy(packed, end, all, at, packed.length - end);
        packed = all;
    }

    /** The points of a day's lot; 0 when there is none. */
    long of(int day) {
        int wanted = Math.floorDiv(day, BLOCK_DAYS);
        StateReader in = new StateReader(packed);
        while (in.hasMore()) {
            int block = in.integer();
            int end = in.count() + in.at();
            if (block > wanted) {
                return 0;
            }
            while (block == wanted && in.at() < end) {
                boolean found = in.integer() == Math.floorMod(day, BLOCK_DAYS);
                long points = in.number();
                if (found) {
                    return points;
                }
            }
            in.skipTo(end);
        }
        return 0;
    }

    /** The day of the earliest lot, or null when there is none. */
    @Nullable
    Integer firstDay() {
        return firstDayExcept(NO_DAYS);
    }

    /** The day of the earliest lot that is not one of these days, which ascend, or null; it looks no further. */
    @Nullable
    Integer firstDayExcept(int[] days) {
        if (first == UNKNOWN) {
            first = search(NO_DAYS);
        }
        int day = days.length == 0 || first < days[0] ? first : search(days);
        return day == NONE ? null : day;
    }

    private int search(int[] except) {
        int next = 0;
        StateReader in = new StateReader(packed);
        while (in.hasMore()) {
            int firstDay = in.integer() * BLOCK_DAYS;
            int end = in.count() + in.at();
            for (int lot = in.at(); lot < end; lot = nextLot(lot)) {
                int day = firstDay + dayInBlock(lot);
                while (next < except.length && except[next] < day) {
                    next++;
                }
                if (next == except.length || except[next] > day) {
                    return day;
                }
            }
            in.skipTo(end);
        }
        return NONE;
    }

    /** The day of the lot at a place, which takes one byte. */
    private int dayInBlock(int lot) {
        return packed[lot] >> 1;
    }

    /** The place behind a lot: its points are all bytes up to the first without the highest bit. */
    private int nextLot(int lot) {
        int to = lot + 1;
        while (packed[to++] < 0) {}
        return to;
    }

    List<Lot> list() {
        List<Lot> lots = new ArrayList<>();
        StateReader in = new StateReader(packed);
        while (in.hasMore()) {
            int firstDay = in.integer() * BLOCK_DAYS;
            int end = in.count() + in.at();
            while (in.at() < end) {
                lots.add(new Lot(LocalDate.ofEpochDay(firstDay + in.integer()), in.number()));
            }
        }
        return lots;
    }
}
