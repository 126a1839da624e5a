package io.pointstream.engine.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account's memory on the heap, without forgetting of its own: for tests, measurements and what-if runs.
 *
 * <p>A table with open addressing, at most three quarters full. Most keys that are asked for are not there, and that is found out
 * from their hashes, in one array, without a look at any key.
 */
public final class InMemoryMemory implements Memory {

    private static final int SMALLEST = 16;

    /** 0 where nothing ever was. */
    private int[] hashes = new int[SMALLEST];

    /** Null where nothing is; beside a hash, where something was forgotten. */
    private @Nullable Remembered[] entries = new Remembered[SMALLEST];

    private int used;

    @Override
    public @Nullable Instant firstSeen(Scope scope, String key) {
        Remembered entry = recall(scope, key);
        return entry == null ? null : entry.at();
    }

    @Override
    public @Nullable Remembered recall(Scope scope, String key) {
        return entries[place(hash(scope, key), scope, key)];
    }

    /** Remembers what a step adds, and forgets what it says to. */
    public void remember(Step step) {
        for (int i = 0; i < step.remembered().size(); i++) {
            put(step.remembered().get(i));
        }
        for (Forgotten entry : step.forgotten()) {
            forget(entry);
        }
    }

    void forget(Forgotten entry) {
        entries[place(hash(entry.scope(), entry.key()), entry.scope(), entry.key())] = null;
    }

    void put(Remembered entry) {
        int hash = hash(entry.scope(), entry.key());
        int place = place(hash, entry.scope(), entry.key());
        if (hashes[place] == 0) {
            hashes[place] = hash;
            used++;
        }
        entries[place] = entry;
        if (used * 4 > hashes.length * 3) {
            grow();
        }
    }

    private void grow() {
        int[] hashesBefore = hashes;
        @Nullable Remembered[] entriesBefore = entries;
        hashes = new int[hashesBefore.length * 2];
        entries = new Remembered[hashes.length];
        used = 0;
        for (int i = 0; i < entriesBefore.length; i++) {
            if (entriesBefore[i] != null) {
                int place = hashesBefore[i] & (hashes.length - 1);
                while (hashes[place] != 0) {
                    place = (place + 1) & (hashes.length - 1);
                }
                hashes[place] = hashesBefore[i];
                entries[place] = entriesBefore[i];
                used++;
            }
        }
    }

    /** Where the entry is, or where it would be put. */
    private int place(int hash, Scope scope, String key) {
        int place = hash & (hashes.length - 1);
        while (hashes[place] != 0 && !(hashes[place] == hash && is(entries[place], scope, key))) {
            place = (place + 1) & (hashes.length - 1);
        }
        return place;
    }

    private static boolean is(@Nullable Remembered entry, Scope scope, String key) {
        return entry != null && entry.key().equals(key) && entry.scope().name().equals(scope.name());
    }

    /** Never 0; spread, since keys are often numbered. */
    private static int hash(Scope scope, String key) {
        int hash = (key.hashCode() + 31 * scope.name().hashCode()) * 0x9E3779B9;
        return (hash ^ hash >>> 16) | Integer.MIN_VALUE;
    }
}
