package io.pointstream.topologies.points;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.kafka.common.utils.Bytes;

/**
 * Which keys an account may remember: a Bloom filter with one hash function. Almost all payments are new, and to be told by the
 * store that a key is not there costs as much as a tenth of the whole event.
 *
 * <p>Its size is fixed, so that it costs the same however much an account remembers: with 100 keys it lets 1 of 20 new ones
 * through, with 700 every third, with 1,400 every second. Nothing can be taken out; it is made anew from what is left when
 * an account's keys are swept.
 */
final class KeyFilter {

    /** A power of two. Places are written as 2 bytes each as long as these are fewer than the bits themselves. */
    private static final int BITS = 2048;

    private static final int BITS_BYTES = BITS / Byte.SIZE;
    private static final int PLACES_MAX = BITS_BYTES / Short.BYTES;

    /** An odd number near 2^32 divided by the golden ratio: it spreads hash codes that lie side by side. */
    private static final int SPREAD = 0x9E3779B9;

    private static final int PLACE_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(BITS);

    private final BitSet bits = new BitSet();

    /** Lets every key through: for what was remembered before there were filters. */
    static KeyFilter ofAny() {
        KeyFilter filter = new KeyFilter();
        filter.bits.set(0, BITS);
        return filter;
    }

    boolean mayContain(Bytes key) {
        return bits.get(place(key));
    }

    void add(Bytes key) {
        bits.set(place(key));
    }

    /** By a hash that Java itself specifies: what is stored must mean the same for ever. */
    private static int place(Bytes key) {
        return (Arrays.hashCode(key.get()) * SPREAD) >>> PLACE_SHIFT;
    }

    /** Bytes in memory. */
    long weight() {
        return bits.size() / Byte.SIZE;
    }

    /** Bytes that {@link #write} takes. */
    int writtenBytes() {
        int places = bits.cardinality();
        return Short.BYTES + Math.min(places * Short.BYTES, BITS_BYTES);
    }

    void write(ByteBuffer out) {
        int places = bits.cardinality();
        out.putShort((short) places);
        if (places <= PLACES_MAX) {
            for (int place = bits.nextSetBit(0); place >= 0; place = bits.nextSetBit(place + 1)) {
                out.putShort((short) place);
            }
        } else {
            out.put(Arrays.copyOf(bits.toByteArray(), BITS_BYTES));
        }
    }

    /** Reads what {@link #write} wrote. */
    static KeyFilter read(ByteBuffer in) {
        KeyFilter filter = new KeyFilter();
        int places = in.getShort();
        if (places <= PLACES_MAX) {
            for (int i = 0; i < places; i++) {
                filter.bits.set(in.getShort());
            }
        } else {
            byte[] written = new byte[BITS_BYTES];
            in.get(written);
            filter.bits.or(BitSet.valueOf(written));
        }
        return filter;
    }
}
