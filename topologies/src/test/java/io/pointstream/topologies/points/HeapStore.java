package io.pointstream.topologies.points;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Kafka Streams' own store on the heap, without a task around it, counting what is written. */
final class HeapStore implements KeyValueStore<Bytes, byte[]> {

    private final InMemoryKeyValueStore map = new InMemoryKeyValueStore("test");
    int puts;
    int largestPut;

    int size() {
        return (int) map.approximateNumEntries();
    }

    @Override
    public void put(Bytes key, byte[] value) {
        puts++;
        largestPut = Math.max(largestPut, value.length);
        map.put(key, value);
    }

    @Override
    public byte[] delete(Bytes key) {
        return map.delete(key);
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
        return map.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        map.putAll(entries);
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
