package io.pointstream.app.rules;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.config.RunConfig;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.rules.RuleBookVersion;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the next version to {@code program.rules}. All publishers share one transactional id, so that opening one fences
 * those before it, and completes what they have begun: what it then reads stays the newest until its own transaction is
 * committed, or that transaction fails because yet another was opened. No two take one number.
 */
final class RulePublisher implements AutoCloseable {

    private static final String TRANSACTIONAL_ID = "pointstream-rules-publisher";

    /** The number of the book that instances start with. */
    private static final int START_VERSION = 1;

    private static final Duration POLL = Duration.ofMillis(200);

    private final RunConfig config;
    private final Producer<String, RuleBookVersion> producer;

    /**
     * What was published.
     *
     * @param before the version that is in force until this one is
     */
    record Published(int version, int before) {}

    private RulePublisher(RunConfig config, Producer<String, RuleBookVersion> producer) {
        this.config = config;
        this.producer = producer;
    }

    /** Waits for the broker and takes the place of every other publisher. */
    static RulePublisher open(RunConfig config) {
        TopicAdmin.create(config.kafka().properties(), config.kafka().topics());
        Map<String, Object> properties = new HashMap<>(config.kafka().properties());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.PROGRAM_RULES.messageBytesMax());
        Producer<String, RuleBookVersion> producer = new KafkaProducer<>(
                properties,
                new StringSerializer(),
                AvroSerdes.<RuleBookVersion>create(config.schemaRegistry().serdeProperties())
                        .serializer());
        try {
            producer.initTransactions();
            return new RulePublisher(config, producer);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Publishes a book as the next version.
     *
     * @param effectiveFrom has to be after that of the newest published version
     * @throws CommandFailure when it is not, or when another publisher has come since this one was opened
     */
    Published publish(String yaml, Instant effectiveFrom, Instant now, String by) throws InterruptedException {
        Versions versions = read();
        RuleBookVersion newest = versions.newest;
        if (newest != null && !effectiveFrom.isAfter(newest.getEffectiveFrom())) {
            throw new CommandFailure("refused: " + shown(effectiveFrom) + " is not after "
                    + shown(newest.getEffectiveFrom()) + ", from which version " + newest.getVersion()
                    + " is in force");
        }
        int number = versions.last + 1;
        RuleBookVersion version = new RuleBookVersion(number, effectiveFrom, yaml, now, by);
        try {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(Topics.PROGRAM_RULES.name(), Integer.toString(number), version))
                    .get();
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw overtaken(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                throw overtaken(e);
            }
            producer.abortTransaction();
            throw cause instanceof KafkaException known ? known : new KafkaException(cause);
        }
        return new Published(number, newest == null ? START_VERSION : newest.getVersion());
    }

    private static CommandFailure overtaken(Exception e) {
        return new CommandFailure("another publisher came in between; nothing was published. Try again.", e);
    }

    /**
     * What is published.
     *
     * @param last the highest number that was ever used
     * @param newest the version of the highest number, or null
     */
    private record Versions(int last, @Nullable RuleBookVersion newest) {}

    private Versions read() {
        Map<String, Object> properties = new HashMap<>(config.kafka().properties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        TreeMap<Integer, Optional<RuleBookVersion>> found = new TreeMap<>();
        found.put(START_VERSION, Optional.empty());
        Deserializer<RuleBookVersion> records = AvroSerdes.<RuleBookVersion>create(
                        config.schemaRegistry().serdeProperties())
                .deserializer();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PROGRAM_RULES.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    add(record, records, found);
                }
            }
        }
        RuleBookVersion newest = found.descendingMap().values().stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
        return new Versions(found.lastKey(), newest);
    }

    /** A number that was used is never given again, also where its record is none or was withdrawn. */
    private static void add(
            ConsumerRecord<byte[], byte[]> record,
            Deserializer<RuleBookVersion> records,
            Map<Integer, Optional<RuleBookVersion>> into) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!key.matches("[1-9]\\d{0,8}")) {
            return;
        }
        RuleBookVersion version = null;
        try {
            version = record.value() == null ? null : records.deserialize(record.topic(), record.value());
        } catch (RuntimeException e) {
            if (!DeadLetters.isRecordsFault(e)) {
                throw e;
            }
        }
        into.put(Integer.valueOf(key), Optional.ofNullable(version));
    }

    private static String shown(Instant time) {
        return time.atZone(EffectiveFrom.ZONE).toOffsetDateTime().toString();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
