package io.pointstream.engine;

import static io.pointstream.engine.Spending.outcome;
import static io.pointstream.engine.Spending.points;
import static io.pointstream.engine.Spending.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Notice;
import io.pointstream.engine.account.RedemptionRecord.Status;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Redemption.Kind;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.event.Review.Decision;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Credited;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.risk.RiskLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 4: redemption in two phases, every path and limit, and large redemptions. */
class RedemptionTest {

    private static final String EARNED = "2026-05-01T12:00:00";
    private static final String NOON = "2026-05-10T12:00:00";
    private static final String LATER = "2026-05-10T13:00:00";
    private static final String CASE = "redemption-r";

    private final Spending spending = new Spending();

    @ParameterizedTest
    @CsvSource({
        "VIRTUAL, 499, NOT_ELIGIBLE, 0",
        "VIRTUAL, 500, APPLIED, 500",
        "VIRTUAL, 501, APPLIED, 501",
        "PHYSICAL, 1999, NOT_ELIGIBLE, 0",
        "PHYSICAL, 2000, APPLIED, 2200",
        "PHYSICAL, 2001, APPLIED, 2201",
        "FINANCIAL, 99, NOT_ELIGIBLE, 0",
        "FINANCIAL, 100, APPLIED, 100",
        "FINANCIAL, 101, APPLIED, 101",
        "PARTNER, 99, NOT_ELIGIBLE, 0",
        "PARTNER, 100, APPLIED, 100",
        "PARTNER, 101, APPLIED, 101",
    })
    void eachKindHasItsMinimumAndCost(Kind kind, long points, Outcome outcome, long frozen) {
        spending.earn(EARNED, 10_000);
        Step step = spending.request(NOON, "r", kind, points, "m1", true, null, "u1", Partner.JD, true);
        assertThat(outcome(step)).isEqualTo(outcome);
        assertThat(step.balance()).isEqualTo(new Balance(10_000 - frozen, 0, frozen, 0));
        assertThat(step.decision().grantedPoints()).isZero();
        if (frozen == 0) {
            assertThat(reason(step)).startsWith(kind + ": ").contains("below the minimum of ");
        }
    }

