package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pointstream.engine.account.Held;
import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.account.Suspicion;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.event.Review.Decision;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** DOMAIN 5: a hold diverts new awards, and a reviewer's decision ends it. */
class HoldTest {

    private static final String NOON = "2026-05-10T12:00:00";
    private static final String LATER = "2026-05-11T12:00:00";
    private static final String OWN = "account-u1";
    private static final RiskCase HOLD = Program.ownCase(RiskLevel.HOLD, NOON);
    private static final RiskCase RING =
            new RiskCase("device-d", RiskLevel.HOLD, Instant.parse("2026-05-10T04:00:00Z"));

    private final Spending spending = new Spending();
    private final Program program = spending.program();

    @Test
    void aHoldDivertsNewAwardsAndLeavesWhatIsFree() {
        pay("p1", 5_000);
        program.risk(NOON, HOLD);
        Step step = pay("p2", 12_300);
        assertThat(step.decision().outcome()).isEqualTo(Outcome.HELD);
        assertThat(step.decision().ruleId()).isEqualTo("pay.jd");
        assertThat(step.decision().grantedPoints()).isEqualTo(246);
        assertThat(step.decision().reason()).endsWith("246 granted; held until case account-u1 is decided");
        assertThat(step.postings()).extracting(Posting::kind).containsExactly(PostingKind.EARN, PostingKind.HOLD);
        Posting hold = step.postings().getLast();
        assertThat(hold.points()).isEqualTo(-246);
        assertThat(hold.debit()).isEqualTo(LedgerAccount.AVAILABLE);
        assertThat(hold.credit()).isEqualTo(LedgerAccount.HELD);
        assertThat(hold.component()).isEqualTo(Component.BASE);
        assertThat(hold.expiresOn()).isEqualTo("2027-05-10");
        assertThat(step.balance()).isEqualTo(new Balance(100, 246, 0, 0));
    }

    @Test
    void everyComponentIsHeldByItself() {
        program.tier("2026-05-01T12:00:00", Membership.Tier.DIAMOND);
        program.risk(NOON, HOLD);
        Step step = pay("p1", 10_000);
        assertThat(step.postings())
                .extracting(Posting::kind, Posting::component, Posting::points)
                .containsExactly(
                        tuple(PostingKind.EARN, Component.BASE, 200L),
                        tuple(PostingKind.HOLD, Component.BASE, -200L),
                        tuple(PostingKind.EARN, Component.TIER_BONUS, 200L),
                        tuple(PostingKind.HOLD, Component.TIER_BONUS, -200L));
    }

