package io.pointstream.topologies.rules;

import io.pointstream.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code program.rules} from its beginning and follows it, so that a running process learns of every version.
 *
 * <p>No global store of Kafka Streams: an exception in its thread ends the whole client, its records have no dead letters, and
 * a start that waits for the registry in it cannot be stopped. Here trouble with a server is logged and waited for, and
 * everything is read again; taking a version in twice changes nothing.
 */
public final class RulesReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RulesReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final ProgramRules rules;
    private final Map<String, Object> config;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "pointstream-rules-reader");
    private volatile boolean closed;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /**
     * Reads nothing yet.
     *
     * @param kafka {@code bootstrap.servers}, security
     */
    public RulesReader(ProgramRules rules, Map<String, ?> kafka) {
        this.rules = rules;
        config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "pointstream-rules");
    }

    /**
     * Begins to read, and returns when every version that is published by now is known: the first event is decided by all
     * of them. Waits, with a log line, for a broker or a registry that is down.
     *
     * @throws InterruptedException when interrupted while waiting
     */
    public void start() throws InterruptedException {
        thread.setDaemon(true);
        thread.start();
        caughtUp.await();
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        thread.interrupt();
        try {
            thread.join(STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> reading =
                    new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = reading;
                follow(reading);
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn(
                            "waiting to read rule books: topic={} reason=\"{}\"",
                            Topics.PROGRAM_RULES.name(),
                            e.toString());
                    pause();
                }
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = reading.partitionsFor(Topics.PROGRAM_RULES.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("no topic " + Topics.PROGRAM_RULES.name());
        }
        reading.assign(partitions);
        reading.seekToBeginning(partitions);
        Map<TopicPartition, Long> published = reading.endOffsets(partitions);
        while (!closed) {
            if (published.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                rules.take(record.key(), record.value());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            // Only close interrupts, and says so by its own means.
            Thread.currentThread().interrupt();
        }
    }
}
