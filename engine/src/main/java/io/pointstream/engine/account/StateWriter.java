package io.pointstream.engine.account;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers in as few bytes as they need, and texts with their length. */
final class StateWriter {

    private byte[] bytes;
    private int size;

    StateWriter() {
        this(256);
    }

    /**
     * @param capacity what it has room for before it grows
     */
    StateWriter(int capacity) {
        bytes = new byte[capacity];
    }

    void raw(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Any number; small ones, negative or not, take few bytes. */
    void number(long value) {
        reserve(10);
        size = number(bytes, size, value);
    }

    /** Writes a number at a place that has room for it; gives the place after it. */
    static int number(byte[] into, int at, long value) {
        int next = at;
        long rest = zigzag(value);
        while ((rest & ~0x7FL) != 0) {
            into[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[next++] = (byte) rest;
        return next;
    }

    /** How many bytes a number takes. */
    static int bytesOf(long value) {
        return (70 - Long.numberOfLeadingZeros(zigzag(value) | 1)) / 7;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes(utf8);
    }

    /** Bytes with their length. */
    void bytes(byte[] value) {
        number(value.length);
        append(value, 0, value.length);
    }

    /** One of an enum's values, by its name, so that their order may change. */
    void choice(Enum<?> value) {
        text(value.name());
    }

    void append(StateWriter other) {
        append(other.bytes, 0, other.size);
    }

    int size() {
        return size;
    }

    /** Forgets what was written. */
    void clear() {
        size = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** What was written, then these bytes, then what another wrote: copied once, however much it is. */
    byte[] toByteArray(StateReader middle, StateWriter last) {
        byte[] all = Arrays.copyOf(bytes, size + middle.left() + last.size);
        middle.copyTo(all, size);
        System.arraycopy(last.bytes, 0, all, all.length - last.size, last.size);
        return all;
    }

    void append(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, bytes, size, end - start);
        size += end - start;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
