package io.pointstream.benchmarks.state;

import io.pointstream.topologies.state.SoloContext.Changelog;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Counts what the stores of a task hold, keys and values, and what was written to them. */
final class StoreSizes implements Changelog {

    /** Of one store. */
    static final class Store {
        private final Map<Bytes, Integer> valueBytes = new HashMap<>();
        private long bytes;
        private long written;

        /** Keys. */
        int entries() {
            return valueBytes.size();
        }

        /** Of all keys and values now. */
        long bytes() {
            return bytes;
        }

        /** Of all keys and values that were ever written. */
        long written() {
            return written;
        }
    }

    private final Map<String, Store> stores = new TreeMap<>();

    Map<String, Store> stores() {
        return stores;
    }

    @Override
    public Map<Bytes, byte[]> restore(String store) {
        stores.put(store, new Store());
        return Map.of();
    }

    @Override
    public void append(String name, Bytes key, byte @Nullable [] value) {
        Store store = stores.get(name);
        if (store == null) {
            throw new IllegalArgumentException("no store " + name);
        }
        int keyBytes = key.get().length;
        store.written += keyBytes + (value == null ? 0 : value.length);
        Integer before = value == null ? store.valueBytes.remove(key) : store.valueBytes.put(key, value.length);
        store.bytes -= before == null ? 0 : keyBytes + before;
        store.bytes += value == null ? 0 : keyBytes + value.length;
    }
}
