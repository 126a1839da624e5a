package io.pointstream.topologies.points;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The event ids that one account remembers, with their first event times (DOMAIN 1, identity).
 *
 * <p>An id is 24 bytes: the first 128 bits of its SHA-256 and its time. The newest ids, at most {@link #TAIL}, travel in the
 * account's own record. A full tail is appended to the account's open block in the store of ids, and a block of {@link #BLOCK}
 * ids is closed for ever, so that an event costs 1/{@link #TAIL} of a changelog record and a bounded number of bytes however
 * many ids the account has. While the account is live, all its ids lie in one hash table. Closed blocks go as a whole, oldest
 * first, when their newest id is out of retention.
 */
final class SeenIds {

    /** Ids in the account's record before they move to a block. */
    static final int TAIL = 32;

    /** Ids in a block: one read when an account of ordinary diligence becomes live, 200 for 100,000 ids a week. */
    static final int BLOCK = 512;

    private static final byte FORMAT = 1;
    private static final int ID_BYTES = 24;
    private static final int BLOCK_HEADER_BYTES = 1;

    /** A digest is not safe for two threads, and making one costs more than using it. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    });

    /** @param newestMs of its ids */
    private record Block(int number, long newestMs) {}

    private final String accountId;
    private final KeyValueStore<Bytes, byte[]> store;
    private final IdTable table = new IdTable();
    private final Deque<Block> closed = new ArrayDeque<>();
    private int openBlock;
    private int openIds;
    private long openNewestMs = Long.MIN_VALUE;

    private long[] tail = new long[3 * 4];
    private int tailIds;

    /** Of the newest id; null is for ever. */
    private @Nullable Duration retention;

    private @Nullable String hashedId;
    private ByteBuffer hash = ByteBuffer.allocate(0);

    SeenIds(String accountId, KeyValueStore<Bytes, byte[]> store) {
        this.accountId = accountId;
        this.store = store;
    }

    /** The first event time of this id as far as it is remembered, or null. */
    @Nullable
    Instant firstSeen(String eventId) {
        ByteBuffer hash = hash(eventId);
        long at = table.get(hash.getLong(0), hash.getLong(8));
        return at == IdTable.ABSENT ? null : Instant.ofEpochMilli(at);
    }

    /** Remembers an id for at least this long; the store is touched by {@link #spill} alone. */
    void add(String eventId, Instant at, @Nullable Duration retentionNow) {
        retention = retentionNow;
        ByteBuffer hash = hash(eventId);
        addToTail(hash.getLong(0), hash.getLong(8), at.toEpochMilli());
    }

    /** Moves full tails to blocks and drops at most two closed blocks that are out of retention. Called at each commit. */
    void spill(Instant newestEvent) {
        int moved = 0;
        while (tailIds - moved >= TAIL) {
            append(moved, TAIL);
            moved += TAIL;
        }
        if (moved > 0) {
            System.arraycopy(tail, 3 * moved, tail, 0, 3 * (tailIds - moved));
            tailIds -= moved;
            forget(newestEvent);
        }
    }

    private void forget(Instant newestEvent) {
        if (retention == null) {
            return;
        }
        long outBeforeMs = newestEvent.minus(retention).toEpochMilli();
        for (int i = 0; i < 2 && !closed.isEmpty() && closed.getFirst().newestMs < outBeforeMs; i++) {
            drop(closed.removeFirst());
        }
    }

    /** How many ids are held in memory. */
    int size() {
        return table.size();
    }

    /** Bytes in memory. */
    long weight() {
        return table.weight() + tail.length * 8L;
    }

    /** Bytes that {@link #write} takes. */
    int writtenBytes() {
        return 4 + 4 + 2 + 2 + tailIds * ID_BYTES;
    }

    /** The part that travels in the account's record. */
    void write(ByteBuffer out) {
        out.putInt(closed.isEmpty() ? openBlock : closed.getFirst().number);
        out.putInt(openBlock);
        out.putShort((short) openIds);
        out.putShort((short) tailIds);
        for (int i = 0; i < 3 * tailIds; i++) {
            out.putLong(tail[i]);
        }
    }

    /** Reads what {@link #write} wrote, and the blocks that it points to. */
    void read(ByteBuffer in) {
        int first = in.getInt();
        openBlock = in.getInt();
        openIds = in.getShort();
        for (int number = first; number < openBlock; number++) {
            closed.addLast(new Block(number, load(number)));
        }
        if (openIds > 0) {
            openNewestMs = load(openBlock);
        }
        int ids = in.getShort();
        for (int i = 0; i < ids; i++) {
            addToTail(in.getLong(), in.getLong(), in.getLong());
        }
    }

    private void addToTail(long high, long low, long atMs) {
        if (3 * tailIds == tail.length) {
            tail = Arrays.copyOf(tail, tail.length * 2);
        }
        tail[3 * tailIds] = high;
        tail[3 * tailIds + 1] = low;
        tail[3 * tailIds + 2] = atMs;
        tailIds++;
        table.put(high, low, atMs);
    }

    private void append(int from, int ids) {
        Bytes key = key(openBlock);
        byte[] before = openIds == 0 ? new byte[] {FORMAT} : stored(key, openBlock);
        ByteBuffer block = ByteBuffer.allocate(before.length + ids * ID_BYTES);
        block.put(before);
        for (int i = 3 * from; i < 3 * (from + ids); i += 3) {
            block.putLong(tail[i]).putLong(tail[i + 1]).putLong(tail[i + 2]);
            openNewestMs = Math.max(openNewestMs, tail[i + 2]);
        }
        store.put(key, block.array());
        openIds += ids;
        if (openIds >= BLOCK) {
            closeBlock();
        }
    }

    private void closeBlock() {
        closed.addLast(new Block(openBlock, openNewestMs));
        openBlock++;
        openIds = 0;
        openNewestMs = Long.MIN_VALUE;
    }

    /** Takes a block's ids into the table; returns the newest time. */
    private long load(int number) {
        ByteBuffer block = ByteBuffer.wrap(stored(key(number), number)).position(BLOCK_HEADER_BYTES);
        long newestMs = Long.MIN_VALUE;
        while (block.hasRemaining()) {
            long high = block.getLong();
            long low = block.getLong();
            long atMs = block.getLong();
            table.put(high, low, atMs);
            newestMs = Math.max(newestMs, atMs);
        }
        return newestMs;
    }

    private void drop(Block block) {
        Bytes key = key(block.number);
        ByteBuffer ids = ByteBuffer.wrap(stored(key, block.number)).position(BLOCK_HEADER_BYTES);
        while (ids.hasRemaining()) {
            table.remove(ids.getLong(), ids.getLong(), ids.getLong());
        }
        store.delete(key);
    }

    private byte[] stored(Bytes key, int number) {
        byte[] block = store.get(key);
        if (block == null || block[0] != FORMAT || (block.length - BLOCK_HEADER_BYTES) % ID_BYTES != 0) {
            throw new IllegalStateException("block " + number + " of the event ids of account " + accountId
                    + (block == null ? " is missing" : " is not of format " + FORMAT));
        }
        return block;
    }

    private Bytes key(int number) {
        byte[] account = accountId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(account.length + 4)
                .put(account)
                .putInt(number)
                .array());
    }

    /** An event's id is asked for and then added. */
    private ByteBuffer hash(String eventId) {
        if (!eventId.equals(hashedId)) {
            hashedId = eventId;
            hash = ByteBuffer.wrap(SHA_256.get().digest(eventId.getBytes(StandardCharsets.UTF_8)));
        }
        return hash;
    }
}
