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
 * through, with 700 every third, with 1,400 every second; with some 4,000 it would be of no use, lets all through, and takes
 * no space. Nothing can be taken out; it is made anew from what is left when an account's keys are swept.
 */
final class KeyFilter {

    /** A power of two. Places are written as 2 bytes each as long as these are fewer than the bits themselves. */
    private static final int BITS = 2048;

    private static final int BITS_BYTES = BITS / Byte.SIZE;
    private static final int PLACES_MAX = BITS_BYTES / Short.BYTES;

    /** An odd number near 2^32 divided by the golden ratio: it spreads hash codes that lie side by side. */
    private static final int SPREAD = 0x9E3779B9;

    private static final int PLACE_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(BITS);

    /** With more it would let more than 7 of 8 new keys through. */
    private static final int SET_MAX = BITS / 8 * 7;

    /** Instead of how many bits are set: every key is let through, and there are no bits. */
    private static final short ANY = -1;

    private BitSet bits = new BitSet();
    private int set;

    /** Lets every key through: for what was remembered before there were filters. */
    static KeyFilter ofAny() {
        KeyFilter filter = new KeyFilter();
        filter.letAnyThrough();
        return filter;
    }

    boolean mayContain(Bytes key) {
        return set == ANY || bits.get(place(key));
    }

    void add(Bytes key) {
        if (set == ANY) {
            return;
        }
        int place = place(key);
        if (!bits.get(place)) {
            bits.set(place);
            set++;
            if (set > SET_MAX) {
                letAnyThrough();
            }
        }
    }

    private void letAnyThrough() {
        bits = new BitSet(0);
        set = ANY;
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
        return Short.BYTES + (set == ANY ? 0 : Math.min(set * Short.BYTES, BITS_BYTES));
    }

    void write(ByteBuffer out) {
        out.putShort((short) set);
        if (set > PLACES_MAX) {
            out.put(Arrays.copyOf(bits.toByteArray(), BITS_BYTES));
        } else {
            for (int place = bits.nextSetBit(0); place >= 0; place = bits.nextSetBit(place + 1)) {
                out.putShort((short) place);
            }
        }
    }

    /** Reads what {@link #write} wrote; earlier releases had bits, too, where almost all of them are set. */
    static KeyFilter read(ByteBuffer in) {
        KeyFilter filter = new KeyFilter();
        filter.set = in.getShort();
        if (filter.set > PLACES_MAX) {
            byte[] written = new byte[BITS_BYTES];
            in.get(written);
            filter.bits.or(BitSet.valueOf(written));
        } else {
            for (int i = 0; i < filter.set; i++) {
                filter.bits.set(in.getShort());
            }
        }
        if (filter.set > SET_MAX) {
            filter.letAnyThrough();
        }
        return filter;
    }
}
