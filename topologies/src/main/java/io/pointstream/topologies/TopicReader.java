package io.pointstream.topologies;

import io.pointstream.schemas.Topic;
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
 * Reads a small topic from its beginning and follows it, so that a running process knows all that it says: the versions of the
 * rule book, what is on the lists.
 *
 * <p>No global store of Kafka Streams: an exception in its thread ends the whole client, its records have no dead letters, and
 * a start that waits for the registry in it cannot be stopped. Here trouble with a server is logged and waited for, and
 * everything is read again; taking a record in twice changes nothing.
 */
public final class TopicReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** After it, a stop interrupts what the reader waits for: an interrupted consumer cannot close in order. */
    private static final Duration STOP_IN_ORDER_MAX = Duration.ofSeconds(3);

    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    /** Takes in what the topic says, on the reader's thread. */
    @FunctionalInterface
    public interface Taker {

        /**
         * Takes in a record, in the order of the topic.
         *
         * @throws RuntimeException when it cannot be read now but may be later, as while no registry answers
         */
        void take(byte @Nullable [] key, byte @Nullable [] value);
    }

    private final Topic topic;
    private final Taker taker;
    private final Map<String, Object> config;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /**
     * Reads nothing yet.
     *
     * @param kafka {@code bootstrap.servers}, security
     */
    public TopicReader(Topic topic, Taker taker, Map<String, ?> kafka) {
        this.topic = topic;
        this.taker = taker;
        thread = new Thread(this::run, "pointstream-reader-" + topic.name());
        config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "pointstream-" + topic.name());
    }

    /**
     * Begins to read, and returns when all that the topic says by now is known: the first event is decided by it. Waits, with a
     * log line, for a broker or a registry that is down.
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
        try {
            if (!thread.join(STOP_IN_ORDER_MAX)) {
                thread.interrupt();
                thread.join(STOP_MAX);
            }
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
                    LOG.warn("waiting to read a topic: topic={} reason=\"{}\"", topic.name(), e.toString());
                    pause();
                }
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = reading.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("no topic " + topic.name());
        }
        reading.assign(partitions);
        reading.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
        while (!closed) {
            if (ends.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                taker.take(record.key(), record.value());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            // Only close interrupts, and it is asked for by its own means too.
            Thread.currentThread().interrupt();
        }
    }
}
