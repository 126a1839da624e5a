package io.pointstream.benchmarks.points;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A limit that the points application is held against: reads the same records, keeps nothing, writes one record for each,
 * exactly once, with the same batching and commit interval.
 */
final class StatelessLoop implements AutoCloseable {

    /** What is written for a record. */
    @FunctionalInterface
    interface Transform {
        byte[] apply(ConsumerRecord<byte[], byte[]> record);
    }

    static final String TOPIC = "bench.loop";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration commitInterval;

    /** @param group its consumer group and transactional id: each loop reads all records once */
    StatelessLoop(String bootstrapServers, Duration commitInterval, String group) {
        this.commitInterval = commitInterval;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1_000,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        group,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 * 1024,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : Topics.activity()) {
            for (PartitionInfo info : consumer.partitionsFor(topic.name())) {
                partitions.add(new TopicPartition(topic.name(), info.partition()));
            }
        }
        consumer.assign(partitions);
    }

    /**
     * Works off records until so many are done; those of the last run are behind it.
     *
     * @return nanoseconds from the first record to the last commit
     */
    long run(int records, Transform transform) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        int count = 0;
        long startedNs = 0;
        long committedNs = 0;
        while (count < records) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (startedNs == 0) {
                    startedNs = System.nanoTime();
                    committedNs = startedNs;
                }
                if (done.isEmpty()) {
                    producer.beginTransaction();
                }
                var _ = producer.send(new ProducerRecord<>(
                        TOPIC, record.partition(), record.timestamp(), record.key(), transform.apply(record)));
                done.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
                count++;
            }
            if (!done.isEmpty() && (count >= records || System.nanoTime() - committedNs >= commitInterval.toNanos())) {
                producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
                producer.commitTransaction();
                done.clear();
                committedNs = System.nanoTime();
            }
        }
        return committedNs - startedNs;
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ofSeconds(5));
    }
}
