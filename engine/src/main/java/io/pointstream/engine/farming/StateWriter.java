package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.risk.RiskLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes state: whole numbers as variable-length base 128, strings as length and UTF-8. */
public final class StateWriter {

    private static final int NUMBER_BYTES_MAX = 10;

    // No stream of the JDK: those lock for every byte, and profiles of a few thousand bytes are written at each commit.
    private byte[] written = new byte[256];
    private int size;

    /** A number that is usually small and never negative; 64 bits are kept all the same. */
    public void unsigned(long value) {
        reserve(NUMBER_BYTES_MAX);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            written[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        written[size++] = (byte) rest;
    }

    /** A number of either sign (zigzag). */
    public void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    public void size(int value) {
        unsigned(value);
    }

    public void real(double value) {
        reserve(Double.BYTES);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            written[size++] = (byte) (bits >>> shift);
        }
    }

    public void reasonCode(ReasonCode code) {
        unsigned(code.number());
    }

    public void eventType(EventType type) {
        unsigned(EventNumbers.of(type));
    }

    public void riskLevel(RiskLevel level) {
        string(level.name());
    }

    public void flag(boolean value) {
        reserve(1);
        written[size++] = (byte) (value ? 1 : 0);
    }

    /** Milliseconds of the epoch. */
    public void instant(Instant value) {
        signed(value.toEpochMilli());
    }

    public void string(String value) {
        blob(value.getBytes(StandardCharsets.UTF_8));
    }

    public void optional(@Nullable String value) {
        flag(value != null);
        if (value != null) {
            string(value);
        }
    }

    public void strings(List<String> values) {
        size(values.size());
        values.forEach(this::string);
    }

    /** Another writer's bytes, with their length. */
    public void block(StateWriter block) {
        append(block.written, block.size);
    }

    /** Bytes of another's making, with their length. */
    public void blob(byte[] value) {
        append(value, value.length);
    }

    public byte[] bytes() {
        return Arrays.copyOf(written, size);
    }

    private void append(byte[] from, int length) {
        size(length);
        reserve(length);
        System.arraycopy(from, 0, written, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (size + more > written.length) {
            written = Arrays.copyOf(written, Math.max(2 * written.length, size + more));
        }
    }
}
