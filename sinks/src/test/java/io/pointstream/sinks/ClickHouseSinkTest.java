package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.sinks.Probe.Step;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Summary;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise, against a real broker and a real ClickHouse: whatever breaks, in the end every record is in every table
 * exactly once. All tests read the same topics, each with a group and a database of its own.
 */
class ClickHouseSinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-05-02T04:00:00Z");
    private static final byte[] GARBAGE = {0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff, 7};

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static TestSink kafka;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static TestRecords ledger;

    private static final List<JournalEntry> journal = new ArrayList<>();
    private static final AtomicInteger groups = new AtomicInteger();

    @BeforeAll
    static void writeTopics() throws Exception {
        kafka = new TestSink();
        kafka.createTopics();
        ledger = new TestRecords(1);
        writeJournal(600);
        kafka.writeRaw(Topics.POINTS_JOURNAL, 0, bytes("account-1"), GARBAGE);
        kafka.writeRaw(Topics.POINTS_JOURNAL, 0, bytes("account-1"), new byte[0]);
        writeJournal(200);
        kafka.write(
                Topics.FARMING_SIGNALS, List.of(TestRecords.signal("account-1", ReasonCode.VELOCITY, 0.9, NOON)), 1);
        kafka.write(
                Topics.FARMING_FLAGS,
                List.of(
                        TestRecords.flag("case-1", List.of("account-1"), 70, FlagStatus.OPEN, NOON),
                        TestRecords.flag("case-1", List.of("account-1"), 85, FlagStatus.OPEN, NOON)),
                1);
        kafka.writeRaw(Topics.FARMING_FLAGS, 1, bytes("case-0"), null);
        kafka.write(Topics.POINTS_NOTICES, List.of(TestRecords.notice("account-1", NOON)), 1);
    }

    private static void writeJournal(int count) {
        List<JournalEntry> entries = ledger.journal(count, 40);
        journal.addAll(entries);
        kafka.write(Topics.POINTS_JOURNAL, entries, 7);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void close() {
        kafka.close();
    }

    private final ClickHouseConfig database = migrated();
    private final SinkConfig config = kafka.config(database, "group-" + groups.incrementAndGet());
    private final MeterRegistry meters = new SimpleMeterRegistry();

    private static ClickHouseConfig migrated() {
        try {
            return TestClickHouse.migratedDatabase();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Thrown where a process would die. */
    private static final class Crash extends Error {
        Crash(String where) {
            super(where);
        }
    }

    private ClickHouseSink startWith(Probe probe) {
        return ClickHouseSink.start(config, meters, writer(), probe);
    }

    private BlockWriter writer() {
        return new ClickHouseWriter(database, Duration.ofSeconds(10), Map.of(), 4);
    }

    @Test
    void everyRecordIsThereOnce() throws Exception {
        try (ClickHouseSink sink = ClickHouseSink.start(config, meters)) {
            awaitAllThere(sink);
        }

        assertAllThereOnce();
        assertThat(meters.counter("pointstream.sink.rows", "table", "balances").count())
                .isEqualTo(journal.size());
        assertThat(meters.counter("pointstream.sink.dead.letters", "topic", "points.journal")
                        .count())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aCrashAtAnyStepLosesAndRepeatsNothing(Step step) throws Exception {
        for (int crash = 0; crash < 4; crash++) {
            writeJournal(30);
            AtomicInteger left = new AtomicInteger(crash % 2);
            crashed(startWith(reached -> {
                if (reached == step && left.getAndDecrement() == 0) {
                    throw new Crash(step.name());
                }
            }));
        }

        try (ClickHouseSink sink = startWith(Probe.NONE)) {
            awaitAllThere(sink);
        }
        assertAllThereOnce();
    }

    @Test
    void aCrashInTheMiddleOfAnInsertLosesAndRepeatsNothing() throws Exception {
        for (int crash = 0; crash < 4; crash++) {
            AtomicInteger left = new AtomicInteger(crash * 3 + 1);
            // ClickHouse stores the block, and whoever sent it is dead.
            crashed(ClickHouseSink.start(config, meters, faulty(writer(), left, new Crash("in insert")), Probe.NONE));
        }

        try (ClickHouseSink sink = startWith(Probe.NONE)) {
            awaitAllThere(sink);
        }
        assertAllThereOnce();
    }

    @Test
    void aLostAcknowledgementIsAskedForAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        BlockWriter real = writer();
        BlockWriter losing = new BlockWriter() {
            @Override
            public void write(Block block) throws WriteException, InterruptedException {
                real.write(block);
                if (calls.incrementAndGet() % 3 == 0) {
                    throw new WriteException("the acknowledgement was lost", new java.io.IOException());
                }
            }

            @Override
            public void close() {
                real.close();
            }
        };

        try (ClickHouseSink sink = ClickHouseSink.start(config, meters, losing, Probe.NONE)) {
            awaitAllThere(sink);
        }

        assertAllThereOnce();
        assertThat(meters.counter("pointstream.sink.retries").count()).isGreaterThan(5);
    }

    private static BlockWriter faulty(BlockWriter real, AtomicInteger left, Error error) {
        return new BlockWriter() {
            @Override
            public void write(Block block) throws WriteException, InterruptedException {
                real.write(block);
                if (left.getAndDecrement() == 0) {
                    throw error;
                }
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    @Test
    void partitionsMoveBetweenInstancesInTheMiddleOfTheWork() throws Exception {
        SinkConfig slow = new SinkConfig(
                config.kafka(),
                database,
                config.groupId(),
                10,
                1 << 20,
                Duration.ofMillis(20),
                8 << 20,
                Duration.ofSeconds(10),
                Map.of(),
                2);
        AtomicInteger plans = new AtomicInteger();
        Probe count = step -> {
            if (step == Step.AFTER_PLAN) {
                plans.incrementAndGet();
            }
        };
        try (ClickHouseSink first = ClickHouseSink.start(slow, meters, writer(), count)) {
            await().atMost(PATIENCE).until(() -> plans.get() > 3);
            try (ClickHouseSink second = ClickHouseSink.start(slow, meters, writer(), count)) {
                await().atMost(PATIENCE).until(() -> plans.get() > 20);
                writeJournal(100);
                try (ClickHouseSink third = ClickHouseSink.start(slow, meters, writer(), count)) {
                    writeJournal(100);
                    awaitAllThere(first, second, third);
                }
            }
            writeJournal(100);
            awaitAllThere(first);
        }
        assertAllThereOnce();
    }

    @Test
    void aServerThatIsDownIsWaitedFor(@TempDir Path directory) throws Exception {
        EmbeddedClickHouse server = EmbeddedClickHouse.start(directory);
        URI url = URI.create(server.url());
        ClickHouseConfig there = ClickHouseConfig.local(url, "points");
        Migrations.apply(there);
        SinkConfig toThere = kafka.config(there, config.groupId());
        try (ClickHouseSink sink = ClickHouseSink.start(toThere, meters)) {
            await().atMost(PATIENCE).until(() -> sink.lag().orElse(-1) == 0);
            server.close();
            writeJournal(150);
            await().atMost(PATIENCE)
                    .until(() -> meters.counter("pointstream.sink.retries").count() > 3);
            assertThat(sink.isRunning()).isTrue();

            server = EmbeddedClickHouse.start(directory, url.getPort());

            await().atMost(PATIENCE).until(() -> rows(there, "balances") == journal.size());
        } finally {
            server.close();
        }
    }

    @Test
    void whileNothingCanBeInsertedPartitionsArePausedAndMemoryIsBounded() throws Exception {
        long heldMax = 20_000;
        SinkConfig tight = new SinkConfig(
                config.kafka(),
                database,
                config.groupId(),
                20,
                10_000,
                Duration.ofMillis(50),
                heldMax,
                Duration.ofSeconds(10),
                Map.of(),
                2);
        AtomicInteger refusing = new AtomicInteger(1);
        BlockWriter real = writer();
        BlockWriter closed = new BlockWriter() {
            @Override
            public void write(Block block) throws WriteException, InterruptedException {
                if (refusing.get() == 1) {
                    throw new WriteException("closed for now", new java.io.IOException());
                }
                real.write(block);
            }

            @Override
            public void close() {
                real.close();
            }
        };
        try (ClickHouseSink sink = ClickHouseSink.start(tight, meters, closed, Probe.NONE)) {
            await().atMost(PATIENCE)
                    .until(() -> meters.get("pointstream.sink.paused").gauge().value() >= TestSink.PARTITIONS);
            double held = meters.get("pointstream.sink.held").gauge().value();
            // A poll's records come on top: of each partition at most as many as a batch has.
            assertThat(held).isPositive().isLessThan(4.0 * heldMax);

            refusing.set(0);
            awaitAllThere(sink);
        }
        assertAllThereOnce();
    }

    @Test
    void whatCannotBeReadBecomesADeadLetterByteForByte() throws Exception {
        try (ClickHouseSink sink = startWith(Probe.NONE)) {
            awaitAllThere(sink);
        }

        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters();
        assertThat(letters).extracting(ConsumerRecord::value).contains(GARBAGE, new byte[0]);
        ConsumerRecord<byte[], byte[]> garbage = letters.stream()
                .filter(letter -> letter.value().length == GARBAGE.length)
                .findFirst()
                .orElseThrow();
        assertThat(garbage.key()).isEqualTo(bytes("account-1"));
        assertThat(header(garbage, "topic")).isEqualTo("points.journal");
        assertThat(header(garbage, "partition")).isEqualTo("0");
        assertThat(Long.parseLong(header(garbage, "offset"))).isPositive();
        assertThat(header(garbage, "exception")).contains("Exception");
        assertThat(header(garbage, "message")).isNotEmpty();
        assertThat(header(garbage, "stacktrace")).contains("io.pointstream.sinks");
    }

    @Test
    void aRowThatTheServerRefusesIsADeadLetterAndTheRestGoesOn() throws Exception {
        TestClickHouse.execute(database, "ALTER TABLE balances ADD CONSTRAINT not_the_first CHECK step > 1");
        long firsts = journal.stream().filter(entry -> entry.getStep() == 1).count();

        try (ClickHouseSink sink = startWith(Probe.NONE)) {
            await().atMost(PATIENCE)
                    .until(() -> rows(database, "balances") >= journal.size() - firsts
                            && rows(database, "decisions") >= journal.size());
        }

        assertThat(rows(database, "balances")).isEqualTo(journal.size() - firsts);
        assertThat(rows(database, "decisions")).isEqualTo(journal.size());
        List<ConsumerRecord<byte[], byte[]>> refused = deadLetters().stream()
                .filter(letter -> header(letter, "message").contains("not_the_first"))
                .toList();
        assertThat(refused).hasSize((int) firsts);
        assertThat(refused)
                .extracting(letter -> header(letter, "message"))
                .allMatch(message -> message.startsWith("balances: "));
        assertThat(refused)
                .extracting(letter -> kafka.<JournalEntry>read(Topics.POINTS_JOURNAL, letter.value()))
                .allMatch(entry -> entry.getStep() == 1)
                .extracting(JournalEntry::getAccountId)
                .doesNotHaveDuplicates();
    }

    @Test
    void aServerThatChangesItsMindAboutARowHasNoBlockTwice() throws Exception {
        TestClickHouse.execute(database, "ALTER TABLE balances ADD CONSTRAINT whimsical CHECK step > 1");
        crashed(startWith(reached -> {
            if (reached == Step.AFTER_INSERT && anyBalance()) {
                throw new Crash("before the end is committed");
            }
        }));
        long stored = rows(database, "balances");
        TestClickHouse.execute(database, "ALTER TABLE balances DROP CONSTRAINT whimsical");

        try (ClickHouseSink sink = startWith(Probe.NONE)) {
            await().atMost(PATIENCE).until(() -> sink.lag().orElse(-1) == 0);
        }

        assertThat(stored).isPositive();
        assertThat(TestClickHouse.column(
                        database, "SELECT count() - uniqExact(topic, partition, offset) FROM balances"))
                .containsExactly("0");
        long refused = deadLetters().stream()
                .filter(letter -> header(letter, "message").contains("whimsical"))
                .map(letter -> header(letter, "partition") + "/" + header(letter, "offset"))
                .distinct()
                .count();
        assertThat(rows(database, "balances")).isBetween(journal.size() - refused, journal.size() - 1L);
    }

    private boolean anyBalance() {
        try {
            return rows(database, "balances") > 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTableThatRefusesMostRowsIsWaitedFor() throws Exception {
        TestClickHouse.execute(database, "ALTER TABLE balances ADD CONSTRAINT impossible CHECK step > 1000");
        try (ClickHouseSink sink = startWith(Probe.NONE)) {
            await().atMost(PATIENCE)
                    .until(() -> meters.counter("pointstream.sink.retries").count() > 8);
            assertThat(rows(database, "balances")).isZero();

            TestClickHouse.execute(database, "ALTER TABLE balances DROP CONSTRAINT impossible");

            await().atMost(PATIENCE).until(() -> sink.lag().orElse(-1) == 0);
        }
        long refused = deadLetters().stream()
                .filter(letter -> header(letter, "message").contains("impossible"))
                .count();
        assertThat(refused).isLessThan(100);
        assertThat(rows(database, "balances")).isEqualTo(journal.size() - refused);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(
                letter.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        Map<String, Object> properties = new HashMap<>(kafka.properties());
        properties.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < TestSink.PARTITIONS; i++) {
                partitions.add(new TopicPartition(Topics.DEAD_LETTERS.name(), i));
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(50)).forEach(letters::add);
            }
            return letters;
        }
    }

    private static void crashed(ClickHouseSink sink) {
        await().atMost(PATIENCE).until(() -> !sink.isRunning());
        assertThat(sink.failure()).isPresent();
    }

    private void awaitAllThere(ClickHouseSink... sinks) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            for (ClickHouseSink sink : sinks) {
                assertThat(sink.failure()).isEmpty();
            }
            return rows(database, "balances") >= journal.size()
                    && rows(database, "notices") >= 1
                    && rows(database, "flags") >= 2
                    && rows(database, "signals") >= 1;
        });
    }

    private static long rows(ClickHouseConfig database, String table) throws Exception {
        return Long.parseLong(
                TestClickHouse.column(database, "SELECT count() FROM " + table).getFirst());
    }

    private void assertAllThereOnce() throws Exception {
        Summary summary = new Reports(database).summary();
        assertThat(summary.holds()).as("%s", summary).isTrue();
        assertThat(summary.rows("balances")).isEqualTo(journal.size());
        assertThat(summary.rows("decisions")).isEqualTo(journal.size());
        assertThat(summary.rows("signals")).isEqualTo(1);
        assertThat(summary.rows("flags")).isEqualTo(2);
        assertThat(summary.rows("notices")).isEqualTo(1);
        assertThat(TestClickHouse.column(database, "SELECT posting_id FROM postings"))
                .containsExactlyInAnyOrderElementsOf(journal.stream()
                        .flatMap(entry -> entry.getPostings().stream())
                        .map(posting -> posting.getPostingId())
                        .toList());
        assertThat(TestClickHouse.column(database, "SELECT event_id FROM decisions"))
                .containsExactlyInAnyOrderElementsOf(journal.stream()
                        .map(entry -> entry.getDecision().getEventId())
                        .toList());
    }
}
