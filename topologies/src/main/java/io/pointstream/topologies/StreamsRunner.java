package io.pointstream.topologies;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.pointstream.schemas.TopicAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka Streams application as a role of the service: started, replaced where a thread fails, measured, stopped so that
 * the next start is quick.
 */
public final class StreamsRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);

    /** A thread that fails more often than this within {@link #FAILURE_WINDOW} is not going to recover by itself. */
    private static final int FAILURES_MAX = 20;

    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(10);

    /** Between a failure and the thread that takes its place, so that a server in trouble is not stormed. */
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final String application;
    private final Map<String, Object> adminConfig;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final MeterRegistry meters;
    private final Gauge running;
    private final Deque<Instant> failures = new ArrayDeque<>();
    private volatile @Nullable String failure;

    /**
     * @param application the application id; also the meters' tag
     * @param meters gets Kafka Streams' own meters, {@code pointstream.streams.running} and what the processors count
     */
    public StreamsRunner(String application, Topology topology, StreamsConfigs configs, MeterRegistry meters) {
        this.application = application;
        this.adminConfig = configs.adminConfig();
        Properties properties = configs.properties(application);
        properties.put(Meters.REGISTRY, meters);
        this.streams = new KafkaStreams(topology, new StreamsConfig(properties));
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener((now, before) ->
                LOG.info("streams state: application={} state={} before={}", application, now, before));
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(meters);
        this.meters = meters;
        running = Gauge.builder(
                        "pointstream.streams.running", streams, s -> s.state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .description("1 while events are processed, 0 while starting, moving partitions or stopped")
                .tag("application", application)
                .register(meters);
    }

    /**
     * Waits for the broker, with a log line, creates the topics of the catalogue that are missing, starts the threads and
     * returns.
     *
     * @throws IllegalStateException when topics keyed by account differ in their number of partitions
     * @throws KafkaException when the broker refuses, or the thread is interrupted while it waits
     */
    public void start() {
        TopicAdmin.create(adminConfig, TopicAdmin.Overrides.NONE);
        LOG.info("streams starting: application={}", application);
        streams.start();
    }

    /** Whether events are being processed. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /**
     * Which instance owns a key of a store.
     *
     * @throws IllegalStateException or {@link StreamsException} when the application does not run
     */
    public KeyQueryMetadata owner(String store, String key) {
        return streams.queryMetadataForKey(store, key, new StringSerializer());
    }

    /**
     * A partition of a store of this instance, to be read from any thread.
     *
     * @throws IllegalStateException or {@link StreamsException} when it is not here, or does not run
     */
    public <K, V> ReadOnlyKeyValueStore<K, V> store(String store, int partition) {
        // Not KafkaStreams#query: of a RocksDB store it takes the position's lock and then the store's, and put (4.3.1)
        // takes
        // the store's and then the position's. Asked for a while beside a busy application, the two wait for each
        // other.
        return streams.store(StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<K, V>keyValueStore())
                .withPartition(partition));
    }

    /** Why the application gave up, or null. */
    public @Nullable String failure() {
        return failure;
    }

    /** Commits, leaves the group at once so that a restart need not wait for a session to time out, and stops. */
    @Override
    public void close() {
        metrics.close();
        meters.remove(running);
        boolean stopped = streams.close(CloseOptions.timeout(Duration.ofSeconds(30))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        LOG.info("streams stopped: application={} clean={}", application, stopped);
    }

    private StreamThreadExceptionResponse onFailure(Throwable exception) {
        if (tooOften()) {
            failure = exception.toString();
            LOG.error("streams gave up: application={} failures={}", application, FAILURES_MAX, exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("stream thread failed and is replaced: application={}", application, exception);
        pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized boolean tooOften() {
        Instant now = Instant.now();
        failures.addLast(now);
        while (failures.getFirst().isBefore(now.minus(FAILURE_WINDOW))) {
            failures.removeFirst();
        }
        return failures.size() > FAILURES_MAX;
    }

    private static void pause() {
        try {
            Thread.sleep(FAILURE_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
