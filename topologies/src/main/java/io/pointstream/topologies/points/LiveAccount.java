package io.pointstream.topologies.points;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.AccountCodec;
import io.pointstream.engine.account.Forgotten;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.Step;
import io.pointstream.topologies.state.LiveObjects;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * An account in use: the engine's state, the event ids it has seen, and the way to what it remembers by key.
 *
 * <p>Stored as: format version, time of the next sweep, event ids ({@link SeenIds#write}), then the engine's own bytes, which
 * have a version of their own.
 */
final class LiveAccount implements Memory {

    private static final byte FORMAT = 1;

    /** Memory that the engine's state takes for each stored byte; measured, for the cache's bound alone. */
    private static final int MEMORY_PER_STORED_BYTE = 4;

    private static final int OBJECT_BYTES = 400;

    private final Account account;
    private final String eventIdScope;
    private final SeenIds eventIds;
    private final RememberedKeys keys;
    private Instant asOf = Instant.EPOCH;
    private long nextSweepMs;
    private @Nullable Bytes sweptTo;
    private int storedBytes;

    private LiveAccount(Account account, String eventIdScope, SeenIds eventIds, RememberedKeys keys) {
        this.account = account;
        this.eventIdScope = eventIdScope;
        this.eventIds = eventIds;
        this.keys = keys;
    }

    Account account() {
        return account;
    }

    /** The time of the newest step; of an account that has not moved since it was read, the epoch. */
    Instant asOf() {
        return asOf;
    }

    @Override
    public @Nullable Instant firstSeen(Scope scope, String key) {
        return scope.name().equals(eventIdScope) ? eventIds.firstSeen(key) : keys.get(account.id(), scope, key);
    }

    @Override
    public @Nullable Remembered recall(Scope scope, String key) {
        return keys.recall(account.id(), scope, key);
    }

    /** Takes a step, and keeps what it says to remember. */
    void apply(Step step) {
        account.apply(step);
        asOf = step.occurredAt();
        for (Remembered entry : step.remembered()) {
            if (entry.scope().name().equals(eventIdScope)) {
                eventIds.add(entry.key(), entry.at(), entry.scope().retention());
            } else {
                keys.put(account.id(), entry);
            }
        }
        for (Forgotten entry : step.forgotten()) {
            keys.delete(account.id(), entry.scope(), entry.key());
        }
    }

    /** Moves and forgets a bounded number of entries; called before the account is written. */
    private void tidy() {
        Instant newest = account.newestEvent();
        if (newest == null) {
            return;
        }
        eventIds.spill(newest);
        long newestMs = newest.toEpochMilli();
        if (nextSweepMs == 0) {
            nextSweepMs = newestMs + RememberedKeys.SWEEP_PERIOD.toMillis();
        }
        if (newestMs >= nextSweepMs) {
            sweptTo = keys.sweep(account.id(), newest, sweptTo);
            if (sweptTo == null) {
                nextSweepMs = newestMs + RememberedKeys.SWEEP_PERIOD.toMillis();
            }
        }
    }

    /** Accounts to bytes and back. */
    static final class Codec implements LiveObjects.Codec<LiveAccount> {

        private final String eventIdScope;
        private final KeyValueStore<Bytes, byte[]> eventIds;
        private final RememberedKeys keys;

        /**
         * Over the stores of one task.
         *
         * @param eventIdScope the name of the scope whose keys are packed into the store of event ids
         */
        Codec(String eventIdScope, KeyValueStore<Bytes, byte[]> eventIds, KeyValueStore<Bytes, byte[]> remembered) {
            this.eventIdScope = eventIdScope;
            this.eventIds = eventIds;
            this.keys = new RememberedKeys(remembered);
        }

        @Override
        public LiveAccount read(String accountId, byte @Nullable [] stored) {
            SeenIds ids = new SeenIds(accountId, eventIds);
            if (stored == null) {
                return new LiveAccount(new Account(accountId), eventIdScope, ids, keys);
            }
            ByteBuffer in = ByteBuffer.wrap(stored);
            byte format = in.get();
            if (format != FORMAT) {
                throw new IllegalStateException(
                        "account " + accountId + " is stored in format " + format + ", known is " + FORMAT);
            }
            long nextSweepMs = in.getLong();
            ids.read(in);
            byte[] engineBytes = new byte[in.remaining()];
            in.get(engineBytes);
            LiveAccount live = new LiveAccount(AccountCodec.decode(accountId, engineBytes), eventIdScope, ids, keys);
            live.nextSweepMs = nextSweepMs;
            live.storedBytes = stored.length;
            return live;
        }

        @Override
        public byte[] write(LiveAccount live) {
            live.tidy();
            byte[] engineBytes = AccountCodec.encode(live.account);
            byte[] stored = ByteBuffer.allocate(1 + 8 + live.eventIds.writtenBytes() + engineBytes.length)
                    .put(FORMAT)
                    .putLong(live.nextSweepMs)
                    .array();
            ByteBuffer rest = ByteBuffer.wrap(stored).position(1 + 8);
            live.eventIds.write(rest);
            rest.put(engineBytes);
            live.storedBytes = stored.length;
            return stored;
        }

        @Override
        public long weight(LiveAccount live) {
            return OBJECT_BYTES + live.eventIds.weight() + (long) MEMORY_PER_STORED_BYTE * live.storedBytes;
        }
    }
}
