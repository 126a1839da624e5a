package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.risk.RiskLevel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes state: whole numbers as variable-length base 128, strings as length and UTF-8. */
public final class StateWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** A number that is usually small and never negative; 64 bits are kept all the same. */
    public void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** A number of either sign (zigzag). */
    public void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    public void size(int value) {
        unsigned(value);
    }

    public void real(double value) {
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (bits >>> shift));
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
        out.write(value ? 1 : 0);
    }

    /** Milliseconds of the epoch. */
    public void instant(Instant value) {
        signed(value.toEpochMilli());
    }

    public void string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        size(bytes.length);
        out.writeBytes(bytes);
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
        blob(block.bytes());
    }

    /** Bytes of another's making, with their length. */
    public void blob(byte[] value) {
        size(value.length);
        out.writeBytes(value);
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
