package io.pointstream.engine.account;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts of which there are few, by their UTF-8 bytes: those of one hash share a slot, in which the newest stays. To look one up
 * costs less than to make it anew, and those that are the same object are soon found equal. Safe for use by any threads: an
 * entry never changes, and one that is written over is only made again.
 */
final class KnownTexts {

    private record Entry(byte[] utf8, String text) {}

    private static final @Nullable Entry[] SLOTS = new Entry[4096];

    private KnownTexts() {}

    static String of(byte[] bytes, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 12) & SLOTS.length - 1;
        Entry known = SLOTS[slot];
        if (known != null && Arrays.equals(known.utf8, 0, known.utf8.length, bytes, from, from + length)) {
            return known.text;
        }
        Entry made = new Entry(
                Arrays.copyOfRange(bytes, from, from + length),
                new String(bytes, from, length, StandardCharsets.UTF_8));
        SLOTS[slot] = made;
        return made.text;
    }
}
