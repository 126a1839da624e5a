package io.pointstream.app.replay;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.SinkConfig;
import io.pointstream.sinks.report.AccountReport;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Only;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reason;
import io.pointstream.sinks.report.Reconciliation;
import io.pointstream.sinks.report.RedemptionQuery;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Summary;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TimelineQuery;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every report against the same figures added up in plain Java from what {@code replay} writes: simulated traffic with
 * farmers and reviewers is replayed, and the records of that replay go through a real broker and the sink into a real
 * ClickHouse.
 */
class ReplayedReportsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneId PROGRAM_ZONE = ZoneId.of("Asia/Shanghai");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int PARTITIONS = 3;
    private static final BigDecimal YUAN_PER_POINT = new BigDecimal("0.03");
    private static final Page ALL_ROWS = Page.first(Page.LIMIT_MAX);

    /** Not all that is simulated: two parts of weeks. */
    private static final Days SOME_DAYS = new Days(LocalDate.of(2026, 5, 6), LocalDate.of(2026, 5, 14));

    private static final Instant LATE = Instant.parse("2026-12-01T04:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static EmbeddedClickHouse clickHouse;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static Reports reports;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static Reconciliation.Result reconciled;

    private static final List<JsonNode> REDEMPTIONS = new ArrayList<>();
    private static final List<JsonNode> DECISIONS = new ArrayList<>();
    private static final List<Posting> POSTINGS = new ArrayList<>();
    private static final List<JsonNode> BALANCES = new ArrayList<>();
    private static final List<JsonNode> NOTICES = new ArrayList<>();
    private static final List<JsonNode> SIGNALS = new ArrayList<>();
    private static final List<JsonNode> FLAGS = new ArrayList<>();
    private static final List<JsonNode> REVIEWS = new ArrayList<>();

    /** A line of {@code postings.ndjson}; the tier is that of the decision of its step. */
    private record Posting(JsonNode line, LocalDate day, String tier) {

        String text(String field) {
            return ReplayedReportsTest.text(line, field);
        }

        long points() {
            return line.get("points").asLong();
        }

        BigDecimal valuePoints() {
            return line.get("valueCoefficient").decimalValue().multiply(BigDecimal.valueOf(points()));
        }

        boolean isIssued() {
            return Set.of("EARN", "REVERSE").contains(text("kind"));
        }

        /** What it adds to a ledger account. */
        long into(String account) {
            long moved = Math.abs(points());
            return (text("credit").equals(account) ? moved : 0) - (text("debit").equals(account) ? moved : 0);
        }
    }

    /** The files as {@code replay} writes them, and the records that they are written from. */
    private static final class Recorded implements ReplayOutput {

        private final ReplayFiles files;
        private final List<ProducerRecord<String, SpecificRecord>> records = new ArrayList<>();

        Recorded(ReplayFiles files) {
            this.files = files;
        }

        private void add(Topic topic, String key, SpecificRecord record) {
            records.add(new ProducerRecord<>(topic.name(), key, record));
        }

        @Override
        public void journal(JournalEntry entry) throws IOException {
            files.journal(entry);
            add(Topics.POINTS_JOURNAL, entry.getAccountId(), entry);
        }

        @Override
        public void notice(Notice notice) throws IOException {
            files.notice(notice);
            add(Topics.POINTS_NOTICES, notice.getAccountId(), notice);
        }

        @Override
        public void signal(Signal signal) throws IOException {
            files.signal(signal);
            add(Topics.FARMING_SIGNALS, signal.getAccountId(), signal);
        }

        @Override
        public void finish(
                Collection<AccountBalance> balances, Collection<Flag> flags, Collection<Flag> shadow, String summary)
                throws IOException {
            files.finish(balances, flags, shadow, summary);
            flags.forEach(flag -> add(Topics.FARMING_FLAGS, flag.getCaseId(), flag));
        }
    }

    @BeforeAll
    static void replayAndSink() throws Exception {
        Simulator.write(new Settings(300, 16, 25, 7, LocalDate.of(2026, 5, 1)), directory);
        Path events = directory.resolve(Simulator.EVENTS_FILE);
        new Replay(RuleBooks.shipped(), Lists.NONE, true, new PrintWriter(new StringWriter()))
                .run(List.of(events), directory.resolve("undecided"));
        Path reviews = directory.resolve("reviews.ndjson");
        Files.write(reviews, reviewsOf(lines(directory.resolve("undecided/flags.ndjson"))));

        Path out = directory.resolve("replayed");
        List<ProducerRecord<String, SpecificRecord>> records;
        StringWriter problems = new StringWriter();
        try (ReplayFiles files = new ReplayFiles(out)) {
            Recorded recorded = new Recorded(files);
            new Replay(RuleBooks.shipped(), Lists.NONE, true, new PrintWriter(problems))
                    .run(List.of(events, reviews), recorded);
            records = recorded.records;
        }
        assertThat(problems.toString()).isEmpty();
        read(out, events, reviews);
        for (Path file : List.of(events, reviews)) {
            inputs(file, records);
        }
        sink(records);
    }

    @AfterAll
    static void stop() {
        clickHouse.close();
    }

    /** What reviewers say of some cases, hours after they were raised: every decision, and a change of mind. */
    private static List<String> reviewsOf(List<JsonNode> flags) {
        List<List<String>> courses = List.of(
                List.of("CONFIRM"),
                List.of("CLEAR"),
                List.of("ESCALATE", "CONFIRM"),
                List.of(),
                List.of("ESCALATE"),
                List.of("CONFIRM", "REINSTATE"),
                List.of("CLEAR", "CONFIRM"));
        TreeMap<Instant, String> lines = new TreeMap<>();
        for (int i = 0; i < flags.size(); i++) {
            JsonNode flag = flags.get(i);
            List<String> course = courses.get(i % courses.size());
            for (int n = 0; n < course.size(); n++) {
                // Milliseconds tell apart what is said of cases that were raised at one time.
                Instant at = instant(flag, "raisedAt")
                        .plus(Duration.ofHours(3 + 7L * n))
                        .plusMillis(i);
                lines.put(at, """
                        {"type":"review.decided","eventId":"review-%d-%d","accountId":"%s","occurredAt":"%s","caseId":"%s",\
                        "decision":"%s","reviewer":"reviewer-%d","note":"course %d"}""".formatted(
                                i, n, text(flag, "accountId"), at, text(flag, "caseId"), course.get(n), i % 3, n));
            }
        }
        // The time goes on for all accounts: what was earned by tasks and campaigns expires.
        lines.put(LATE, """
                {"type":"membership.signed-in","eventId":"late","accountId":"late-comer","occurredAt":"%s"}""".formatted(LATE));
        return List.copyOf(lines.values());
    }

    private static void read(Path out, Path events, Path reviews) throws IOException {
        for (Path file : List.of(events, reviews)) {
            for (JsonNode event : lines(file)) {
                if (text(event, "type").startsWith("redemption.")) {
                    REDEMPTIONS.add(event);
                } else if (text(event, "type").equals("review.decided")) {
                    REVIEWS.add(event);
                }
            }
        }
        DECISIONS.addAll(lines(out.resolve("decisions.ndjson")));
        Map<String, String> tiers = new HashMap<>();
        DECISIONS.forEach(decision -> tiers.put(step(decision), text(decision, "tier")));
        for (JsonNode line : lines(out.resolve("postings.ndjson"))) {
            POSTINGS.add(new Posting(line, day(line, "occurredAt"), tiers.getOrDefault(step(line), "")));
        }
        BALANCES.addAll(lines(out.resolve("balances.ndjson")));
        NOTICES.addAll(lines(out.resolve("notices.ndjson")));
        SIGNALS.addAll(lines(out.resolve("signals.ndjson")));
        FLAGS.addAll(lines(out.resolve("flags.ndjson")));
    }

    private static String step(JsonNode line) {
        return text(line, "accountId") + "/" + text(line, "step");
    }

    /** The events of the topics that are sunk as they come in. */
    private static void inputs(Path file, List<ProducerRecord<String, SpecificRecord>> records) throws IOException {
        try (EventLines lines = EventLines.of(file)) {
            for (EventLines.Line line = lines.next(); line != null; line = lines.next()) {
                if (line instanceof EventLines.Line.Good good) {
                    ProducerRecord<String, Activity> record = ActivityRecords.of(good.activity());
                    if (ClickHouseSink.TOPICS.stream()
                            .anyMatch(topic -> topic.name().equals(record.topic()))) {
                        records.add(new ProducerRecord<>(record.topic(), record.key(), record.value()));
                    }
                }
            }
        }
    }

    private static void sink(List<ProducerRecord<String, SpecificRecord>> records) throws Exception {
        clickHouse = EmbeddedClickHouse.start(directory.resolve("clickhouse"));
        ClickHouseConfig database = ClickHouseConfig.local(URI.create(clickHouse.url()), "replayed");
        Migrations.apply(database);
        reports = new Reports(database);
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"))) {
            Map<String, Object> kafka = Map.of(
                    "bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "mock://replayed-reports");
            write(records, kafka);
            SinkConfig config = SinkConfig.of(kafka, database);
            try (ClickHouseSink sink = ClickHouseSink.start(config, new SimpleMeterRegistry())) {
                await().atMost(PATIENCE).until(() -> !sink.isRunning() || sunk() == records.size());
                assertThat(sink.failure()).isEmpty();
            }
            try (Reconciliation reconciliation = new Reconciliation(kafka, database, config.groupId())) {
                reconciled = reconciliation.run(Days.ALL);
            }
        }
    }

    private static void write(List<ProducerRecord<String, SpecificRecord>> records, Map<String, Object> kafka)
            throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            // Dead letters too: the reconciliation reads them.
            TopicAdmin.create(
                    admin,
                    Stream.concat(ClickHouseSink.TOPICS.stream(), Stream.of(Topics.DEAD_LETTERS))
                            .map(topic -> new NewTopic(topic.name(), PARTITIONS, (short) 1))
                            .toList());
        }
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                kafka,
                new StringSerializer(),
                AvroSerdes.<SpecificRecord>create(kafka).serializer())) {
            for (ProducerRecord<String, SpecificRecord> record : records) {
                var _ = producer.send(record, (_, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                    }
                });
            }
        }
        assertThat(failures).isEmpty();
    }

    /** Records whose rows are there. */
    private static long sunk() {
        Table watermarks = reports.watermarks();
        return IntStream.range(0, watermarks.rows().size())
                .mapToLong(row -> watermarks.integer(row, "records"))
                .sum();
    }

    // ---- what is in the database ----

    @Test
    void everyLineIsARow() {
        Summary summary = reports.summary();

        assertThat(summary.holds()).isTrue();
        assertThat(Map.of(
                        "decisions", summary.rows("decisions"),
                        "postings", summary.rows("postings"),
                        "notices", summary.rows("notices"),
                        "signals", summary.rows("signals"),
                        "flags", summary.rows("flags"),
                        "reviews", summary.rows("reviews"),
                        "redemptions", summary.rows("redemptions")))
                .isEqualTo(Map.of(
                        "decisions", (long) DECISIONS.size(),
                        "postings", (long) POSTINGS.size(),
                        "notices", (long) NOTICES.size(),
                        "signals", (long) SIGNALS.size(),
                        "flags", (long) FLAGS.size(),
                        "reviews", (long) REVIEWS.size(),
                        "redemptions", (long) REDEMPTIONS.size()));
        assertThat(summary.accounts()).isEqualTo(BALANCES.size());
        assertThat(summary.pointsIssued()).isEqualTo(sum(POSTINGS.stream().filter(Posting::isIssued), Posting::points));
        assertThat(summary.flagsOpen())
                .isEqualTo(FLAGS.stream().filter(ReplayedReportsTest::isOpen).count());
        assertThat(reconciled.holds()).as(reconciled.toString()).isTrue();
    }

    // ---- the mix, and what it costs ----

    @Test
    void mix() {
        assertMix(new MixQuery(Days.ALL, Set.of(), Period.ALL));
        assertMix(new MixQuery(SOME_DAYS, Set.of(), Period.DAY));
        assertMix(new MixQuery(Days.ALL, Set.of(Split.RULE), Period.WEEK));
        assertMix(new MixQuery(Days.ALL, Set.of(Split.RULE, Split.TIER), Period.MONTH));
        assertMix(new MixQuery(SOME_DAYS, Set.of(Split.TIER), Period.ALL, new Only("CONSUMPTION", null, null)));
        assertMix(new MixQuery(Days.ALL, Set.of(Split.RULE), Period.DAY, new Only(null, "pay.online", "GOLD")));
    }

    private static void assertMix(MixQuery query) {
        boolean reference = query.by().isEmpty();
        List<String> names = new ArrayList<>();
        List<Function<Posting, String>> key = new ArrayList<>();
        if (query.period() != Period.ALL) {
            names.add("period");
            key.add(posting -> start(posting.day(), query.period()).toString());
        }
        names.add("category");
        key.add(posting -> posting.text("category"));
        if (query.by().contains(Split.RULE)) {
            names.add("ruleId");
            key.add(posting -> posting.text("ruleId"));
        }
        if (query.by().contains(Split.TIER)) {
            names.add("tier");
            key.add(Posting::tier);
        }
        Only only = query.only();
        List<Posting> issued = POSTINGS.stream()
                .filter(Posting::isIssued)
                .filter(posting -> within(posting.day(), query.days()))
                .filter(posting -> only.category() == null || only.category().equals(posting.text("category")))
                .filter(posting -> only.ruleId() == null || only.ruleId().equals(posting.text("ruleId")))
                .filter(posting -> only.tier() == null || only.tier().equals(posting.tier()))
                .toList();
        Map<LocalDate, List<Posting>> periods =
                issued.stream().collect(groupingBy(posting -> start(posting.day(), query.period())));
        List<List<String>> expected = new ArrayList<>();
        groups(issued, key).forEach((group, postings) -> {
            List<Posting> whole =
                    Objects.requireNonNull(periods.get(start(postings.getFirst().day(), query.period())));
            List<@Nullable Object> row = new ArrayList<>(group);
            row.add(points(postings));
            row.add(share(points(postings), points(whole)));
            row.add(valuePoints(postings));
            row.add(share(valuePoints(postings), valuePoints(whole)));
            row.add(postings.size());
            row.add(accounts(postings));
            if (reference) {
                row.add(Reports.REFERENCE_SHARES.get(postings.getFirst().text("category")));
            }
            expected.add(cells(row));
        });

        Table mix = reports.mix(query);

        List<String> columns = new ArrayList<>(names);
        columns.addAll(List.of("points", "share", "valuePoints", "valueShare", "postings", "accounts"));
        if (reference) {
            columns.add("referenceShare");
        }
        assertThat(expected).as(query.toString()).isNotEmpty();
        assertThat(rows(mix, columns)).as(query.toString()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(totals(mix, "points", "valuePoints", "postings"))
                .isEqualTo(cells(points(issued), valuePoints(issued), issued.size()));
    }

    @Test
    void costs() {
        for (boolean byRule : new boolean[] {false, true}) {
            List<Function<Posting, String>> key = new ArrayList<>(List.of(posting -> posting.text("category")));
            if (byRule) {
                key.add(posting -> posting.text("ruleId"));
            }
            List<Posting> issued = POSTINGS.stream()
                    .filter(posting -> posting.isIssued()
                            && within(posting.day(), SOME_DAYS)
                            && posting.tier().equals("SILVER"))
                    .toList();
            List<List<String>> expected = new ArrayList<>();
            groups(issued, key).forEach((group, postings) -> {
                double points = points(postings);
                List<@Nullable Object> row = new ArrayList<>(group);
                row.addAll(List.of(
                        points(postings),
                        yuan(points(postings)),
                        accounts(postings),
                        points / accounts(postings),
                        points * 0.03 / accounts(postings)));
                expected.add(cells(row));
            });

            Table costs = reports.costs(SOME_DAYS, byRule, "SILVER");

            List<String> columns = new ArrayList<>(List.of("category"));
            columns.addAll(byRule ? List.of("ruleId") : List.of());
            columns.addAll(List.of("points", "yuan", "accounts", "pointsPerAccount", "yuanPerAccount"));
            assertThat(rows(costs, columns)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(totals(costs, "points", "yuan")).isEqualTo(cells(points(issued), yuan(points(issued))));
        }
    }

    // ---- issued, redeemed, expired, outstanding ----

    @Test
    void liability() {
        assertLiability(Days.ALL, Period.ALL);
        assertLiability(SOME_DAYS, Period.ALL);
        assertLiability(SOME_DAYS, Period.DAY);
        assertLiability(SOME_DAYS, Period.WEEK);
        assertLiability(Days.ALL, Period.MONTH);
        assertThat(POSTINGS.stream().map(posting -> posting.text("kind")).distinct())
                .as("kinds that the traffic has")
                .contains(
                        "EARN", "REVERSE", "FREEZE", "CAPTURE", "UNFREEZE", "REFUND", "EXPIRE", "RELEASE", "CLAWBACK");
        // What owners have by the ledger is what the balances say.
        assertThat(rows(reports.liability(Days.ALL, Period.ALL), List.of("available", "held", "frozen")))
                .containsExactly(cells(
                        sum(
                                BALANCES.stream(),
                                balance -> balance.get("available").asLong()),
                        sum(BALANCES.stream(), balance -> balance.get("held").asLong()),
                        sum(BALANCES.stream(), balance -> balance.get("frozen").asLong())));
    }

    private static void assertLiability(Days days, Period period) {
        TreeSet<LocalDate> starts = new TreeSet<>();
        POSTINGS.stream()
                .filter(posting -> !posting.day().isAfter(days.to()))
                .map(posting -> start(posting.day(), period))
                .filter(start -> period == Period.ALL || !start.isBefore(start(days.from(), period)))
                .forEach(starts::add);
        List<List<String>> expected = new ArrayList<>();
        for (LocalDate start : starts) {
            Predicate<Posting> asked = posting ->
                    within(posting.day(), days) && start(posting.day(), period).equals(start);
            Predicate<Posting> until = posting -> !posting.day().isAfter(days.to())
                    && !start(posting.day(), period).isAfter(start);
            long outstanding = into("AVAILABLE", until) + into("HELD", until) + into("FROZEN", until);
            List<@Nullable Object> row = new ArrayList<>();
            if (period != Period.ALL) {
                row.add(start);
            }
            row.addAll(List.of(
                    -into("PROGRAM", asked),
                    into("REDEEMED", asked),
                    into("EXPIRED", asked),
                    into("CLAWED_BACK", asked),
                    into("AVAILABLE", until),
                    into("HELD", until),
                    into("FROZEN", until),
                    outstanding,
                    yuan(outstanding)));
            expected.add(cells(row));
        }
        List<String> columns = new ArrayList<>(period == Period.ALL ? List.of() : List.of("period"));
        columns.addAll(List.of("issued", "redeemed", "expired", "clawedBack", "available", "held", "frozen"));
        columns.addAll(List.of("outstanding", "outstandingYuan"));

        Table liability = reports.liability(days, period);

        assertThat(rows(liability, columns)).as("%s by %s", days, period).isEqualTo(expected);
        assertThat(totals(liability, "issued", "redeemed", "expired", "clawedBack"))
                .isEqualTo(cells(
                        -into("PROGRAM", posting -> within(posting.day(), days)),
                        into("REDEEMED", posting -> within(posting.day(), days)),
                        into("EXPIRED", posting -> within(posting.day(), days)),
                        into("CLAWED_BACK", posting -> within(posting.day(), days))));
    }

    private static long into(String account, Predicate<Posting> wanted) {
        return sum(POSTINGS.stream().filter(wanted), posting -> posting.into(account));
    }

    @Test
    void redemptions() {
        Map<String, JsonNode> requests = new TreeMap<>();
        REDEMPTIONS.stream()
                .filter(event -> text(event, "type").equals("redemption.requested"))
                .filter(event -> within(day(event, "occurredAt"), SOME_DAYS))
                .forEach(event -> requests.putIfAbsent(redemption(event), event));
        Map<String, List<Posting>> moves = POSTINGS.stream()
                .filter(posting -> !posting.text("redemptionId").isEmpty())
                .collect(groupingBy(posting -> redemption(posting.line())));
        Map<List<String>, List<JsonNode>> groups = requests.values().stream()
                .collect(groupingBy(
                        event -> List.of(text(event, "kind"), text(event, "partner"), text(event, "itemId"))));
        List<List<String>> expected = new ArrayList<>();
        groups.forEach((group, asked) -> {
            Function<String, ToLongFunction<JsonNode>> of =
                    kind -> event -> Math.abs(points(moves.getOrDefault(redemption(event), List.of()).stream()
                            .filter(posting -> posting.text("kind").equals(kind))
                            .toList()));
            long frozen = count(asked, event -> of.apply("FREEZE").applyAsLong(event) > 0);
            long captured = count(asked, event -> of.apply("CAPTURE").applyAsLong(event) > 0);
            long released = count(asked, event -> of.apply("UNFREEZE").applyAsLong(event) > 0);
            long refunded = count(asked, event -> of.apply("REFUND").applyAsLong(event) > 0);
            List<@Nullable Object> row = new ArrayList<>(group);
            row.addAll(List.of(asked.size(), asked.size() - frozen, frozen - captured - released));
            row.addAll(List.of(captured, released, refunded));
            row.add(sum(asked.stream(), event -> event.get("points").asLong()));
            row.add(sum(asked.stream(), of.apply("CAPTURE")));
            row.add(sum(asked.stream(), of.apply("REFUND")));
            row.add(share(captured, frozen));
            row.add(share(refunded, captured));
            row.add(asked.stream()
                    .map(event -> text(event, "accountId"))
                    .distinct()
                    .count());
            expected.add(cells(row));
        });

        Table redemptions = reports.redemptions(new RedemptionQuery(
                SOME_DAYS, Set.of(RedemptionQuery.Split.PARTNER, RedemptionQuery.Split.ITEM), null, null, null));

        assertThat(expected).hasSizeGreaterThan(4);
        assertThat(rows(
                        redemptions,
                        List.of(
                                "kind",
                                "partner",
                                "itemId",
                                "requests",
                                "refused",
                                "waiting",
                                "captured",
                                "released",
                                "refunded",
                                "requestedPoints",
                                "capturedPoints",
                                "refundedPoints",
                                "captureRate",
                                "refundRate",
                                "accounts")))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(totals(redemptions, "requests")).isEqualTo(cells(requests.size()));
    }

    private static String redemption(JsonNode of) {
        return text(of, "redemptionId") + " of " + text(of, "accountId");
    }

    // ---- caps and leaderboards ----

    private record Asked(JsonNode cap, JsonNode decision) {

        boolean cuts() {
            return cap.get("cut").asLong() > 0;
        }

        boolean isReached() {
            return cap.get("usedBefore").asLong()
                            + decision.get("grantedPoints").asLong()
                    >= cap.get("limit").asLong();
        }

        String account() {
            return text(decision, "accountId");
        }
    }

    @Test
    void caps() {
        for (Days days : List.of(Days.ALL, SOME_DAYS)) {
            Map<List<String>, List<Asked>> groups = DECISIONS.stream()
                    .filter(decision -> within(day(decision, "occurredAt"), days))
                    .flatMap(decision ->
                            stream(decision.path("waterfall").path("caps")).map(cap -> new Asked(cap, decision)))
                    .collect(groupingBy(asked -> List.of(text(asked.cap(), "cap"), text(asked.cap(), "window"))));
            List<List<String>> expected = new ArrayList<>();
            groups.forEach((group, asked) -> {
                List<@Nullable Object> row = new ArrayList<>(group);
                row.add(asked.stream()
                        .mapToLong(each -> each.cap().get("limit").asLong())
                        .max()
                        .orElse(0));
                row.add(asked.size());
                row.add(asked.stream().filter(Asked::cuts).count());
                row.add(sum(asked.stream(), each -> each.cap().get("cut").asLong()));
                row.add(asked.stream()
                        .filter(Asked::cuts)
                        .map(Asked::account)
                        .distinct()
                        .count());
                row.add(asked.stream()
                        .filter(Asked::isReached)
                        .map(Asked::account)
                        .distinct()
                        .count());
                expected.add(cells(row));
            });

            Table caps = reports.caps(days, null, null);

            assertThat(rows(
                            caps,
                            List.of(
                                    "cap",
                                    "window",
                                    "limit",
                                    "asked",
                                    "cutEvents",
                                    "cutPoints",
                                    "accountsCut",
                                    "accountsAt")))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(totals(caps, "cutPoints").getFirst()).isNotEqualTo("0");
        }
    }

    @Test
    void leaderboard() {
        Set<String> flagged = new HashSet<>();
        for (JsonNode flag : FLAGS) {
            String last = verdict(flag, Set.of("CONFIRM", "CLEAR", "REINSTATE"));
            if (isOpen(flag) || last.equals("CONFIRM")) {
                flagged.addAll(accountsOf(flag));
            }
        }
        LocalDate day = LocalDate.of(2026, 5, 9);
        for (Period span : List.of(Period.ALL, Period.WEEK, Period.MONTH)) {
            Map<String, Long> earned = new HashMap<>();
            POSTINGS.stream()
                    .filter(posting -> posting.isIssued()
                            && start(posting.day(), span).equals(start(day, span))
                            && !flagged.contains(posting.text("accountId")))
                    .forEach(posting -> earned.merge(posting.text("accountId"), posting.points(), Long::sum));
            List<Map.Entry<String, Long>> best = earned.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(100)
                    .toList();
            assertThat(rows(reports.leaderboard(span, day, 100), List.of("rank", "accountId", "points")))
                    .as(span.name())
                    .hasSizeGreaterThan(50)
                    .isEqualTo(IntStream.range(0, best.size())
                            .mapToObj(i -> cells(
                                    i + 1, best.get(i).getKey(), best.get(i).getValue()))
                            .toList());
        }
        assertThat(flagged).hasSizeGreaterThan(20).hasSizeLessThan(BALANCES.size());
    }

    // ---- cases, risk, detectors ----

    @Test
    void flags() {
        List<List<String>> expected = FLAGS.stream()
                .sorted(Comparator.<JsonNode>comparingDouble(
                                flag -> -flag.get("score").asDouble())
                        .thenComparing(flag -> instant(flag, "updatedAt"), Comparator.reverseOrder())
                        .thenComparing(flag -> text(flag, "caseId")))
                .map(flag -> cells(
                        text(flag, "caseId"),
                        text(flag, "accountId"),
                        flag.get("score").asDouble(),
                        text(flag, "level"),
                        text(flag, "status"),
                        stream(flag.get("reasons"))
                                .map(ReplayedReportsTest::reason)
                                .toList(),
                        texts(flag.get("members")),
                        instant(flag, "raisedAt"),
                        instant(flag, "updatedAt")))
                .toList();

        Table flags = reports.flags(FlagFilter.ALL, ALL_ROWS);

        assertThat(rows(
                        flags,
                        List.of(
                                "caseId",
                                "accountId",
                                "score",
                                "level",
                                "status",
                                "reasons",
                                "members",
                                "raisedAt",
                                "updatedAt")))
                .isEqualTo(expected);
        JsonNode ring = FLAGS.stream()
                .filter(flag -> flag.get("members").size() > 1)
                .findFirst()
                .orElseThrow();
        String member = ring.get("members").get(1).asText();
        assertThat(rows(reports.flags(FlagFilter.of(member), ALL_ROWS), List.of("caseId")))
                .containsExactlyInAnyOrderElementsOf(FLAGS.stream()
                        .filter(flag -> accountsOf(flag).contains(member))
                        .map(flag -> cells(text(flag, "caseId")))
                        .toList());
        assertThat(reports.flags(new FlagFilter("OPEN", "HOLD", "CLOCKWORK", null), ALL_ROWS)
                        .rowsInAll())
                .isEqualTo(FLAGS.stream()
                        .filter(flag -> isOpen(flag)
                                && text(flag, "level").equals("HOLD")
                                && codes(flag).contains("CLOCKWORK"))
                        .count());
    }

    private static Reason reason(JsonNode reason) {
        JsonNode evidence = reason.get("evidence");
        Map<String, Double> numbers = new TreeMap<>();
        evidence.get("numbers")
                .properties()
                .forEach(
                        number -> numbers.put(number.getKey(), number.getValue().asDouble()));
        return new Reason(
                text(reason, "code"),
                reason.get("strength").asDouble(),
                reason.get("contribution").asDouble(),
                text(reason, "reason"),
                numbers,
                texts(evidence.get("counterparts")),
                texts(evidence.get("eventIds")));
    }

    @Test
    void risk() {
        Map<String, List<JsonNode>> levels = BALANCES.stream()
                .collect(groupingBy(balance -> openCasesOf(text(balance, "accountId")).stream()
                        .map(flag -> text(flag, "level"))
                        .min(Comparator.naturalOrder())
                        .orElse("NONE")));
        List<List<String>> expected = new ArrayList<>();
        levels.forEach((level, balances) -> {
            List<@Nullable Object> row = new ArrayList<>(List.of(level, balances.size()));
            for (String part : List.of("available", "held", "frozen", "debt")) {
                row.add(sum(balances.stream(), balance -> balance.get(part).asLong()));
            }
            expected.add(cells(row));
        });

        Table risk = reports.risk();

        assertThat(levels).containsKeys("HOLD", "NONE");
        assertThat(rows(risk, List.of("level", "accounts", "available", "held", "frozen", "debt")))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(totals(risk, "accounts")).isEqualTo(cells(BALANCES.size()));
    }

    private static List<JsonNode> openCasesOf(String account) {
        return FLAGS.stream()
                .filter(flag -> isOpen(flag) && accountsOf(flag).contains(account))
                .toList();
    }

    @Test
    void detectors() {
        for (Days days : List.of(Days.ALL, SOME_DAYS)) {
            Set<String> codes = new TreeSet<>();
            List<JsonNode> signals = SIGNALS.stream()
                    .filter(signal -> within(day(signal, "detectedAt"), days))
                    .toList();
            List<JsonNode> raised = FLAGS.stream()
                    .filter(flag -> within(day(flag, "raisedAt"), days))
                    .toList();
            signals.forEach(signal -> codes.add(text(signal, "code")));
            raised.forEach(flag -> codes.addAll(codes(flag)));
            List<List<String>> expected = new ArrayList<>();
            for (String code : codes) {
                List<JsonNode> own = signals.stream()
                        .filter(signal -> text(signal, "code").equals(code))
                        .toList();
                List<JsonNode> cases = raised.stream()
                        .filter(flag -> codes(flag).contains(code))
                        .toList();
                long confirmed = count(cases, flag -> verdict(flag).equals("CONFIRM"));
                long cleared = count(cases, flag -> verdict(flag).equals("CLEAR"));
                List<@Nullable Object> row = new ArrayList<>(List.of(code, own.size()));
                row.add(own.stream()
                        .map(signal -> text(signal, "accountId"))
                        .distinct()
                        .count());
                row.addAll(List.of(cases.size(), cases.size() - confirmed - cleared, confirmed, cleared));
                row.add(share(confirmed, confirmed + cleared));
                row.add(medianHours(cases));
                row.add(sum(cases.stream(), flag -> saved(flag, days)));
                row.add(0);
                expected.add(cells(row));
            }

            assertThat(rows(
                            reports.detectors(days),
                            List.of(
                                    "code",
                                    "signals",
                                    "accounts",
                                    "cases",
                                    "waiting",
                                    "confirmed",
                                    "cleared",
                                    "precision",
                                    "hoursToDecision",
                                    "pointsSaved",
                                    "shadowCases")))
                    .as(days.toString())
                    .hasSizeGreaterThan(8)
                    .isEqualTo(expected);
        }
        assertThat(sum(FLAGS.stream(), flag -> saved(flag, Days.ALL))).isPositive();
    }

    private static String verdict(JsonNode flag) {
        return verdict(flag, Set.of("CONFIRM", "CLEAR"));
    }

    /** The last of these decisions on a case; empty if there is none. */
    private static String verdict(JsonNode flag, Set<String> decisions) {
        return reviewsOf(flag, decisions)
                .max(Comparator.comparing(review -> instant(review, "occurredAt")))
                .map(review -> text(review, "decision"))
                .orElse("");
    }

    private static Stream<JsonNode> reviewsOf(JsonNode flag, Set<String> decisions) {
        return REVIEWS.stream()
                .filter(review -> text(review, "caseId").equals(text(flag, "caseId"))
                        && decisions.contains(text(review, "decision")));
    }

    private static @Nullable Double medianHours(List<JsonNode> cases) {
        List<Double> hours = cases.stream()
                .flatMap(flag -> reviewsOf(flag, Set.of("CONFIRM", "CLEAR"))
                        .map(review -> instant(review, "occurredAt"))
                        .min(Comparator.naturalOrder())
                        .map(decided -> (decided.getEpochSecond()
                                        - instant(flag, "raisedAt").getEpochSecond())
                                / 3600.0)
                        .stream())
                .sorted()
                .toList();
        int middle = hours.size() / 2;
        if (hours.isEmpty()) {
            return null;
        }
        return hours.size() % 2 == 1 ? hours.get(middle) : (hours.get(middle - 1) + hours.get(middle)) / 2;
    }

    private static long saved(JsonNode flag, Days days) {
        Set<String> reviews = REVIEWS.stream()
                .filter(review -> text(review, "caseId").equals(text(flag, "caseId")))
                .map(review -> text(review, "eventId"))
                .collect(Collectors.toSet());
        return -sum(
                POSTINGS.stream()
                        .filter(posting -> posting.text("kind").equals("CLAWBACK")
                                && reviews.contains(posting.text("eventId"))
                                && !posting.day().isBefore(days.from())),
                Posting::points);
    }

    // ---- one account ----

    @Test
    void account() {
        Set<String> accounts = new TreeSet<>();
        FLAGS.stream().limit(5).forEach(flag -> accounts.addAll(accountsOf(flag)));
        BALANCES.stream().limit(5).forEach(balance -> accounts.add(text(balance, "accountId")));
        for (String account : accounts) {
            JsonNode balance = BALANCES.stream()
                    .filter(line -> text(line, "accountId").equals(account))
                    .findFirst()
                    .orElseThrow();
            JsonNode worst = openCasesOf(account).stream()
                    .max(Comparator.comparingDouble(flag -> flag.get("score").asDouble()))
                    .orElse(null);
            AccountReport report = reports.account(
                            account, new TimelineQuery(ALL_ROWS, TimelineQuery.Order.OLDEST_FIRST))
                    .orElseThrow();
            assertThat(rows(
                            report.account(),
                            List.of("accountId", "available", "held", "frozen", "debt", "step", "score", "level")))
                    .containsExactly(cells(
                            account,
                            text(balance, "available"),
                            text(balance, "held"),
                            text(balance, "frozen"),
                            text(balance, "debt"),
                            text(balance, "step"),
                            worst == null ? null : worst.get("score").asDouble(),
                            worst == null ? null : text(worst, "level")));
            assertTimeline(account, report.timeline());
        }
    }

    private static void assertTimeline(String account, Table timeline) {
        List<List<String>> expected = new ArrayList<>();
        of(account, DECISIONS)
                .forEach(line -> expected.add(cells(
                        instant(line, "occurredAt"),
                        "DECISION",
                        text(line, "eventType"),
                        text(line, "outcome"),
                        text(line, "ruleId"),
                        line.get("grantedPoints").asLong()
                                + line.get("bonusPoints").asLong(),
                        texts(line.get("cappedBy")),
                        text(line, "reason"),
                        text(line, "eventId"))));
        of(account, POSTINGS.stream().map(Posting::line).toList())
                .forEach(line -> expected.add(cells(
                        instant(line, "occurredAt"),
                        "POSTING",
                        text(line, "kind"),
                        text(line, "component"),
                        text(line, "ruleId"),
                        line.get("points").asLong(),
                        List.of(),
                        text(line, "debit") + " → " + text(line, "credit"),
                        text(line, "eventId"))));
        of(account, SIGNALS)
                .forEach(line -> expected.add(cells(
                        instant(line, "detectedAt"),
                        "SIGNAL",
                        text(line, "code"),
                        rounded(line.get("strength").asDouble(), 3),
                        "",
                        null,
                        List.of(),
                        text(line, "reason"),
                        "")));
        FLAGS.stream()
                .filter(flag -> accountsOf(flag).contains(account))
                .forEach(flag -> expected.add(cells(
                        instant(flag, "updatedAt"),
                        "FLAG",
                        text(flag, "level"),
                        text(flag, "status") + " " + rounded(flag.get("score").asDouble(), 1),
                        "",
                        null,
                        List.of(),
                        flag.get("end").isNull()
                                ? stream(flag.get("reasons"))
                                        .map(reason -> text(reason, "reason"))
                                        .collect(Collectors.joining("; "))
                                : text(flag.get("end"), "cause") + ": " + text(flag.get("end"), "why"),
                        "")));
        of(account, NOTICES)
                .forEach(line -> expected.add(cells(
                        instant(line, "occurredAt"),
                        "NOTICE",
                        text(line, "kind"),
                        "",
                        "",
                        line.get("points").asLong(),
                        List.of(),
                        text(line, "expiresOn"),
                        "")));
        of(account, REVIEWS)
                .forEach(line -> expected.add(cells(
                        instant(line, "occurredAt"),
                        "REVIEW",
                        text(line, "decision"),
                        "",
                        "",
                        null,
                        List.of(),
                        text(line, "reviewer") + ": " + text(line, "note"),
                        text(line, "eventId"))));
        assertThat(rows(
                        timeline,
                        List.of(
                                "occurredAt",
                                "entry",
                                "type",
                                "outcome",
                                "ruleId",
                                "points",
                                "cappedBy",
                                "reason",
                                "eventId")))
                .as(account)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(timeline.rows()).as(account).isSortedAccordingTo(Comparator.comparing(row ->
                (Instant) Objects.requireNonNull(row.getFirst())));
    }

    private static String rounded(double number, int digits) {
        double scale = Math.pow(10, digits);
        return cell(Math.rint(number * scale) / scale);
    }

    // ---- figures ----

    private static Map<List<String>, List<Posting>> groups(
            List<Posting> postings, List<Function<Posting, String>> key) {
        return postings.stream()
                .collect(groupingBy(
                        posting -> key.stream().map(part -> part.apply(posting)).toList()));
    }

    private static long points(List<Posting> postings) {
        return sum(postings.stream(), Posting::points);
    }

    private static BigDecimal valuePoints(List<Posting> postings) {
        return postings.stream().map(Posting::valuePoints).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static long accounts(List<Posting> postings) {
        return postings.stream()
                .map(posting -> posting.text("accountId"))
                .distinct()
                .count();
    }

    private static BigDecimal yuan(long points) {
        return YUAN_PER_POINT.multiply(BigDecimal.valueOf(points));
    }

    private static @Nullable Double share(Number part, Number whole) {
        return whole.doubleValue() == 0 ? null : part.doubleValue() / whole.doubleValue();
    }

    private static <T> long sum(Stream<T> all, ToLongFunction<T> figure) {
        return all.mapToLong(figure).sum();
    }

    private static long count(List<JsonNode> all, Predicate<JsonNode> wanted) {
        return all.stream().filter(wanted).count();
    }

    private static LocalDate start(LocalDate day, Period period) {
        return switch (period) {
            case ALL -> LocalDate.EPOCH;
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private static boolean within(LocalDate day, Days days) {
        return !day.isBefore(days.from()) && !day.isAfter(days.to());
    }

    // ---- lines and cells ----

    private static boolean isOpen(JsonNode flag) {
        return text(flag, "status").equals("OPEN");
    }

    private static Set<String> accountsOf(JsonNode flag) {
        Set<String> accounts = new HashSet<>(texts(flag.get("members")));
        accounts.add(text(flag, "accountId"));
        return accounts;
    }

    private static Set<String> codes(JsonNode flag) {
        return stream(flag.get("reasons")).map(reason -> text(reason, "code")).collect(Collectors.toSet());
    }

    private static Stream<JsonNode> of(String account, List<JsonNode> lines) {
        return lines.stream().filter(line -> text(line, "accountId").equals(account));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return IntStream.range(0, array.size()).mapToObj(array::get);
    }

    private static List<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).toList();
    }

    private static String text(JsonNode of, String field) {
        JsonNode value = of.path(field);
        return value.isNull() ? "" : value.asText();
    }

    private static Instant instant(JsonNode of, String field) {
        return Instant.parse(text(of, field));
    }

    private static LocalDate day(JsonNode of, String field) {
        return LocalDate.ofInstant(instant(of, field), PROGRAM_ZONE);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<List<String>> rows(Table table, List<String> columns) {
        return table.rows().stream()
                .map(row -> cells(columns.stream()
                        .map(name -> row.get(table.indexOf(name)))
                        .toArray()))
                .toList();
    }

    private static List<String> totals(Table table, String... columns) {
        List<@Nullable Object> totals = Objects.requireNonNull(table.totals());
        return cells(
                Stream.of(columns).map(name -> totals.get(table.indexOf(name))).toArray());
    }

    private static List<String> cells(Collection<? extends @Nullable Object> row) {
        return cells(row.toArray());
    }

    private static List<String> cells(@Nullable Object... row) {
        return Stream.of(row).map(ReplayedReportsTest::cell).toList();
    }

    /** A cell as text, alike for whole, exact and floating numbers: the first nine digits count. */
    private static String cell(@Nullable Object cell) {
        return switch (cell) {
            case null -> "";
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            case Double number -> cell(new BigDecimal(number).round(new MathContext(9)));
            case Reason reason ->
                cells(
                                reason.code(),
                                reason.strength(),
                                reason.contribution(),
                                reason.reason(),
                                new TreeMap<>(reason.numbers()),
                                reason.counterparts(),
                                reason.eventIds())
                        .toString();
            case List<?> list ->
                list.stream().map(ReplayedReportsTest::cell).toList().toString();
            default -> cell.toString();
        };
    }
}
