package io.pointstream.app.demo;

import io.pointstream.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How many committed offsets lie between a consumer group and the end of its topics. */
public final class Lag implements AutoCloseable {

    private static final long ANSWER_SECONDS_MAX = 10;

    /** A lag of no more offsets is looked at, record by record. */
    private static final long MARKERS_MAX = 1_000;

    private static final Duration POLL = Duration.ofMillis(200);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final Map<String, List<TopicPartition>> partitions = new HashMap<>();

    /** @param kafka client properties */
    public Lag(Map<String, Object> kafka) {
        this.admin = Admin.create(kafka);
        this.reader = RecordCount.reader(kafka);
    }

    /** As {@link #of}, counting the application's own repartition topics in. */
    public long withInternals(String application, Collection<Topic> topics) throws InterruptedException {
        List<String> names = new ArrayList<>(topics.stream().map(Topic::name).toList());
        await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(application + "-") && name.endsWith("-repartition"))
                .forEach(names::add);
        return between(application, names);
    }

    /**
     * The group's lag in offsets, 0 when no record is left; a partition that it has never committed counts from its
     * start.
     */
    public long of(String group, Collection<Topic> topics) throws InterruptedException {
        return between(group, topics.stream().map(Topic::name).toList());
    }

    /** How many partitions a topic has, whatever the settings say: a data directory keeps those that it was made with. */
    public int partitionsOf(Topic topic) {
        return partitionsOf(topic.name()).size();
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return partitions.computeIfAbsent(topic, this::describe);
    }

    private long between(String group, List<String> topics) throws InterruptedException {
        List<TopicPartition> inputs =
                topics.stream().flatMap(topic -> partitionsOf(topic).stream()).toList();
        // The position first: read after the ends, it could already be beyond them.
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        inputs.forEach(input -> latest.put(input, OffsetSpec.latest()));
        var ends = await(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        Map<TopicPartition, Long> behind = new HashMap<>();
        long lag = 0;
        for (TopicPartition input : inputs) {
            OffsetAndMetadata offset = committed.get(input);
            long position = offset == null ? 0 : offset.offset();
            var end = ends.get(input);
            if (end != null && end.offset() > position) {
                lag += end.offset() - position;
                behind.put(input, position);
            }
        }
        return lag <= MARKERS_MAX && onlyMarkers(behind) ? 0 : lag;
    }

    /** Whether no committed record lies between the positions and the ends: a group need not commit ends of transactions. */
    private boolean onlyMarkers(Map<TopicPartition, Long> positions) {
        if (positions.isEmpty()) {
            return true;
        }
        reader.assign(positions.keySet());
        Map<TopicPartition, Long> ends = reader.endOffsets(positions.keySet());
        positions.forEach(reader::seek);
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            if (!reader.poll(POLL).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }

    private List<TopicPartition> describe(String topic) {
        try {
            Map<String, TopicDescription> descriptions =
                    await(admin.describeTopics(List.of(topic)).allTopicNames());
            return descriptions.values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the broker did not answer", e);
        }
    }
}
