package io.pointstream.topologies.state;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Kafka Streams' own store on the heap, without a task around it; what is written is told to a changelog. */
public final class SoloStore implements KeyValueStore<Bytes, byte[]> {

    private final InMemoryKeyValueStore map;
    private final BiConsumer<Bytes, byte @Nullable []> changelog;

    /** An empty store; each write, null for a deletion, is told to the changelog. */
    public SoloStore(String name, BiConsumer<Bytes, byte @Nullable []> changelog) {
        this.map = new InMemoryKeyValueStore(name);
        this.changelog = changelog;
    }

    /** Takes what the changelog holds already. */
    void restore(Bytes key, byte[] value) {
        map.put(key, value);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        map.put(key, value);
        changelog.accept(key, value);
    }

    @Override
    public byte[] delete(Bytes key) {
        byte[] old = map.delete(key);
        changelog.accept(key, null);
        return old;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return map.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return map.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return map.all();
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] old = map.get(key);
        if (old == null) {
            put(key, value);
        }
        return old;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public long approximateNumEntries() {
        return map.approximateNumEntries();
    }

    @Override
    public String name() {
        return map.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException("no task here");
    }

    @Override
    public void close() {
        map.close();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
