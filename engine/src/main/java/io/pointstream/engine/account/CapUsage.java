package io.pointstream.engine.account;

import java.util.Arrays;

/** Points granted in each capped window that can still be met: a short list, searched in place. */
final class CapUsage {

    private String[] caps = new String[8];
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private long[] granted = new long[8];
    private int size;

    long granted(String cap, int start) {
        int index = indexOf(cap, start);
        return index < 0 ? 0 : granted[index];
    }

    void add(String cap, int start, int end, long points) {
        int index = indexOf(cap, start);
        if (index >= 0) {
            granted[index] += points;
            return;
        }
        if (size == caps.length) {
            caps = Arrays.copyOf(caps, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            granted = Arrays.copyOf(granted, size * 2);
        }
        caps[size] = cap;
        starts[size] = start;
        ends[size] = end;
        granted[size] = points;
        size++;
    }

    /** Drops the windows that ended before the given day began. */
    void prune(int keepFrom) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (ends[i] > keepFrom) {
                caps[kept] = caps[i];
                starts[kept] = starts[i];
                ends[kept] = ends[i];
                granted[kept] = granted[i];
                kept++;
            }
        }
        Arrays.fill(caps, kept, size, null);
        size = kept;
    }

    int size() {
        return size;
    }

    String cap(int index) {
        return caps[index];
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    long points(int index) {
        return granted[index];
    }

    private int indexOf(String cap, int start) {
        for (int i = 0; i < size; i++) {
            if (starts[i] == start && caps[i].equals(cap)) {
                return i;
            }
        }
        return -1;
    }
}
