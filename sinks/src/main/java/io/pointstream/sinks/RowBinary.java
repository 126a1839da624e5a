package io.pointstream.sinks;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values in ClickHouse's RowBinary format, in a buffer that grows: one after the other, without separators. A value is
 * written as its column's type says; LowCardinality and Nested change nothing but that Nested columns are arrays.
 *
 * <p>A block is built whole before it is sent, so that a repeat sends the same bytes.
 */
final class RowBinary {

    private static final int FIRST_CAPACITY_BYTES = 64 * 1024;
    private static final int LENGTH_BYTES_MAX = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    RowBinary() {
        this(FIRST_CAPACITY_BYTES);
    }

    RowBinary(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /** Bytes written so far: a place to come back to with {@link #rewind}. */
    int position() {
        return size;
    }

    /** Takes back what was written since. */
    void rewind(int position) {
        size = position;
    }

    /** Makes room for so many bytes in all. */
    void ensureCapacity(int capacityBytes) {
        if (capacityBytes > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacityBytes);
        }
    }

    /** All that was written, from the start, as often as it is asked for. */
    InputStream read() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    /** Bytes of another buffer. */
    void append(RowBinary other, int from, int to) {
        raw(other.bytes, from, to - from);
    }

    /** All bytes of another buffer. */
    void append(RowBinary other) {
        raw(other.bytes, 0, other.size);
    }

    /** Bytes that are in the format already. */
    void raw(byte[] from, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(from, offset, bytes, at, length);
    }

    /** Int64 or UInt64 */
    void int64(long value) {
        int at = reserve(Long.BYTES);
        LONG.set(bytes, at, value);
    }

    /** Nullable(Int64) */
    void nullableInt64(@Nullable Long value) {
        nullFlag(value == null);
        if (value != null) {
            int64(value);
        }
    }

    /** Int32 or UInt32 */
    void int32(int value) {
        int at = reserve(Integer.BYTES);
        INT.set(bytes, at, value);
    }

    /** UInt16 */
    void uint16(int value) {
        int at = reserve(Short.BYTES);
        SHORT.set(bytes, at, (short) value);
    }

    /** Float64 */
    void float64(double value) {
        int64(Double.doubleToRawLongBits(value));
    }

    /** Bool */
    void bool(boolean value) {
        int at = reserve(1);
        bytes[at] = (byte) (value ? 1 : 0);
    }

    /** Nullable(Bool) */
    void nullableBool(@Nullable Boolean value) {
        nullFlag(value == null);
        if (value != null) {
            bool(value);
        }
    }

    /** String or LowCardinality(String), in UTF-8. */
    void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        string(utf8, 0, utf8.length);
    }

    /** The same of bytes that are UTF-8. */
    void string(byte[] utf8, int offset, int length) {
        count(length);
        raw(utf8, offset, length);
    }

    /** The same, empty for null. */
    void text(@Nullable String value) {
        string(value == null ? "" : value);
    }

    /** The name, empty for null. */
    void name(@Nullable Enum<?> value) {
        string(value == null ? "" : value.name());
    }

    /** DateTime64(3) */
    void time(Instant value) {
        int64(value.toEpochMilli());
    }

    /** Nullable(DateTime64(3)) */
    void nullableTime(@Nullable Instant value) {
        nullFlag(value == null);
        if (value != null) {
            time(value);
        }
    }

    /** Nullable(Date32) */
    void nullableDate(@Nullable LocalDate value) {
        nullFlag(value == null);
        if (value != null) {
            int32(Math.toIntExact(value.toEpochDay()));
        }
    }

    /** Decimal(9, 4); rounds half to even what has more decimals. */
    void decimal9Scale4(BigDecimal value) {
        int32(value.setScale(4, RoundingMode.HALF_EVEN).unscaledValue().intValueExact());
    }

    /** Decimal(18, 6); rounds half to even what has more decimals. */
    void decimal18Scale6(BigDecimal value) {
        int64(value.setScale(6, RoundingMode.HALF_EVEN).unscaledValue().longValueExact());
    }

    /**
     * Nullable(Decimal(38, 10)); rounds half to even what has more decimals.
     *
     * @throws ArithmeticException if it does not fit
     */
    void nullableDecimal38Scale10(@Nullable String value) {
        nullFlag(value == null);
        if (value == null) {
            return;
        }
        BigInteger unscaled =
                new BigDecimal(value).setScale(10, RoundingMode.HALF_EVEN).unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            int128(unscaled.longValue());
        } else if (unscaled.bitLength() < 2 * Long.SIZE - 1) {
            int64(unscaled.longValue());
            int64(unscaled.shiftRight(Long.SIZE).longValue());
        } else {
            throw new ArithmeticException(value + " does not fit into Decimal(38, 10)");
        }
    }

    /** Decimal(38, …) of an unscaled value that fits into a long. */
    void int128(long value) {
        int64(value);
        int64(value >> (Long.SIZE - 1));
    }

    /** Array(String) or Array(LowCardinality(String)) */
    void strings(List<String> values) {
        count(values.size());
        for (String value : values) {
            string(value);
        }
    }

    /** The length of what follows: an array, a map, or the bytes of a string. */
    void count(int count) {
        int at = reserve(LENGTH_BYTES_MAX);
        int rest = count;
        while (rest >= 0x80) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    /** The byte before a Nullable's value, which says whether there is none. */
    void nullFlag(boolean isNull) {
        bool(isNull);
    }

    // Where so many bytes have room from now on; it may replace the array.
    private int reserve(int length) {
        int at = size;
        int end = Math.addExact(at, length);
        if (end > bytes.length) {
            ensureCapacity(Math.max(Math.multiplyExact(bytes.length, 2), end));
        }
        size = end;
        return at;
    }
}
