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
    private static final DayRuns NO_DAYS = new DayRuns();

    private byte[] packed;
    private int from;
    private int to;

    /** Whether others have these bytes, too: the first change makes new ones. */
    private boolean shared;

    /** The block of a day that was asked for, mostly just before its lot is changed: its number, where it begins, its lots, its end. */
    private int block = NONE;

    private int start;
    private int lots;
    private int end;

    /** The day of the earliest lot: every event asks for it, and most need nothing else of the bytes. */
    private int first = UNKNOWN;

    Lots() {
        this(new byte[0], 0, 0);
    }

    /** Of what {@link #packed} gave, wherever it was copied to. */
    Lots(StateReader packed) {
        this(packed.bytes(), packed.at(), packed.at() + packed.left());
    }

    /** A copy: they share their bytes until one of them is changed. */
    Lots(Lots other) {
        this(other.packed, other.from, other.to);
        other.shared = true;
    }

    private Lots(byte[] packed, int from, int to) {
        this.packed = packed;
        this.from = from;
        this.to = to;
        shared = true;
    }

    /** The lots as bytes, to be read before the next change. */
    StateReader packed() {
        return new StateReader(packed, from, to);
    }

    boolean isEmpty() {
        return from == to;
    }

    /**
     * Adds points to the lot of a day, or takes them from it.
     *
     * @param amount negative to take, at most what is there
     */
    void add(int day, long amount) {
        first = first == UNKNOWN || amount <= 0 ? UNKNOWN : Math.min(first, day);
        int lot = find(day);
        boolean found = lot < end && dayInBlock(lot) == Math.floorMod(day, BLOCK_DAYS);
        int next = found ? nextLot(lot) : lot;
        long points = found ? number(lot + 1) + amount : amount;
        if (found && !shared && points != 0 && StateWriter.bytesOf(points) == next - lot - 1) {
            StateWriter.number(packed, lot + 1, points);
        } else {
            replace(lot, next, day, points);
        }
    }

    /** Finds a day's block, or the place for it; gives where in it the day's lot begins or would begin. */
    private int find(int day) {
        findBlock(Math.floorDiv(day, BLOCK_DAYS));
        int wanted = Math.floorMod(day, BLOCK_DAYS);
        int lot = lots;
        while (lot < end && dayInBlock(lot) < wanted) {
            lot = nextLot(lot);
        }
        return lot;
    }

    private void findBlock(int wanted) {
        if (block == wanted) {
            return;
        }
        block = wanted;
        StateReader in = packed();
        while (in.hasMore()) {
            start = in.at();
            int found = in.integer();
            end = in.count() + in.at();
            lots = in.at();
            if (found == wanted) {
                return;
            }
            if (found > wanted) {
                lots = start;
                end = start;
                return;
            }
            in.skipTo(end);
        }
        start = to;
        lots = to;
        end = to;
    }

    private long number(int at) {
        StateReader in = packed();
        in.skipTo(at);
        return in.number();
    }

    /**
     * Puts a lot into the block that was found. A lot without points goes, and a block without lots.
     *
     * @param lot where the lot begins
     * @param next where the next begins
     */
    private void replace(int lot, int next, int day, long points) {
        int ownSize = points == 0 ? 0 : 1 + StateWriter.bytesOf(points);
        int size = lot - lots + ownSize + end - next;
        int head = size == 0 ? 0 : StateWriter.bytesOf(block) + StateWriter.bytesOf(size);
        byte[] all = new byte[start - from + head + size + to - end];
        int at = append(from, start, all, 0);
        if (size > 0) {
            at = StateWriter.number(all, StateWriter.number(all, at, block), size);
            at = append(lots, lot, all, at);
            if (points != 0) {
                at = StateWriter.number(all, StateWriter.number(all, at, Math.floorMod(day, BLOCK_DAYS)), points);
            }
            at = append(next, end, all, at);
        }
        append(end, to, all, at);
        packed = all;
        from = 0;
        to = all.length;
        shared = false;
        block = NONE;
    }

    /** Copies some of the bytes; gives the place behind them. */
    private int append(int start, int end, byte[] into, int at) {
        System.arraycopy(packed, start, into, at, end - start);
        return at + end - start;
    }

    /** The points of a day's lot; 0 when there is none. */
    long of(int day) {
        int lot = find(day);
        return lot < end && dayInBlock(lot) == Math.floorMod(day, BLOCK_DAYS) ? number(lot + 1) : 0;
    }

    /** The day of the earliest lot, or null when there is none. */
    @Nullable
    Integer firstDay() {
        return firstDayExcept(NO_DAYS);
    }

    /** The day of the earliest lot that is not one of these days, or null; it looks no further. */
    @Nullable
    Integer firstDayExcept(DayRuns days) {
        if (first == UNKNOWN) {
            first = search(NO_DAYS);
        }
        int day = days.size() == 0 || first < days.start(0) ? first : search(days);
        return day == NONE ? null : day;
    }

    /** Tells the day of the earliest lot, of which there is one. */
    void knowFirst(int day) {
        first = day;
    }

    private int search(DayRuns except) {
        int run = 0;
        StateReader in = packed();
        while (in.hasMore()) {
            int firstDay = in.integer() * BLOCK_DAYS;
            int end = in.count() + in.at();
            for (int lot = in.at(); lot < end; lot = nextLot(lot)) {
                int day = firstDay + dayInBlock(lot);
                while (run < except.size() && except.end(run) < day) {
                    run++;
                }
                if (run == except.size() || except.start(run) > day) {
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
        int next = lot + 1;
        while (packed[next++] < 0) {}
        return next;
    }

    List<Lot> list() {
        List<Lot> lots = new ArrayList<>();
        StateReader in = packed();
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
