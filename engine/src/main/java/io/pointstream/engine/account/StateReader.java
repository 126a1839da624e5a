package io.pointstream.engine.account;

import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote. Throws {@link IllegalArgumentException} where bytes are missing or wrong. */
final class StateReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    StateReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Over the bytes from one place to before another. */
    StateReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Over a payload, past its format version. */
    static StateReader of(byte[] bytes, int format, String what) {
        StateReader in = new StateReader(bytes);
        int found = in.raw();
        if (found != format) {
            throw new IllegalArgumentException("unknown format " + found + " of " + what);
        }
        return in;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The place of the next byte. */
    int at() {
        return at;
    }

    void skipTo(int place) {
        at = place;
    }

    int raw() {
        if (at == end) {
            throw new IllegalArgumentException("state ends after " + at + " bytes");
        }
        return bytes[at++] & 0xFF;
    }

    long number() {
        // Most numbers take one byte, and most others two.
        if (at < end && bytes[at] >= 0) {
            return unzigzag(bytes[at++]);
        }
        if (at + 1 < end && bytes[at + 1] >= 0) {
            at += 2;
            return unzigzag((bytes[at - 2] & 0x7F) | (bytes[at - 1] << 7));
        }
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = raw();
            value |= (long) (part & 0x7F) << shift;
            if (part < 0x80) {
                return unzigzag(value);
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits before byte " + at);
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    int integer() {
        long value = number();
        if ((int) value != value) {
            throw new IllegalArgumentException("a number of more than 32 bits before byte " + at);
        }
        return (int) value;
    }

    /** A count of things that take at least one byte each. */
    int count() {
        int count = integer();
        if (count < 0 || count > end - at) {
            throw new IllegalArgumentException("a count of " + count + " before byte " + at);
        }
        return count;
    }

    /** One of an enum's values, by its name. */
    <E extends Enum<E>> E choice(Class<E> values) {
        return Enum.valueOf(values, text());
    }

    String text() {
        int length = count();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** One of few texts that are read again and again, such as a rule's id: the same object each time, as a rule. */
    String known() {
        int length = count();
        String text = KnownTexts.of(bytes, at, length);
        at += length;
        return text;
    }

    /** Bytes with their length, to be read from where they are. */
    StateReader part() {
        int length = count();
        at += length;
        return new StateReader(bytes, at - length, at);
    }

    /** What was read since a place. */
    StateReader since(int place) {
        return new StateReader(bytes, place, at);
    }

    /** Appends what is left to read, as it is. */
    void copyTo(StateWriter out) {
        out.append(bytes, at, end);
    }

    /** Copies what is left to read, as it is. */
    void copyTo(byte[] out, int place) {
        System.arraycopy(bytes, at, out, place, left());
    }

    /** All the bytes, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes are left to read. */
    int left() {
        return end - at;
    }

    void end() {
        if (at != end) {
            throw new IllegalArgumentException((end - at) + " bytes too many");
        }
    }
}
