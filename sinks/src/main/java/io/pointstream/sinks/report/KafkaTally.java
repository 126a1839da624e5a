package io.pointstream.sinks.report;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.serde.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What the topics ask for: the rows that each committed record must have become, counted apart from the sink by table,
 * partition and local day. It goes on where it stopped, so that only the first reading is of everything.
 *
 * <p>Belongs to no group and commits nothing. Not thread-safe.
 */
final class KafkaTally implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final ZoneId PROGRAM_ZONE = ZoneId.of("Asia/Shanghai");

    /** What is counted together. */
    record Slice(String table, TopicPartition partition, LocalDate day) {}

    /** A record that was set aside. */
    record Place(TopicPartition partition, long offset) {}

    /** The rows asked for. */
    static final class Count {
        long rows;
        long points;
        long firstOffset = Long.MAX_VALUE;
        long lastOffset;
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Serde<SpecificRecord> serde;
    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<Slice, Count> counts = new HashMap<>();
    private final Set<Place> unreadable = new HashSet<>();
    private final Set<Place> deadLetters = new HashSet<>();

    /** @param kafka the client's properties, those of the registry too */
    KafkaTally(Map<String, Object> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        serde = AvroSerdes.create(kafka);
    }

    /** The partitions of a topic. */
    List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Counts on, up to these offsets, and takes note of all dead letters. */
    void readTo(Map<TopicPartition, Long> ends) {
        read(ends, this::count);
        List<TopicPartition> letters = partitions(Topics.DEAD_LETTERS.name());
        consumer.assign(letters);
        read(consumer.endOffsets(letters), this::deadLetter);
    }

    private void read(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        Set<TopicPartition> partitions = ends.keySet();
        consumer.assign(partitions);
        consumer.beginningOffsets(partitions).forEach((partition, begin) -> {
            begins.putIfAbsent(partition, begin);
            consumer.seek(partition, Math.max(begin, positions.getOrDefault(partition, begin)));
        });
        pass(ends, take);
    }

    // A position past the last record below the end may still be before it: markers take offsets, too.
    private void pass(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(record -> {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    take.accept(record);
                }
            });
        }
        positions.putAll(ends);
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        try {
            rows(record, (table, day, points) -> {
                Count count = counts.computeIfAbsent(new Slice(table, partition, day), key -> new Count());
                count.rows++;
                count.points += points;
                count.firstOffset = Math.min(count.firstOffset, record.offset());
                count.lastOffset = record.offset();
            });
        } catch (RetriableException e) {
            throw e;
        } catch (RuntimeException e) {
            unreadable.add(new Place(partition, record.offset()));
        }
    }

    private interface Row {
        void is(String table, LocalDate day, long points);
    }

    /** The rows that a record must become. Reads all of it before it says anything. */
    private void rows(ConsumerRecord<byte[], byte[]> record, Row row) {
        SpecificRecord value = serde.deserializer().deserialize(record.topic(), record.value());
        switch (value) {
            case JournalEntry entry -> {
                if (entry.getDecision() != null) {
                    row.is("decisions", day(entry.getDecision().getOccurredAt()), 0);
                }
                for (Posting posting : entry.getPostings()) {
                    row.is("postings", day(posting.getOccurredAt()), posting.getPoints());
                }
                row.is("balances", day(entry.getOccurredAt()), 0);
            }
            case Notice notice -> row.is("notices", day(notice.getOccurredAt()), 0);
            case Signal signal -> row.is("signals", day(signal.getDetectedAt()), 0);
            case Flag flag ->
                row.is(
                        record.topic().equals(Topics.FARMING_SHADOW_FLAGS.name()) ? "shadow_flags" : "flags",
                        day(flag.getUpdatedAt()),
                        0);
            case Activity activity ->
                row.is(
                        activity.getBody() instanceof ReviewDecided ? "reviews" : "redemptions",
                        day(activity.getOccurredAt()),
                        0);
            case Act act -> row.is("acts", day(act.getAt()), 0);
            // A tombstone of a compacted topic is no row.
            case null, default -> {}
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, PROGRAM_ZONE);
    }

    // The headers of KIP-1034, which the sink writes, too.
    private void deadLetter(ConsumerRecord<byte[], byte[]> record) {
        String topic = header(record, "topic");
        String partition = header(record, "partition");
        String offset = header(record, "offset");
        if (topic != null && partition != null && offset != null) {
            deadLetters.add(new Place(new TopicPartition(topic, Integer.parseInt(partition)), Long.parseLong(offset)));
        }
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader("__streams.errors." + name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** What is asked for by now. */
    Map<Slice, Count> counts() {
        return counts;
    }

    /** The first offset that there was of a partition. */
    long begin(TopicPartition partition) {
        return begins.getOrDefault(partition, 0L);
    }

    /** Records that could not be read and are not in the dead letters either. */
    Collection<Place> lost() {
        Set<Place> lost = new HashSet<>(unreadable);
        lost.removeAll(deadLetters);
        return lost;
    }

    /** Whether a record was set aside, so that no row is to be asked for. */
    boolean isDeadLetter(TopicPartition partition, long offset) {
        return deadLetters.contains(new Place(partition, offset));
    }

    /** The rows that each record of one day must have become, by offset: a second reading, of that day's records alone. */
    Map<Long, Long> rowsByOffset(Slice key) {
        Map<Long, Long> rows = new TreeMap<>();
        Count count = counts.get(key);
        if (count != null) {
            consumer.assign(List.of(key.partition()));
            consumer.seek(key.partition(), count.firstOffset);
            long known = positions.getOrDefault(key.partition(), 0L);
            pass(Map.of(key.partition(), count.lastOffset + 1), record -> {
                if (!unreadable.contains(new Place(key.partition(), record.offset()))) {
                    rows(record, (table, day, points) -> {
                        if (table.equals(key.table()) && day.equals(key.day())) {
                            rows.merge(record.offset(), 1L, Long::sum);
                        }
                    });
                }
            });
            positions.put(key.partition(), known);
        }
        return rows;
    }

    @Override
    public void close() {
        consumer.close();
        serde.close();
    }
}