    @Test
    void heldAwardsUseUpTheirCaps() {
        program.risk(NOON, HOLD);
        for (int i = 0; i < 10; i++) {
            pay("p" + i, 50_000);
        }
        Step step = pay("p", 50_000);
        assertThat(step.decision().outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(step.balance().held()).isEqualTo(10_000);
    }

    @Test
    void aReviewHoldsNothing() {
        program.risk(NOON, Program.ownCase(RiskLevel.REVIEW, NOON));
        assertThat(pay("p1", 5_000).decision().outcome()).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void clearReleasesWhatWasHeld() {
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        pay("p2", 2_500);
        Step step = review(LATER, OWN, Decision.CLEAR);
        assertThat(step.decision().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(step.decision().reason()).isEqualTo("case account-u1 cleared by bob; 150 points released");
        assertThat(step.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.RELEASE);
            assertThat(posting.points()).isEqualTo(150);
            assertThat(posting.ruleId()).isEqualTo("pay.jd");
            assertThat(posting.component()).isEqualTo(Component.BASE);
            assertThat(posting.eventId()).isEqualTo(step.decision().eventId());
        });
        assertThat(step.balance()).isEqualTo(new Balance(150, 0, 0, 0));
        assertThat(program.account().lots()).containsExactly(new Lot(LocalDate.parse("2027-05-10"), 150));
        assertThat(pay("p3", 5_000).decision().outcome()).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void heldPointsDoNotExpireAndComeBackForSomeDaysWhenTheirDayHasPassed() {
        program.risk("2026-05-01T12:00:00", HOLD);
        program.take(new Campaign.WheelSpun(program.at("2026-05-01T12:00:00"), 300));
        assertThat(program.tick("2026-06-30T12:00:00")).isEmpty();
        Step step = review("2026-07-01T12:00:00", OWN, Decision.CLEAR);
        assertThat(step.postings())
                .singleElement()
                .satisfies(posting -> assertThat(posting.expiresOn()).isEqualTo("2026-07-08"));
        assertThat(program.account().lots()).containsExactly(new Lot(LocalDate.parse("2026-07-08"), 300));
    }

    @Test
    void whatIsReleasedPaysTheDebtAndWhatIsHeldDoesNot() {
        pay("p1", 50_000);
        spending.virtual(NOON, "r", 1_000);
        long debt = spending.refund(NOON, "f", "p1", 20_000).balance().debt();
        assertThat(debt).isEqualTo(400);
        program.risk(NOON, HOLD);
        pay("p3", 50_000);
        assertThat(program.account().balance().debt()).isEqualTo(debt);
        assertThat(review(LATER, OWN, Decision.CLEAR).balance().debt()).isZero();
    }

    @Test
    void confirmClawsBackAndTheAccountEarnsNothingUntilItIsReinstated() {
        pay("p0", 5_000);
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        Step confirmed = review(LATER, OWN, Decision.CONFIRM);
        assertThat(confirmed.decision().reason())
                .isEqualTo(
                        "case account-u1 confirmed by bob; 100 points clawed back; the account earns nothing until it"
                                + " is reinstated");
        assertThat(confirmed.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.CLAWBACK);
            assertThat(posting.points()).isEqualTo(-100);
            assertThat(posting.debit()).isEqualTo(LedgerAccount.HELD);
            assertThat(posting.credit()).isEqualTo(LedgerAccount.CLAWED_BACK);
        });
        assertThat(confirmed.balance()).isEqualTo(new Balance(100, 0, 0, 0));

        Step refused = pay("p2", 5_000);
        assertThat(refused.decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(refused.decision().reason())
                .isEqualTo(
                        "case account-u1 was confirmed; the account earns nothing since 2026-05-11T04:00:00Z until it"
                                + " is reinstated");
        assertThat(spending.refund(LATER, "f", "p2", 5_000).decision().outcome())
                .as("the payment is known all the same")
                .isEqualTo(Outcome.APPLIED);

        assertThat(review(LATER, OWN, Decision.CLEAR).decision().reason())
                .isEqualTo("case account-u1 is closed: it was confirmed at 2026-05-11T04:00:00Z");
        assertThat(review(LATER, OWN, Decision.REINSTATE).decision().reason())
                .isEqualTo("case account-u1 reinstated by bob");
        assertThat(spending.pay(LATER, "p3", Channel.JD, 5_000).decision().outcome())
                .isEqualTo(Outcome.AWARDED);
    }

    @Test
    void escalateWaits() {
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        Step step = review(LATER, OWN, Decision.ESCALATE);
        assertThat(step.decision().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(step.postings()).isEmpty();
        assertThat(pay("p2", 5_000).decision().outcome()).isEqualTo(Outcome.HELD);
    }

    @ParameterizedTest
    @EnumSource(Decision.class)
    void aDecisionOnAnUnknownOrClosedCaseIsRefused(Decision decision) {
        assertThat(review(NOON, OWN, decision).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        program.risk(NOON, HOLD);
        assertThat(review(NOON, "account-another", decision).decision().reason())
                .isEqualTo("case account-another is not open");
        review(LATER, OWN, Decision.CLEAR);
        assertThat(review(LATER, OWN, decision).decision().reason()).isEqualTo("case account-u1 is not open");
    }

    @Test
    void onlyAConfirmedCaseIsReinstated() {
        program.risk(NOON, HOLD);
        assertThat(review(LATER, OWN, Decision.REINSTATE).decision().reason())
                .isEqualTo("REINSTATE decides nothing about case account-u1");
    }

    @Test
    void theSameDecisionAgainIsADuplicate() {
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        Event clear = new Review.Decided(program.at(LATER), OWN, Decision.CLEAR, "bob", "");
        program.take(clear);
        program.risk(LATER, HOLD);
        assertThat(program.take(clear).decision().outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(program.account().suspicion().level()).isEqualTo(RiskLevel.HOLD);
    }

    @Test
    void heldPointsStayHeldWhileAnotherCaseHolds() {
        program.risk(NOON, HOLD, RING);
        pay("p1", 5_000);
        assertThat(review(LATER, OWN, Decision.CLEAR).balance().held()).isEqualTo(100);
        assertThat(review(LATER, "device-d", Decision.CLEAR).balance().available())
                .isEqualTo(100);
    }

    @Test
    void aRingDecidedThroughAnotherMemberReleasesWithoutAnEvent() {
        program.risk(NOON, RING);
        pay("p1", 5_000);
        Step step = Objects.requireNonNull(program.risk(LATER));
        assertThat(step.isTimer()).isFalse();
        assertThat(step.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.RELEASE);
            assertThat(posting.eventId()).isNull();
        });
        program.risk(LATER, RING);
        pay("p2", 5_000);
        RiskCase confirmed = new RiskCase("device-d", RiskLevel.BLOCKED, RING.since());
        assertThat(Objects.requireNonNull(program.risk(LATER, confirmed)).balance())
                .isEqualTo(new Balance(100, 0, 0, 0));
    }

    @Test
    void whatIsSaidAgainOrOutOfOrderOrInIgnoranceOfAReviewerChangesNothing() {
        Risk first = risk(1, 0, HOLD);
        assertThat(program.risk(first)).isNotNull();
        assertThat(program.risk(first)).as("again").isNull();
        assertThat(program.risk(risk(2, 0, HOLD))).as("no change").isNull();
        review(LATER, OWN, Decision.CLEAR);
        assertThat(program.risk(risk(3, 0, HOLD, RING))).as("in ignorance").isNull();
        assertThat(program.risk(risk(4, Long.MAX_VALUE, RING))).isNotNull();
        assertThat(program.risk(first)).as("out of order").isNull();
        assertThat(program.account().suspicion().cases()).containsExactly(RING);
    }

    @ParameterizedTest
    @CsvSource({"2500, 50", "5000, 0"})
    void aRefundOfAHeldAwardTakesFromWhatIsHeld(long fen, long left) {
        pay("p0", 5_000);
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        Step refund = spending.refund(NOON, "f", "p1", fen);
        assertThat(refund.postings())
                .extracting(Posting::kind)
                .containsExactly(PostingKind.RELEASE, PostingKind.REVERSE);
        assertThat(refund.balance()).isEqualTo(new Balance(100, left, 0, 0));
        assertThat(program.account().lots()).containsExactly(new Lot(LocalDate.parse("2027-05-10"), 100));
        assertThat(review(LATER, OWN, Decision.CLEAR).balance()).isEqualTo(new Balance(100 + left, 0, 0, 0));
    }

    @Test
    void aRefundOfAnAwardFromBeforeTheHoldTakesFromWhatIsFree() {
        pay("p0", 5_000);
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        assertThat(spending.refund(NOON, "f", "p0", 5_000).balance()).isEqualTo(new Balance(0, 100, 0, 0));
    }

    @Test
    void aRefundAfterTheReleaseTakesFromWhatIsFreeAlsoUnderANewHold() {
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        review(NOON, OWN, Decision.CLEAR);
        program.risk(NOON, HOLD);
        pay("p2", 5_000);
        assertThat(spending.refund(NOON, "f", "p1", 5_000).balance()).isEqualTo(new Balance(0, 100, 0, 0));
    }

    @Test
    void aRefundAfterTheClawBackTakesNothingAgain() {
        pay("p0", 5_000);
        program.risk(NOON, HOLD);
        pay("p1", 5_000);
        review(NOON, OWN, Decision.CONFIRM);
        Step refund = spending.refund(NOON, "f", "p1", 5_000);
        assertThat(refund.decision().reason())
                .isEqualTo("50.00 yuan of payment p1 refunded; what it earned was clawed back before");
        assertThat(refund.postings()).isEmpty();
        assertThat(spending.refund(NOON, "f0", "p0", 5_000).balance()).isEqualTo(Balance.ZERO);
    }

    @Test
    void aRefundThatWaitedForAPaymentWhichIsHeldTakesFromWhatIsHeld() {
        program.risk(NOON, HOLD);
        spending.refund(NOON, "f", "p1", 2_500);
        Step step = pay("p1", 5_000);
        assertThat(step.decision().outcome()).isEqualTo(Outcome.HELD);
        assertThat(step.balance()).isEqualTo(new Balance(0, 50, 0, 0));
    }

    @Test
    void kindsOfHeldPointsAreBounded() {
        program.risk("2026-01-01T12:00:00", HOLD);
        LocalDate day = LocalDate.parse("2026-01-01");
        for (int i = 0; i < 600; i++) {
            program.signIn(day.plusDays(i));
        }
        List<Held> kinds = List.copyOf(program.account().suspicion().held().keySet());
        assertThat(kinds).hasSizeLessThanOrEqualTo(500);
        Step last = program.steps().getLast();
        assertThat(last.postings().getLast().expiresOn())
                .isEqualTo(kinds.getLast().expiresOn());
        long held = program.account().balance().held();
        Step cleared = review("2027-08-24T12:00:00", OWN, Decision.CLEAR);
        assertThat(cleared.postings()).hasSameSizeAs(kinds);
        assertThat(cleared.balance().available()).isEqualTo(held);
    }

    @Test
    void anAccountThatWasNeverMetIsHeldFromItsFirstEventOn() {
        Step step = Objects.requireNonNull(program.risk(NOON, HOLD));
        assertThat(step.number()).isEqualTo(1);
        assertThat(program.account().clock()).isNull();
        assertThat(pay("p1", 5_000).balance()).isEqualTo(new Balance(0, 100, 0, 0));
    }

    @Test
    void anAccountOfWhichNothingIsHeldAgainstHasNoCase() {
        Suspicion suspicion = program.account().suspicion();
        assertThat(suspicion.level()).isEqualTo(RiskLevel.NONE);
        assertThat(suspicion.gravest()).isNull();
    }

    private Step pay(String paymentId, long fen) {
        return spending.pay(NOON, paymentId, Channel.JD, fen);
    }

    private Step review(String time, String caseId, Decision decision) {
        return program.take(new Review.Decided(program.at(time), caseId, decision, "bob", "because"));
    }

    private static Risk risk(long revision, long reviewedStep, RiskCase... cases) {
        return new Risk("u1", revision, reviewedStep, Instant.parse("2026-05-10T04:00:00Z"), List.of(cases));
    }
}
