package io.pointstream.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Credited;
import io.pointstream.schemas.points.CreditedWhen;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.sinks.TestClickHouse;
import io.pointstream.sinks.report.StatementQuery.Steps;
import io.pointstream.sinks.report.Waterfall.Bonus;
import io.pointstream.sinks.report.Waterfall.CapCut;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account's statement and its tiers, from the journal through a real ClickHouse. */
class StatementTest {

    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");
    private static final String ANN = "ann's \\ 小明";

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    private static Reports reports;

    @BeforeAll
    static void sink() throws Exception {
        var database = TestClickHouse.migratedDatabase();
        TestClickHouse.insert(
                database,
                "points.journal",
                3,
                List.of(
                        tier(1, MemberTier.GOLD, NOON.minusSeconds(3600)),
                        award(2),
                        step(
                                3,
                                decision("dup", Outcome.DUPLICATE, "seen before")
                                        .build(),
                                List.of(),
                                300,
                                0),
                        capped(4),
                        // Its event is older than the first step's: it stands where it was booked.
                        tier(5, MemberTier.SILVER, NOON.minusSeconds(7200)),
                        tier(6, MemberTier.GOLD, NOON.plusSeconds(60)),
                        redemption(7),
                        step(8, null, List.of(expiry()), 100, 0),
                        other(1)));
        reports = new Reports(database);
    }

    private static Decision.Builder decision(String eventId, Outcome outcome, String reason) {
        return Decision.newBuilder()
                .setEventId(eventId)
                .setEventType("payment.settled")
                .setOccurredAt(NOON)
                .setOutcome(outcome)
                .setBasePoints(0)
                .setGrantedPoints(0)
                .setBonusPoints(0)
                .setCappedBy(List.of())
                .setReason(reason);
    }

    private static JournalEntry step(
            long step, @Nullable Decision decision, List<Posting> postings, long available, long frozen) {
        return JournalEntry.newBuilder()
                .setAccountId(ANN)
                .setStep(step)
                .setOccurredAt(NOON)
                .setTier(MemberTier.GOLD)
                .setDecision(decision)
                .setPostings(postings)
                .setBalance(new Balance(available, 0L, frozen, 0L))
                .build();
    }

    private static JournalEntry tier(long step, MemberTier tier, Instant at) {
        JournalEntry entry = step(
                step,
                decision("tier-" + step, Outcome.APPLIED, "")
                        .setEventType("membership.tier-changed")
                        .setOccurredAt(at)
                        .build(),
                List.of(),
                step < 2 ? 0 : 300,
                0);
        entry.setTier(tier);
        entry.setOccurredAt(at);
        return entry;
    }

    private static Posting.Builder posting(long step, int item, PostingKind kind, long points) {
        return Posting.newBuilder()
                .setPostingId(ANN + "/" + step + "/" + item)
                .setOccurredAt(NOON)
                .setKind(kind)
                .setPoints(points)
                .setValueCoefficient(new BigDecimal("1.0000"));
    }

    private static JournalEntry award(long step) {
        Decision decision = decision("pay-1", Outcome.PARTIALLY_CAPPED, "pay.jd: …")
                .setRuleId("pay.jd")
                .setCategory("CONSUMPTION")
                .setRuleBookVersion(1)
                .setBasePoints(268)
                .setGrantedPoints(200)
                .setBonusPoints(100)
                .setCappedBy(List.of("pay.jd/MONTH"))
                .setWaterfall(io.pointstream.schemas.points.Waterfall.newBuilder()
                        .setQuantity("134.49")
                        .setUnit("yuan")
                        .setRate("2.0")
                        .setRunning(new RunningTotal("TALENT", "90.50", CapWindow.WEEK, LocalDate.of(2026, 5, 18), 72L))
                        .setCaps(List.of(
                                new CapStep("pay.jd/TRANSACTION", CapWindow.TRANSACTION, 1000L, 0L, 0L),
                                new CapStep("pay.jd/MONTH", CapWindow.MONTH, 10_000L, 9_800L, 68L)))
                        .setGranted(200L)
                        .setForfeited(68L)
                        .setBonuses(List.of(new BonusStep(Component.TIER_BONUS, "GOLD", "1.5", 100L)))
                        .build())
                .build();
        Posting base = posting(step, 1, PostingKind.EARN, 200)
                .setEventId("pay-1")
                .setComponent(Component.BASE)
                .setRuleId("pay.jd")
                .setDebit(LedgerAccount.PROGRAM)
                .setCredit(LedgerAccount.AVAILABLE)
                .setExpiresOn(LocalDate.of(2027, 5, 20))
                .build();
        Posting bonus = posting(step, 2, PostingKind.EARN, 100)
                .setEventId("pay-1")
                .setComponent(Component.TIER_BONUS)
                .setRuleId("pay.jd")
                .setDebit(LedgerAccount.PROGRAM)
                .setCredit(LedgerAccount.AVAILABLE)
                .setExpiresOn(LocalDate.of(2027, 5, 20))
                .build();
        return step(step, decision, List.of(base, bonus), 300, 0);
    }

