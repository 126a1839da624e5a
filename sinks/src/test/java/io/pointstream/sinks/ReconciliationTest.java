package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.Reconciliation;
import io.pointstream.sinks.report.Reconciliation.Result;
import io.pointstream.sinks.report.ReportException;
import io.pointstream.sinks.report.SharedReconciliation;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TryLaterException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Errors that are planted by hand behind the sink's back are found and named; without them, all holds. */
class ReconciliationTest {

    private static final Instant NOON = Instant.parse("2026-05-02T04:00:00Z");
    private static final AtomicInteger GROUPS = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static TestSink kafka;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static TestRecords ledger;

    private static long journalEntries;

    private final String group = "reconciled-" + GROUPS.incrementAndGet();

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private ClickHouseConfig database;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private Reconciliation reconciliation;

    @BeforeAll
    static void writeTopics() throws Exception {
        kafka = new TestSink();
        kafka.createTopics();
        ledger = new TestRecords(9);
        writeJournal(2_000);
        kafka.writeRaw(Topics.POINTS_JOURNAL, 0, "account-1".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2});
        writeJournal(500);
        kafka.write(
                Topics.FARMING_SIGNALS, List.of(TestRecords.signal("account-1", ReasonCode.VELOCITY, 0.9, NOON)), 1);
        kafka.write(
                Topics.FARMING_FLAGS,
                List.of(TestRecords.flag("case-1", List.of("account-1"), 70, FlagStatus.OPEN, NOON)),
                1);
        kafka.write(Topics.POINTS_NOTICES, List.of(TestRecords.notice("account-1", NOON)), 1);
        kafka.write(
                Topics.ACTIVITY_REDEMPTION, List.of(TestRecords.redemptionRequested("account-1", "r-1", 500, NOON)), 1);
        kafka.write(
                Topics.RISK_REVIEWS,
                List.of(TestRecords.review("account-1", "v-1", "case-1", ReviewDecision.CLEAR, NOON)),
                1);
        kafka.write(Topics.CONSOLE_ACTS, List.of(TestRecords.act("act-1", NOON)), 1);
    }

    private static void writeJournal(int entries) throws Exception {
        kafka.write(Topics.POINTS_JOURNAL, ledger.journal(entries, 40), 7);
        journalEntries += entries;
    }

    @AfterAll
    static void closeKafka() {
        kafka.close();
    }

    @BeforeEach
    void sink() throws Exception {
        database = TestClickHouse.migratedDatabase();
        sinkAll();
        reconciliation = new Reconciliation(kafka.properties(), database, group);
    }

    private void sinkAll() {
        // Few blocks: this is not about the sink.
        SinkConfig config = new SinkConfig(
                kafka.properties(),
                database,
                group,
                5_000,
                1 << 22,
                Duration.ofMillis(300),
                32 << 20,
                Duration.ofSeconds(10),
                Map.of(),
                4);
        try (ClickHouseSink sink = ClickHouseSink.start(config, new SimpleMeterRegistry())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> sink.lag().equals(OptionalLong.of(0)));
        }
    }

    @AfterEach
    void close() {
        reconciliation.close();
    }

    /** The lines that do not hold, as text. */
    private static List<String> wrong(Result result) {
        Table table = result.table();
        List<String> wrong = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            if (Objects.equals(table.cell(row, "holds"), "NO")) {
                wrong.add(table.rows().get(row).toString());
            }
        }
        return wrong;
    }

    private String one(String sql) throws Exception {
        return TestClickHouse.column(database, sql).getFirst();
    }

    @Test
    void whatTheSinkWroteHolds() throws Exception {
        Result result = reconciliation.run(Days.ALL);

        assertThat(wrong(result)).isEmpty();
        assertThat(result.holds()).isTrue();
        Table table = result.table();
        long balances = 0;
        for (int row = 0; row < table.rows().size(); row++) {
            if (Objects.equals(table.cell(row, "table"), "balances")
                    && Objects.equals(table.cell(row, "check"), "records")) {
                balances += table.integer(row, "expected");
            }
        }
        assertThat(balances)
                .as("a record that could not be read has its dead letter")
                .isEqualTo(journalEntries);
    }

    @Test
    void aRowThatWasRemovedIsNamed() throws Exception {
        String place =
                one("SELECT concat(toString(partition), ' ', toString(offset), ' ', toString(day), ' ', account_id)"
                        + " FROM postings WHERE kind = 'EARN' AND item = 0 ORDER BY step LIMIT 1 OFFSET 7");
        String[] parts = place.split(" ", 4);
        TestClickHouse.execute(
                database,
                "ALTER TABLE postings DELETE WHERE partition = %s AND offset = %s AND item = 0 SETTINGS mutations_sync = 2"
                        .formatted(parts[0], parts[1]));

        Result result = reconciliation.run(Days.ALL);

        assertThat(wrong(result))
                .as("the record, by partition, day and offset")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("[records, postings, points.journal, " + parts[0] + ", " + parts[2])
                        .contains("missing: offset " + parts[1]))
                .as("points of the mix, by day and category")
                .anySatisfy(line ->
                        assertThat(line).startsWith("[mix, movements_daily").contains(parts[2], "EARN"))
                .as("the account whose balance is more than its postings")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("[balances, balances")
                        .contains(parts[3] + " AVAILABLE", "sum of the postings"));
        assertThat(result.differences().get("records")).isEqualTo(1);
    }

    @Test
    void aRowThatWasDoubledIsNamed() throws Exception {
        String offset = one("SELECT offset FROM balances WHERE partition = 1 ORDER BY offset LIMIT 1 OFFSET 3");
        TestClickHouse.execute(
                database, "INSERT INTO balances SELECT * FROM balances WHERE partition = 1 AND offset = " + offset);

        Result result = reconciliation.run(Days.ALL);

        assertThat(wrong(result))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("[records, balances, points.journal, 1")
                        .contains("more than once: offset " + offset))
                .anySatisfy(line -> assertThat(line).contains("a step is missing, or there twice"));
    }

    @Test
    void aRowFromNowhereIsNamed() throws Exception {
        TestClickHouse.execute(database, """
                INSERT INTO decisions (account_id, step, occurred_at, outcome, topic, partition, offset)
                SELECT 'x', 1, '2026-05-01 04:00:00', 'AWARDED', 'points.journal', 1,
                       (SELECT max(offset) FROM decisions WHERE partition = 1) - 1
                """);

        assertThat(wrong(reconciliation.run(Days.ALL)))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("[records, decisions, points.journal, 1, 2026-05-01"));
    }

    @Test
    void pointsThatWereAlteredAreNamed() throws Exception {
        TestClickHouse.execute(
                database,
                "ALTER TABLE postings UPDATE points = points + 1 WHERE partition = 2 AND item = 0 AND offset ="
                        + " (SELECT max(offset) FROM postings WHERE partition = 2) SETTINGS mutations_sync = 2");

        assertThat(wrong(reconciliation.run(Days.ALL)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("[records, postings, points.journal, 2")
                        .contains("points "));
    }

    @Test
    void anAggregateThatWentAstrayIsNamed() throws Exception {
        TestClickHouse.execute(
                database, "ALTER TABLE earned_total DELETE WHERE account_id = 'account-7' SETTINGS mutations_sync = 2");
        TestClickHouse.execute(
                database, "INSERT INTO caps_daily (day, cap, window, cut) VALUES ('2026-05-01', 'a/DAY', 'DAY', 5)");

        assertThat(wrong(reconciliation.run(Days.ALL)))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("[aggregates, earned_total")
                                .contains("account-7"),
                        line -> assertThat(line)
                                .startsWith("[aggregates, caps_daily")
                                .contains("2026-05-01", "a/DAY"));
    }

    @Test
    void aLaterRunGoesOnAndLooksOnlyAtTheDaysAskedFor() throws Exception {
        assertThat(reconciliation.run(Days.ALL).holds()).isTrue();
        writeJournal(100);
        assertThat(reconciliation.run(Days.ALL).holds())
                .as("what the sink has not committed is not missing")
                .isTrue();
        sinkAll();
        TestClickHouse.execute(database, "ALTER TABLE notices DELETE WHERE 1 SETTINGS mutations_sync = 2");

        assertThat(wrong(reconciliation.run(Days.ALL)))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("notices", "2026-05-02", "missing: offset"));
        LocalDate third = LocalDate.of(2026, 5, 3);
        assertThat(reconciliation.run(new Days(third, third)).holds()).isTrue();
    }

    private Reconciliation another() {
        return new Reconciliation(kafka.properties(), database, group);
    }

    private static List<CompletableFuture<Result>> ask(SharedReconciliation shared, Stream<Days> days) {
        return days.map(some -> CompletableFuture.supplyAsync(() -> shared.reconcile(some), Thread::startVirtualThread))
                .toList();
    }

    @Test
    void allWhoAskAtOnceGetTheAnswerOfOneRun() {
        AtomicInteger made = new AtomicInteger();
        try (SharedReconciliation shared = new SharedReconciliation(() -> {
            made.incrementAndGet();
            return another();
        })) {
            List<CompletableFuture<Result>> answers =
                    ask(shared, Stream.generate(() -> Days.ALL).limit(16));

            Result first = answers.getFirst().join();
            assertThat(first.holds()).isTrue();
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isSameAs(first));
            LocalDate third = LocalDate.of(2026, 5, 3);
            assertThat(shared.reconcile(new Days(third, third)).holds()).isTrue();
            assertThat(made).as("other days go on with what is read already").hasValue(1);
        }
    }

    @Test
    void aRunThatBrokeOffIsDoneAnew() {
        ClickHouseConfig nobody = ClickHouseConfig.local(URI.create("http://127.0.0.1:1"), "pointstream");
        AtomicInteger made = new AtomicInteger();
        try (SharedReconciliation shared = new SharedReconciliation(() ->
                made.incrementAndGet() == 1 ? new Reconciliation(kafka.properties(), nobody, group) : another())) {
            assertThatThrownBy(() -> shared.reconcile(Days.ALL)).isInstanceOf(ReportException.class);

            assertThat(shared.reconcile(Days.ALL).holds()).isTrue();
            assertThat(made).hasValue(2);
        }
    }

    @Test
    void whoAsksWhileTooManyWaitIsSentAway() {
        CountDownLatch begin = new CountDownLatch(1);
        try (SharedReconciliation shared = new SharedReconciliation(() -> {
            try {
                begin.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return another();
        })) {
            LocalDate day = LocalDate.of(2026, 5, 1);
            List<CompletableFuture<Result>> answers =
                    ask(shared, IntStream.range(0, 8).mapToObj(day::plusDays).map(one -> new Days(one, one)));

            await().untilAsserted(() -> assertThat(answers.stream().filter(CompletableFuture::isDone))
                    .as("one is being compared and four wait")
                    .hasSize(3));
            assertThat(answers.stream().filter(CompletableFuture::isDone))
                    .allSatisfy(answer -> assertThat(answer.exceptionNow()).isInstanceOf(TryLaterException.class));
            begin.countDown();
            assertThat(answers.stream().filter(answer -> !answer.isCompletedExceptionally()))
                    .hasSize(5)
                    .allSatisfy(answer -> assertThat(answer.join().holds()).isTrue());
        }
    }
}
