package io.pointstream.topologies.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one task that are in use, as objects: read from the store when first asked for, changed in place, written
 * back once per commit when they were touched, whatever the number of changes in between. When the bound is passed, a quarter of it
 * goes: those that were not asked for since the bound was last passed (the clock algorithm: an order by last use would touch three
 * neighbours in memory for every event), but never one with changes: those wait for the commit, which the caller asks for
 * when {@link #overfull}.
 *
 * <p>Not safe for use by two threads. To be made anew in every {@code init} of the processor, so that nothing outlives a
 * task that was closed, revived or moved.
 *
 * @param <V> mutable state of one key
 */
public final class LiveObjects<V> {

    /** Objects to bytes and back. Stored bytes begin with a format version. */
    public interface Codec<V> {

        /**
         * The object of a key.
         *
         * @param stored null when nothing is stored
         */
        V read(String key, byte @Nullable [] stored);

        byte[] write(V value);

        /** What the object takes in memory, in bytes; an estimate. */
        long weight(V value);
    }

    /** Sees each object that a commit writes. */
    @FunctionalInterface
    public interface Written<V> {
        void written(String key, V value);
    }

    /** An object in use. */
    public static final class Live<V> {
        private final String key;
        private final Bytes storeKey;
        private final V value;
        private long weight;
        private boolean dirty;
        private boolean used;

        private Live(String key, Bytes storeKey, V value) {
            this.key = key;
            this.storeKey = storeKey;
            this.value = value;
        }

        public V value() {
            return value;
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;
    private final Codec<V> codec;
    private final long weightMax;
    private final Map<String, Live<V>> entries = new LinkedHashMap<>(1024);
    private final List<Live<V>> dirty = new ArrayList<>();
    private long weight;

    /**
     * Nothing is live yet.
     *
     * @param weightMax of all objects together, in bytes of {@link Codec#weight}
     */
    public LiveObjects(KeyValueStore<Bytes, byte[]> store, Codec<V> codec, long weightMax) {
        this.store = store;
        this.codec = codec;
        this.weightMax = weightMax;
    }

    /** The object of this key, live until the next {@link #writeBack}. */
    public Live<V> get(String key) {
        Live<V> live = entries.get(key);
        if (live == null) {
            Bytes storeKey = Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
            live = new Live<>(key, storeKey, codec.read(key, store.get(storeKey)));
            live.weight = codec.weight(live.value);
            weight += live.weight;
            entries.put(key, live);
        }
        live.used = true;
        return live;
    }

    /** Says that an object was changed: the next commit writes it. */
    public void touch(Live<V> live) {
        if (!live.dirty) {
            live.dirty = true;
            dirty.add(live);
        }
    }

    /** Whether the bound is passed; what is in use between two commits cannot be dropped, so commit early. */
    public boolean overfull() {
        return weight > weightMax;
    }

    /**
     * Writes what was touched since the last time, in the order of the first touches, then drops what is too much.
     *
     * @return how many objects were written
     */
    public int writeBack(Written<V> written) {
        // In one batch: RocksDB then works through it at a stretch, which costs half of what single writes do.
        List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(dirty.size());
        for (Live<V> live : dirty) {
            batch.add(KeyValue.pair(live.storeKey, codec.write(live.value)));
            live.dirty = false;
            long now = codec.weight(live.value);
            weight += now - live.weight;
            live.weight = now;
            written.written(live.key, live.value);
        }
        dirty.clear();
        store.putAll(batch);
        if (overfull()) {
            // Down to the bound itself the next object that is read would ask for a commit again.
            long target = weightMax - weightMax / 4;
            while (weight > target) {
                dropUnused(target);
            }
        }
        return batch.size();
    }

    /** How many objects are live. */
    public int size() {
        return entries.size();
    }

    /** One round of the clock's hand: what was used is spared once and goes behind the others. */
    private void dropUnused(long target) {
        List<Live<V>> spared = new ArrayList<>();
        Iterator<Live<V>> eldest = entries.values().iterator();
        while (weight > target && eldest.hasNext()) {
            Live<V> live = eldest.next();
            eldest.remove();
            if (live.used) {
                live.used = false;
                spared.add(live);
            } else {
                weight -= live.weight;
            }
        }
        spared.forEach(live -> entries.put(live.key, live));
    }
}
