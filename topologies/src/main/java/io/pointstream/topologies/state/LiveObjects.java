package io.pointstream.topologies.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one task that are in use, as objects: read from the store when first asked for, changed in place, written
 * back once per commit when they were touched, whatever the number of changes in between. The least recently used go when
 * the bound is passed, but never one with changes: those wait for the commit, which the caller asks for when
 * {@link #overfull}.
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

    private static final class Entry<V> {
        final Bytes storeKey;
        final V value;
        long weight;
        boolean dirty;

        Entry(Bytes storeKey, V value) {
            this.storeKey = storeKey;
            this.value = value;
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;
    private final Codec<V> codec;
    private final long weightMax;
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>(1024, 0.75f, true);
    private final List<Map.Entry<String, Entry<V>>> dirty = new ArrayList<>();
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
    public V get(String key) {
        return entry(key).value;
    }

    /** Says that the object of this key was changed: the next commit writes it. */
    public void touch(String key) {
        Entry<V> entry = entry(key);
        if (!entry.dirty) {
            entry.dirty = true;
            dirty.add(Map.entry(key, entry));
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
        int count = dirty.size();
        for (Map.Entry<String, Entry<V>> touched : dirty) {
            Entry<V> entry = touched.getValue();
            store.put(entry.storeKey, codec.write(entry.value));
            entry.dirty = false;
            long now = codec.weight(entry.value);
            weight += now - entry.weight;
            entry.weight = now;
            written.written(touched.getKey(), entry.value);
        }
        dirty.clear();
        Iterator<Entry<V>> eldest = entries.values().iterator();
        while (weight > weightMax && eldest.hasNext()) {
            weight -= eldest.next().weight;
            eldest.remove();
        }
        return count;
    }

    /** How many objects are live. */
    public int size() {
        return entries.size();
    }

    private Entry<V> entry(String key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            Bytes storeKey = Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
            entry = new Entry<>(storeKey, codec.read(key, store.get(storeKey)));
            entry.weight = codec.weight(entry.value);
            weight += entry.weight;
            entries.put(key, entry);
        }
        return entry;
    }
}
