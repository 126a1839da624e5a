package io.pointstream.topologies.points;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The event ids that one account remembers, with their first event times (DOMAIN 1, identity).
 *
 * <p>An id is 24 bytes: the first 128 bits of its SHA-256 and its time. The newest ids, at most {@link #TAIL}, travel in the
 * account's own record. A full tail becomes a block in the store of ids, written once and for ever, so that an event costs
 * 1/{@link #TAIL} of a changelog record and a bounded number of bytes however many ids the account has. While the account is
 * live, all its ids lie in one hash table. Blocks go as a whole, oldest first, when their newest id is out of retention.
 */
final class SeenIds {

    /** Ids in the account's record before they move to a block. */
    static final int TAIL = 32;

    private static final byte FORMAT = 1;
    private static final int ID_BYTES = 24;
    private static final int BLOCK_HEADER_BYTES = 1;
    private static final int BLOCK_BYTES = TAIL * ID_BYTES;

    /** Earlier releases went on to fill the newest block, and wrote here how many ids it had. */
    private static final short NO_OPEN_BLOCK = 0;

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
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int nextBlock;

    /** Up to its position, as it is written. */
    private ByteBuffer tail = ByteBuffer.allocate(4 * ID_BYTES);

    /** Of the newest id; null is for ever. */
    private @Nullable Duration retention;

    private @Nullable String hashedId;
    private long hashHigh;
    private long hashLow;

    SeenIds(String accountId, KeyValueStore<Bytes, byte[]> store) {
        this.accountId = accountId;
        this.store = store;
    }

    /** The first event time of this id as far as it is remembered, or null. */
    @Nullable
    Instant firstSeen(String eventId) {
        hash(eventId);
        long at = table.get(hashHigh, hashLow);
        return at == IdTable.ABSENT ? null : Instant.ofEpochMilli(at);
    }

    /** Remembers an id for at least this long; the store is touched by {@link #spill} alone. */
    void add(String eventId, Instant at, @Nullable Duration retentionNow) {
        retention = retentionNow;
        hash(eventId);
        addToTail(hashHigh, hashLow, at.toEpochMilli());
    }

    /** Moves full tails to blocks and drops at most two blocks that are out of retention. Called at each commit. */
    void spill(Instant newestEvent) {
        int full = tail.position() / BLOCK_BYTES;
        if (full > 0) {
            tail.flip();
            for (int i = 0; i < full; i++) {
                store();
            }
            tail.compact();
            forget(newestEvent);
        }
    }

    private void forget(Instant newestEvent) {
        if (retention == null) {
            return;
        }
        long outBeforeMs = newestEvent.minus(retention).toEpochMilli();
        for (int i = 0; i < 2 && !blocks.isEmpty() && blocks.getFirst().newestMs < outBeforeMs; i++) {
            drop(blocks.removeFirst());
        }
    }

    /** How many ids are held in memory. */
    int size() {
        return table.size();
    }

    /** Bytes in memory. */
    long weight() {
        return table.weight() + tail.capacity();
    }

    /** Bytes that {@link #write} takes. */
    int writtenBytes() {
        return 4 + 4 + 2 + 2 + tail.position();
    }

    /** The part that travels in the account's record. */
    void write(ByteBuffer out) {
        out.putInt(blocks.isEmpty() ? nextBlock : blocks.getFirst().number);
        out.putInt(nextBlock);
        out.putShort(NO_OPEN_BLOCK);
        out.putShort((short) (tail.position() / ID_BYTES));
        out.put(tail.array(), 0, tail.position());
    }

    /** Reads what {@link #write} wrote, and the blocks that it points to. */
    void read(ByteBuffer in) {
        int first = in.getInt();
        nextBlock = in.getInt();
        if (in.getShort() != NO_OPEN_BLOCK) {
            nextBlock++;
        }
        for (int number = first; number < nextBlock; number++) {
            blocks.addLast(new Block(number, load(number)));
        }
        int ids = in.getShort();
        for (int i = 0; i < ids; i++) {
            addToTail(in.getLong(), in.getLong(), in.getLong());
        }
    }

    /** Passes by what {@link #write} wrote, for who wants what stands behind it. */
    static void skip(ByteBuffer in) {
        in.position(in.position() + Integer.BYTES + Integer.BYTES + Short.BYTES);
        int ids = in.getShort();
        in.position(in.position() + ids * ID_BYTES);
    }

    private void addToTail(long high, long low, long atMs) {
        if (!tail.hasRemaining()) {
            tail = ByteBuffer.allocate(2 * tail.capacity()).put(tail.flip());
        }
        tail.putLong(high).putLong(low).putLong(atMs);
        table.put(high, low, atMs);
    }

    /** Makes a block of the next ids of the tail. */
    private void store() {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_HEADER_BYTES + BLOCK_BYTES).put(FORMAT);
        long newestMs = Long.MIN_VALUE;
        while (block.hasRemaining()) {
            block.putLong(tail.getLong()).putLong(tail.getLong());
            long atMs = tail.getLong();
            block.putLong(atMs);
            newestMs = Math.max(newestMs, atMs);
        }
        store.put(key(nextBlock), block.array());
        blocks.addLast(new Block(nextBlock, newestMs));
        nextBlock++;
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

    /** An event's id is asked for and then added: it is hashed once. */
    private void hash(String eventId) {
        if (!eventId.equals(hashedId)) {
            hashedId = eventId;
            ByteBuffer hash = ByteBuffer.wrap(SHA_256.get().digest(eventId.getBytes(StandardCharsets.UTF_8)));
            hashHigh = hash.getLong();
            hashLow = hash.getLong();
        }
    }
}
