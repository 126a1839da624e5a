package io.pointstream.engine.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One account's memory on the heap, without forgetting of its own: for tests and measurements. */
public final class InMemoryMemory implements Memory {

    private final Map<String, Map<String, Remembered>> scopes = new HashMap<>();

    @Override
    public @Nullable Instant firstSeen(Scope scope, String key) {
        Remembered entry = recall(scope, key);
        return entry == null ? null : entry.at();
    }

    @Override
    public @Nullable Remembered recall(Scope scope, String key) {
        Map<String, Remembered> entries = scopes.get(scope.name());
        return entries == null ? null : entries.get(key);
    }

    /** Remembers what a step adds, and forgets what it says to. */
    public void remember(Step step) {
        for (Remembered entry : step.remembered()) {
            scopes.computeIfAbsent(entry.scope().name(), name -> new HashMap<>())
                    .put(entry.key(), entry);
        }
        for (Forgotten entry : step.forgotten()) {
            Map<String, Remembered> entries = scopes.get(entry.scope().name());
            if (entries != null) {
                entries.remove(entry.key());
            }
        }
    }
}
