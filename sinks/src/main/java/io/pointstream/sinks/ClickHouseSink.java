package io.pointstream.sinks;

import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the topologies say into ClickHouse, every record exactly once, as {@link Lane} describes. Several instances
 * of one group share the partitions.
 *
 * <p>A broker, registry or ClickHouse that is away is waited for. What nothing can mend (refused credentials, offsets
 * that are not ours) ends the sink: see {@link #failure}. The schema must be there: {@link Migrations#apply}.
 */
public final class ClickHouseSink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseSink.class);

    /**
     * What is sunk: all that the topologies say, of what upstream says the two topics whose facts the journal does not
     * repeat, and what people did in the console. Not {@code points.balances}: the journal carries the balance after every step, and that topic is its
     * compacted copy for others.
     */
    public static final List<Topic> TOPICS = List.of(
            Topics.POINTS_JOURNAL,
            Topics.POINTS_NOTICES,
            Topics.FARMING_SIGNALS,
            Topics.FARMING_FLAGS,
            Topics.FARMING_SHADOW_FLAGS,
            Topics.ACTIVITY_REDEMPTION,
            Topics.RISK_REVIEWS,
            Topics.CONSOLE_ACTS);

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final SinkConfig config;
    private final Consumer<byte[], byte[]> consumer;
    private final BlockWriter writer;
    private final DeadLetters deadLetters;
    private final Serde<SpecificRecord> serde;
    private final ExecutorService inserters;
    private final SinkLoop loop;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    /** Starts a sink. Returns at once; it reaches for its servers in a thread of its own. */
    public static ClickHouseSink start(SinkConfig config, MeterRegistry registry) {
        return start(config, registry, Probe.NONE);
    }

    /** The same, with somebody who is told of every step. */
    public static ClickHouseSink start(SinkConfig config, MeterRegistry registry, Probe probe) {
        return start(config, registry, ClickHouseWriter.of(config), probe);
    }

    /** The same with a writer of its own, for tests. */
    static ClickHouseSink start(SinkConfig config, MeterRegistry registry, BlockWriter writer, Probe probe) {
        ClickHouseSink sink = new ClickHouseSink(config, registry, writer, probe);
        sink.thread.start();
        return sink;
    }

    private ClickHouseSink(SinkConfig config, MeterRegistry registry, BlockWriter writer, Probe probe) {
        this.config = config;
        this.writer = writer;
        this.consumer = new KafkaConsumer<>(
                consumerProperties(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.deadLetters = new KafkaDeadLetters(config.kafka());
        this.serde = AvroSerdes.create(config.kafka());
        this.inserters = Executors.newFixedThreadPool(
                config.insertersMax(),
                Thread.ofPlatform().daemon().name("clickhouse-inserter-", 0).factory());
        SinkMeters meters = new SinkMeters(registry);
        Inserter inserter = new Inserter(
                serde.deserializer(),
                SchemaRegistryConfig.of(config.kafka()).client(),
                writer,
                deadLetters,
                meters,
                probe);
        this.loop = new SinkLoop(consumer, inserter, inserters, config.limits(), config.heldBytesMax(), probe);
        this.thread = Thread.ofPlatform().name("clickhouse-sink").unstarted(this::run);
        meters.watch(loop, thread);
    }

    private static Map<String, Object> consumerProperties(SinkConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // The plan in the offset's metadata is the protocol; a commit behind its back would break it.
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A rebalance then leaves the partitions that stay where they are undisturbed.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(5_000, config.batchRecordsMax()));
        // The defaults of 1 MiB a partition and 50 MiB in all are for many consumers; this one takes large bites.
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        return properties;
    }

    /** Records that are in Kafka and not yet in ClickHouse; empty while it is not known. */
    public OptionalLong lag() {
        return loop.lag();
    }

    /** Why the sink has ended by itself; empty while it runs, and after {@link #close}. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether the sink is at work. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        try {
            loop.subscribe(TOPICS.stream().map(Topic::name).toList());
            LOG.info("event=sink-started group={} clickhouse=\"{}\"", config.groupId(), config.clickHouse());
            while (stopping.getCount() > 0) {
                loop.turn();
            }
            loop.drain(DRAIN);
        } catch (InterruptedException e) {
            LOG.info("event=sink-interrupted");
        } catch (RuntimeException | Error e) {
            failure = e;
            LOG.error("event=sink-failed group={}", config.groupId(), e);
        } finally {
            release();
        }
    }

    private void release() {
        inserters.shutdownNow();
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
        deadLetters.close();
        writer.close();
        serde.close();
        LOG.info("event=sink-stopped group={}", config.groupId());
    }

    /** Inserts what it has read, commits it, and leaves the group; gives up waiting after some seconds. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            if (!thread.join(DRAIN.plusSeconds(20))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