    private static JournalEntry capped(long step) {
        return step(
                step,
                decision("pay-2", Outcome.CAPPED, "nothing left")
                        .setRuleId("pay.jd")
                        .setCategory("CONSUMPTION")
                        .setBasePoints(5)
                        .setCappedBy(List.of("pay.jd/MONTH"))
                        .setWaterfall(io.pointstream.schemas.points.Waterfall.newBuilder()
                                .setCaps(List.of(new CapStep("pay.jd/MONTH", CapWindow.MONTH, 10_000L, 10_000L, 5L)))
                                .setBonuses(List.of())
                                .setGranted(0L)
                                .setForfeited(5L)
                                .build())
                        .build(),
                List.of(),
                300,
                0);
    }

    private static JournalEntry redemption(long step) {
        Posting capture = posting(step, 1, PostingKind.CAPTURE, -101)
                .setEventId("answer-1")
                .setDebit(LedgerAccount.FROZEN)
                .setCredit(LedgerAccount.REDEEMED)
                .setRedemptionId("red-1")
                .setCredited(new Credited("80.8", "bean", CreditedWhen.AT_ONCE, LocalDate.of(2026, 5, 20)))
                .build();
        return step(step, decision("answer-1", Outcome.APPLIED, "captured").build(), List.of(capture), 199, 0);
    }

    private static Posting expiry() {
        return posting(8, 1, PostingKind.EXPIRE, -99)
                .setDebit(LedgerAccount.AVAILABLE)
                .setCredit(LedgerAccount.EXPIRED)
                .setExpiresOn(LocalDate.of(2026, 5, 19))
                .build();
    }

    private static JournalEntry other(long step) {
        JournalEntry entry = award(step);
        entry.setAccountId("somebody else");
        return entry;
    }

    private static Table statement(int limit, long offset, Steps show, long upTo) {
        return reports.statement(ANN, new StatementQuery(new Page(limit, offset), show, upTo));
    }

    private static List<Object> steps(Table statement) {
        int step = statement.indexOf("step");
        return statement.rows().stream()
                .map(row -> Objects.requireNonNull(row.get(step)))
                .toList();
    }

    private static List<?> list(Table statement, int row, String column) {
        return (List<?>) Objects.requireNonNull(statement.cell(row, column));
    }

    @Test
    void itHasWhatMovedPointsAndWhatCapsCutToNothingInTheOrderOfTheLedger() {
        Table statement = statement(10, 0, Steps.MOVING, StatementQuery.NEWEST);

        assertThat(steps(statement)).containsExactly(8L, 7L, 4L, 2L);
        assertThat(statement.rowsInAll()).isEqualTo(4);
        assertThat(statement.cell(0, "eventId")).isEqualTo("");
        assertThat(statement.integer(0, "available")).isEqualTo(100);
        assertThat(statement.cell(0, "partition")).isEqualTo(3L);
        assertThat(statement.cell(0, "offset")).isEqualTo(7L);
        assertThat(list(statement, 0, "waterfall")).isEmpty();
    }

