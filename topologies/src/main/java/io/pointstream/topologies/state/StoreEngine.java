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
    /** On disk and in a changelog: for the service. */
    ROCKSDB {
        @Override
        public StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
            return builder(Stores.persistentKeyValueStore(name)).withLoggingEnabled(Map.of());
        }
    },
    /** On the heap and without a changelog: for offline runs, whose state ends with them. */
    HEAP {
        @Override
        public StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
            return builder(Stores.inMemoryKeyValueStore(name)).withLoggingDisabled();
        }
    };

    /**
     * A store of raw bytes, without Kafka Streams' own record cache: live objects already write each key once per commit, and
     * a second cache would only copy them.
     */
    public abstract StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name);

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }
}
