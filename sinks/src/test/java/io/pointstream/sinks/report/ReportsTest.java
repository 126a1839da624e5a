package io.pointstream.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.TestClickHouse;
import io.pointstream.sinks.TestRecords;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each report against the same numbers added up in plain Java from the records that were sunk. */
class ReportsTest {

    private static final ZoneId PROGRAM_ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant NOON = Instant.parse("2026-05-02T04:00:00Z");
    private static final String HOSTILE = "x' OR 1=1 --\\";

    private static final Flag CLEARED = TestRecords.closed(
            TestRecords.flag("case-3", List.of("account-4"), 99, FlagStatus.OPEN, NOON),
            FlagEndCause.CLEARED,
            "reviewer-1",
            "one family",
            NOON.plusSeconds(90));

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static Reports reports;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static ClickHouseConfig database;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static List<JournalEntry> journal;

    @BeforeAll
    static void sink() throws Exception {
        database = TestClickHouse.migratedDatabase();
        journal = new TestRecords(2).journal(3_000, 50);
        TestClickHouse.insert(database, "points.journal", 0, journal.subList(0, 2_000));
        TestClickHouse.insert(database, "points.journal", 1, journal.subList(2_000, 3_000));
        List<SpecificRecord> flags = List.of(
                TestRecords.flag("case-1", List.of("account-1"), 61, FlagStatus.OPEN, NOON),
                TestRecords.flag("case-2", List.of("account-2", "account-3"), 95, FlagStatus.OPEN, NOON),
                TestRecords.flag("case-3", List.of("account-4"), 99, FlagStatus.OPEN, NOON),
                TestRecords.flag("case-1", List.of("account-1"), 84, FlagStatus.OPEN, NOON.plusSeconds(60)),
                CLEARED);
        TestClickHouse.insert(database, "farming.flags", 0, flags);
        TestClickHouse.insert(
                database,
                "farming.signals",
                0,
                List.of(TestRecords.signal("account-1", ReasonCode.VELOCITY, 0.9, NOON.plusSeconds(30))));
        TestClickHouse.insert(
                database, "points.notices", 0, List.of(TestRecords.notice("account-1", NOON.plusSeconds(31))));
        reports = new Reports(database);
    }

    private static List<Posting> earned() {
        return journal.stream()
                .flatMap(entry -> entry.getPostings().stream())
                .filter(posting -> posting.getKind() == PostingKind.EARN)
                .toList();
    }

    private static LocalDate day(Posting posting) {
        return LocalDate.ofInstant(posting.getOccurredAt(), PROGRAM_ZONE);
    }

    private static Map<List<Object>, Long> pointsBy(Function<Posting, List<Object>> key) {
        Map<List<Object>, Long> points = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        earned().forEach(posting -> points.merge(key.apply(posting), posting.getPoints(), Long::sum));
        return points;
    }

    private static Map<List<Object>, Long> points(Table table, String... keys) {
        Map<List<Object>, Long> points = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        for (int row = 0; row < table.rows().size(); row++) {
            List<Object> key = new ArrayList<>();
            for (String name : keys) {
                key.add(table.cell(row, name));
            }
            points.put(key, table.integer(row, "points"));
        }
        return points;
    }

    @Test
    void mixByCategory() {
        Table mix = reports.mix(MixQuery.BY_CATEGORY);

        assertThat(points(mix, "category")).isEqualTo(pointsBy(posting -> List.of(posting.getCategory())));
        long all = earned().stream().mapToLong(Posting::getPoints).sum();
        for (int row = 0; row < mix.rows().size(); row++) {
            String category = (String) mix.cell(row, "category");
            List<Posting> own = earned().stream()
                    .filter(posting -> posting.getCategory().equals(category))
                    .toList();
            assertThat((BigDecimal) mix.cell(row, "valuePoints"))
                    .isEqualByComparingTo(own.stream()
                            .map(posting ->
                                    posting.getValueCoefficient().multiply(BigDecimal.valueOf(posting.getPoints())))
                            .reduce(BigDecimal.ZERO, BigDecimal::add));
            assertThat((Double) mix.cell(row, "share")).isEqualTo((double) mix.integer(row, "points") / all);
            assertThat(mix.cell(row, "referenceShare")).isEqualTo(Reports.REFERENCE_SHARES.get(category));
            assertThat(mix.integer(row, "postings")).isEqualTo(own.size());
            assertThat(mix.integer(row, "accounts"))
                    .isEqualTo(own.stream()
                            .map(posting -> posting.getPostingId()
                                    .substring(0, posting.getPostingId().indexOf('/')))
                            .distinct()
                            .count());
        }
        List<@Nullable Object> totals = Objects.requireNonNull(mix.totals());
        assertThat(totals.get(mix.indexOf("points"))).isEqualTo(all);
        assertThat(totals.get(mix.indexOf("postings"))).isEqualTo((long) earned().size());
    }

