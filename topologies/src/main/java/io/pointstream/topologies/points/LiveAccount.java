package io.pointstream.topologies.points;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.AccountCodec;
import io.pointstream.engine.account.Forgotten;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.topologies.state.LiveObjects;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * An account in use: the engine's state as bytes, the event ids it has seen, and the way to what it remembers by key.
 *
 * <p>Between two events an account is one short array, not the hundred small objects that the engine works with: those would
 * lie all over the heap, and to fetch them from memory takes several times as long as to make them anew from the bytes.
 *
 * <p>Stored as: format version, time of the next sweep, due time under which the account stands in the {@link TimerIndex},
 * scopes of what it remembers by key, filter of these keys ({@link KeyFilter#write}), the sweep of them that
 * is going on, event ids ({@link SeenIds#write}), then the
 * engine's own bytes, which have a version of their own. Format 1 has no due time: such an account is indexed when it next moves.
 * Format 2 has no scopes: such an account may remember something under any. Format 3 has no filter: it may remember any key.
 */
final class LiveAccount implements Memory {

    private static final byte FORMAT = 4;
    private static final byte WITHOUT_FILTER = 3;
    private static final byte WITHOUT_SCOPES = 2;
    private static final byte WITHOUT_DUE_TIME = 1;
    private static final int HEADER_BYTES = 1 + 8 + 8 + 8;
    private static final long ANY_SCOPE = -1;
    private static final int OBJECT_BYTES = 200;
    private static final byte[] NEW = {};

    private final String id;
    private final String eventIdScope;
    private final SeenIds eventIds;
    private final RememberedKeys keys;
    private byte[] state = NEW;
    private @Nullable Instant newestEvent;
    private long steps;
    private Instant asOf = Instant.EPOCH;
    private Balance balance = Balance.ZERO;
    private boolean balanceMoved;
    private long dueMs = TimerIndex.NEVER;
    private long indexedDueMs = TimerIndex.NEVER;

    /** None until the account remembers something that can be forgotten. */
    private long nextSweepMs = RememberedKeys.NEVER_SWEPT;

    /**
     * A bit for each scope under which the account may remember a key, so that most questions for a key that is not there, such
     * as refunds that wait for a payment, never reach the store. Scopes may share a bit.
     */
    private long scopes;

    /** The same for single keys. */
    private KeyFilter filter = new KeyFilter();

    private @Nullable Sweep sweep;

    /**
     * A sweep of the account's keys that goes on at its next commits, on whatever instance these are.
     *
     * @param next where to go on
     * @param kept what will be the filter when it ends
     */
    private record Sweep(Bytes next, KeyFilter kept) {

        static int writtenBytes(@Nullable Sweep sweep) {
            return Short.BYTES + (sweep == null ? 0 : sweep.next.get().length + sweep.kept.writtenBytes());
        }

        static void write(@Nullable Sweep sweep, ByteBuffer out) {
            if (sweep == null) {
                out.putShort((short) 0);
            } else {
                out.putShort((short) sweep.next.get().length).put(sweep.next.get());
                sweep.kept.write(out);
            }
        }

        static @Nullable Sweep read(ByteBuffer in) {
            byte[] next = new byte[in.getShort()];
            in.get(next);
            return next.length == 0 ? null : new Sweep(Bytes.wrap(next), KeyFilter.read(in));
        }
    }

    private LiveAccount(String id, String eventIdScope, SeenIds eventIds, RememberedKeys keys) {
        this.id = id;
        this.eventIdScope = eventIdScope;
        this.eventIds = eventIds;
        this.keys = keys;
    }

    /** The engine's account in what {@link Codec#write} wrote, for who only looks at it: without its event ids and keys. */
    static Account stored(String accountId, byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte format = format(accountId, in);
        in.position(HEADER_BYTES - Long.BYTES * Math.max(0, WITHOUT_FILTER - format));
        if (format > WITHOUT_FILTER) {
            KeyFilter.read(in);
            Sweep.read(in);
        }
        SeenIds.skip(in);
        byte[] state = new byte[in.remaining()];
        in.get(state);
        return AccountCodec.decode(accountId, state);
    }

    private static byte format(String accountId, ByteBuffer in) {
        byte format = in.get();
        if (format < WITHOUT_DUE_TIME || format > FORMAT) {
            throw new IllegalStateException(
                    "account " + accountId + " is stored in format " + format + ", known is " + FORMAT);
        }
        return format;
    }

    /** The account as the engine works with it; what is done to it counts when it is given to {@link #apply}. */
    Account account() {
        return state.length == 0 ? new Account(id) : AccountCodec.decode(id, state);
    }

    /** The steps taken; of an account that has not moved since it was read, 0. */
    long steps() {
        return steps;
    }

    /** The time of the newest step. */
    Instant asOf() {
        return asOf;
    }

    /** After the newest step. */
    Balance balance() {
        return balance;
    }

    /** Whether the balance is another than when it was last told, or there was none yet; from now on it is told. */
    boolean tellBalance() {
        boolean news = balanceMoved;
        balanceMoved = false;
        return news;
    }

    @Override
    public @Nullable Instant firstSeen(Scope scope, String key) {
        if (scope.name().equals(eventIdScope)) {
            return eventIds.firstSeen(key);
        }
        Bytes storeKey = mayRemember(scope, key);
        return storeKey == null ? null : keys.get(storeKey);
    }

    @Override
    public @Nullable Remembered recall(Scope scope, String key) {
        Bytes storeKey = mayRemember(scope, key);
        return storeKey == null ? null : keys.recall(storeKey, scope, key);
    }

    /** Where to look for a key in the store, or null when it is not there. */
    private @Nullable Bytes mayRemember(Scope scope, String key) {
        if ((scopes & bit(scope)) == 0) {
            return null;
        }
        Bytes storeKey = RememberedKeys.storeKey(id, scope, key);
        return filter.mayContain(storeKey) ? storeKey : null;
    }

    private static long bit(Scope scope) {
        return 1L << scope.name().hashCode();
    }

    /**
     * Takes a step, and keeps what it says to remember.
     *
     * @param nextDue when the account's next timer is due after the step; null when none is
     */
    void apply(Account account, Step step, Function<Account, @Nullable Instant> nextDue) {
        balanceMoved |= step.number() == 1 || !step.balance().equals(account.balance());
        account.apply(step);
        state = AccountCodec.encode(account);
        Instant due = nextDue.apply(account);
        dueMs = due == null ? TimerIndex.NEVER : due.toEpochMilli();
        newestEvent = account.newestEvent();
        steps = step.number();
        asOf = step.occurredAt();
        balance = step.balance();
        for (Remembered entry : step.remembered()) {
            if (entry.scope().name().equals(eventIdScope)) {
                eventIds.add(entry.key(), entry.at(), entry.scope().retention());
            } else {
                Bytes storeKey = RememberedKeys.storeKey(id, entry.scope(), entry.key());
                scopes |= bit(entry.scope());
                filter.add(storeKey);
                if (sweep != null) {
                    sweep.kept.add(storeKey);
                }
                keys.put(storeKey, entry);
                nextSweepMs = Math.min(nextSweepMs, RememberedKeys.firstSweepMs(entry));
            }
        }
        for (Forgotten entry : step.forgotten()) {
            keys.delete(RememberedKeys.storeKey(id, entry.scope(), entry.key()));
        }
    }

    /** Moves and forgets a bounded number of entries; called before the account is written. */
    private void tidy() {
        if (newestEvent == null) {
            return;
        }
        eventIds.spill(newestEvent);
        long newestMs = newestEvent.toEpochMilli();
        if (newestMs >= nextSweepMs) {
            KeyFilter kept = sweep == null ? new KeyFilter() : sweep.kept;
            Bytes next = keys.sweep(id, newestEvent, sweep == null ? null : sweep.next, kept);
            if (next == null) {
                nextSweepMs = newestMs + RememberedKeys.SWEEP_PERIOD.toMillis();
                filter = kept;
                sweep = null;
            } else {
                sweep = new Sweep(next, kept);
            }
        }
    }

    /** Accounts to bytes and back. */
    static final class Codec implements LiveObjects.Codec<LiveAccount> {

        private final String eventIdScope;
        private final KeyValueStore<Bytes, byte[]> eventIds;
        private final RememberedKeys keys;
        private final TimerIndex timers;

        /**
         * Over the stores of one task.
         *
         * @param eventIdScope the name of the scope whose keys are packed into the store of event ids
         */
        Codec(String eventIdScope, KeyValueStore<Bytes, byte[]> eventIds, RememberedKeys keys, TimerIndex timers) {
            this.eventIdScope = eventIdScope;
            this.eventIds = eventIds;
            this.keys = keys;
            this.timers = timers;
        }

        @Override
        public LiveAccount read(String accountId, byte @Nullable [] stored) {
            LiveAccount live = new LiveAccount(accountId, eventIdScope, new SeenIds(accountId, eventIds), keys);
            if (stored != null) {
                ByteBuffer in = ByteBuffer.wrap(stored);
                byte format = format(accountId, in);
                live.nextSweepMs = in.getLong();
                live.indexedDueMs = format == WITHOUT_DUE_TIME ? TimerIndex.NEVER : in.getLong();
                live.dueMs = live.indexedDueMs;
                live.scopes = format <= WITHOUT_SCOPES ? ANY_SCOPE : in.getLong();
                live.filter = format <= WITHOUT_FILTER ? KeyFilter.ofAny() : KeyFilter.read(in);
                live.sweep = format <= WITHOUT_FILTER ? null : Sweep.read(in);
                live.eventIds.read(in);
                live.state = new byte[in.remaining()];
                in.get(live.state);
            }
            return live;
        }

        @Override
        public byte[] write(LiveAccount live) {
            live.tidy();
            timers.move(live.id, live.indexedDueMs, live.dueMs);
            live.indexedDueMs = live.dueMs;
            ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES
                            + live.filter.writtenBytes()
                            + Sweep.writtenBytes(live.sweep)
                            + live.eventIds.writtenBytes()
                            + live.state.length)
                    .put(FORMAT)
                    .putLong(live.nextSweepMs)
                    .putLong(live.indexedDueMs)
                    .putLong(live.scopes);
            live.filter.write(out);
            Sweep.write(live.sweep, out);
            live.eventIds.write(out);
            return out.put(live.state).array();
        }

        @Override
        public long weight(LiveAccount live) {
            return OBJECT_BYTES + live.filter.weight() + live.eventIds.weight() + live.state.length;
        }
    }
}
