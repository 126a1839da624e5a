package io.pointstream.topologies;

import io.pointstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How our Kafka Streams applications run: the same for each but for its name.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param stateDir where the stores lie; each application has a directory of its own in it
 * @param threads stream threads of this instance; more than the input topics have partitions are idle
 * @param commitInterval of transactions: a reader of committed records waits up to this long, and each commit has its cost
 * @param overrides any Kafka Streams, client or serde setting; the last word
 */
public record StreamsConfigs(
        String bootstrapServers, Path stateDir, int threads, Duration commitInterval, Map<String, ?> overrides) {

    /** An order of the day above what one event takes, and p99 well below 250 ms. */
    public static final Duration COMMIT_INTERVAL_DEFAULT = Duration.ofMillis(100);

    /**
     * A transaction that its producer left open hides everything behind it from readers of committed records until this long
     * after it began; no commit takes nearly as long.
     */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

    /** A crashed instance's partitions move after this long; a stopped one leaves its group at once. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(3);

    /** Larger than any input record, for a dead letter's headers; the dead-letter topic takes as much. */
    private static final int REQUEST_BYTES_MAX = Topics.DEAD_LETTERS.messageBytesMax();

    /** Of one partition, in one request; no topic takes less, or the broker would have every full one split and sent again. */
    static final int BATCH_BYTES = 128 * 1024;

    /** Of one partition, in one fetch; all inputs together stay below what a broker sends at once. */
    private static final int FETCH_BYTES_MAX = 128 * 1024;

    public StreamsConfigs {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (commitInterval.toMillis() < 1 || commitInterval.compareTo(TRANSACTION_TIMEOUT.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("commit interval must be from 1 ms to half the transaction timeout of "
                    + TRANSACTION_TIMEOUT.toSeconds() + " s, not " + commitInterval.toMillis() + " ms");
        }
    }

    /** One thread, commits every 100 ms. */
    public static StreamsConfigs of(String bootstrapServers, Path stateDir) {
        return new StreamsConfigs(bootstrapServers, stateDir, 1, COMMIT_INTERVAL_DEFAULT, Map.of());
    }

    public StreamsConfigs withThreads(int otherThreads) {
        return new StreamsConfigs(bootstrapServers, stateDir, otherThreads, commitInterval, overrides);
    }

    public StreamsConfigs withCommitInterval(Duration interval) {
        return new StreamsConfigs(bootstrapServers, stateDir, threads, interval, overrides);
    }

    public StreamsConfigs withOverrides(Map<String, ?> otherOverrides) {
        return new StreamsConfigs(bootstrapServers, stateDir, threads, commitInterval, otherOverrides);
    }

    /** How an admin client reaches the same brokers. */
    public Map<String, Object> adminConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        overrides.forEach((key, value) -> {
            if (AdminClientConfig.configNames().contains(key)) {
                config.put(key, value);
            }
        });
        return config;
    }

    /**
     * The settings of one application.
     *
     * @param applicationId names the consumer group, the internal topics, the clients and the state directory
     */
    public Properties properties(String applicationId) {
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        p.put(StreamsConfig.CLIENT_ID_CONFIG, applicationId);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        p.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        p.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTime.class);

        // The classic protocol: the newer one starts more slowly and has no warm-ups.
        p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // 0: take inputs in event-time order as far as they lie at the broker, but wait for none that may never come.
        // -1 would mix up topics while catching up (and make late what was in time); more would add its wait to
        // every event, because some input topic, such as the reviewers', is always empty.
        p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        // Live objects are written once per commit; Kafka Streams' own record cache would only copy them.
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbSettings.class);

        p.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetters.class);
        p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetters.class);
        p.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.DEAD_LETTERS.name());

        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // A poll takes everything that was fetched, and a fetch asks all partitions: only then is a partition that
        // looks empty
        // really empty. With the default of 500 records a poll brings one topic's records while the others' still wait
        // in the client, taken for read, and inputs are mixed up by days while catching up.
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), Integer.MAX_VALUE);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES_MAX);
        p.put(StreamsConfig.consumerPrefix(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        p.put(StreamsConfig.consumerPrefix(CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                HEARTBEAT_INTERVAL.toMillis());

        p.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), REQUEST_BYTES_MAX);
        // Nothing is visible before its transaction commits, so what waits in the producer delays nobody; a batch costs
        // 130 KB of buffers for its compression, and the broker a request, however few records it has.
        p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 25);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");

        // Changelogs carry event times: a replayed year, or a far future, is as good as today.
        p.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG), Long.MAX_VALUE);
        p.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG), Long.MAX_VALUE);

        p.putAll(overrides);
        return p;
    }
}
