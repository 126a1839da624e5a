package io.pointstream.app.prove;

import io.pointstream.topologies.state.SoloContext.Changelog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Changelogs as a broker keeps them: what a transaction wrote is there when it is committed, and never was when it is not. */
class DurableLog implements Changelog {

    private final Map<String, Map<Bytes, byte[]>> committed = new HashMap<>();
    private final List<Runnable> pending = new ArrayList<>();

    @Override
    public Map<Bytes, byte[]> restore(String store) {
        return committed.computeIfAbsent(store, name -> new HashMap<>());
    }

    @Override
    public void append(String store, Bytes key, byte @Nullable [] value) {
        Map<Bytes, byte[]> records = restore(store);
        pending.add(value == null ? () -> records.remove(key) : () -> records.put(key, value));
    }

    void commit() {
        pending.forEach(Runnable::run);
        pending.clear();
    }

    void abort() {
        pending.clear();
    }
}
