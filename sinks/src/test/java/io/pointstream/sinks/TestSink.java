package io.pointstream.sinks;

import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** A real broker of our own with the sink's topics, and a producer that writes in transactions as Streams does. */
final class TestSink implements AutoCloseable {

    static final int PARTITIONS = 3;

    private final EmbeddedKafka kafka;
    private final Map<String, Object> properties;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serde<SpecificRecord> serde;

    TestSink() {
        try {
            kafka = EmbeddedKafka.start(Files.createTempDirectory("kafka"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                "mock://" + kafka.bootstrapServers());
        serde = AvroSerdes.create(properties);
        Map<String, Object> transactional = new HashMap<>(properties);
        transactional.put("transactional.id", "test");
        producer = new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Makes the topics; call it once. */
    void createTopics() {
        try (Admin admin = Admin.create(properties)) {
            List<NewTopic> topics = new ArrayList<>(
                    ClickHouseSink.TOPICS.stream().map(topic -> newTopic(topic)).toList());
            topics.add(newTopic(Topics.DEAD_LETTERS));
            TopicAdmin.create(admin, topics);
        }
    }

    private static NewTopic newTopic(Topic topic) {
        // Compaction would take away versions of a case that these tests count.
        return new NewTopic(topic.name(), PARTITIONS, (short) 1);
    }

    /** Batches of 50 records or 50 ms, so that there are many. */
    SinkConfig config(ClickHouseConfig clickHouse, String groupId) {
        return new SinkConfig(
                properties,
                clickHouse,
                groupId,
                50,
                1 << 20,
                Duration.ofMillis(50),
                8 << 20,
                Duration.ofSeconds(10),
                Map.of(),
                4);
    }

    Map<String, Object> properties() {
        return properties;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    /** Writes records in transactions of so many, so that markers take offsets between them; every tenth is aborted first. */
    void write(Topic topic, List<? extends SpecificRecord> records, int perTransaction) {
        for (int i = 0; i < records.size(); i += perTransaction) {
            List<? extends SpecificRecord> some = records.subList(i, Math.min(records.size(), i + perTransaction));
            if (i / perTransaction % 10 == 0) {
                producer.beginTransaction();
                some.forEach(record -> send(topic, record));
                producer.abortTransaction();
            }
            producer.beginTransaction();
            some.forEach(record -> send(topic, record));
            producer.commitTransaction();
        }
    }

    private void send(Topic topic, SpecificRecord record) {
        byte[] key = record.get(0).toString().getBytes(StandardCharsets.UTF_8);
        int partition = Math.floorMod(Arrays.hashCode(key), PARTITIONS);
        // The commit of the transaction says whether it arrived.
        var _ = producer.send(new ProducerRecord<>(
                topic.name(), partition, key, serde.serializer().serialize(topic.name(), record)));
    }

    /** The record of a value's bytes. */
    SpecificRecord read(Topic topic, byte[] value) {
        return serde.deserializer().deserialize(topic.name(), value);
    }

    /** Writes bytes as they are. */
    void writeRaw(Topic topic, int partition, byte[] key, byte @Nullable [] value) {
        producer.beginTransaction();
        // The commit of the transaction says whether it arrived.
        var _ = producer.send(new ProducerRecord<>(topic.name(), partition, key, value));
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
        serde.close();
        kafka.close();
    }
}
