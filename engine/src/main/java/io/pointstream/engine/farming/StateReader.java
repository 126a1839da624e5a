package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.risk.RiskLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote; throws {@link StateFormatException} on anything else. */
public final class StateReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    public StateReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private StateReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    public long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new StateFormatException("a number runs on past 64 bits");
    }

    public long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A length: never more than the bytes that are left. */
    public int size() {
        long value = unsigned();
        if (value < 0 || value > end - at) {
            throw new StateFormatException("a length of " + value + " with " + (end - at) + " bytes left");
        }
        return (int) value;
    }

    public double real() {
        long bits = 0;
        for (int i = 0; i < Double.BYTES; i++) {
            bits = (bits << 8) | (next() & 0xFF);
        }
        return Double.longBitsToDouble(bits);
    }

    public boolean flag() {
        return next() != 0;
    }

    public Instant instant() {
        return Instant.ofEpochMilli(signed());
    }

    public String string() {
        int length = size();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    public @Nullable String optional() {
        return flag() ? string() : null;
    }

    public List<String> strings() {
        int count = size();
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(string());
        }
        return values;
    }

    public List<Long> signedNumbers() {
        int count = size();
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(signed());
        }
        return values;
    }

    public RiskLevel riskLevel() {
        String name = string();
        for (RiskLevel level : RiskLevel.values()) {
            if (level.name().equals(name)) {
                return level;
            }
        }
        throw new StateFormatException("no risk level is called " + name);
    }

    public List<ReasonCode> reasonCodes() {
        int count = size();
        List<ReasonCode> codes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            codes.add(reasonCode());
        }
        return codes;
    }

    public ReasonCode reasonCode() {
        return ReasonCode.ofNumber(unsigned());
    }

    public EventType eventType() {
        return EventNumbers.type(unsigned());
    }

    /** A reader of the block that comes next; this one goes on behind it. */
    public StateReader block() {
        int length = size();
        StateReader block = new StateReader(bytes, at, at + length);
        at += length;
        return block;
    }

    /** What {@link StateWriter#blob} wrote. */
    public byte[] blob() {
        int length = size();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** The format version, which must be the one that is known. */
    public void version(String what, byte known) {
        long version = unsigned();
        if (version != known) {
            throw new StateFormatException("format " + version + " of a " + what + "; known is " + known);
        }
    }

    /** The format version, which must be one of those that are known. */
    public byte version(String what, byte oldest, byte newest) {
        long version = unsigned();
        if (version < oldest || version > newest) {
            throw new StateFormatException(
                    "format " + version + " of a " + what + "; known are " + oldest + " to " + newest);
        }
        return (byte) version;
    }

    /** Nothing may be left. */
    public void end() {
        if (at != end) {
            throw new StateFormatException((end - at) + " bytes too many");
        }
    }

    private byte next() {
        if (at == end) {
            throw new StateFormatException("the bytes end too soon");
        }
        return bytes[at++];
    }
}
