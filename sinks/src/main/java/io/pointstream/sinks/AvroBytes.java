package io.pointstream.sinks;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over a value in Avro's binary encoding, which copies what it reads into rows without making objects of it.
 *
 * <p>It reads what encoders write: arrays in one block, numbers of the usual size. Anything else, and whatever is cut
 * short, is a {@link RuntimeException}; the general reader then says what is wrong, or reads it.
 */
final class AvroBytes {

    // 8 digits before the point and 10 behind it fit into a long.
    private static final int WHOLE_DIGITS_MAX = 8;

    private byte[] bytes = {};
    private int at;

    /** Goes to a value. */
    void begin(byte[] value, int from) {
        bytes = value;
        at = from;
    }

    void requireEnd() {
        if (at != bytes.length) {
            throw new IllegalStateException(bytes.length - at + " bytes are left over");
        }
    }

    long int64() {
        long encoded = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes[at++];
            encoded |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (encoded >>> 1) ^ -(encoded & 1);
            }
        }
        throw new IllegalStateException("A number of more than 64 bits");
    }

    int int32() {
        return Math.toIntExact(int64());
    }

    /** Whether a union of null and something else is null. */
    boolean isNull() {
        int branch = int32();
        if (branch < 0 || branch > 1) {
            throw new IllegalStateException("Branch " + branch + " of a union of two");
        }
        return branch == 0;
    }

    /** The elements of an array, in one block; {@link #endArray} must follow them. */
    int array() {
        int count = int32();
        if (count < 0) {
            throw new IllegalStateException("An array with the sizes of its blocks");
        }
        return count;
    }

    void endArray(int count) {
        if (count > 0 && int64() != 0) {
            throw new IllegalStateException("An array of several blocks");
        }
    }

    void string(RowBinary row) {
        int length = int32();
        int from = at;
        at += length;
        int highBits = 0;
        for (int i = from; i < at; i++) {
            highBits |= bytes[i];
        }
        if (highBits >= 0) {
            row.string(bytes, from, length);
        } else {
            // As every reader does, so that what is no UTF-8 becomes the same here.
            row.string(new String(bytes, from, length, StandardCharsets.UTF_8));
        }
    }

    /** A union of null and a string; empty for null. */
    void text(RowBinary row) {
        if (isNull()) {
            row.count(0);
        } else {
            string(row);
        }
    }

    /** A union of null and a date. */
    void nullableDate(RowBinary row) {
        boolean none = isNull();
        row.nullFlag(none);
        if (!none) {
            row.int32(int32());
        }
    }

    /** {@code decimal(9, 4)} */
    void decimal9Scale4(RowBinary row) {
        int length = int32();
        if (length < 1 || length > Integer.BYTES) {
            throw new IllegalStateException("A decimal of " + length + " bytes");
        }
        int unscaled = bytes[at++];
        for (int i = 1; i < length; i++) {
            unscaled = unscaled << Byte.SIZE | (bytes[at++] & 0xFF);
        }
        row.int32(unscaled);
    }

    /** A union of null and an exact decimal as text, as Nullable(Decimal(38, 10)). */
    void nullableDecimal38Scale10(RowBinary row) {
        if (isNull()) {
            row.nullFlag(true);
        } else {
            decimal38Scale10(row);
        }
    }

    /** An exact decimal as text, as Nullable(Decimal(38, 10)). */
    void decimal38Scale10(RowBinary row) {
        int start = at;
        int length = int32();
        int from = at;
        at += length;
        if (isShort(from, length, 10)) {
            row.nullFlag(false);
            row.int128(unscaled(from, length, 10));
        } else {
            at = start;
            row.nullableDecimal38Scale10(text());
        }
    }

    /** An exact decimal as text, as Decimal(18, 6). */
    void decimal18Scale6(RowBinary row) {
        int start = at;
        int length = int32();
        int from = at;
        at += length;
        if (isShort(from, length, 6)) {
            row.int64(unscaled(from, length, 6));
        } else {
            at = start;
            row.decimal18Scale6(new BigDecimal(text()));
        }
    }

    private String text() {
        int length = int32();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    // [-]digits[.digits], with no more digits than fit.
    private boolean isShort(int from, int length, int scale) {
        int end = from + length;
        int i = length > 0 && bytes[from] == '-' ? from + 1 : from;
        int whole = i;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        whole = i - whole;
        int fraction = 0;
        if (i < end && bytes[i] == '.') {
            fraction = end - ++i;
            while (i < end && isDigit(bytes[i])) {
                i++;
            }
        }
        return i == end && whole >= 1 && whole <= WHOLE_DIGITS_MAX && fraction <= scale;
    }

    private long unscaled(int from, int length, int scale) {
        boolean negative = bytes[from] == '-';
        long value = 0;
        int missing = scale;
        boolean behindPoint = false;
        for (int i = negative ? from + 1 : from; i < from + length; i++) {
            if (bytes[i] == '.') {
                behindPoint = true;
                continue;
            }
            value = value * 10 + (bytes[i] - '0');
            missing -= behindPoint ? 1 : 0;
        }
        for (; missing > 0; missing--) {
            value *= 10;
        }
        return negative ? -value : value;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    void skipString() {
        int length = int32();
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalStateException("A text of " + length + " bytes");
        }
        at += length;
    }
}
