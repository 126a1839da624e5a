package io.pointstream.engine.account;

import java.util.Arrays;

/** Known days as runs of consecutive days, earliest first: all that a streak needs to remember. */
final class DayRuns {

    private int[] starts = new int[2];
    private int[] ends = new int[2];
    private int size;

    /** The length of the run that ends at this day, the day itself counted whether it is known or not. */
    int lengthEndingAt(int day) {
        for (int i = size - 1; i >= 0; i--) {
            if (starts[i] < day && day - 1 <= ends[i]) {
                return day - starts[i] + 1;
            }
        }
        return 1;
    }

    /** Makes a day known, joining the runs that it touches. */
    void add(int day) {
        int at = 0;
        while (at < size && ends[at] < day - 1) {
            at++;
        }
        if (at == size || starts[at] > day + 1) {
            insert(at, day, day);
            return;
        }
        starts[at] = Math.min(starts[at], day);
        ends[at] = Math.max(ends[at], day);
        if (at + 1 < size && starts[at + 1] == ends[at] + 1) {
            ends[at] = ends[at + 1];
            remove(at + 1);
        }
    }

    /** Drops the runs that no day from the given one on can join. */
    void prune(int keepFrom) {
        while (size > 0 && ends[0] < keepFrom - 1) {
            remove(0);
        }
    }

    void insert(int at, int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        System.arraycopy(starts, at, starts, at + 1, size - at);
        System.arraycopy(ends, at, ends, at + 1, size - at);
        starts[at] = start;
        ends[at] = end;
        size++;
    }

    int size() {
        return size;
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    private void remove(int at) {
        System.arraycopy(starts, at + 1, starts, at, size - at - 1);
        System.arraycopy(ends, at + 1, ends, at, size - at - 1);
        size--;
    }
}