    @Test
    void mixByDayIsCutAtLocalMidnight() {
        Table mix = reports.mix(new MixQuery(Days.ALL, Set.of(), Period.DAY));

        assertThat(points(mix, "period", "category"))
                .isEqualTo(pointsBy(posting -> List.of(day(posting), posting.getCategory())));
        double shares = 0;
        for (int row = 0; row < mix.rows().size(); row++) {
            if (mix.rows().getFirst().getFirst().equals(mix.cell(row, "period"))) {
                shares += (Double) Objects.requireNonNull(mix.cell(row, "share"));
            }
        }
        assertThat(shares).isBetween(0.999_999, 1.000_001);
    }

    @Test
    void mixByWeekAndMonthAndRuleAndTier() {
        assertThat(points(reports.mix(new MixQuery(Days.ALL, Set.of(), Period.WEEK)), "period", "category"))
                .isEqualTo(pointsBy(posting -> List.of(
                        day(posting).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), posting.getCategory())));
        assertThat(points(
                        reports.mix(new MixQuery(Days.ALL, Set.of(Split.RULE, Split.TIER), Period.MONTH)),
                        "period",
                        "category",
                        "ruleId",
                        "tier"))
                .isEqualTo(pointsBy(posting -> List.of(
                        day(posting).withDayOfMonth(1), posting.getCategory(), posting.getRuleId(), tier(posting))));
    }

    private static String tier(Posting posting) {
        return journal.stream()
                .filter(entry -> entry.getPostings().contains(posting))
                .findFirst()
                .orElseThrow()
                .getTier()
                .name();
    }

    @Test
    void mixCountsTheDaysItIsAskedFor() {
        Days days = new Days(LocalDate.of(2026, 5, 2), LocalDate.of(2026, 5, 2));

        Table mix = reports.mix(new MixQuery(days, Set.of(), Period.ALL));

        Map<List<Object>, Long> expected = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        earned().stream()
                .filter(posting -> day(posting).equals(days.from()))
                .forEach(posting -> expected.merge(List.of(posting.getCategory()), posting.getPoints(), Long::sum));
        assertThat(points(mix, "category")).isEqualTo(expected);
    }

    @Test
    void flagsAreNewestVersionsByScore() {
        Table flags = reports.flags(FlagFilter.ALL, Page.first(10));

        assertThat(column(flags, "caseId")).containsExactly("case-3", "case-2", "case-1");
        assertThat(column(flags, "score")).containsExactly(99.0, 95.0, 84.0);
        assertThat(column(flags, "status")).containsExactly("CLOSED", "OPEN", "OPEN");
        assertThat(column(flags, "members")).contains(List.of("account-2", "account-3"));
        assertThat(flags.cell(2, "updatedAt")).isEqualTo(NOON.plusSeconds(60));
        assertThat(flags.cell(2, "reasons"))
                .isEqualTo(List.of(
                        new Reason("VELOCITY", 0.9, 74, "41 events in a minute", NUMBERS, COUNTERPARTS, EVENTS),
                        new Reason(
                                "SHARED_DEVICE", 0.5, 10, "one device, 12 accounts", NUMBERS, COUNTERPARTS, EVENTS)));
    }

    @Test
    void aClosedCaseSaysHowItEnded() {
        Table flags = reports.flags(new FlagFilter("CLOSED", null, null, null), Page.first(10));

        assertThat(flags.rows()).hasSize(1);
        assertThat(Stream.of("endCause", "endedAt", "reviewer", "endWhy", "mergedInto", "counterfactual")
                        .map(name -> flags.cell(0, name)))
                .containsExactly(
                        "CLEARED",
                        NOON.plusSeconds(90),
                        "reviewer-1",
                        "one family",
                        null,
                        "without VELOCITY the score is 10");
        Table open = reports.flags(FlagFilter.OPEN, Page.first(1));
        assertThat(Stream.of("endCause", "endedAt", "reviewer", "endWhy", "mergedInto", "counterfactual")
                        .map(name -> open.cell(0, name)))
                .containsOnlyNulls();
        Table timeline =
                report("account-4", Order.NEWEST_FIRST, Page.first(100)).timeline();
        assertThat(timeline.rows())
                .filteredOn(row -> Objects.equals(row.get(timeline.indexOf("entry")), "FLAG"))
                .extracting(row -> row.get(timeline.indexOf("reason")))
                .containsExactly("CLEARED: one family", "41 events in a minute; one device, 12 accounts");
    }

    private static final Map<String, Double> NUMBERS = Map.of("eventsInMinute", 41.0, "usual", 2.5);
    private static final List<String> COUNTERPARTS = List.of("device-1", "设备-2");
    private static final List<String> EVENTS = List.of("e1", "e2");

    @Test
    void flagsAreFilteredAndPaged() {
        assertThat(column(reports.flags(FlagFilter.OPEN, Page.first(10)), "caseId"))
                .containsExactly("case-2", "case-1");
        assertThat(column(reports.flags(new FlagFilter(null, "HOLD", "VELOCITY", null), Page.first(10)), "caseId"))
                .containsExactly("case-3", "case-2", "case-1");
        assertThat(reports.flags(new FlagFilter(HOSTILE, null, null, HOSTILE), Page.first(10))
                        .rows())
                .isEmpty();
        Table second = reports.flags(FlagFilter.ALL, new Page(1, 1));
        assertThat(column(second, "caseId")).containsExactly("case-2");
        assertThat(second.rowsInAll()).isEqualTo(3);
    }

    private static List<@Nullable Object> column(Table table, String name) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            cells.add(table.cell(row, name));
        }
        return cells;
    }

    @Test
    void anAccountShowsItsNewestBalanceAndItsRisk() {
        JournalEntry newest = journal.stream()
                .filter(entry -> entry.getAccountId().equals("account-1"))
                .reduce((first, second) -> second)
                .orElseThrow();

        Table account = report("account-1", Order.OLDEST_FIRST, Page.first(10)).account();

        assertThat(account.integer(0, "available"))
                .isEqualTo(newest.getBalance().getAvailable());
        assertThat(account.integer(0, "frozen")).isEqualTo(newest.getBalance().getFrozen());
        assertThat(account.integer(0, "step")).isEqualTo(newest.getStep());
        assertThat(account.cell(0, "tier")).isEqualTo(newest.getTier().name());
        assertThat(account.cell(0, "asOf")).isEqualTo(newest.getOccurredAt());
        assertThat(account.cell(0, "score")).isEqualTo(84.0);
        assertThat(account.cell(0, "level")).isEqualTo("HOLD");
        assertThat(report("account-3", Order.OLDEST_FIRST, Page.first(1))
                        .account()
                        .cell(0, "score"))
                .as("of a ring")
                .isEqualTo(95.0);
        assertThat(report("account-4", Order.OLDEST_FIRST, Page.first(1))
                        .account()
                        .cell(0, "score"))
                .as("closed")
                .isNull();
    }

    private static AccountReport report(String accountId, Order order, Page page) {
        return reports.account(accountId, new TimelineQuery(page, order)).orElseThrow();
    }

    @Test
    void aTimelineHasEverythingInTimeOrder() {
        List<JournalEntry> own = journal.stream()
                .filter(entry -> entry.getAccountId().equals("account-1"))
                .toList();
        long expected =
                own.stream().mapToLong(entry -> 1 + entry.getPostings().size()).sum() + 1 + 2 + 1;

        Table timeline =
                report("account-1", Order.OLDEST_FIRST, Page.first(1_000)).timeline();

        assertThat(timeline.rowsInAll()).isEqualTo(expected);
        assertThat(timeline.rows()).hasSize((int) expected);
        assertThat(column(timeline, "occurredAt")).isSorted();
        assertThat(new HashSet<>(column(timeline, "entry")))
                .containsExactlyInAnyOrder("DECISION", "POSTING", "SIGNAL", "FLAG", "NOTICE");
        assertThat(timeline.cell(0, "entry")).isEqualTo("DECISION");
        assertThat(timeline.cell(0, "eventId"))
                .isEqualTo(own.getFirst().getDecision().getEventId());
        assertThat(timeline.cell(0, "reason"))
                .isEqualTo(own.getFirst().getDecision().getReason());
        assertThat(timeline.cell(0, "cappedBy"))
                .isEqualTo(own.getFirst().getDecision().getCappedBy());
        assertThat(timeline.integer(0, "points"))
                .isEqualTo(own.getFirst().getDecision().getGrantedPoints()
                        + own.getFirst().getDecision().getBonusPoints());
    }

    @Test
    void aTimelineIsPagedFromEitherEnd() {
        Table all = report("account-2", Order.OLDEST_FIRST, Page.first(1_000)).timeline();
        List<List<@Nullable Object>> pages = new ArrayList<>();
        for (long offset = 0; offset < all.rowsInAll(); offset += 7) {
            pages.addAll(report("account-2", Order.OLDEST_FIRST, new Page(7, offset))
                    .timeline()
                    .rows());
        }
        assertThat(pages).isEqualTo(all.rows());
        assertThat(report("account-2", Order.NEWEST_FIRST, Page.first(1_000))
                        .timeline()
                        .rows())
                .isEqualTo(all.rows().reversed());
    }

    @Test
    void anUnknownAccountIsEmptyWhateverItIsCalled() {
        TimelineQuery query = new TimelineQuery(Page.first(10), Order.OLDEST_FIRST);
        assertThat(reports.account("nobody", query)).isEmpty();
        assertThat(reports.account(HOSTILE, query)).isEmpty();
        assertThat(reports.account("{fn now()} ? :x", query)).isEmpty();
    }

    @Test
    void theSummaryHolds() {
        Summary summary = reports.summary();

        assertThat(summary.holds()).as("%s", summary).isTrue();
        assertThat(summary.decisions()).isEqualTo(journal.size());
        assertThat(summary.rows("postings"))
                .isEqualTo(journal.stream()
                        .mapToLong(entry -> entry.getPostings().size())
                        .sum());
        assertThat(summary.accounts()).isEqualTo(50);
        assertThat(summary.pointsIssued())
                .isEqualTo(earned().stream().mapToLong(Posting::getPoints).sum());
        assertThat(summary.flagsOpen()).isEqualTo(2);
        assertThat(summary.table().rows()).hasSize(12);
    }

    @Test
    void theSummaryNamesWhatDoesNotHold() throws Exception {
        ClickHouseConfig broken = TestClickHouse.migratedDatabase();
        List<JournalEntry> entries = new TestRecords(3).journal(100, 5);
        TestClickHouse.insert(broken, "points.journal", 0, entries);
        TestClickHouse.insert(broken, "points.journal", 0, entries.subList(0, 1));
        JournalEntry stranger = entries.getFirst();
        stranger.setAccountId("stranger");
        stranger.getBalance().setAvailable(stranger.getBalance().getAvailable() + 1);
        TestClickHouse.insert(broken, "points.journal", 1, List.of(stranger));

        Summary summary = new Reports(broken).summary();

        assertThat(summary.holds()).isFalse();
        assertThat(summary.tables())
                .filteredOn(table -> !table.holds())
                .extracting(Summary.TableRows::table)
                .contains("decisions", "balances");
        assertThat(summary.balancesWrong()).isPositive();
    }

    @Test
    void watermarksAreAsFarAsTheSlowestPartition() {
        Table watermarks = reports.watermarks();

        assertThat(column(watermarks, "topic"))
                .containsExactly("farming.flags", "farming.signals", "points.journal", "points.notices");
        int row = column(watermarks, "topic").indexOf("points.journal");
        assertThat(watermarks.integer(row, "records")).isEqualTo(journal.size());
        assertThat(watermarks.integer(row, "partitions")).isEqualTo(2);
        assertThat(watermarks.cell(row, "completeUpTo"))
                .isEqualTo(journal.get(1_999).getOccurredAt());
        assertThat(watermarks.cell(row, "newest")).isEqualTo(journal.getLast().getOccurredAt());
        assertThat(reports.mix(MixQuery.BY_CATEGORY).completeUpTo())
                .isEqualTo(journal.get(1_999).getOccurredAt());
    }

    @Test
    void throughputCountsWhatCameInLately() {
        Table throughput = reports.throughput(Duration.ofMinutes(30));

        long decisions = 0;
        for (int row = 0; row < throughput.rows().size(); row++) {
            decisions += throughput.integer(row, "decisions");
            assertThat((Instant) throughput.cell(row, "second"))
                    .isBetween(Instant.now().minus(Duration.ofMinutes(31)), Instant.now());
        }
        assertThat(decisions).isEqualTo(journal.size());
    }

    @Test
    void anEmptyDatabaseHasAnswers() throws Exception {
        Reports empty = new Reports(TestClickHouse.migratedDatabase());

        assertThat(empty.mix(MixQuery.BY_CATEGORY).rows()).isEmpty();
        assertThat(empty.mix(MixQuery.BY_CATEGORY).completeUpTo()).isNull();
        assertThat(empty.flags(FlagFilter.ALL, Page.first(5)).rowsInAll()).isZero();
        assertThat(empty.throughput(Duration.ofMinutes(1)).rows()).isEmpty();
        assertThat(empty.watermarks().rows()).isEmpty();
        assertThat(empty.summary().holds()).isTrue();
    }

    @Test
    void aServerThatIsAwayIsSaidSo() {
        Reports away = new Reports(ClickHouseConfig.local(URI.create("http://127.0.0.1:1"), "points"));

        assertThatThrownBy(away::summary).isInstanceOf(ReportException.class).hasMessageContaining("ClickHouse");
    }
}
