package io.pointstream.engine.account;

import java.util.Arrays;

/** Known days as runs of consecutive days, earliest first: all that a streak needs to remember, and few numbers for many days. */
final class DayRuns {

    private static final int[] NONE = {};

    /** Of each run the first day and the last. */
    private int[] bounds = NONE;

    private int size;

    /** The length of the run that ends at this day, the day itself counted whether it is known or not. */
    int lengthEndingAt(int day) {
        for (int i = size - 1; i >= 0; i--) {
            if (start(i) < day && day - 1 <= end(i)) {
                return day - start(i) + 1;
            }
        }
        return 1;
    }

    /** Makes a day known, joining the runs that it touches. */
    void add(int day) {
        int at = 0;
        while (at < size && end(at) < day - 1) {
            at++;
        }
        if (at == size || start(at) > day + 1) {
            insert(at, day, day);
            return;
        }
        set(at, Math.min(start(at), day), Math.max(end(at), day));
        if (at + 1 < size && start(at + 1) == end(at) + 1) {
            set(at, start(at), end(at + 1));
            remove(at + 1);
        }
    }

    /** Drops the runs that no day from the given one on can join. */
    void prune(int keepFrom) {
        while (size > 0 && end(0) < keepFrom - 1) {
            remove(0);
        }
    }

    /** Drops the days before the given one. */
    void dropBefore(int day) {
        while (size > 0 && end(0) < day) {
            remove(0);
        }
        if (size > 0) {
            set(0, Math.max(start(0), day), end(0));
        }
    }

    void insert(int at, int start, int end) {
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 4 * size + 2);
        }
        System.arraycopy(bounds, 2 * at, bounds, 2 * at + 2, 2 * (size - at));
        set(at, start, end);
        size++;
    }

    int size() {
        return size;
    }

    int start(int index) {
        return bounds[2 * index];
    }

    int end(int index) {
        return bounds[2 * index + 1];
    }

    private void set(int index, int start, int end) {
        bounds[2 * index] = start;
        bounds[2 * index + 1] = end;
    }

    private void remove(int at) {
        size--;
        System.arraycopy(bounds, 2 * at + 2, bounds, 2 * at, 2 * (size - at));
    }
}
