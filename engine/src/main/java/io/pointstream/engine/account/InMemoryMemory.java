package io.pointstream.engine.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One account's memory on the heap, without forgetting: for tests and measurements. */
public final class InMemoryMemory implements Memory {

    private final Map<String, Map<String, Instant>> scopes = new HashMap<>();

    @Override
    public @Nullable Instant firstSeen(Scope scope, String key) {
        Map<String, Instant> entries = scopes.get(scope.name());
        return entries == null ? null : entries.get(key);
    }

    /** Remembers what a step adds. */
    public void remember(Step step) {
        for (Remembered entry : step.remembered()) {
            scopes.computeIfAbsent(entry.scope().name(), name -> new HashMap<>())
                    .put(entry.key(), entry.at());
        }
    }
}
