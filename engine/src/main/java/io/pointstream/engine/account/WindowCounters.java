package io.pointstream.engine.account;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted in one calendar window of an account, so that all of it goes with the window. Caps are few
 * and searched in place; tallies and marks are as many as the account's acts in the window.
 *
 * <p>It stays packed, as it is stored, until something in it is asked for: most events look at two or three windows of the
 * many that late events could still count in.
 */
final class WindowCounters {

    private static final String[] NO_CAPS = {};
    private static final long[] NOTHING = {};

    final int start;
    final int end;

    /** What is stored of the window, and the names that it refers to; null once it is unpacked. */
    private @Nullable StateReader packed;

    private @Nullable Names packedWith;
    private Map<CounterKey, Tally> tallies = Map.of();
    private Set<CounterKey> marks = Set.of();
    private String[] caps = NO_CAPS;
    private long[] granted = NOTHING;
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
        unpack();
        int index = indexOf(cap);
        return index < 0 ? 0 : granted[index];
    }

    void grant(String cap, long points) {
        unpack();
        int index = indexOf(cap);
        if (index >= 0) {
            granted[index] += points;
            return;
        }
        if (size == caps.length) {
            int room = Math.max(2, size * 2);
            caps = Arrays.copyOf(caps, room);
            granted = Arrays.copyOf(granted, room);
        }
        caps[size] = cap;
        granted[size] = points;
        size++;
    }

    /** What was tallied under a key, not to be changed; {@link Tally#EMPTY} when nothing was. */
    Tally tally(CounterKey key) {
        unpack();
        return tallies.getOrDefault(key, Tally.EMPTY);
    }

    /** What is tallied under a key from now on, to be changed. */
    Tally openTally(CounterKey key) {
        unpack();
        if (tallies.isEmpty()) {
            tallies = new LinkedHashMap<>(4);
        }
        return tallies.computeIfAbsent(key, k -> new Tally());
    }

    boolean marked(CounterKey key) {
        unpack();
        return marks.contains(key);
    }

    void mark(CounterKey key) {
        unpack();
        if (marks.isEmpty()) {
            marks = new LinkedHashSet<>(4);
        }
        marks.add(key);
    }

    private int indexOf(String cap) {
        for (int i = 0; i < size; i++) {
            if (caps[i].equals(cap)) {
                return i;
            }
        }
        return -1;
    }

    /** Reads a window with its start and end, and leaves what it counts packed. */
    static WindowCounters read(StateReader in, Names names) {
        WindowCounters window = new WindowCounters(in.integer(), in.integer());
        window.packed = in.part();
        window.packedWith = names;
        return window;
    }

    /** Reads a window of a version that did not write how many bytes it takes. */
    static WindowCounters readWithoutLength(StateReader in, Names names) {
        WindowCounters window = new WindowCounters(in.integer(), in.integer());
        window.readCounters(in, names);
        return window;
    }

    /**
     * Writes the window; names must be those that it was read with, or come after {@link #unpack}.
     *
     * @param scratch may be written over
     */
    void write(StateWriter out, Names names, StateWriter scratch) {
        out.number(start);
        out.number(end);
        if (packed != null) {
            out.number(packed.left());
            packed.copyTo(out);
            return;
        }
        scratch.clear();
        writeCounters(scratch, names);
        out.number(scratch.size());
        out.append(scratch);
    }

    /** Makes the window independent of the names that it was read with. */
    void unpack() {
        if (packed != null) {
            StateReader in = packed;
            packed = null;
            readCounters(in, Objects.requireNonNull(packedWith));
            in.end();
        }
    }

    private void readCounters(StateReader in, Names names) {
        for (int left = in.count(); left > 0; left--) {
            grant(names.name(in), in.number());
        }
        for (int left = in.count(); left > 0; left--) {
            Tally tally = openTally(CounterKey.read(in, names));
            tally.restore(in.number(), in.number() == 1);
            for (int elements = in.count(); elements > 0; elements--) {
                tally.collect(in.text());
            }
        }
        for (int left = in.count(); left > 0; left--) {
            mark(CounterKey.read(in, names));
        }
    }

    private void writeCounters(StateWriter out, Names names) {
        out.number(size);
        for (int i = 0; i < size; i++) {
            out.number(names.place(caps[i]));
            out.number(granted[i]);
        }
        out.number(tallies.size());
        tallies.forEach((key, tally) -> {
            key.write(out, names);
            out.number(tally.sum());
            out.number(tally.paid() ? 1 : 0);
            out.number(tally.elements().size());
            tally.elements().forEach(out::text);
        });
        out.number(marks.size());
        marks.forEach(key -> key.write(out, names));
    }
}
