package io.pointstream.topologies.state;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store on the heap, without a task around it; what is written is told to a changelog. Not for use by two threads, nor to be
 * changed while it is iterated over: Kafka Streams' own store on the heap allows both, and for it copies all keys of a range that is asked
 * for, of which its users here mostly look at the first few.
 *
 * <p>A key is found by its hash, in the same time however many others there are. The order of keys is kept from the first time
 * that it is asked for; of most stores it never is.
 */
public final class SoloStore implements KeyValueStore<Bytes, byte[]> {

    private final String name;
    private final Map<Bytes, byte[]> map = new HashMap<>();
    private @Nullable NavigableMap<Bytes, byte[]> ordered;
    private final BiConsumer<Bytes, byte @Nullable []> changelog;

    /** An empty store; each write, null for a deletion, is told to the changelog. */
    public SoloStore(String name, BiConsumer<Bytes, byte @Nullable []> changelog) {
        this.name = name;
        this.changelog = changelog;
    }

    /** Takes what the changelog holds already. */
    void restore(Bytes key, byte[] value) {
        map.put(key, value);
        if (ordered != null) {
            ordered.put(key, value);
        }
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            delete(key);
        } else {
            restore(key, value);
            changelog.accept(key, value);
        }
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] old = map.remove(key);
        if (ordered != null) {
            ordered.remove(key);
        }
        changelog.accept(key, null);
        return old;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return map.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return iterator(ordered().subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return iterator(ordered());
    }

    private NavigableMap<Bytes, byte[]> ordered() {
        if (ordered == null) {
            ordered = new TreeMap<>(map);
        }
        return ordered;
    }

    private static KeyValueIterator<Bytes, byte[]> iterator(Map<Bytes, byte[]> entries) {
        return new Entries(entries.entrySet().iterator());
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
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
        return map.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException("no task here");
    }

    @Override
    public void close() {
        map.clear();
        ordered = null;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private record Entries(Iterator<Map.Entry<Bytes, byte[]>> entries) implements KeyValueIterator<Bytes, byte[]> {

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> entry = entries.next();
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            throw new UnsupportedOperationException("nobody peeks");
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
