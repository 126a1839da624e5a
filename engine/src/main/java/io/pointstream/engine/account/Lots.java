package io.pointstream.engine.account;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
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

    // Two numbers each.
    private static final int HEAD_BYTES_MAX = 20;
    private static final int LOT_BYTES_MAX = 20;

    private byte[] packed;

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
        int block = Math.floorDiv(day, BLOCK_DAYS);
        StateReader in = new StateReader(packed);
        while (in.hasMore()) {
            int start = in.at();
            int found = in.integer();
            int end = in.count() + in.at();
            if (found == block) {
                change(in, start, end, day, amount);
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

    /** Adds to a lot of the block that stands at {@code start}; its lots are next in the reader. */
    private void change(StateReader in, int start, int end, int day, long amount) {
        int wanted = Math.floorMod(day, BLOCK_DAYS);
        int lots = in.at();
        int from = lots;
        while (from < end) {
            int inBlock = in.integer();
            int at = in.at();
            long points = in.number();
            if (inBlock == wanted) {
                if (points != -amount && StateWriter.bytesOf(points + amount) == in.at() - at) {
                    StateWriter.number(packed, at, points + amount);
                } else {
                    replace(start, lots, from, in.at(), end, day, points + amount);
                }
                return;
            }
            if (inBlock > wanted) {
                break;
            }
            from = in.at();
        }
        replace(start, lots, from, from, end, day, amount);
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
        StateWriter lot = new StateWriter(LOT_BYTES_MAX);
        if (points != 0) {
            lot.number(Math.floorMod(day, BLOCK_DAYS));
            lot.number(points);
        }
        int size = from - lots + lot.size() + end - to;
        StateWriter out = new StateWriter(packed.length + HEAD_BYTES_MAX + LOT_BYTES_MAX);
        out.append(packed, 0, start);
        if (size > 0) {
            out.number(Math.floorDiv(day, BLOCK_DAYS));
            out.number(size);
            out.append(packed, lots, from);
            out.append(lot);
            out.append(packed, to, end);
        }
        out.append(packed, end, packed.length);
        packed = out.toByteArray();
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

    /** The day of the earliest lot whose day is wanted, or null; it looks no further. */
    @Nullable
    Integer firstDay(IntPredicate wanted) {
        StateReader in = new StateReader(packed);
        while (in.hasMore()) {
            int firstDay = in.integer() * BLOCK_DAYS;
            int end = in.count() + in.at();
            while (in.at() < end) {
                int day = firstDay + in.integer();
                if (wanted.test(day)) {
                    return day;
                }
                in.number();
            }
        }
        return null;
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
