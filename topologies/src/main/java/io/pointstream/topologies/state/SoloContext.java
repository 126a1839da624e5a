package io.pointstream.topologies.state;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What one processor knows of the world when there is no Kafka Streams around it: stores on the heap, a changelog, and somebody
 * who takes what it forwards. Whoever holds it says when time passes and when what is written must be written.
 *
 * @param <V> what the processor forwards
 */
public final class SoloContext<V> implements ProcessorContext<String, V> {

    /** Where the stores live on when the processor is gone. */
    public interface Changelog {

        /** For a processor that begins with nothing and leaves nothing. */
        static Changelog none() {
            return new Changelog() {
                @Override
                public Map<Bytes, byte[]> restore(String store) {
                    return Map.of();
                }

                @Override
                public void append(String store, Bytes key, byte @Nullable [] value) {}
            };
        }

        /** Everything under the keys of one store. */
        Map<Bytes, byte[]> restore(String store);

        /**
         * A write of a store.
         *
         * @param value null to delete
         */
        void append(String store, Bytes key, byte @Nullable [] value);
    }

    /**
     * Takes what is forwarded.
     *
     * @param <V> of the records
     */
    @FunctionalInterface
    public interface Output<V> {

        /**
         * A record for one child, or for all.
         *
         * @param child null for all
         */
        void forwarded(Record<? extends String, ? extends V> record, @Nullable String child);
    }

    private final String application;
    private final Map<String, StateStore> stores = new HashMap<>();
    private final CommitHook hook;
    private final Output<V> output;
    private @Nullable Punctuator punctuator;
    private boolean commitRequested;

    /**
     * With stores that hold what the changelog has.
     *
     * @param hook the name of the processor's {@link CommitHook}
     */
    public SoloContext(String application, List<String> stores, String hook, Changelog changelog, Output<V> output) {
        this.application = application;
        this.hook = CommitHook.builder(hook).build();
        this.output = output;
        for (String name : stores) {
            SoloStore store = new SoloStore(name, (key, value) -> changelog.append(name, key, value));
            changelog.restore(name).forEach(store::restore);
            this.stores.put(name, store);
        }
        this.stores.put(hook, this.hook);
    }

    /** Calls what the processor has scheduled. */
    public void punctuate() {
        Objects.requireNonNull(punctuator, "nothing is scheduled").punctuate(0);
    }

    /** Lets the processor write what must be written before a commit. */
    public void beforeCommit() {
        commitRequested = false;
        hook.flushCache();
    }

    /** Whether the processor has asked for a commit since the last one. */
    public boolean commitRequested() {
        return commitRequested;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is Kafka Streams'
    public <S extends StateStore> S getStateStore(String name) {
        return (S) Objects.requireNonNull(stores.get(name), name);
    }

    @Override
    public <K extends String, R extends V> void forward(Record<K, R> record) {
        output.forwarded(record, null);
    }

    @Override
    public <K extends String, R extends V> void forward(Record<K, R> record, String child) {
        output.forwarded(record, child);
    }

    @Override
    public void commit() {
        commitRequested = true;
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        punctuator = callback;
        return () -> punctuator = null;
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator callback) {
        return schedule(interval, type, callback);
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, 0);
    }

    @Override
    public String applicationId() {
        return application;
    }

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.empty();
    }

    @Override
    public Serde<?> keySerde() {
        throw new UnsupportedOperationException("no bytes here");
    }

    @Override
    public Serde<?> valueSerde() {
        throw new UnsupportedOperationException("no bytes here");
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException("no disk here");
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException("nobody measures here");
    }

    @Override
    public long currentSystemTimeMs() {
        throw new UnsupportedOperationException("time is an input");
    }

    @Override
    public long currentStreamTimeMs() {
        throw new UnsupportedOperationException("time is an input");
    }
}
