package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Clamp;
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
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A number's way, from the journal into columns of a real ClickHouse, and what can be asked of them there. */
class WaterfallTest {

    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");

    private final ClickHouseConfig database = migrated();

    private static ClickHouseConfig migrated() {
        try {
            return TestClickHouse.migratedDatabase();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> ask(String sql) throws Exception {
        return TestClickHouse.column(database, sql);
    }

    private void sink(JournalEntry... entries) throws Exception {
        TestClickHouse.insert(database, "points.journal", 0, List.of(entries));
    }

    private static Waterfall.Builder waterfall() {
        return Waterfall.newBuilder().setCaps(List.of()).setBonuses(List.of());
    }

    @Test
    void everyPartIsAColumn() throws Exception {
        sink(entry(
                1,
                waterfall()
                        .setQuantity("1234.56")
                        .setUnit("yuan")
                        .setCounted("1000.00")
                        .setRate("1.5")
                        .setBrackets("above 500 × 0.5")
                        .setWeight("0.8")
                        .setRunning(new RunningTotal("TALENT", "90.50", CapWindow.WEEK, LocalDate.of(2026, 5, 18), 72L))
                        .setClamp(new Clamp(-3L, 200L))
                        .setStreak(new Streak(7, 50L))
                        .setCaps(List.of(
                                new CapStep("r/TRANSACTION", CapWindow.TRANSACTION, 220L, 0L, 30L),
                                new CapStep("PROGRAM/DAY", CapWindow.DAY, 500L, 400L, 120L)))
                        .setGranted(100L)
                        .setForfeited(150L)
                        .setBonuses(List.of(new BonusStep(Component.TIER_BONUS, "GOLD", "1.5", 50L)))
                        .build()));

        assertThat(ask("SELECT toString((quantity, unit, counted, rate, brackets, weight)) FROM decisions"))
                .containsExactly("(1234.56,'yuan',1000,1.5,'above 500 × 0.5',0.8)");
        assertThat(ask("SELECT toString((running_key, running_before, running_window, running_from, running_earlier))"
                        + " FROM decisions"))
                .containsExactly("('TALENT',90.5,'WEEK','2026-05-18',72)");
        assertThat(ask("SELECT toString((clamp_computed, clamp_to, streak_length, streak_reward)) FROM decisions"))
                .containsExactly("(-3,200,7,50)");
        assertThat(ask("SELECT toString((caps.cap, caps.limit, caps.used_before, caps.cut)) FROM decisions"))
                .containsExactly("(['r/TRANSACTION','PROGRAM/DAY'],[220,500],[0,400],[30,120])");
        assertThat(ask("SELECT toString((base_points, granted_points, forfeited_points, bonus_points)) FROM decisions"))
                .containsExactly("(250,100,150,50)");
        assertThat(ask("SELECT toString((topic, partition, offset)) FROM decisions"))
                .containsExactly("('points.journal',0,0)");
    }

    @Test
    void whatANumberDidNotGoThroughIsEmpty() throws Exception {
        sink(entry(1, waterfall().setGranted(5L).setForfeited(0L).build()), entry(2, null));

        assertThat(ask("""
                        SELECT toString((quantity, unit, counted, rate, brackets, weight, running_key, running_before,
                            running_window, running_from, running_earlier, clamp_computed, clamp_to, streak_length,
                            streak_reward, caps.cut, forfeited_points, bonuses.points)) FROM decisions ORDER BY step"""))
                .hasSize(2)
                .containsOnly("(NULL,'',NULL,NULL,'',NULL,'',NULL,'',NULL,0,NULL,NULL,0,0,[],0,[])");
    }

    @Test
    void forfeitedPointsAreSummedPerCap() throws Exception {
        sink(
                entry(1, capped(cap("r/DAY", 30), cap("PROGRAM/WEEK", 5))),
                entry(2, capped(cap("r/DAY", 12), cap("PROGRAM/WEEK", 0))),
                entry(3, capped(cap("PROGRAM/WEEK", 7))));

        assertThat(ask("""
                        SELECT toString((cap, sum(cut), uniqIf(account_id, cut > 0), countIf(cut > 0)))
                        FROM decisions ARRAY JOIN caps.cap AS cap, caps.cut AS cut
                        GROUP BY cap ORDER BY cap""")).containsExactly("('PROGRAM/WEEK',12,1,2)", "('r/DAY',42,1,2)");
        assertThat(
                        ask(
                                "SELECT toString((sum(forfeited_points), sum(granted_points), sum(arraySum(caps.cut)))) FROM decisions"))
                .containsExactly("(54,300,54)");
    }

    @Test
    void aRecordOlderThanTheFieldForfeitsItsCuts() throws Exception {
        Waterfall older = capped(cap("r/DAY", 30), cap("PROGRAM/WEEK", 5));
        older.setGranted(null);
        older.setForfeited(null);

        sink(entry(1, older));

        assertThat(ask("SELECT forfeited_points FROM decisions")).containsExactly("35");
    }

    @Test
    void whatClampsAndStreaksAddedCanBeSummed() throws Exception {
        sink(
                entry(
                        1,
                        waterfall()
                                .setClamp(new Clamp(40L, 200L))
                                .setGranted(200L)
                                .setForfeited(0L)
                                .build()),
                entry(
                        2,
                        waterfall()
                                .setClamp(new Clamp(620L, 500L))
                                .setGranted(500L)
                                .setForfeited(0L)
                                .build()),
                entry(
                        3,
                        waterfall()
                                .setStreak(new Streak(7, 50L))
                                .setGranted(60L)
                                .setForfeited(0L)
                                .build()));

        assertThat(ask("SELECT toString((sum(clamp_to - clamp_computed), sum(streak_reward))) FROM decisions"))
                .containsExactly("(40,50)");
    }

    @Test
    void whatAPartnerCreditsIsOnItsCapture() throws Exception {
        JournalEntry entry = entry(1, null);
        entry.setPostings(List.of(
                capture(1, new Credited("80.8", "bean", CreditedWhen.AT_ONCE, LocalDate.of(2026, 5, 20))),
                capture(2, new Credited("151.5", "credit", CreditedWhen.MANUALLY, null)),
                capture(3, null)));

        sink(entry);

        assertThat(ask("SELECT toString((credited_amount, credited_unit, credited_when, credited_on)) FROM postings"
                        + " ORDER BY item"))
                .containsExactly(
                        "(80.8,'bean','AT_ONCE','2026-05-20')",
                        "(151.5,'credit','MANUALLY',NULL)",
                        "(NULL,'','',NULL)");
        assertThat(ask("SELECT toString(sum(credited_amount)) FROM postings WHERE credited_when = 'MANUALLY'"))
                .containsExactly("151.5");
    }

    private static CapStep cap(String name, long cut) {
        return new CapStep(name, CapWindow.valueOf(name.substring(name.indexOf('/') + 1)), 100L, 0L, cut);
    }

    private static Waterfall capped(CapStep... caps) {
        long cut = List.of(caps).stream().mapToLong(CapStep::getCut).sum();
        return waterfall()
                .setCaps(List.of(caps))
                .setGranted(100L)
                .setForfeited(cut)
                .build();
    }

    private static JournalEntry entry(long step, @Nullable Waterfall waterfall) {
        long granted = waterfall == null || waterfall.getGranted() == null ? 0 : waterfall.getGranted();
        long forfeited = waterfall == null || waterfall.getForfeited() == null ? 0 : waterfall.getForfeited();
        return JournalEntry.newBuilder()
                .setAccountId("a-1")
                .setStep(step)
                .setOccurredAt(NOON)
                .setTier(MemberTier.GOLD)
                .setDecision(Decision.newBuilder()
                        .setEventId("e-" + step)
                        .setEventType("payment.settled")
                        .setOccurredAt(NOON)
                        .setOutcome(waterfall == null ? Outcome.APPLIED : Outcome.AWARDED)
                        .setBasePoints(granted + forfeited)
                        .setGrantedPoints(granted)
                        .setBonusPoints(waterfall == null ? 0 : bonus(waterfall))
                        .setCappedBy(List.of())
                        .setReason("")
                        .setWaterfall(waterfall)
                        .build())
                .setPostings(List.of())
                .setBalance(new Balance(granted, 0L, 0L, 0L))
                .build();
    }

    private static long bonus(Waterfall waterfall) {
        return waterfall.getBonuses().stream().mapToLong(BonusStep::getPoints).sum();
    }

    private static Posting capture(int item, @Nullable Credited credited) {
        return Posting.newBuilder()
                .setPostingId("a-1/1/" + item)
                .setEventId("e-1")
                .setOccurredAt(NOON)
                .setKind(PostingKind.CAPTURE)
                .setPoints(-101)
                .setDebit(LedgerAccount.FROZEN)
                .setCredit(LedgerAccount.REDEEMED)
                .setValueCoefficient(new BigDecimal("1.0000"))
                .setRedemptionId("red-1")
                .setCredited(credited)
                .build();
    }
}
