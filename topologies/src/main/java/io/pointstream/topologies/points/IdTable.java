package io.pointstream.topologies.points;

/**
 * 128-bit ids with a time each, open addressing, 24 bytes a slot. The ids are hashes, so their own bits place them; the id 0
 * marks a free slot (and cannot be stored: a SHA-256 that begins with 128 zero bits is not known).
 */
final class IdTable {

    /** Not a time: no event lies there. */
    static final long ABSENT = Long.MIN_VALUE;

    private static final int SLOTS_MIN = 8;

    private long[] slots = new long[3 * SLOTS_MIN];
    private int size;

    /** The id's time, or {@link #ABSENT}. */
    long get(long high, long low) {
        int at = find(high, low);
        return isFree(at) ? ABSENT : slots[at + 2];
    }

    /** Adds an id or gives it a new time. */
    void put(long high, long low, long atMs) {
        int at = find(high, low);
        if (isFree(at)) {
            size++;
            if (4 * size > slots.length) {
                grow();
                at = find(high, low);
            }
        }
        slots[at] = high;
        slots[at + 1] = low;
        slots[at + 2] = atMs;
    }

    /** Removes an id if it still has this time: a later time belongs to a later event of the same id. */
    void remove(long high, long low, long atMs) {
        int at = find(high, low);
        if (isFree(at) || slots[at + 2] != atMs) {
            return;
        }
        size--;
        // Close the gap: pull back what was only pushed here by what is gone.
        int gap = at;
        int next = after(gap);
        while (!isFree(next)) {
            int home = home(slots[next]);
            boolean between = gap <= next ? gap < home && home <= next : gap < home || home <= next;
            if (!between) {
                System.arraycopy(slots, next, slots, gap, 3);
                gap = next;
            }
            next = after(next);
        }
        slots[gap] = 0;
        slots[gap + 1] = 0;
        slots[gap + 2] = 0;
    }

    int size() {
        return size;
    }

    /** Bytes in memory. */
    long weight() {
        return 8L * slots.length;
    }

    private int find(long high, long low) {
        int at = home(high);
        while (!isFree(at) && !(slots[at] == high && slots[at + 1] == low)) {
            at = after(at);
        }
        return at;
    }

    private boolean isFree(int at) {
        return slots[at] == 0 && slots[at + 1] == 0;
    }

    /** The slot count is a power of two. */
    private int home(long high) {
        return 3 * (int) (high & (slots.length / 3 - 1));
    }

    private int after(int at) {
        return at + 3 == slots.length ? 0 : at + 3;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 3) {
            if (old[i] != 0 || old[i + 1] != 0) {
                int at = find(old[i], old[i + 1]);
                System.arraycopy(old, i, slots, at, 3);
            }
        }
    }
}
