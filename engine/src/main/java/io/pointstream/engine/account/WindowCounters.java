package io.pointstream.engine.account;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Everything that is counted in one calendar window of an account, so that all of it goes with the window. Caps are few
 * and searched in place; tallies and marks are as many as the account's acts in the window.
 */
final class WindowCounters {

    final int start;
    final int end;
    final Map<CounterKey, Tally> tallies = new LinkedHashMap<>(2);
    final Set<CounterKey> marks = new LinkedHashSet<>(2);

    private String[] caps = new String[2];
    private long[] granted = new long[2];
    private int size;

    /**
     * @param start the window's first day
     * @param end the first day after it
     */
    WindowCounters(int start, int end) {
        this.start = start;
        this.end = end;
    }

    boolean is(int otherStart, int otherEnd) {
        return start == otherStart && end == otherEnd;
    }

    /** Points granted under a cap. */
    long granted(String cap) {
        int index = indexOf(cap);
        return index < 0 ? 0 : granted[index];
    }

    void grant(String cap, long points) {
        int index = indexOf(cap);
        if (index >= 0) {
            granted[index] += points;
            return;
        }
        if (size == caps.length) {
            caps = Arrays.copyOf(caps, size * 2);
            granted = Arrays.copyOf(granted, size * 2);
        }
        caps[size] = cap;
        granted[size] = points;
        size++;
    }

    int caps() {
        return size;
    }

    String cap(int index) {
        return caps[index];
    }

    long points(int index) {
        return granted[index];
    }

    private int indexOf(String cap) {
        for (int i = 0; i < size; i++) {
            if (caps[i].equals(cap)) {
                return i;
            }
        }
        return -1;
    }
}
