package io.pointstream.engine.farming;

import java.util.Arrays;
import java.util.Objects;

/**
 * The times of an account's events of one kind, in order, for exact sliding windows. A window of length w that ends at time
 * t holds what lies in (t − w, t]: an event leaves when it is w old. Holds the newest {@code capacity} times; adding and asking
 * cost O(log capacity) for events in order and at most O(capacity) for late ones.
 */
final class SlidingTimes {

    private static final int INITIAL = 8;

    private final int capacity;
    private long[] times = new long[INITIAL];
    private int size;

    SlidingTimes(int capacity) {
        this.capacity = capacity;
    }

    /** The most events in any window of one length. */
    record Densest(int count, long from, long to) {}

    int size() {
        return size;
    }

    /** The n-th of the times, 0 the oldest. */
    long at(int n) {
        return times[Objects.checkIndex(n, size)];
    }

    /** Whether a kept time lies in the span, both ends inclusive. */
    boolean has(long from, long to) {
        int first = after(from - 1);
        return first < size && times[first] <= to;
    }

    /**
     * Adds a time and forgets those that are {@code horizonMs} or more behind the newest. When full, the oldest makes room, and a
     * time older than all is not kept.
     */
    void add(long time, long horizonMs) {
        forget(Math.max(time, size == 0 ? time : times[size - 1]) - horizonMs);
        if (size == capacity) {
            if (time < times[0]) {
                return;
            }
            drop(1);
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, Math.min(capacity, size * 2));
        }
        int at = after(time);
        System.arraycopy(times, at, times, at + 1, size - at);
        times[at] = time;
        size++;
    }

    /** The densest of the windows of a length that hold {@code time}, the earliest of equals; each ends at a kept time. */
    Densest densest(long time, long windowMs) {
        int start = after(time - windowMs);
        Densest best = new Densest(0, time, time);
        for (int end = Math.max(after(time) - 1, 0); end < size && times[end] - windowMs < time; end++) {
            while (start < end && times[start] <= times[end] - windowMs) {
                start++;
            }
            if (times[end] >= time && end - start + 1 > best.count) {
                best = new Densest(end - start + 1, times[start], times[end]);
            }
        }
        return best;
    }

    void write(StateWriter out) {
        out.size(size);
        long before = 0;
        for (int i = 0; i < size; i++) {
            out.signed(times[i] - before);
            before = times[i];
        }
    }

    static SlidingTimes read(StateReader in, int capacity) {
        SlidingTimes result = new SlidingTimes(capacity);
        int stored = in.size();
        // A smaller limit since then: the newest stay.
        int skipped = Math.max(0, stored - capacity);
        result.times = new long[Math.max(INITIAL, stored - skipped)];
        long time = 0;
        for (int i = 0; i < stored; i++) {
            time += in.signed();
            if (i >= skipped) {
                result.times[result.size++] = time;
            }
        }
        return result;
    }

    private void forget(long upTo) {
        int old = after(upTo);
        if (old > 0) {
            drop(old);
        }
    }

    private void drop(int oldest) {
        System.arraycopy(times, oldest, times, 0, size - oldest);
        size -= oldest;
    }

    /** The index of the first time later than this one. */
    private int after(long time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
