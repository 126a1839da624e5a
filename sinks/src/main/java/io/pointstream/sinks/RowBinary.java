package io.pointstream.sinks;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
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

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_CAPACITY_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Bytes written so far: a place to come back to with {@link #rewind}. */
    int position() {
        return buffer.position();
    }

    /** Takes back what was written since. */
    void rewind(int position) {
        buffer.position(position);
    }

    /** All that was written, from the start, as often as it is asked for. */
    InputStream read() {
        return new ByteArrayInputStream(buffer.array(), 0, buffer.position());
    }

    /** Bytes of another buffer. */
    void append(RowBinary other, int from, int to) {
        reserve(to - from).put(other.buffer.array(), from, to - from);
    }

    /** Int64 or UInt64 */
    void int64(long value) {
        reserve(Long.BYTES).putLong(value);
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
        reserve(Integer.BYTES).putInt(value);
    }

    /** UInt16 */
    void uint16(int value) {
        reserve(Short.BYTES).putShort((short) value);
    }

    /** Float64 */
    void float64(double value) {
        reserve(Double.BYTES).putDouble(value);
    }

    /** Bool */
    void bool(boolean value) {
        reserve(1).put((byte) (value ? 1 : 0));
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
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        count(bytes.length);
        reserve(bytes.length).put(bytes);
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
            long low = unscaled.longValue();
            int64(low);
            int64(low >> (Long.SIZE - 1));
        } else if (unscaled.bitLength() < 2 * Long.SIZE - 1) {
            int64(unscaled.longValue());
            int64(unscaled.shiftRight(Long.SIZE).longValue());
        } else {
            throw new ArithmeticException(value + " does not fit into Decimal(38, 10)");
        }
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
        ByteBuffer out = reserve(LENGTH_BYTES_MAX);
        int rest = count;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    // The byte before a Nullable's value says whether there is none.
    private void nullFlag(boolean isNull) {
        bool(isNull);
    }

    private ByteBuffer reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(Math.multiplyExact(buffer.capacity(), 2), Math.addExact(buffer.position(), bytes));
            ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
            larger.put(buffer.flip());
            buffer = larger;
        }
        return buffer;
    }
}
