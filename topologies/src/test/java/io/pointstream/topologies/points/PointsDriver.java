package io.pointstream.topologies.points;

import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.StoreEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The points topology in a test driver, fed with bytes as a broker would. */
final class PointsDriver implements AutoCloseable {

    static final Map<String, Object> SERDES = Map.of("schema.registry.url", "mock://points-topology-test");

    final TopologyTestDriver driver;
    private final Serde<Activity> activities = AvroSerdes.create(SERDES);

    PointsDriver(Path stateDir, StoreEngine stores) {
        this(stateDir, stores, Ticks.none());
    }

    PointsDriver(Path stateDir, StoreEngine stores, Ticks ticks) {
        this(PointsTopology.build(ProgramRules.fixed(RuleBooks.shipped()), ticks, SERDES, stores, 1 << 20), stateDir);
    }

    PointsDriver(Topology topology, Path stateDir) {
        Properties properties = StreamsConfigs.of("localhost:1", stateDir).properties(PointsTopology.APPLICATION);
        // The test driver throws away what a task sends before its record is processed when it runs exactly once; a
        // broker
        // does not (PointsApplicationTest).
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        driver = new TopologyTestDriver(topology, properties);
    }

    static Activity payment(String account, String eventId, Instant at, String paymentId, long fen) {
        return new Activity(
                eventId, account, at, null, null, new PaymentSettled(paymentId, PaymentChannel.OFFLINE_QR, "m1", fen));
    }

    byte[] bytes(Topic topic, Activity activity) {
        return activities.serializer().serialize(topic.name(), activity);
    }

    void pipe(Topic topic, Activity activity) {
        pipe(topic, activity.getAccountId().getBytes(StandardCharsets.UTF_8), bytes(topic, activity));
    }

    /** What detection says of an account: one case, or none. */
    void suspect(AccountRisk risk) {
        pipe(
                Topics.FARMING_RISK,
                risk.getAccountId().getBytes(StandardCharsets.UTF_8),
                AvroSerdes.<AccountRisk>create(SERDES).serializer().serialize(Topics.FARMING_RISK.name(), risk));
    }

    void pipe(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
        TestInputTopic<byte[], byte[]> in =
                driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
        in.pipeInput(new TestRecord<>(key, value, Instant.parse("2026-01-01T00:00:00Z")));
    }

    List<JournalEntry> journal() {
        return read(Topics.POINTS_JOURNAL, AvroSerdes.<JournalEntry>create(SERDES)).stream()
                .map(TestRecord::value)
                .toList();
    }

    List<AccountBalance> balances() {
        return read(Topics.POINTS_BALANCES, AvroSerdes.<AccountBalance>create(SERDES)).stream()
                .map(TestRecord::value)
                .toList();
    }

    List<Notice> notices() {
        return read(Topics.POINTS_NOTICES, AvroSerdes.<Notice>create(SERDES)).stream()
                .map(TestRecord::value)
                .toList();
    }

    List<TestRecord<byte[], byte[]>> raw(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private <T extends SpecificRecord> List<TestRecord<String, T>> read(Topic topic, Serde<T> serde) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serde.deserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
