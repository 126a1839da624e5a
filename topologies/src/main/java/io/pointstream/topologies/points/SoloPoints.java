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
import io.pointstream.topologies.state.SoloContext;
import io.pointstream.topologies.state.SoloContext.Changelog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Record;
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
        Task task = new Task(
                processor,
                new SoloContext<>(
                        PointsTopology.APPLICATION,
                        STORES,
                        PointsTopology.COMMIT,
                        changelog,
                        (record, child) -> output.sent(topic(child), record.key(), record.value())));
        processor.init(task.context);
        return task;
    }

    private static Topic topic(@Nullable String child) {
        return Objects.requireNonNull(TOPICS.get(Objects.requireNonNull(child, "points names the child")), child);
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
        private final SoloContext<byte[]> context;

        private Task(PointsProcessor processor, SoloContext<byte[]> context) {
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
            context.punctuate();
        }

        /** Writes back what must be written before a commit; the commit itself is the caller's. */
        public void beforeCommit() {
            context.beforeCommit();
        }

        /** Whether the processor asked for a commit since the last one. */
        public boolean commitRequested() {
            return context.commitRequested();
        }
    }
}
