package io.pointstream.topologies.points;

import io.pointstream.engine.account.Step;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.CommitHook;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
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
 * The processor of the points topology, one task of it, with all of its code and none of Kafka: whoever holds the task says when it
 * processes, ticks and commits, keeps its changelogs, and can throw it away at any moment as a crash would. For simulations,
 * to which even the test driver of Kafka Streams is too slow and too kind.
 */
public final class SoloPoints {

    private static final List<String> STORES = List.of(
            PointsTopology.ACCOUNTS, PointsTopology.EVENT_IDS, PointsTopology.REMEMBERED, PointsTopology.TIMERS);

    private static final Map<String, Topic> TOPICS = Map.of(
            PointsTopology.JOURNAL, Topics.POINTS_JOURNAL,
            PointsTopology.BALANCES, Topics.POINTS_BALANCES,
            PointsTopology.NOTICES, Topics.POINTS_NOTICES);

    /** Where the stores of a task live on when it is gone. */
    public interface Changelog {

        /** For a task that begins with nothing and leaves nothing. */
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

        /** Everything under the keys of one store, in the order of the keys. */
        Map<Bytes, byte[]> restore(String store);

        /**
         * A write of a store.
         *
         * @param value null to delete
         */
        void append(String store, Bytes key, byte @Nullable [] value);
    }

    /** Takes what the task sends. */
    @FunctionalInterface
    public interface Output {
        void sent(Topic topic, String key, byte[] value);
    }

    private final ProgramRules rules;
    private final Ticks ticks;
    private final PointsProcessor.Output serializers;
    private final long cacheBytes;

    /**
     * Makes tasks.
     *
     * @param serdeConfig of {@link AvroSerdes}
     * @param cacheBytes heap for the live accounts of a task
     */
    public SoloPoints(ProgramRules rules, Ticks ticks, Map<String, ?> serdeConfig, long cacheBytes) {
        this.rules = rules;
        this.ticks = ticks;
        this.serializers = new PointsProcessor.Output(
                AvroSerdes.<JournalEntry>create(serdeConfig).serializer(),
                AvroSerdes.<AccountBalance>create(serdeConfig).serializer(),
                AvroSerdes.<Notice>create(serdeConfig).serializer());
        this.cacheBytes = cacheBytes;
    }

    /** Begins a task with what the changelog holds. */
    public Task start(Changelog changelog, Output output) {
        PointsProcessor processor = new PointsProcessor(rules, ticks, serializers, cacheBytes);
        Task task = new Task(processor, new Context<>(changelog, output::sent));
        processor.init(task.context);
        return task;
    }

    /** The journal's record of a step. */
    public static JournalEntry entry(Step step) {
        return JournalTranslator.entry(step);
    }

    /** What the owner is told, as it is sent. */
    public static Notice notice(String accountId, io.pointstream.engine.account.Notice notice) {
        return JournalTranslator.notice(accountId, notice);
    }

    /** One life of the processor. Not safe for use by two threads. */
    public static final class Task {

        private final PointsProcessor processor;
        private final Context<byte[]> context;

        private Task(PointsProcessor processor, Context<byte[]> context) {
            this.processor = processor;
            this.context = context;
        }

        /** Processes one record. Throws what the processor throws: what the service would put into the dead letters. */
        public void process(Activity activity) {
            processor.process(new Record<>(
                    activity.getAccountId(),
                    activity,
                    Math.max(0, activity.getOccurredAt().toEpochMilli())));
        }

        /** Processes what detection says of an account; throws as well. */
        public void process(AccountRisk risk) {
            processor.process(new Record<>(
                    risk.getAccountId(), risk, Math.max(0, risk.getAsOf().toEpochMilli())));
        }

        /** What happens once a second: asks for the newest tick, and fires what it has made due. */
        public void tick() {
            Objects.requireNonNull(context.punctuator).punctuate(0);
        }

        /** Writes back what must be written before a commit; the commit itself is the caller's. */
        public void beforeCommit() {
            context.commitRequested = false;
            context.hook.flushCache();
        }

        /** Whether the processor asked for a commit since the last one. */
        public boolean commitRequested() {
            return context.commitRequested;
        }
    }

    /** {@link Output}, of values of any type: the language has no type variable below an array. */
    private interface Sink<T> {
        void sent(Topic topic, String key, T value);
    }

    /** What the processor knows of the world. */
    private static final class Context<T> implements ProcessorContext<String, T> {

        private final Map<String, StateStore> stores = new HashMap<>();
        private final CommitHook hook =
                CommitHook.builder(PointsTopology.COMMIT).build();
        private final Sink<T> output;
        private @Nullable Punctuator punctuator;
        private boolean commitRequested;

        Context(Changelog changelog, Sink<T> output) {
            this.output = output;
            for (String name : STORES) {
                SoloStore store = new SoloStore(name, (key, value) -> changelog.append(name, key, value));
                changelog.restore(name).forEach(store::restore);
                stores.put(name, store);
            }
            stores.put(PointsTopology.COMMIT, hook);
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is Kafka Streams'
        public <S extends StateStore> S getStateStore(String name) {
            return (S) Objects.requireNonNull(stores.get(name), name);
        }

        @Override
        public <K extends String, V extends T> void forward(Record<K, V> record) {
            throw new UnsupportedOperationException("the points processor names the child");
        }

        @Override
        public <K extends String, V extends T> void forward(Record<K, V> record, String child) {
            output.sent(Objects.requireNonNull(TOPICS.get(child), child), record.key(), record.value());
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
            return PointsTopology.APPLICATION;
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
            return Serdes.String();
        }

        @Override
        public Serde<?> valueSerde() {
            return Serdes.ByteArray();
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
}
