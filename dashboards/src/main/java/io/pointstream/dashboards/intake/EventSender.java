package io.pointstream.dashboards.intake;

import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends events and waits for the brokers' acknowledgements, for many requests at once. A server in trouble is told within
 * seconds: the client has the events and can wait for longer than a request can.
 */
final class EventSender implements AutoCloseable {

    /** For the topics' leaders, or for room in the producer's buffer. */
    private static final Duration BLOCK_MAX = Duration.ofSeconds(2);

    private static final Duration REQUEST_MAX = Duration.ofSeconds(5);

    /** From the send to the last acknowledgement. */
    private static final Duration DELIVERY_MAX = Duration.ofSeconds(10);

    private static final long BUFFER_BYTES_MIN = 32L << 20;

    private static final int REGISTRY_RETRIES_MAX = 3;

    private final IntakeConfig config;
    private @Nullable Producer<String, Activity> producer;

    EventSender(IntakeConfig config) {
        this.config = config;
    }

    /**
     * How far a batch came.
     *
     * @param confirmed whether each event is known to be in Kafka
     * @param trouble why not all are; null when all are
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Receipt(boolean[] confirmed, @Nullable Exception trouble) {

        boolean isComplete() {
            return trouble == null;
        }

        /** Whether the events came faster than Kafka takes them, rather than Kafka being away. */
        boolean isOverfull() {
            return trouble instanceof BufferExhaustedException;
        }
    }

    /** Sends events in their order, and returns when each is acknowledged by all replicas in sync, or is not going to be. */
    Receipt send(List<Activity> events) throws InterruptedException {
        boolean[] confirmed = new boolean[events.size()];
        AtomicReference<@Nullable Exception> trouble = new AtomicReference<>();
        Semaphore answered = new Semaphore(0);
        int sent = 0;
        try {
            Producer<String, Activity> to = producer();
            // What cannot be buffered or has no leader fails in the call; the rest would only wait as long for the
            // same.
            while (sent < events.size() && trouble.get() == null) {
                int index = sent;
                var _ = to.send(ActivityRecords.of(events.get(index)), (metadata, wrong) -> {
                    if (wrong == null) {
                        confirmed[index] = true;
                    } else {
                        trouble.compareAndSet(null, wrong);
                    }
                    answered.release();
                });
                sent++;
            }
        } catch (KafkaException e) {
            trouble.compareAndSet(null, e);
        }
        if (!answered.tryAcquire(sent, DELIVERY_MAX.plus(REQUEST_MAX).toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("The producer left " + sent + " sends without an answer");
        }
        return new Receipt(confirmed, trouble.get());
    }

    /** Made at the first use: the console starts also where a broker's name cannot be resolved yet. */
    private synchronized Producer<String, Activity> producer() {
        if (producer == null) {
            Map<String, Object> serdes = new HashMap<>(config.serdes());
            serdes.put(SchemaRegistryConfig.MAX_RETRIES, REGISTRY_RETRIES_MAX);
            producer = ActivityRecords.producer(
                    config.kafka(),
                    serdes,
                    Map.of(
                            ProducerConfig.CLIENT_ID_CONFIG,
                            "pointstream-intake",
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            BLOCK_MAX.toMillis(),
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            (int) REQUEST_MAX.toMillis(),
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            (int) DELIVERY_MAX.toMillis(),
                            // JSON is larger than Avro, but a batch takes its whole buffer however few records it has.
                            ProducerConfig.BUFFER_MEMORY_CONFIG,
                            Math.max(BUFFER_BYTES_MIN, config.memoryBytesMax())));
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(REQUEST_MAX);
        }
    }
}
