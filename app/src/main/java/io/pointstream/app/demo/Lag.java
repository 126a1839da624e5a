package io.pointstream.app.demo;

import io.pointstream.schemas.Topic;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How many committed offsets lie between a consumer group and the end of its topics. */
final class Lag {

    private static final long ANSWER_SECONDS_MAX = 10;

    private final Admin admin;
    private final Map<String, List<TopicPartition>> partitions = new HashMap<>();

    Lag(Admin admin) {
        this.admin = admin;
    }

    /** As {@link #of}, counting the application's own repartition topics in. */
    long withInternals(String application, Collection<Topic> topics) throws InterruptedException {
        List<String> names = new ArrayList<>(topics.stream().map(Topic::name).toList());
        await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(application + "-") && name.endsWith("-repartition"))
                .forEach(names::add);
        return between(application, names);
    }

    /**
     * The group's lag; a partition that it has never committed counts from its start. Ends of transactions count as
     * offsets, until the group has passed them.
     */
    long of(String group, Collection<Topic> topics) throws InterruptedException {
        return between(group, topics.stream().map(Topic::name).toList());
    }

    private long between(String group, List<String> topics) throws InterruptedException {
        List<TopicPartition> inputs = topics.stream()
                .flatMap(topic -> partitions.computeIfAbsent(topic, this::partitions).stream())
                .toList();
        // The position first: read after the ends, it could already be beyond them.
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        inputs.forEach(input -> latest.put(input, OffsetSpec.latest()));
        var ends = await(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        long lag = 0;
        for (TopicPartition input : inputs) {
            OffsetAndMetadata position = committed.get(input);
            var end = ends.get(input);
            if (end != null) {
                lag += Math.max(0, end.offset() - (position == null ? 0 : position.offset()));
            }
        }
        return lag;
    }

    private List<TopicPartition> partitions(String topic) {
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
