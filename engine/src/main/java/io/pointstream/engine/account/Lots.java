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

    /** Never changed: a change makes a new array, so that copies can share it. */
    private byte[] packed;

    Lots() {
        this(new byte[0]);
    }

    /** Of what {@link #packed} gave. */
    Lots(byte[] packed) {
        this.packed = packed;
    }

    /** A copy. */
    Lots(Lots other) {
        this(other.packed);
    }

    /** The lots as bytes, not to be changed. */
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
        int wanted = Math.floorDiv(day, BLOCK_DAYS);
        StateReader in = new StateReader(packed);
        while (in.hasMore()) {
            int start = in.at();
            int block = in.integer();
            int end = in.count() + in.at();
            if (block >= wanted) {
                boolean found = block == wanted;
                StateWriter lots = with(in, found ? end : in.at(), day, amount);
                replace(start, found ? end : start, wanted, lots);
                return;
            }
            in.skipTo(end);
        }
        replace(packed.length, packed.length, wanted, with(in, in.at(), day, amount));
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

    /** The lots of a block up to {@code end}, changed. */
    private static StateWriter with(StateReader in, int end, int day, long amount) {
        int wanted = Math.floorMod(day, BLOCK_DAYS);
        StateWriter out = new StateWriter();
        boolean done = false;
        while (in.at() < end) {
            int inBlock = in.integer();
            long points = in.number();
            if (inBlock > wanted && !done) {
                lot(out, wanted, amount);
                done = true;
            }
            lot(out, inBlock, inBlock == wanted ? points + amount : points);
            done |= inBlock == wanted;
        }
        if (!done) {
            lot(out, wanted, amount);
        }
        return out;
    }

    private static void lot(StateWriter out, int inBlock, long points) {
        if (points != 0) {
            out.number(inBlock);
            out.number(points);
        }
    }

    /** Puts a block where others were; a block without lots goes. */
    private void replace(int start, int end, int block, StateWriter lots) {
        StateWriter out = new StateWriter();
        out.append(packed, 0, start);
        if (lots.size() > 0) {
            out.number(block);
            out.number(lots.size());
            out.append(lots);
        }
        out.append(packed, end, packed.length);
        packed = out.toByteArray();
    }
}
