package io.pointstream.dashboards.desk;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.rules.RuleBookVersion;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.schemas.serde.RecordFaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What is published in {@code program.rules}. */
public final class PublishedRules implements AutoCloseable {

    /** The number of the book that instances start with. */
    public static final int START_VERSION = 1;

    private static final TopicPartition PARTITION = new TopicPartition(Topics.PROGRAM_RULES.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int BROKER_PATIENCE_MS = 4_000;

    private final Map<String, Object> kafka;
    private final Serde<RuleBookVersion> serde;

    /** What was read last, and the end of the topic then: as long as that is the same, so is what is in it. */
    private volatile @Nullable Known known;

    private record Known(long end, Versions versions) {}

    /**
     * Reads nothing yet.
     *
     * @param kafka properties of a Kafka client, and those of the registry
     */
    public PublishedRules(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
        this.serde = AvroSerdes.create(kafka);
    }

    /**
     * What is published at one moment.
     *
     * @param last the highest number that was ever used; 1 is that of the book that instances start with
     * @param published by number, without those that were withdrawn
     */
    public record Versions(int last, List<RuleBookVersion> published) {

        /** The one of the highest number; null when nothing is published. */
        public @Nullable RuleBookVersion newest() {
            return published.isEmpty() ? null : published.getLast();
        }
    }

    /**
     * Reads all of it, if anything was published since it was read last.
     *
     * @throws KafkaException when a server does not answer within seconds, or there is no such topic
     */
    public Versions read() {
        long end = end();
        Known before = known;
        if (before != null && before.end == end) {
            return before.versions;
        }
        Versions versions = readTo(end);
        known = new Known(end, versions);
        return versions;
    }

    private Versions readTo(long end) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        TreeMap<Integer, Optional<RuleBookVersion>> found = new TreeMap<>();
        found.put(START_VERSION, Optional.empty());
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS);
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (consumer.position(PARTITION) < end) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException(PARTITION.topic() + " is not read to its end");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    add(record, found);
                }
            }
        }
        return new Versions(
                found.lastKey(),
                found.values().stream().flatMap(Optional::stream).toList());
    }

    /** Where the topic ends. As in the log of acts, what may be of a transaction that is being committed is waited for. */
    private long end() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS);
        try (Admin admin = Admin.create(properties)) {
            return admin.listOffsets(
                            Map.of(PARTITION, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(PARTITION)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** A number that was used is never given again, also where its record is none or was withdrawn. */
    private void add(ConsumerRecord<byte[], byte[]> record, Map<Integer, Optional<RuleBookVersion>> into) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!key.matches("[1-9]\\d{0,8}")) {
            return;
        }
        RuleBookVersion version = null;
        try {
            version = record.value() == null ? null : serde.deserializer().deserialize(record.topic(), record.value());
        } catch (RuntimeException e) {
            if (!RecordFaults.isRecordsFault(e)) {
                throw e;
            }
        }
        into.put(Integer.valueOf(key), Optional.ofNullable(version));
    }

    @Override
    public void close() {
        serde.close();
    }
}