    @Test
    void anAwardHasItsWholeWaterfall() {
        Table statement = statement(10, 0, Steps.MOVING, StatementQuery.NEWEST);

        Waterfall award = (Waterfall) list(statement, 3, "waterfall").getFirst();
        assertThat(award.quantity()).isEqualByComparingTo("134.49");
        assertThat(award.unit()).isEqualTo("yuan");
        assertThat(award.counted()).isNull();
        assertThat(award.rate()).isEqualByComparingTo("2");
        assertThat(award.weight()).isNull();
        assertThat(award.runningBefore()).isEqualByComparingTo("90.5");
        assertThat(award.runningFrom()).isEqualTo("2026-05-18");
        assertThat(award.runningEarlier()).isEqualTo(72);
        assertThat(award.clampTo()).isNull();
        assertThat(award.caps())
                .containsExactly(
                        new CapCut("pay.jd/TRANSACTION", "TRANSACTION", 1000, 0, 0),
                        new CapCut("pay.jd/MONTH", "MONTH", 10_000, 9_800, 68));
        assertThat(award.cappedBy()).containsExactly("pay.jd/MONTH");
        assertThat(award.bonuses()).hasSize(1);
        Bonus bonus = award.bonuses().getFirst();
        assertThat(bonus.factor()).isEqualByComparingTo("1.5");
        assertThat(bonus.points()).isEqualTo(100);
        assertThat(award.base()).isEqualTo(268);
        assertThat(award.granted()).isEqualTo(200);
        assertThat(award.forfeited()).isEqualTo(68);
        assertThat(award).hasToString("268 base, 200 granted, 68 forfeited (pay.jd/MONTH 68), 100 bonus");

        assertThat(list(statement, 3, "movements")).hasToString("[EARN BASE +200, EARN TIER_BONUS +100]");
        assertThat(((Waterfall) list(statement, 2, "waterfall").getFirst()).granted())
                .isZero();
    }

    @Test
    void aCaptureSaysWhatIsCreditedAndAnExpiryWhichDayItWas() {
        Table statement = statement(10, 0, Steps.MOVING, StatementQuery.NEWEST);

        Movement capture = (Movement) list(statement, 1, "movements").getFirst();
        assertThat(capture.creditedAmount()).isEqualByComparingTo("80.8");
        assertThat(capture.creditedOn()).isEqualTo("2026-05-20");
        assertThat(capture.redemptionId()).isEqualTo("red-1");
        assertThat(((Movement) list(statement, 0, "movements").getFirst()).expiresOn())
                .isEqualTo("2026-05-19");
    }

    @Test
    void itComesInPagesAndFromAnyStepOn() {
        assertThat(steps(statement(2, 0, Steps.MOVING, StatementQuery.NEWEST))).containsExactly(8L, 7L);
        assertThat(steps(statement(2, 2, Steps.MOVING, StatementQuery.NEWEST))).containsExactly(4L, 2L);
        assertThat(statement(2, 2, Steps.MOVING, StatementQuery.NEWEST).rowsInAll())
                .isEqualTo(4);
        assertThat(steps(statement(2, 0, Steps.MOVING, 4))).containsExactly(4L, 2L);
        assertThat(steps(statement(10, 0, Steps.ALL, StatementQuery.NEWEST)))
                .containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(reports.statement(
                                "nobody' OR 1=1 --",
                                new StatementQuery(Page.first(1), Steps.ALL, StatementQuery.NEWEST))
                        .rows())
                .isEmpty();
    }

    @Test
    void tiersAreInTheOrderOfTheirTimesAndTheSameAgainIsNoChange() {
        Table tiers = reports.tiers(ANN, Page.first(10));

        assertThat(tiers.rows())
                .containsExactly(
                        List.of(NOON.minusSeconds(3600), "GOLD", "SILVER", "tier-1"),
                        List.of(NOON.minusSeconds(7200), "SILVER", "ORDINARY", "tier-5"));
        assertThat(tiers.rowsInAll()).isEqualTo(2);
        assertThat(reports.tiers("somebody else", Page.first(10)).rows()).isEmpty();
    }

    @Test
    void theTimelineOfOneEventHasWhatItCaused() {
        Table timeline = reports.account(
                        ANN, new TimelineQuery(Page.first(10), TimelineQuery.Order.OLDEST_FIRST, null, "pay-1"))
                .orElseThrow()
                .timeline();

        assertThat(timeline.rows())
                .extracting(row -> row.get(timeline.indexOf("entry")))
                .containsExactly("DECISION", "POSTING", "POSTING");
    }
}
