package io.pointstream.topologies.points;

import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.StoredPayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What accounts remember by key beyond their live state and their event ids: settled payments, redemptions, once-ever keys. One small
 * record per key, read by key: an account with a million of them costs no more than one with none. Changes are handed to the
 * store together ({@link #flush}), which costs it a fraction of single writes; until then they are seen here.
 *
 * <p>Store key: length of the account id (2 bytes), account id, scope, 0, key. Value: format version, event time, retention in
 * milliseconds or -1 for ever, then the engine's payload if there is one.
 */
final class RememberedKeys {

    /**
     * An account looks through its entries once in such a time of its own, for the first time so long after one of them can be
     * forgotten. Most are kept for two years: two or three looks at each cost an event little, and what is kept too long, a
     * quarter of them, is little, too.
     */
    static final Duration SWEEP_PERIOD = Duration.ofDays(365);

    /** An entry is kept this much longer than its scope asks, for events that arrive after newer ones of their account. */
    private static final Duration GRACE = Duration.ofDays(30);

    /** A time of the next sweep that does not come. */
    static final long NEVER_SWEPT = Long.MAX_VALUE;

    /** Entries looked at in one go; the sweep goes on at the account's next commit. */
    static final int SWEEP_ENTRIES_MAX = 128;

    private static final byte FORMAT = 1;
    private static final int VALUE_BYTES = 1 + 8 + 8;
    private static final long FOR_EVER = -1;

    /** Changes that are kept back, some 100 bytes each; a commit seldom has as many. */
    private static final int PENDING_MAX = 10_000;

    private final KeyValueStore<Bytes, byte[]> store;

    /** By store key; null for what is to be deleted. */
    private final Map<Bytes, byte @Nullable []> pending = new LinkedHashMap<>();

    RememberedKeys(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** When the key of {@link #storeKey} was remembered, or null. */
    @Nullable
    Instant get(Bytes storeKey) {
        byte[] value = value(storeKey);
        return value == null ? null : Instant.ofEpochMilli(checked(value).getLong(1));
    }

    /** The entry of the {@link #storeKey} of a scope and key, with its payload, or null. */
    @Nullable
    Remembered recall(Bytes storeKey, Scope scope, String key) {
        byte[] value = value(storeKey);
        if (value == null) {
            return null;
        }
        Instant at = Instant.ofEpochMilli(checked(value).getLong(1));
        return value.length == VALUE_BYTES
                ? new Remembered(scope, key, at)
                : new Remembered(
                        scope, key, at, new StoredPayload(Arrays.copyOfRange(value, VALUE_BYTES, value.length)));
    }

    /** When an account that remembers this alone is swept first, in milliseconds of event time. */
    static long firstSweepMs(Remembered entry) {
        Duration retention = entry.scope().retention();
        return retention == null
                ? NEVER_SWEPT
                : entry.at().toEpochMilli() + retention.toMillis() + GRACE.toMillis() + SWEEP_PERIOD.toMillis();
    }

    void put(Bytes storeKey, Remembered entry) {
        Duration retention = entry.scope().retention();
        byte[] payload = entry.payload() == null ? null : entry.payload().encode();
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES + (payload == null ? 0 : payload.length))
                .put(FORMAT)
                .putLong(entry.at().toEpochMilli())
                .putLong(retention == null ? FOR_EVER : retention.toMillis());
        if (payload != null) {
            value.put(payload);
        }
        change(storeKey, value.array());
    }

    void delete(Bytes storeKey) {
        change(storeKey, null);
    }

    /** Hands what has changed to the store; called at each commit. */
    void flush() {
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(pending.size());
        pending.forEach((key, value) -> batch.add(KeyValue.pair(key, value)));
        pending.clear();
        store.putAll(batch);
    }

    private byte @Nullable [] value(Bytes storeKey) {
        return pending.containsKey(storeKey) ? pending.get(storeKey) : store.get(storeKey);
    }

    private void change(Bytes storeKey, byte @Nullable [] value) {
        pending.put(storeKey, value);
        if (pending.size() == PENDING_MAX) {
            flush();
        }
    }

    /**
     * Deletes what the account need not remember any more, among at most {@link #SWEEP_ENTRIES_MAX} entries.
     *
     * @param from where the last sweep stopped, or null to begin
     * @param kept is given the keys of the others
     * @return where to go on, or null when all were looked at
     */
    @Nullable
    Bytes sweep(String accountId, Instant newestEvent, @Nullable Bytes from, KeyFilter kept) {
        flush();
        byte[] account = prefix(accountId).array();
        Bytes first = Bytes.wrap(account);
        // A scope is UTF-8, in which no byte is 0xFF.
        Bytes last = Bytes.wrap(ByteBuffer.allocate(account.length + 1)
                .put(account)
                .put((byte) 0xFF)
                .array());
        long keepFromMs = newestEvent.minus(GRACE).toEpochMilli();
        List<Bytes> expired = new ArrayList<>();
        Bytes next = null;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(from == null ? first : from, last)) {
            for (int seen = 0; entries.hasNext(); seen++) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (seen == SWEEP_ENTRIES_MAX) {
                    next = entry.key;
                    break;
                }
                ByteBuffer value = checked(entry.value);
                long retentionMs = value.getLong(9);
                if (retentionMs != FOR_EVER && value.getLong(1) + retentionMs < keepFromMs) {
                    expired.add(entry.key);
                } else {
                    kept.add(entry.key);
                }
            }
        }
        expired.forEach(store::delete);
        return next;
    }

    private static ByteBuffer checked(byte[] value) {
        if (value[0] != FORMAT) {
            throw new IllegalStateException("remembered key of format " + value[0] + ", known is " + FORMAT);
        }
        return ByteBuffer.wrap(value);
    }

    static Bytes storeKey(String accountId, Scope scope, String key) {
        byte[] account = prefix(accountId).array();
        byte[] name = scope.name().getBytes(StandardCharsets.UTF_8);
        byte[] own = key.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(account.length + name.length + 1 + own.length)
                .put(account)
                .put(name)
                .put((byte) 0)
                .put(own)
                .array());
    }

    private static ByteBuffer prefix(String accountId) {
        byte[] account = accountId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + account.length)
                .putShort((short) account.length)
                .put(account);
    }
}
