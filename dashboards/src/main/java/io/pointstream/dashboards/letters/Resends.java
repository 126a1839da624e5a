package io.pointstream.dashboards.letters;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.json.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends letters again, each at most once, whoever asks however often on however many consoles.
 *
 * <p>The record and a mark that its letter was sent are one transaction. All consoles share one transactional id: opening a writer
 * fences those before it and completes what they have begun, so the marks that are read after that stay all there are until the own
 * transaction is committed, or that fails because yet another writer was opened. After a lost connection the next try finds the mark,
 * or none.
 */
public final class Resends {

    /** Header of what was sent again: the place of its letter. */
    public static final String LETTER = "pointstream.letter";

    private static final String TRANSACTIONAL_ID = "pointstream-dead-letters-resend";
    private static final TopicPartition MARKS = new TopicPartition(Topics.DEAD_LETTERS_RESENT.name(), 0);
    private static final Set<String> INPUTS =
            Topics.activity().stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());

    private static final int TRIES_MAX = 3;
    private static final int FETCH_WAIT_MS_MAX = 10;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Why a letter is not sent. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Where it is now. */
    public record Sent(String topic, int partition, long offset) {}

    private final Map<String, Object> kafka;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();

    /** @param kafka how any client reaches the brokers */
    public Resends(Map<String, Object> kafka, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.clock = clock;
    }

    /**
     * Sends a letter's original to where it was: topic, partition, key, value and time are its own, and its headers with
     * {@link #LETTER} behind them.
     *
     * @param by who asks
     * @throws RefusedException when it was sent before, or is not of a topic whose readers know a repeated event
     * @throws KafkaException when Kafka does not answer; it may have been sent or not, and to try again is safe
     */
    public Sent resend(DeadLetter letter, String by) throws RefusedException, InterruptedException {
        String topic = letter.topic().orElse("");
        if (!isSentAgain(topic)) {
            throw new RefusedException("Only what accounts do is sent again; other readers of "
                    + (topic.isEmpty() ? "an unnamed topic" : topic) + " may have taken the record");
        }
        ProducerRecord<byte[], byte[]> original = original(letter, topic);
        String place = place(letter);
        one.lockInterruptibly();
        try {
            for (int tried = 1; ; tried++) {
                try (Producer<byte[], byte[]> producer = open()) {
                    if (marks().contains(place)) {
                        throw new RefusedException("This letter was sent again before");
                    }
                    return write(producer, original, mark(place, by));
                } catch (ProducerFencedException | InvalidProducerEpochException e) {
                    if (tried == TRIES_MAX) {
                        throw e;
                    }
                }
            }
        } finally {
            one.unlock();
        }
    }

    /** Whether records of this topic are sent again. */
    public static boolean isSentAgain(String topic) {
        return INPUTS.contains(topic);
    }

    /** The places of the letters that were sent again. */
    public Set<String> marks() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS_MAX);
        Set<String> places = new HashSet<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(MARKS));
            consumer.seekToBeginning(List.of(MARKS));
            long end = consumer.endOffsets(List.of(MARKS)).getOrDefault(MARKS, 0L);
            long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(MARKS) < end) {
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw new TimeoutException(MARKS + " could not be read up to " + end);
                }
                consumer.poll(POLL).forEach(mark -> places.add(new String(mark.key(), StandardCharsets.UTF_8)));
            }
        }
        return places;
    }

    /** How a letter is named in marks. */
    static String place(DeadLetter letter) {
        return letter.partition() + "/" + letter.offset();
    }

    private static ProducerRecord<byte[], byte[]> original(DeadLetter letter, String topic) {
        ProducerRecord<byte[], byte[]> original = new ProducerRecord<>(
                topic,
                letter.originalPartition().orElse(null),
                Math.max(0, letter.record().timestamp()),
                letter.record().key(),
                letter.record().value());
        for (Header header : letter.record().headers()) {
            if (!DeadLetter.isOwn(header)) {
                original.headers().add(header);
            }
        }
        original.headers().add(LETTER, utf8(place(letter)));
        return original;
    }

    private ProducerRecord<byte[], byte[]> mark(String place, String by) {
        Instant now = clock.instant();
        return new ProducerRecord<>(
                MARKS.topic(), null, now.toEpochMilli(), utf8(place), utf8(Times.utc(now) + " " + by));
    }

    private Producer<byte[], byte[]> open() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DEAD_LETTERS.messageBytesMax());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                PATIENCE.dividedBy(2).toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) PATIENCE.toMillis());
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return producer;
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static Sent write(
            Producer<byte[], byte[]> producer,
            ProducerRecord<byte[], byte[]> original,
            ProducerRecord<byte[], byte[]> mark)
            throws InterruptedException {
        producer.beginTransaction();
        Future<RecordMetadata> sent = producer.send(original);
        var _ = producer.send(mark);
        // Fails with whatever failed before it.
        producer.commitTransaction();
        try {
            RecordMetadata at = sent.get();
            return new Sent(at.topic(), at.partition(), at.offset());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
