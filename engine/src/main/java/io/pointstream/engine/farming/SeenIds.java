package io.pointstream.engine.farming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The event ids that an account used lately, as 32-bit hashes by the UTC day of their event. A day holds at most
 * {@value #DAY_LIMIT} ids, further ones of that day are not known again: by then a count has long said what there is to say. Two ids
 * of one account take each other's place about once in four billion pairs, which loses one event of a count.
 */
final class SeenIds {

    static final int DAY_LIMIT = 4096;

    private static final long DAY_MS = 86_400_000;
    private static final int[] NONE = {};

    private final List<Day> days = new ArrayList<>();

    private static final class Day {
        private final long number;
        private int[] sorted = NONE;
        private int size;

        Day(long number) {
            this.number = number;
        }

        boolean has(int hash) {
            return Arrays.binarySearch(sorted, 0, size, hash) >= 0;
        }

        void add(int hash) {
            if (size == DAY_LIMIT) {
                return;
            }
            if (size == sorted.length) {
                sorted = Arrays.copyOf(sorted, Math.min(DAY_LIMIT, Math.max(4, size + (size >> 1))));
            }
            int at = -Arrays.binarySearch(sorted, 0, size, hash) - 1;
            System.arraycopy(sorted, at, sorted, at + 1, size - at);
            sorted[at] = hash;
            size++;
        }
    }

    boolean has(String eventId) {
        int hash = hash(eventId);
        for (Day day : days) {
            if (day.has(hash)) {
                return true;
            }
        }
        return false;
    }

    /** Keeps an id that {@link #has} does not know. */
    void add(String eventId, long timeMs) {
        long number = Math.floorDiv(timeMs, DAY_MS);
        int at = days.size();
        while (at > 0 && days.get(at - 1).number > number) {
            at--;
        }
        if (at > 0 && days.get(at - 1).number == number) {
            days.get(at - 1).add(hash(eventId));
        } else {
            Day day = new Day(number);
            day.add(hash(eventId));
            days.add(at, day);
        }
    }

    /** Drops the days that ended at or before this time. */
    void forget(long timeMs) {
        days.removeIf(day -> (day.number + 1) * DAY_MS <= timeMs);
    }

    void write(StateWriter out) {
        out.size(days.size());
        for (Day day : days) {
            out.signed(day.number);
            out.size(day.size);
            for (int i = 0; i < day.size; i++) {
                // Sorted, so the differences are small where there are many.
                out.unsigned(
                        i == 0 ? (long) day.sorted[0] - Integer.MIN_VALUE : (long) day.sorted[i] - day.sorted[i - 1]);
            }
        }
    }

    static SeenIds read(StateReader in) {
        SeenIds result = new SeenIds();
        for (int left = in.size(); left > 0; left--) {
            Day day = new Day(in.signed());
            day.size = in.size();
            day.sorted = new int[day.size];
            long before = Integer.MIN_VALUE;
            for (int i = 0; i < day.size; i++) {
                before += in.unsigned();
                day.sorted[i] = (int) before;
            }
            result.days.add(day);
        }
        return result;
    }

    /** FNV-1a over the characters with a final mix: {@link String#hashCode} keeps the structure of numbered ids. */
    static int hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
    }
}
