package io.pointstream.topologies.points;

import static io.pointstream.topologies.points.PointsDriver.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.embedded.EmbeddedRegistry;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.DeadLetters;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.rules.ProgramRules;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The points application against a real broker and a real registry; the tests build on each other's topics. */
@TestMethodOrder(OrderAnnotation.class)
class PointsApplicationTest {

    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private static KafkaProducer<byte[], byte[]> producer;

    @SuppressWarnings("NullAway.Init")
    private static Committed committed;

    private static final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** What a reader of committed records has seen so far. */
    private static final class Committed implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Serde<JournalEntry> journalSerde;
        final List<JournalEntry> journal = new ArrayList<>();
        final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

        Committed(Serde<JournalEntry> journalSerde) {
            this.journalSerde = journalSerde;
            consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers", kafka.bootstrapServers(),
                            "isolation.level", "read_committed",
                            "auto.offset.reset", "earliest"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(Topics.POINTS_JOURNAL.name(), Topics.DEAD_LETTERS.name())) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
        }

        void poll() {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
                    deadLetters.add(record);
                } else {
                    journal.add(journalSerde.deserializer().deserialize(record.topic(), record.value()));
                }
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        TopicAdmin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()), TopicAdmin.Overrides.NONE);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        committed = new Committed(AvroSerdes.create(serdes()));
    }

    @AfterAll
    static void stop() {
        committed.close();
        producer.close(Duration.ZERO);
        registry.close();
        kafka.close();
    }

    private static Map<String, Object> serdes() {
        return Map.of("schema.registry.url", registry.url());
    }

    private static StreamsRunner runner(String stateDir) {
        return new StreamsRunner(
                PointsTopology.APPLICATION,
                PointsTopology.build(ProgramRules.fixed(RuleBooks.shipped()), Ticks.none(), serdes()),
                StreamsConfigs.of(kafka.bootstrapServers(), directory.resolve(stateDir)),
                meters);
    }

    private static byte[] bytes(Activity activity) {
        return AvroSerdes.<Activity>create(serdes()).serializer().serialize(Topics.ACTIVITY_PAYMENT.name(), activity);
    }

    private static void send(byte @Nullable [] key, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(Topics.ACTIVITY_PAYMENT.name(), key, value))
                .get();
    }

    /** One payment of 10 yuan for each of the accounts a0 … a9. */
    private static void sendRound(int round) throws ExecutionException, InterruptedException {
        for (int account = 0; account < 10; account++) {
            String id = "a" + account;
            Activity activity = payment(id, "e" + round, NOON.plusSeconds(round * 60L), "p" + round, 1_000);
            send(id.getBytes(StandardCharsets.UTF_8), bytes(activity));
        }
    }

    private static void awaitJournal(int entries) {
        await().atMost(PATIENCE).until(() -> {
            committed.poll();
            return committed.journal.size() >= entries;
        });
        assertThat(committed.journal).hasSize(entries);
    }

    /** Steps without gap or repeat, and balances that add up: exactly once. */
    private static void assertLedgers(int rounds) {
        Map<String, Long> steps = new HashMap<>();
        Map<String, Long> sums = new HashMap<>();
        for (JournalEntry entry : committed.journal) {
            assertThat(entry.getStep()).isEqualTo(steps.merge(entry.getAccountId(), 1L, Long::sum));
            long sum = entry.getPostings().stream()
                    .mapToLong(posting -> posting.getPoints())
                    .sum();
            assertThat(entry.getBalance().getAvailable()).isEqualTo(sums.merge(entry.getAccountId(), sum, Long::sum));
        }
        assertThat(sums)
                .hasSize(10)
                .allSatisfy((account, sum) -> assertThat(sum).isEqualTo(10L * rounds));
    }

    @Test
    @Order(1)
    void whatIsNoEventReachesTheDeadLettersByteForByteWhileTheStreamGoesOn() throws Exception {
        byte[] garbage = "garbage \u0000 bytes".getBytes(StandardCharsets.UTF_8);
        byte[] unknownSchema = bytes(payment("a1", "x", NOON, "x", 100));
        unknownSchema[1] = 0x70;
        byte[] withoutKey = bytes(payment("a1", "y", NOON, "y", 100));
        try (StreamsRunner points = runner("first")) {
            points.start();
            sendRound(0);
            send("a1".getBytes(StandardCharsets.UTF_8), garbage);
            send("a1".getBytes(StandardCharsets.UTF_8), unknownSchema);
            send(null, withoutKey);
            sendRound(1);
            awaitJournal(20);
            await().atMost(PATIENCE).until(() -> {
                committed.poll();
                return committed.deadLetters.size() >= 3;
            });
            assertThat(points.isRunning()).isTrue();
        }
        assertThat(committed.deadLetters)
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrder(garbage, unknownSchema, withoutKey);
        assertThat(committed.deadLetters)
                .extracting(letter -> new String(
                        letter.headers().lastHeader(DeadLetters.REASON).value(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("UNREADABLE", "UNREADABLE", "NULL_KEY");
        assertThat(committed.deadLetters)
                .filteredOn(letter -> letter.value().length == withoutKey.length && letter.key() == null)
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(withoutKey));
        assertThat(meters.get("pointstream.dead.letters")
                        .tag("reason", "NULL_KEY")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertLedgers(2);
    }

    @Test
    @Order(2)
    void aRestartGoesOnExactlyOnTheSameDirectoryAndOnAnEmptyOne() throws Exception {
        try (StreamsRunner points = runner("first")) {
            points.start();
            sendRound(2);
            awaitJournal(30);
        }
        sendRound(3);
        try (StreamsRunner points = runner("second")) {
            points.start();
            awaitJournal(40);
        }
        assertLedgers(4);
    }

    @Test
    @Order(3)
    void aRegistryThatIsDownIsWaitedForAndNothingIsLost() throws Exception {
        sendRound(4);
        int letters = committed.deadLetters.size();
        int port = URI.create(registry.url()).getPort();
        registry.close();
        try (StreamsRunner points = runner("first")) {
            points.start();
            try (ServerSocket broken = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
                broken.setSoTimeout((int) PATIENCE.toMillis());
                for (int asked = 0; asked < 2; asked++) {
                    broken.accept().close();
                }
            }
            committed.poll();
            assertThat(committed.journal).hasSize(40);
            registry = EmbeddedRegistry.start(directory.resolve("registry"), port);
            awaitJournal(50);
        }
        committed.poll();
        assertThat(committed.deadLetters).hasSize(letters);
        assertLedgers(5);
    }
}
