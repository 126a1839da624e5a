package io.pointstream.topologies.points;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store that is only asked for single keys; whoever writes to it has a defect. */
final class AskedStore implements KeyValueStore<Bytes, byte[]> {

    /** Has nothing. */
    static final AskedStore EMPTY = new AskedStore(key -> null);

    private final Function<Bytes, byte @Nullable []> values;

    /** @param values the value of a key, or null */
    AskedStore(Function<Bytes, byte @Nullable []> values) {
        this.values = values;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return values.apply(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long approximateNumEntries() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
        return "asked";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
