package io.pointstream.app.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.run.Service;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.RefusedException;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.embedded.EmbeddedRegistry;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.rules.RuleBookVersion;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.TopicReader;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Publishing against a real broker and a real registry, and a running application that takes it up; in this order. */
@TestMethodOrder(OrderAnnotation.class)
class RulesPublishTest {

    private static final Instant JUNE = Instant.parse("2036-05-31T16:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private static RunConfig config;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        Path file = Files.writeString(
                directory.resolve("servers.yaml"), """
                kafka:
                  bootstrap-servers: %s
                schema-registry:
                  url: %s
                """.formatted(kafka.bootstrapServers(), registry.url()));
        config = RunConfig.load(Optional.of(file), Map.of());
    }

    @AfterAll
    static void stop() {
        registry.close();
        kafka.close();
    }

    private static Cli.Result publish(Path book, String from) {
        return Cli.run(
                "rules",
                "publish",
                book.toString(),
                "--effective-from",
                from,
                "--config",
                directory.resolve("servers.yaml").toString(),
                "--by",
                "tester");
    }

    /** The shipped book with another rate for QR payments. */
    private static Path book(int rate) throws IOException {
        return Files.writeString(
                directory.resolve("rate-" + rate + ".yaml"),
                RuleBooks.shippedYaml().replaceFirst("unit: yuan, rate: 1 ", "unit: yuan, rate: " + rate + " "));
    }

    private static <T extends SpecificRecord> List<ConsumerRecord<String, T>> committed(String topic, int atLeast) {
        List<ConsumerRecord<String, T>> records = new ArrayList<>();
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                AvroSerdes.<T>create(config.schemaRegistry().serdeProperties()).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= atLeast;
            });
        }
        return records;
    }

    private static List<Decision> journal(int atLeast) {
        return RulesPublishTest.<JournalEntry>committed(Topics.POINTS_JOURNAL.name(), atLeast).stream()
                .map(record -> Objects.requireNonNull(record.value().getDecision()))
                .toList();
    }

    private static Activity payment(String id, Instant at) {
        return new Activity(id, "a1", at, null, null, new PaymentSettled(id, PaymentChannel.OFFLINE_QR, "m1", 1_000L));
    }

    @Test
    @Order(1)
    void thePriceChangesAtTheEffectiveInstantWithoutARestart() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ProgramRules rules = ProgramRules.published(
                RuleBooks.shipped(), config.schemaRegistry().serdeProperties(), meters);
        assertThat(publish(book(3), "2036-05-31").out()).startsWith("published version 2: ");
        try (TopicReader reader = new TopicReader(
                        Topics.PROGRAM_RULES, rules::take, config.kafka().properties());
                KafkaProducer<String, Activity> producer = ActivityRecords.producer(
                        config.kafka().properties(), config.schemaRegistry().serdeProperties(), Map.of());
                StreamsRunner points = new StreamsRunner(
                        PointsTopology.APPLICATION,
                        PointsTopology.build(
                                rules, Ticks.none(), config.schemaRegistry().serdeProperties()),
                        StreamsConfigs.of(kafka.bootstrapServers(), directory.resolve("state")),
                        meters)) {
            reader.start();
            assertThat(meters.get("pointstream.rules.newest").gauge().value())
                    .as("what was published before the start is known when the start returns")
                    .isEqualTo(2);
            points.start();
            producer.send(ActivityRecords.of(payment("v2", JUNE.minusSeconds(3600))))
                    .get();
            journal(1);

            sendGarbage();
            Cli.Result published = publish(book(7), "2036-06-01T00:00:00+08:00");
            assertThat(published.status()).isZero();
            assertThat(published.out())
                    .startsWith("published version 3: ")
                    .contains("in force for events of 2036-06-01T00:00+08:00 and later; until then version 2");
            await().atMost(PATIENCE)
                    .until(() -> meters.get("pointstream.rules.newest").gauge().value() == 3);
            producer.send(ActivityRecords.of(payment("last", JUNE.minusMillis(1))))
                    .get();
            producer.send(ActivityRecords.of(payment("first", JUNE))).get();
            producer.send(ActivityRecords.of(payment("late", JUNE.minusSeconds(1))))
                    .get();
            producer.send(ActivityRecords.of(
                            payment("shipped", JUNE.minus(Duration.ofDays(1)).minusSeconds(1))))
                    .get();

            List<Decision> decisions = journal(5);
            assertThat(decisions)
                    .extracting(Decision::getEventId)
                    .containsExactly("v2", "last", "first", "late", "shipped");
            assertThat(decisions).extracting(Decision::getGrantedPoints).containsExactly(30L, 30L, 70L, 30L, 10L);
            assertThat(decisions).extracting(Decision::getRuleBookVersion).containsExactly(2, 2, 3, 2, 1);
            assertThat(meters.get("pointstream.rules.refused").counter().count())
                    .isEqualTo(1);
            assertThat(points.isRunning()).isTrue();
        }
    }

    private static void sendGarbage() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config.kafka().properties(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.PROGRAM_RULES.name(), "two", "no rule book".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    @Test
    @Order(2)
    void theRecordIsWhatWasPublished() {
        List<ConsumerRecord<String, RuleBookVersion>> records = goodVersions();
        assertThat(records).extracting(ConsumerRecord::key).containsExactly("2", "3");
        RuleBookVersion third = records.getLast().value();
        assertThat(third.getVersion()).isEqualTo(3);
        assertThat(third.getEffectiveFrom()).isEqualTo(JUNE);
        assertThat(third.getPublishedBy()).isEqualTo("tester");
        assertThat(third.getPublishedAt()).isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(third.getYaml()).contains("rate: 7");
    }

    /** All records but the garbage. */
    private static List<ConsumerRecord<String, RuleBookVersion>> goodVersions() {
        List<ConsumerRecord<String, RuleBookVersion>> good = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(Topics.PROGRAM_RULES.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (!record.key().equals("two")) {
                        RuleBookVersion version = AvroSerdes.<RuleBookVersion>create(
                                        config.schemaRegistry().serdeProperties())
                                .deserializer()
                                .deserialize(record.topic(), record.value());
                        good.add(new ConsumerRecord<>(
                                record.topic(), record.partition(), record.offset(), record.key(), version));
                    }
                }
            }
        }
        return good;
    }

    @Test
    @Order(3)
    void aTimeThatIsNotAfterTheNewestIsRefused() throws Exception {
        for (String notAfter : List.of("2036-06-01", "2036-05-31T23:59:59.999+08:00", "2026-01-01")) {
            Cli.Result refused = publish(book(9), notAfter);
            assertThat(refused.status()).isEqualTo(ExitStatus.FAILURE);
            assertThat(refused.err())
                    .contains("is not after 2036-06-01T00:00+08:00, from which version 3 is in force")
                    .hasLineCount(1);
            assertThat(refused.out()).isEmpty();
        }
        assertThat(goodVersions()).hasSize(2);
    }

    @Test
    @Order(4)
    void problemsInTheBookAndInTheOptionsAreRefusedBeforeAnyServerIsAsked() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "language: 1\nzone: Mars\n");
        Cli.Result wrong = Cli.run("rules", "publish", bad.toString(), "--effective-from", "2037-01-01");
        assertThat(wrong.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(wrong.err()).contains("bad.yaml:2:7: unknown time zone");
        String good = book(9).toString();
        assertThat(Cli.run("rules", "publish", good).status()).isEqualTo(ExitStatus.USAGE);
        for (String time : List.of("soon", "2037-01-01T00:00:00", "2037-13-01")) {
            Cli.Result usage = Cli.run("rules", "publish", good, "--effective-from", time);
            assertThat(usage.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(usage.err())
                    .contains("'" + time + "' is no time with an offset")
                    .hasLineCount(2);
        }
    }

    @Test
    @Order(5)
    void aPublisherThatWasFencedReadsWhatCameBeforeItAndTakesTheNextNumber() throws Exception {
        String yaml = Files.readString(book(9));
        try (Desk first = desk();
                Desk second = desk()) {
            assertThat(publish(first, yaml, 1)).isEqualTo(4);
            assertThat(publish(second, yaml, 2)).isEqualTo(5);
            assertThat(publish(first, yaml, 3)).isEqualTo(6);
            assertThatThrownBy(() -> publish(second, yaml, 3))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("from which version 6 is in force");
        }
        assertThat(goodVersions()).hasSize(5);
    }

    private static Desk desk() throws InterruptedException {
        Desk desk = Service.desk(config, InstantSource.system());
        assertThat(desk.awaitOpen(PATIENCE)).isTrue();
        return desk;
    }

    private static int publish(Desk desk, String yaml, int secondsAfterJune) {
        return desk.rules()
                .publish(Actor.atCommandLine("tester"), yaml, JUNE.plusSeconds(secondsAfterJune))
                .version();
    }

    @Test
    @Order(6)
    void noTwoPublishersTakeOneVersion() throws Exception {
        Path book = book(9);
        List<CompletableFuture<Cli.Result>> running = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> publish(book, "2037-01-01T00:00:0" + i + "Z"), task -> new Thread(task).start()))
                .toList();
        long succeeded = running.stream()
                .map(CompletableFuture::join)
                .filter(result -> result.status() == ExitStatus.SUCCESS)
                .count();
        List<ConsumerRecord<String, RuleBookVersion>> records = goodVersions();
        assertThat(succeeded).isPositive();
        assertThat(records).hasSize(5 + (int) succeeded);
        assertThat(records)
                .extracting(record -> record.value().getVersion())
                .containsExactlyElementsOf(
                        IntStream.range(2, 2 + records.size()).boxed().toList());
        assertThat(records)
                .extracting(record -> record.value().getEffectiveFrom())
                .isSorted();
    }
}
