package io.pointstream.topologies.points;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Accounts by the time of their next timer, so that a tick reads those that are due and no others. An account has at most one
 * entry, whatever it holds.
 *
 * <p>Store key: due time in epoch milliseconds (8 bytes, ordered as numbers are), account id. Value: format version.
 */
final class TimerIndex {

    /** Of an account without a timer. */
    static final long NEVER = Long.MAX_VALUE;

    private static final byte[] FORMAT = {1};
    private static final int DUE_BYTES = 8;

    private final KeyValueStore<Bytes, byte[]> store;

    TimerIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Moves an account from one due time to another; {@link #NEVER} is none. */
    void move(String accountId, long fromMs, long toMs) {
        if (fromMs == toMs) {
            return;
        }
        if (fromMs != NEVER) {
            store.delete(key(fromMs, accountId));
        }
        if (toMs != NEVER) {
            store.put(key(toMs, accountId), FORMAT);
        }
    }

    /**
     * The accounts with a timer due at or before a time, earliest first.
     *
     * @param after the key to go on behind; null to begin
     * @param max accounts at once
     */
    List<Bytes> due(long atMs, @Nullable Bytes after, int max) {
        List<Bytes> due = new ArrayList<>();
        Bytes first = after == null ? key(Long.MIN_VALUE, "") : after;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(first, key(atMs + 1, ""))) {
            while (due.size() < max && entries.hasNext()) {
                Bytes key = entries.next().key;
                if (!key.equals(after)) {
                    due.add(key);
                }
            }
        }
        return due;
    }

    /** The account of a key. */
    static String accountId(Bytes key) {
        return new String(key.get(), DUE_BYTES, key.get().length - DUE_BYTES, StandardCharsets.UTF_8);
    }

    private static Bytes key(long dueMs, String accountId) {
        byte[] account = accountId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(DUE_BYTES + account.length)
                .putLong(dueMs ^ Long.MIN_VALUE)
                .put(account)
                .array());
    }
}
