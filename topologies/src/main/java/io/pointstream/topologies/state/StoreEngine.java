package io.pointstream.topologies.state;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What keeps the bytes of a store: nothing else of a topology depends on it. */
public enum StoreEngine {
    /** On disk: for the service. */
    ROCKSDB {
        @Override
        KeyValueBytesStoreSupplier supplier(String name) {
            return Stores.persistentKeyValueStore(name);
        }
    },
    /** On the heap: for offline runs, whose state ends with them. */
    HEAP {
        @Override
        KeyValueBytesStoreSupplier supplier(String name) {
            return Stores.inMemoryKeyValueStore(name);
        }
    };

    abstract KeyValueBytesStoreSupplier supplier(String name);

    /**
     * A store of raw bytes with a changelog and without Kafka Streams' own record cache: live objects already write each key
     * once per commit, and a second cache would only copy them.
     */
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(supplier(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }
}
