package io.pointstream.benchmarks.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.farming.FarmingTopology;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with our topics in a JVM of its own beside this one, and the applications as the service runs them on it. */
public final class BenchStack implements AutoCloseable {

    /** A registry of this process: nothing is measured but the first look-ups. */
    public static final Map<String, Object> SERDES = Map.of("schema.registry.url", "mock://bench");

    /**
     * How the applications run.
     *
     * @param threads stream threads of each
     * @param commitInterval of transactions
     */
    public record Streams(int threads, Duration commitInterval) {}

    private final EmbeddedKafka kafka;
    private final StreamsConfigs configs;

    private BenchStack(EmbeddedKafka kafka, StreamsConfigs configs) {
        this.kafka = kafka;
        this.configs = configs;
    }

    /** Starts the broker; {@code directory} is for its data and for the stores. */
    public static BenchStack start(Path directory, Streams streams) {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        BenchStack stack = new BenchStack(
                kafka,
                StreamsConfigs.of(kafka.bootstrapServers(), directory.resolve("streams"))
                        .withThreads(streams.threads)
                        .withCommitInterval(streams.commitInterval));
        TopicAdmin.create(stack.clients(), TopicAdmin.Overrides.NONE);
        return stack;
    }

    /** {@code host:port} of the broker. */
    public String servers() {
        return kafka.bootstrapServers();
    }

    /** Properties of any client. */
    public Map<String, Object> clients() {
        return Map.of("bootstrap.servers", servers());
    }

    /** Not started yet; the rules are those that are shipped. */
    public StreamsRunner points(MeterRegistry meters) {
        ProgramRules rules = ProgramRules.fixed(RuleBooks.shipped());
        return new StreamsRunner(
                PointsTopology.APPLICATION, PointsTopology.build(rules, Ticks.none(), SERDES), configs, meters);
    }

    /** Not started yet; the thresholds are those that are shipped. */
    public StreamsRunner farming(MeterRegistry meters) {
        ProgramRules rules = ProgramRules.fixed(RuleBooks.shipped());
        return new StreamsRunner(
                FarmingTopology.APPLICATION, FarmingTopology.build(rules, () -> Lists.NONE, SERDES), configs, meters);
    }

    /** Sends what accounts do. */
    public KafkaProducer<String, Activity> activities() {
        return producer(AvroSerdes.<Activity>create(SERDES).serializer());
    }

    /** Sends values in batches. */
    public <V> KafkaProducer<String, V> producer(Serializer<V> values) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers(),
                        "linger.ms",
                        5,
                        "batch.size",
                        128 * 1024,
                        "compression.type",
                        "lz4"),
                new StringSerializer(),
                values);
    }

    /** Reads committed records of these topics, from wherever it is sent to, and belongs to no group. */
    public KafkaConsumer<byte[], byte[]> reader(List<Topic> topics) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        return consumer;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
