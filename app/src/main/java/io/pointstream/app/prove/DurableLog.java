package io.pointstream.app.prove;

import io.pointstream.topologies.points.SoloPoints.Changelog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Changelogs as a broker keeps them: what a transaction wrote is there when it is committed, and never was when it is not. */
class DurableLog implements Changelog {

    private record Write(String store, Bytes key, byte @Nullable [] value) {}

    private final Map<String, TreeMap<Bytes, byte[]>> committed = new HashMap<>();
    private final List<Write> pending = new ArrayList<>();

    @Override
    public Map<Bytes, byte[]> restore(String store) {
        return committed.computeIfAbsent(store, name -> new TreeMap<>());
    }

    @Override
    public void append(String store, Bytes key, byte @Nullable [] value) {
        pending.add(new Write(store, key, value));
    }

    void commit() {
        for (Write write : pending) {
            Map<Bytes, byte[]> records = restore(write.store());
            if (write.value() == null) {
                records.remove(write.key());
            } else {
                records.put(write.key(), write.value());
            }
        }
        pending.clear();
    }

    void abort() {
        pending.clear();
    }
}