    @Test
    void aFreezeIsOnePostingWithoutRule() {
        spending.earn(EARNED, 1_000);
        Step step = spending.virtual(NOON, "r", 600);
        assertThat(step.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.FREEZE);
            assertThat(posting.points()).isEqualTo(-600);
            assertThat(posting.debit()).isEqualTo(LedgerAccount.AVAILABLE);
            assertThat(posting.credit()).isEqualTo(LedgerAccount.FROZEN);
            assertThat(posting.redemptionId()).isEqualTo("r");
            assertThat(posting.eventId()).isEqualTo(step.decision().eventId());
            assertThat(posting.ruleBookVersion()).isEqualTo(1);
            assertThat(posting.ruleId()).isNull();
            assertThat(posting.credited()).isNull();
        });
        assertThat(reason(step)).isEqualTo("600 points frozen; the merchant answers before 2026-05-13T04:00:00Z");
    }

    @Test
    void shippingAndCustomsComeOnTopOfPhysicalGoods() {
        spending.earn(EARNED, 4_000);
        assertThat(spending.physical(NOON, "a", 2_000, true, 300L).balance().frozen())
                .isEqualTo(2_500);
        Step over = spending.physical(NOON, "b", 2_000, true, 0L);
        assertThat(reason(over)).isEqualTo("2,200 points needed, 1,500 available");
        assertThat(outcome(spending.physical(NOON, "c", 2_000, true, Long.MAX_VALUE)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.request(NOON, "d", Kind.VIRTUAL, 1_500, "m", null, 999L, null, null, null)))
                .as("customs are of physical goods alone")
                .isEqualTo(Outcome.APPLIED);
    }

    @ParameterizedTest
    @CsvSource({"999, APPLIED", "1000, APPLIED", "1001, NOT_ELIGIBLE"})
    void neverMoreThanIsFree(long points, Outcome outcome) {
        spending.earn(EARNED, 1_000);
        Step step = spending.virtual(NOON, "r", points);
        assertThat(outcome(step)).isEqualTo(outcome);
        assertThat(points(step, PostingKind.FREEZE)).hasSize(outcome == Outcome.APPLIED ? 1 : 0);
    }

    @Test
    void aConditionThatIsNotMetFreezesNothing() {
        spending.earn(EARNED, 10_000);
        List<Step> refused = List.of(
                spending.request(NOON, "r", Kind.VIRTUAL, 500, null, null, null, null, null, null),
                spending.physical(NOON, "r", 2_000, false, null),
                spending.physical(NOON, "r", 2_000, null, null),
                spending.financial(NOON, "r", 100, "somebody"),
                spending.financial(NOON, "r", 100, null),
                spending.transfer(NOON, "r", 100, Partner.JD, false),
                spending.transfer(NOON, "r", 100, Partner.JD, null),
                spending.transfer(NOON, "r", 100, null, true));
        assertThat(refused).allSatisfy(step -> {
            assertThat(outcome(step)).isEqualTo(Outcome.NOT_ELIGIBLE);
            assertThat(step.postings()).isEmpty();
            assertThat(step.redemption()).isNull();
        });
        assertThat(reason(refused.getFirst())).isEqualTo("VIRTUAL: the request does not meet merchantId != ''");
        assertThat(reason(refused.getLast())).isEqualTo("PARTNER: no partner is named");
        assertThat(outcome(spending.virtual(NOON, "r", 500)))
                .as("a refused id is not used up")
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aKnownIdIsRefusedForEver() {
        spending.earn(EARNED, 2_000);
        spending.virtual(NOON, "r", 500);
        assertThat(outcome(spending.virtual(NOON, "r", 500))).isEqualTo(Outcome.NOT_ELIGIBLE);
        spending.decline(LATER, "r");
        Step again = spending.virtual("2027-02-10T12:00:00", "r", 500);
        assertThat(outcome(again)).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(reason(again)).isEqualTo("redemption r was already requested at 2026-05-10T04:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"VIRTUAL, 500, 5", "PHYSICAL, 2000, 3", "PARTNER, 100, 1"})
    void theDailyLimitCountsFrozenRequestsOfTheLocalDay(Kind kind, long points, int perDay) {
        spending.earn(EARNED, 10_000);
        for (int i = 0; i < perDay; i++) {
            request("2026-05-10T23:59:59", "x" + i, kind, 1, null);
            assertThat(outcome(request("2026-05-10T23:59:59", "r" + i, kind, points, Partner.JD)))
                    .isEqualTo(Outcome.APPLIED);
            spending.decline("2026-05-10T23:59:59", "r" + i);
        }
        Step over = request("2026-05-10T23:59:59", "over", kind, points, Partner.JD);
        assertThat(outcome(over)).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(reason(over))
                .isEqualTo(
                        (kind == Kind.PARTNER ? "PARTNER JD" : kind) + ": " + perDay + " a day, used up on 2026-05-10");
        assertThat(outcome(request("2026-05-11T00:00:00", "next", kind, points, Partner.JD)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(outcome(request("2026-05-10T12:00:00", "late", kind, points, Partner.JD)))
                .as("a late one counts on its own day")
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void eachPartnerHasItsOwnLimitAndFeeDeductionsHaveNone() {
        spending.earn(EARNED, 10_000);
        for (Partner partner : Partner.values()) {
            assertThat(outcome(spending.transfer(NOON, "t" + partner, 100, partner, true)))
                    .isEqualTo(Outcome.APPLIED);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(outcome(spending.financial(NOON, "f" + i, 100, "u1"))).isEqualTo(Outcome.APPLIED);
        }
    }

    @Test
    void spendingTakesTheEarliestExpiryFirst() {
        spending.earn("2026-05-03T12:00:00", 1_000)
                .earn("2026-05-02T12:00:00", 1_000)
                .earn("2026-05-04T12:00:00", 1_000);
        spending.virtual(NOON, "r", 1_500);
        assertThat(spending.program().account().lots())
                .containsExactly(
                        new Lot(LocalDate.parse("2027-05-03"), 500), new Lot(LocalDate.parse("2027-05-04"), 1_000));
        Step returned = spending.decline(LATER, "r");
        assertThat(spending.program().account().lots())
                .extracting(Lot::expiresOn, Lot::points)
                .containsExactly(
                        tuple(LocalDate.parse("2027-05-02"), 1_000L),
                        tuple(LocalDate.parse("2027-05-03"), 1_000L),
                        tuple(LocalDate.parse("2027-05-04"), 1_000L));
        assertThat(points(returned, PostingKind.UNFREEZE)).containsExactly(1_500L);
    }

    @ParameterizedTest
    @CsvSource({
        "VIRTUAL,, 555, 5.55, yuan, AT_ONCE, 2026-05-10",
        "PHYSICAL,, 2001, 4.002, goods, AT_ONCE, 2026-05-10",
        "FINANCIAL,, 101, 101, fee, AT_ONCE, 2026-05-10",
        "PARTNER, JD, 101, 80.8, bean, AT_ONCE, 2026-05-10",
        "PARTNER, PINDUODUO, 101, 121.2, coin, NEXT_DAY, 2026-05-11",
        "PARTNER, MEITUAN, 101, 151.5, point, MANUALLY,",
    })
    void theCaptureTellsWhatIsCreditedAndWhen(
            Kind kind,
            @Nullable Partner partner,
            long points,
            BigDecimal amount,
            String unit,
            Credited.When when,
            @Nullable LocalDate on) {
        spending.earn(EARNED, 10_000);
        long cost = request(NOON, "r", kind, points, partner).balance().frozen();
        Step step = spending.accept(LATER, "r");
        assertThat(outcome(step)).isEqualTo(Outcome.APPLIED);
        assertThat(step.balance()).isEqualTo(new Balance(10_000 - cost, 0, 0, 0));
        assertThat(step.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.CAPTURE);
            assertThat(posting.points()).isEqualTo(-cost);
            assertThat(posting.debit()).isEqualTo(LedgerAccount.FROZEN);
            assertThat(posting.credit()).isEqualTo(LedgerAccount.REDEEMED);
            Credited credited = Objects.requireNonNull(posting.credited());
            assertThat(credited.amount()).isEqualByComparingTo(amount);
            assertThat(credited.unit()).isEqualTo(unit);
            assertThat(credited.when()).isEqualTo(when);
            assertThat(credited.on()).isEqualTo(on);
        });
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        spending.earn(EARNED, 10_000);
        spending.virtual(NOON, "a", 500);
        spending.virtual(NOON, "b", 500);
        spending.accept(LATER, "a");
        spending.decline(LATER, "b");
        List<Step> refused = List.of(
                spending.accept(LATER, "a"),
                spending.decline(LATER, "a"),
                spending.outOfStock(LATER, "a"),
                spending.accept(LATER, "b"),
                spending.decline(LATER, "b"),
                spending.outOfStock(LATER, "b"),
                spending.giveBack(LATER, "b"),
                spending.accept(LATER, "unknown"),
                spending.giveBack(LATER, "unknown"));
        assertThat(refused).allSatisfy(step -> {
            assertThat(outcome(step)).isEqualTo(Outcome.NOT_ELIGIBLE);
            assertThat(step.postings()).isEmpty();
            assertThat(step.notices()).isEmpty();
        });
        assertThat(reason(refused.get(3))).isEqualTo("redemption b waits for no such answer: it is declined");
        assertThat(reason(refused.getLast())).isEqualTo("redemption unknown is not known");
    }

    @Test
    void outOfStockReleasesWithACoupon() {
        spending.earn(EARNED, 10_000);
        spending.physical(NOON, "r", 2_000, true, 100L);
        Step step = spending.outOfStock(LATER, "r");
        assertThat(points(step, PostingKind.UNFREEZE)).containsExactly(2_300L);
        assertThat(step.notices())
                .containsExactly(new Notice(Notice.Kind.COMPENSATION_COUPON, 2_300, step.occurredAt(), null));
        assertThat(step.balance()).isEqualTo(new Balance(10_000, 0, 0, 0));
        assertThat(reason(step)).isEqualTo("out of stock; 2,300 points released");

        spending.virtual(NOON, "s", 500);
        assertThat(spending.decline(LATER, "s").notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-13T11:59:59.999+08:00, APPLIED",
        "2026-05-13T12:00:00.000+08:00, NOT_ELIGIBLE",
        "2026-05-13T12:00:00.001+08:00, NOT_ELIGIBLE",
    })
    void aRequestTimesOutAtExactly72Hours(String answered, Outcome outcome) {
        spending.earn(EARNED, 1_000);
        Step request = spending.virtual(NOON, "r", 600);
        assertThat(spending.program().nextDue()).isEqualTo(Instant.parse("2026-05-13T04:00:00Z"));
        assertThat(outcome(spending.accept(answered, "r"))).isEqualTo(outcome);
        if (outcome == Outcome.APPLIED) {
            assertThat(spending.program().tick("2026-05-20T12:00:00")).isEmpty();
            return;
        }
        Step timer = spending.program().steps().get(2);
        assertThat(timer.isTimer()).isTrue();
        assertThat(timer.occurredAt()).isEqualTo(Instant.parse("2026-05-13T04:00:00Z"));
        assertThat(timer.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.UNFREEZE);
            assertThat(posting.points()).isEqualTo(600);
            assertThat(posting.eventId()).isEqualTo(request.decision().eventId());
            assertThat(posting.occurredAt()).isEqualTo(timer.occurredAt());
            assertThat(posting.redemptionId()).isEqualTo("r");
        });
        assertThat(Objects.requireNonNull(timer.redemption()).status()).isEqualTo(Status.TIMED_OUT);
        assertThat(timer.notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-05-13T11:59:59.999+08:00, 0", "2026-05-13T12:00:00.000+08:00, 1"})
    void aTickTimesOutToo(String tick, int steps) {
        spending.earn(EARNED, 1_000);
        spending.virtual(NOON, "r", 600);
        assertThat(spending.program().tick(tick)).hasSize(steps);
        assertThat(spending.program().tick(tick)).isEmpty();
    }

    @Test
    void aLateRequestMayTimeOutAtOnceAndADuplicateMovesNoClock() {
        spending.earn("2026-05-13T12:00:00", 1_000);
        spending.virtual(NOON, "r", 600);
        assertThat(outcome(spending.accept("2026-05-13T11:00:00", "r")))
                .as("the clock is at 72 hours already")
                .isEqualTo(Outcome.NOT_ELIGIBLE);

        Spending other = new Spending();
        other.earn(EARNED, 1_000);
        other.program().take(new Redemption.Declined(Program.header("x", NOON), "none"));
        other.virtual(NOON, "r", 600);
        int steps = other.program().steps().size();
        other.program().take(new Redemption.Declined(Program.header("x", "2026-05-15T12:00:00"), "none"));
        assertThat(other.program().steps()).hasSize(steps + 1);
        assertThat(other.program().account().balance().frozen()).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-17T12:59:59.999+08:00, APPLIED",
        "2026-05-17T13:00:00.000+08:00, APPLIED",
        "2026-05-17T13:00:00.001+08:00, NOT_ELIGIBLE",
    })
    void aCapturedRedemptionIsRefundedOnceWithinSevenDays(String time, Outcome outcome) {
        spending.earn(EARNED, 10_000);
        spending.physical(NOON, "r", 2_000, true, 100L);
        spending.accept(LATER, "r");
        Step refund = spending.giveBack(time, "r");
        assertThat(outcome(refund)).isEqualTo(outcome);
        if (outcome != Outcome.APPLIED) {
            assertThat(reason(refund))
                    .isEqualTo("accepted at 2026-05-10T05:00:00Z, to be refunded until 2026-05-17T05:00:00Z");
            return;
        }
        assertThat(refund.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.kind()).isEqualTo(PostingKind.REFUND);
            assertThat(posting.points()).isEqualTo(2_300);
            assertThat(posting.debit()).isEqualTo(LedgerAccount.REDEEMED);
            assertThat(posting.credit()).isEqualTo(LedgerAccount.AVAILABLE);
        });
        assertThat(refund.balance()).isEqualTo(new Balance(10_000, 0, 0, 0));
        assertThat(outcome(spending.giveBack(time, "r"))).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @ParameterizedTest
    @CsvSource({"19999, false, false", "20000, false, true", "20001, false, true", "500, true, true"})
    void largeRequestsAndThoseOfFlaggedAccountsWaitForAReviewer(long points, boolean flagged, boolean review) {
        rich();
        if (flagged) {
            spending.program().risk(NOON, Program.ownCase(RiskLevel.REVIEW, NOON));
        }
        Step step = virtual("r", points);
        assertThat(outcome(step)).isEqualTo(Outcome.APPLIED);
        assertThat(Objects.requireNonNull(step.redemption()).status())
                .isEqualTo(review ? Status.IN_REVIEW : Status.WAITING);
        assertThat(reason(step).endsWith("points frozen until case redemption-r is decided"))
                .isEqualTo(review);
        spending.program().tick("2026-05-30T12:00:00");
        assertThat(spending.program().account().balance().frozen())
                .as("no time-out under review")
                .isEqualTo(review ? points : 0);
    }

    @Test
    void anAcceptanceIsRememberedAndCapturedWhenCleared() {
        rich();
        virtual("r", 20_000);
        Step accepted = spending.accept(LATER, "r");
        assertThat(outcome(accepted)).isEqualTo(Outcome.APPLIED);
        assertThat(accepted.postings()).isEmpty();
        assertThat(outcome(spending.accept(LATER, "r"))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.review("2026-05-12T12:00:00", CASE, Decision.ESCALATE)))
                .isEqualTo(Outcome.APPLIED);

        Step cleared = spending.review("2026-05-16T12:00:00", CASE, Decision.CLEAR);
        assertThat(outcome(cleared)).isEqualTo(Outcome.APPLIED);
        assertThat(cleared.postings())
                .extracting(Posting::kind, Posting::points, Posting::eventId)
                .containsExactly(
                        tuple(PostingKind.CAPTURE, -20_000L, cleared.decision().eventId()));
        assertThat(outcome(spending.review("2026-05-16T12:00:00", CASE, Decision.CONFIRM)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.giveBack("2026-05-17T13:00:00.001+08:00", "r")))
                .as("seven days after the acceptance, not after the capture")
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.giveBack("2026-05-17T13:00:00", "r"))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aReviewersConfirmationReleases() {
        rich();
        virtual("r", 20_000);
        spending.accept(LATER, "r");
        Step confirmed = spending.review(LATER, CASE, Decision.CONFIRM);
        assertThat(points(confirmed, PostingKind.UNFREEZE)).containsExactly(20_000L);
        assertThat(confirmed.notices()).isEmpty();
        assertThat(reason(confirmed)).isEqualTo("rejected; 20,000 points released");
        assertThat(outcome(spending.review(LATER, CASE, Decision.CLEAR))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.accept(LATER, "r"))).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void aMerchantsRefusalReleasesAtOnceEvenAfterARememberedAcceptance() {
        rich();
        virtual("r", 20_000);
        spending.accept(LATER, "r");
        Step gone = spending.outOfStock(LATER, "r");
        assertThat(points(gone, PostingKind.UNFREEZE)).containsExactly(20_000L);
        assertThat(gone.notices()).extracting(Notice::points).containsExactly(20_000L);
        assertThat(outcome(spending.review(LATER, CASE, Decision.CLEAR))).isEqualTo(Outcome.NOT_ELIGIBLE);

        virtual("s", 20_000);
        assertThat(outcome(spending.decline(LATER, "s"))).isEqualTo(Outcome.APPLIED);
        assertThat(spending.program().account().balance().frozen()).isZero();
    }

    @Test
    void aClearedRequestWaitsForItsAnswerUntil72HoursAfterIt() {
        rich();
        virtual("r", 20_000);
        Step cleared = spending.review("2026-05-11T12:00:00", CASE, Decision.CLEAR);
        assertThat(cleared.postings()).isEmpty();
        assertThat(reason(cleared))
                .isEqualTo("case redemption-r cleared; the merchant answers before 2026-05-13T04:00:00Z");
        assertThat(outcome(spending.review("2026-05-11T12:00:00", CASE, Decision.CLEAR)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        Step accepted = spending.accept("2026-05-13T11:59:59", "r");
        assertThat(points(accepted, PostingKind.CAPTURE)).containsExactly(-20_000L);
    }

    @Test
    void aRequestClearedAfter72HoursIsReleasedWithTheDecision() {
        rich();
        virtual("r", 20_000);
        spending.review("2026-05-14T12:00:00", CASE, Decision.CLEAR);
        List<Step> fired = spending.program().tick("2026-05-14T12:00:00");
        assertThat(fired).singleElement().satisfies(timer -> {
            assertThat(timer.occurredAt()).isEqualTo(Instant.parse("2026-05-14T04:00:00Z"));
            assertThat(points(timer, PostingKind.UNFREEZE)).containsExactly(20_000L);
        });
    }

    @Test
    void otherDecisionsAndCasesAreRefused() {
        rich();
        virtual("r", 20_000);
        assertThat(outcome(spending.review(LATER, CASE, Decision.REINSTATE))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.review(LATER, "redemption-x", Decision.CLEAR)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(reason(spending.review(LATER, "redemption-x", Decision.CLEAR)))
                .isEqualTo("case redemption-x is not open");
        assertThat(outcome(spending.program()
                        .take(new Review.Decided(spending.program().at(LATER), "risk-1", Decision.CLEAR, "bob", ""))))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    private Step request(String time, String id, Kind kind, long points, @Nullable Partner partner) {
        return spending.request(time, id, kind, points, "m1", true, null, "u1", partner, true);
    }

    private Step virtual(String id, long points) {
        return spending.virtual(NOON, id, points);
    }

    private void rich() {
        spending.earn("2026-02-01T12:00:00", 10_000)
                .earn("2026-03-01T12:00:00", 10_000)
                .earn("2026-04-01T12:00:00", 10_000);
    }
}
