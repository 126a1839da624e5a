package io.pointstream.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.schemas.activity.Partner;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.TestClickHouse;
import io.pointstream.sinks.TestRecords;
import io.pointstream.sinks.report.MixQuery.Only;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reports of a week that is short enough to be added up by hand. */
class ProgramReportsTest {

    private static final Instant MONDAY = Instant.parse("2026-05-04T04:00:00Z");
    private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 5, 31);
    private static final Days MAY = new Days(FIRST, LAST);
    private static final String HOSTILE = "x' OR 1=1 --\\";

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static Reports reports;

    @BeforeAll
    static void aWeek() throws Exception {
        ClickHouseConfig database = TestClickHouse.migratedDatabase();
        reports = new Reports(database);
        // Three accounts earn in April and May; one redeems; one farms, is confirmed and loses what was held; points
        // expire. The 30th of April, 17:00 UTC, is the 1st of May in the program zone.
        TestClickHouse.execute(database, """
                INSERT INTO postings (account_id, step, item, occurred_at, tier, kind, category, rule_id, points, debit,
                    credit, value_coefficient, redemption_id, event_id, topic, partition, offset) VALUES
                ('ann', 1, 0, '2026-04-10 04:00:00', 'GOLD', 'EARN', 'CONSUMPTION', 'pay.jd', 1000, 'PROGRAM', 'AVAILABLE', 1, '', 'e1', 'points.journal', 0, 1),
                ('ann', 2, 0, '2026-04-30 17:00:00', 'GOLD', 'EARN', 'SOCIAL', 'social.invite', 200, 'PROGRAM', 'AVAILABLE', 2, '', 'e2', 'points.journal', 0, 2),
                ('ann', 3, 0, '2026-05-04 04:00:00', 'GOLD', 'FREEZE', '', '', -600, 'AVAILABLE', 'FROZEN', 1, 'r-1', 'e3', 'points.journal', 0, 3),
                ('ann', 4, 0, '2026-05-05 04:00:00', 'GOLD', 'CAPTURE', '', '', -600, 'FROZEN', 'REDEEMED', 1, 'r-1', 'e4', 'points.journal', 0, 4),
                ('ann', 5, 0, '2026-05-05 05:00:00', 'GOLD', 'FREEZE', '', '', -100, 'AVAILABLE', 'FROZEN', 1, 'r-2', 'e5', 'points.journal', 0, 5),
                ('ann', 6, 0, '2026-05-06 04:00:00', 'GOLD', 'UNFREEZE', '', '', 100, 'FROZEN', 'AVAILABLE', 1, 'r-2', 'e6', 'points.journal', 0, 6),
                ('ann', 7, 0, '2026-05-07 04:00:00', 'GOLD', 'REFUND', '', '', 600, 'REDEEMED', 'AVAILABLE', 1, 'r-1', 'e7', 'points.journal', 0, 7),
                ('bob', 1, 0, '2026-05-04 04:00:00', 'SILVER', 'EARN', 'CONSUMPTION', 'pay.jd', 300, 'PROGRAM', 'AVAILABLE', 1, '', 'e8', 'points.journal', 0, 8),
                ('bob', 2, 0, '2026-05-05 04:00:00', 'SILVER', 'REVERSE', 'CONSUMPTION', 'pay.jd', -50, 'AVAILABLE', 'PROGRAM', 1, '', 'e9', 'points.journal', 0, 9),
                ('bob', 3, 0, '2026-05-06 04:00:00', 'SILVER', 'EXPIRE', '', '', -40, 'AVAILABLE', 'EXPIRED', 1, '', '', 'points.journal', 0, 10),
                ('bob', 4, 0, '2026-05-08 04:00:00', 'SILVER', 'FREEZE', '', '', -100, 'AVAILABLE', 'FROZEN', 1, 'r-4', 'e10', 'points.journal', 0, 11),
                ('fox', 1, 0, '2026-05-04 04:00:00', 'ORDINARY', 'EARN', 'SOCIAL', 'social.video-like', 900, 'PROGRAM', 'HELD', 0.4, '', 'e11', 'points.journal', 1, 1),
                ('fox', 2, 0, '2026-05-06 04:00:00', 'ORDINARY', 'CLAWBACK', '', '', -900, 'HELD', 'CLAWED_BACK', 1, '', 'v-1', 'points.journal', 1, 2)
                """);
        TestClickHouse.execute(database, """
                INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset) VALUES
                ('ann', 7, '2026-05-07 04:00:00', 'GOLD', 1200, 0, 0, 0, 'points.journal', 0, 7),
                ('ann', 6, '2026-05-06 04:00:00', 'GOLD', 600, 0, 0, 0, 'points.journal', 0, 6),
                ('bob', 4, '2026-05-08 04:00:00', 'SILVER', 110, 0, 100, 5, 'points.journal', 0, 11),
                ('dan', 3, '2026-05-06 04:00:00', 'ORDINARY', 70, 7, 0, 0, 'points.journal', 1, 3),
                ('fox', 2, '2026-05-06 04:00:00', 'ORDINARY', 0, 0, 0, 0, 'points.journal', 1, 2)
                """);
        TestClickHouse.execute(database, """
                INSERT INTO decisions (account_id, step, occurred_at, outcome, granted_points, caps.cap, caps.window,
                    caps.limit, caps.used_before, caps.cut, topic, partition, offset) VALUES
                ('ann', 1, '2026-05-04 04:00:00', 'PARTIALLY_CAPPED', 30, ['pay.jd/TRANSACTION', 'pay.jd/MONTH'], ['TRANSACTION', 'MONTH'], [100, 1000], [0, 970], [5, 20], 'points.journal', 0, 1),
                ('bob', 1, '2026-05-04 04:00:00', 'AWARDED', 10, ['pay.jd/TRANSACTION', 'pay.jd/MONTH'], ['TRANSACTION', 'MONTH'], [100, 1000], [0, 0], [0, 0], 'points.journal', 0, 8),
                ('bob', 2, '2026-05-05 04:00:00', 'AWARDED', 20, ['pay.jd/MONTH'], ['MONTH'], [1000], [980], [0], 'points.journal', 0, 9),
                ('fox', 1, '2026-06-01 04:00:00', 'CAPPED', 0, ['social.video-like/DAY'], ['DAY'], [20], [20], [20], 'points.journal', 1, 1)
                """);
        TestClickHouse.insert(
                database,
                "activity.redemption",
                0,
                List.of(
                        TestRecords.redemptionRequested("ann", "r-1", 600, MONDAY),
                        TestRecords.transferRequested("ann", "r-2", Partner.JD, 100, MONDAY.plusSeconds(90_000)),
                        TestRecords.redemptionRequested("bob", "r-3", 400, MONDAY),
                        // Sent twice: it is one request.
                        TestRecords.redemptionRequested("ann", "r-1", 600, MONDAY),
                        TestRecords.transferRequested(
                                "bob", "r-4", Partner.MEITUAN, 100, MONDAY.plusSeconds(345_600))));
        TestClickHouse.insert(
                database,
                "farming.flags",
                0,
                List.of(
                        TestRecords.flag("case-fox", List.of("fox"), 90, FlagStatus.OPEN, MONDAY),
                        TestRecords.flag("case-ann", List.of("ann"), 61, FlagStatus.OPEN, MONDAY),
                        TestRecords.flag("case-bob", List.of("bob", "bea"), 61, FlagStatus.OPEN, MONDAY),
                        TestRecords.flag("case-fox", List.of("fox"), 90, FlagStatus.CLOSED, MONDAY),
                        TestRecords.flag("case-ann", List.of("ann"), 61, FlagStatus.CLOSED, MONDAY)));
        TestClickHouse.insert(
                database,
                "farming.shadow-flags",
                0,
                List.of(
                        TestRecords.flag("account-fox", List.of("fox"), 70, FlagStatus.OPEN, MONDAY),
                        TestRecords.flag("account-fox", List.of("fox"), 90, FlagStatus.CLOSED, MONDAY),
                        TestRecords.flag("account-bea", List.of("bea"), 70, FlagStatus.OPEN, MONDAY),
                        TestRecords.flag("account-dan", List.of("dan"), 70, FlagStatus.OPEN, MONDAY)));
        Signal shadow = TestRecords.signal("ann", ReasonCode.LOCKSTEP, 0.6, MONDAY);
        shadow.setShadow(true);
        TestClickHouse.insert(
                database,
                "farming.signals",
                0,
                List.of(
                        TestRecords.signal("fox", ReasonCode.VELOCITY, 0.9, MONDAY),
                        TestRecords.signal("fox", ReasonCode.VELOCITY, 0.8, MONDAY.plusSeconds(1)),
                        shadow));
        assertThat(TestClickHouse.column(database, "SELECT account_id FROM signals WHERE shadow"))
                .containsExactly("ann");
        TestClickHouse.insert(
                database,
                "risk.reviews",
                0,
                List.of(
                        TestRecords.review("fox", "v-1", "case-fox", ReviewDecision.CONFIRM, MONDAY.plusSeconds(7_200)),
                        TestRecords.review("ann", "v-2", "case-ann", ReviewDecision.ESCALATE, MONDAY.plusSeconds(60)),
                        TestRecords.review(
                                "ann", "v-3", "case-ann", ReviewDecision.CLEAR, MONDAY.plusSeconds(14_400))));
    }

    private static List<@Nullable Object> row(@Nullable Object... cells) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Integer number ? (Object) number.longValue() : cell);
        }
        return row;
    }

    private static BigDecimal yuan(String amount) {
        return new BigDecimal(amount);
    }

    @Test
    void liabilityByDayIsWhatOwnersHaveAtItsEnd() {
        Table liability = reports.liability(MAY, Period.DAY);

        assertThat(liability.rows())
                .containsExactly(
                        row(FIRST, 200, 0, 0, 0, 1200, 0, 0, 1200, yuan("36.00")),
                        row(FIRST.plusDays(3), 1200, 0, 0, 0, 900, 900, 600, 2400, yuan("72.00")),
                        row(FIRST.plusDays(4), -50, 600, 0, 0, 750, 900, 100, 1750, yuan("52.50")),
                        row(FIRST.plusDays(5), 0, 0, 40, 900, 810, 0, 0, 810, yuan("24.30")),
                        row(FIRST.plusDays(6), 0, -600, 0, 0, 1410, 0, 0, 1410, yuan("42.30")),
                        row(FIRST.plusDays(7), 0, 0, 0, 0, 1310, 0, 100, 1410, yuan("42.30")));
        assertThat(liability.totals()).isEqualTo(row(null, 1350, 0, 40, 900, null, null, null, null, null));
    }

    @Test
    void liabilityOfARangeHasWhatWasThereBeforeIt() {
        assertThat(reports.liability(MAY, Period.ALL).rows())
                .containsExactly(row(1350, 0, 40, 900, 1310, 0, 100, 1410, yuan("42.30")));
        assertThat(reports.liability(new Days(FIRST, FIRST), Period.MONTH).rows())
                .containsExactly(row(FIRST, 200, 0, 0, 0, 1200, 0, 0, 1200, yuan("36.00")));
    }

    @Test
    void theMixIsNarrowed() {
        MixQuery query = new MixQuery(MAY, Set.of(Split.RULE), Period.ALL, new Only("CONSUMPTION", "pay.jd", "SILVER"));

        Table mix = reports.mix(query);

        assertThat(mix.rows()).hasSize(1);
        assertThat(mix.integer(0, "points")).isEqualTo(250);
        assertThat(reports.mix(new MixQuery(MAY, Set.of(), Period.ALL, new Only(HOSTILE, HOSTILE, HOSTILE)))
                        .rows())
                .isEmpty();
    }

    @Test
    void changesPutTheGreatestFirstAndKeepWhatVanished() {
        Days firstOfMay = new Days(FIRST, FIRST);
        Days april = new Days(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 4, 30));

        Table changes = reports.changes(new MixQuery(firstOfMay, Set.of(Split.RULE), Period.ALL), april);

        assertThat(changes.rows())
                .containsExactly(
                        row("CONSUMPTION", "pay.jd", 1000, 0, -1000, 1.0, 0.0, -100.0),
                        row("SOCIAL", "social.invite", 0, 200, 200, 0.0, 1.0, 100.0));
        assertThat(changes.totals()).isEqualTo(row(null, null, 1000, 200, -800, null, null, null));
        assertThat(reports.changes(
                                new MixQuery(MAY, Set.of(), Period.ALL, new Only(null, null, "SILVER")),
                                Against.YEAR.of(MAY))
                        .rows())
                .as("a year without a point has no shares")
                .containsExactly(row("CONSUMPTION", 0, 250, 250, null, 1.0, null));
    }

    @Test
    void changesWithoutDaysAreThoseOfTheNewest() {
        NamedReport named = NamedReport.find("changes").orElseThrow();

        // The newest event is of the 8th of May: 9 April to 8 May, against 10 March to 8 April.
        Table newest = named.answer(reports, name -> null).orElseThrow();

        assertThat(newest.cell(0, "pointsBefore")).isEqualTo(0L);
        assertThat(newest.totals()).isEqualTo(row(null, 0, 2350, 2350, null, null, null));
        assertThatThrownBy(() -> named.answer(reports, name -> name.equals("from") ? "2026-05-09" : null))
                .isInstanceOf(ParameterException.class)
                .hasMessage("from must not be after to");
    }

    @Test
    void earnersAreThoseBehindAFigureOfTheMix() {
        assertThat(reports.earners(MAY, Only.ALL, Page.first(10)).rows())
                .containsExactly(
                        row("fox", 900, 900 / 1350.0, yuan("360.0000"), 1, null),
                        row("bob", 250, 250 / 1350.0, yuan("250.0000"), 2, "REVIEW"),
                        row("ann", 200, 200 / 1350.0, yuan("400.0000"), 1, null));
        assertThat(reports.earners(MAY, new Only("CONSUMPTION", "pay.jd", "SILVER"), Page.first(10))
                        .rows())
                .containsExactly(row("bob", 250, 1.0, yuan("250.0000"), 2, "REVIEW"));
        Table second = reports.earners(MAY, Only.ALL, new Page(1, 1));
        assertThat(second.rowsInAll()).isEqualTo(3);
        assertThat(second.rows()).containsExactly(row("bob", 250, 250 / 1350.0, yuan("250.0000"), 2, "REVIEW"));
        assertThat(reports.earners(new Days(FIRST.plusDays(4), FIRST.plusDays(4)), Only.ALL, Page.first(10))
                        .rows())
                .as("more was reversed than earned")
                .isEmpty();
        assertThat(reports.earners(MAY, new Only(HOSTILE, HOSTILE, HOSTILE), Page.first(10))
                        .rows())
                .isEmpty();
    }

    @Test
    void costsPutTheDearestFirst() {
        assertThat(reports.costs(MAY, true, null).rows())
                .containsExactly(
                        row("SOCIAL", "social.video-like", 900, yuan("27.00"), 1, 900.0, 27.0),
                        row("CONSUMPTION", "pay.jd", 250, yuan("7.50"), 1, 250.0, 7.5),
                        row("SOCIAL", "social.invite", 200, yuan("6.00"), 1, 200.0, 6.0));
        assertThat(reports.costs(MAY, false, "GOLD").rows())
                .containsExactly(row("SOCIAL", 200, yuan("6.00"), 1, 200.0, 6.0));
    }

    @Test
    void redemptionsSayWhatBecameOfRequests() {
        RedemptionQuery byPartner = new RedemptionQuery(MAY, Set.of(RedemptionQuery.Split.PARTNER), null, null, null);

        assertThat(reports.redemptions(byPartner).rows())
                .containsExactly(
                        row("VIRTUAL", "", 2, 1, 0, 1, 0, 1, 1000, 600, 600, 1.0, 1.0, 2),
                        row("PARTNER", "JD", 1, 0, 0, 0, 1, 0, 100, 0, 0, 0.0, null, 1),
                        row("PARTNER", "MEITUAN", 1, 0, 1, 0, 0, 0, 100, 0, 0, 0.0, null, 1));
        assertThat(reports.redemptions(new RedemptionQuery(MAY, Set.of(), "PARTNER", "JD", "transfer"))
                        .rows())
                .hasSize(1);
        assertThat(reports.redemptions(new RedemptionQuery(MAY, Set.of(), HOSTILE, HOSTILE, HOSTILE))
                        .rows())
                .isEmpty();
    }

    @Test
    void capsSayWhatTheyTookAndWhoStoodAtThem() {
        Table caps = reports.caps(MAY, null, null);

        assertThat(caps.rows())
                .containsExactly(
                        row("pay.jd/MONTH", "MONTH", 1000, 3, 1, 20, 1, 2),
                        row("pay.jd/TRANSACTION", "TRANSACTION", 100, 2, 1, 5, 1, 0));
        assertThat(reports.caps(MAY, "pay.jd/M", "MONTH").rows()).hasSize(1);
        assertThat(reports.caps(MAY, HOSTILE, HOSTILE).rows()).isEmpty();
    }

    @Test
    void leaderboardsLeaveOutOpenAndConfirmedCases() {
        assertThat(reports.leaderboard(Period.ALL, null, 10).rows()).containsExactly(row(1, "ann", 1200));
        assertThat(reports.leaderboard(Period.MONTH, null, 10).rows()).containsExactly(row(1, "ann", 200));
        assertThat(reports.leaderboard(Period.MONTH, LocalDate.of(2026, 4, 30), 10)
                        .rows())
                .containsExactly(row(1, "ann", 1000));
        assertThat(reports.leaderboard(Period.WEEK, null, 10).rows()).isEmpty();
        assertThat(reports.leaderboard(Period.WEEK, LocalDate.of(2026, 4, 28), 10)
                        .rows())
                .as("a week of two months")
                .containsExactly(row(1, "ann", 200));
    }

    @Test
    void riskCountsAccountsByTheirOpenCases() {
        assertThat(reports.risk().rows())
                .containsExactly(row("REVIEW", 1, 110, 0, 100, 5), row("NONE", 3, 1270, 7, 0, 0));
    }

    /** Of one of two, by Wilson. */
    private static final double LOW = 0.09453120573423074;

    private static final double HIGH = 0.9054687942657693;

    @Test
    void detectorsArePreciseAsFarAsReviewersSay() {
        assertThat(reports.detectors(MAY).rows())
                .containsExactly(
                        row("LOCKSTEP", 1, 1, 0, 0, 0, 0, null, null, null, null, 0, 0, 0, null, 0),
                        row("SHARED_DEVICE", 0, 0, 3, 1, 1, 1, 0.5, LOW, HIGH, 3.0, 900, 3, 2, 1.0, 77),
                        row("VELOCITY", 2, 1, 3, 1, 1, 1, 0.5, LOW, HIGH, 3.0, 900, 3, 2, 1.0, 77));
    }

    @Test
    void anAccountsTimelineHasItsReviews() {
        Table timeline = reports.account("fox", new TimelineQuery(Page.first(100), TimelineQuery.Order.NEWEST_FIRST))
                .orElseThrow()
                .timeline();

        int review =
                timeline.rows().stream().map(cells -> cells.get(1)).toList().indexOf("REVIEW");
        assertThat(timeline.cell(review, "type")).isEqualTo("CONFIRM");
        assertThat(timeline.cell(review, "reason")).isEqualTo("reviewer-1: 看过 — seen");
        assertThat(timeline.cell(review, "eventId")).isEqualTo("v-1");

        Table reviews = reports.account(
                        "fox", new TimelineQuery(Page.first(1), TimelineQuery.Order.NEWEST_FIRST, "REVIEW"))
                .orElseThrow()
                .timeline();
        assertThat(reviews.rowsInAll()).isEqualTo(1);
        assertThat(reviews.cell(0, "eventId")).isEqualTo("v-1");
    }

    @Test
    void everyReportAnswersAboutNothing() throws Exception {
        Reports empty = new Reports(TestClickHouse.migratedDatabase());

        for (Period period : Period.values()) {
            assertThat(empty.liability(MAY, period).rows()).isEmpty();
        }
        assertThat(empty.costs(MAY, true, null).rows()).isEmpty();
        assertThat(empty.redemptions(new RedemptionQuery(MAY, Set.of(), null, null, null))
                        .rows())
                .isEmpty();
        assertThat(empty.caps(MAY, null, null).rows()).isEmpty();
        assertThat(empty.leaderboard(Period.WEEK, null, 5).rows()).isEmpty();
        assertThat(empty.risk().rows()).isEmpty();
        assertThat(empty.earners(MAY, Only.ALL, Page.first(5)).rows()).isEmpty();
        assertThat(NamedReport.find("changes")
                        .orElseThrow()
                        .answer(empty, name -> null)
                        .orElseThrow()
                        .rows())
                .isEmpty();
        assertThat(empty.detectors(MAY).rows()).isEmpty();
        assertThatThrownBy(() -> empty.leaderboard(Period.DAY, null, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
