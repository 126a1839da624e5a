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

    private static final class Entry {
        final byte[] utf8;
        final String text;

        Entry(byte[] utf8) {
            this.utf8 = utf8;
            this.text = new String(utf8, StandardCharsets.UTF_8);
        }
    }

    private static final @Nullable Entry[] SLOTS = new Entry[4096];

    private KnownTexts() {}

    static String of(byte[] bytes, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 12)) & (SLOTS.length - 1);
        Entry known = SLOTS[slot];
        if (known != null && Arrays.equals(known.utf8, 0, known.utf8.length, bytes, from, from + length)) {
            return known.text;
        }
        Entry made = new Entry(Arrays.copyOfRange(bytes, from, from + length));
        SLOTS[slot] = made;
        return made.text;
    }
}
