package io.pointstream.engine;

import static io.pointstream.engine.Spending.outcome;
import static io.pointstream.engine.Spending.points;
import static io.pointstream.engine.Spending.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 3.1, refunds. */
class RefundTest {

    private static final String DAY_1 = "2026-05-10T12:00:00";
    private static final String DAY_2 = "2026-05-11T12:00:00";

    private final Spending spending = new Spending();

    @ParameterizedTest
    @CsvSource({
        // 100 yuan at JD earn 200 points: ceil(200 × refunded / 10,000 fen)
        "1, 1",
        "49, 1",
        "50, 1",
        "51, 2",
        "100, 2",
        "101, 3",
        "5000, 100",
        "9950, 199",
        "9951, 200",
        "9999, 200",
        "10000, 200",
        "10001, 200",
        "9223372036854775807, 200",
    })
    void reversesTheShareRoundedUp(long fen, long reversed) {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        Step refund = spending.refund(DAY_2, "r", "p", fen);
        assertThat(outcome(refund)).isEqualTo(Outcome.APPLIED);
        assertThat(points(refund, PostingKind.REVERSE)).containsExactly(-reversed);
        assertThat(refund.balance()).isEqualTo(new Balance(200 - reversed, 0, 0, 0));
        assertThat(refund.decision().grantedPoints()).isZero();
        assertThat(refund.decision().bonusPoints()).isZero();
        assertThat(refund.decision().ruleId()).isNull();
    }

    @Test
    void theReversalNamesWhatItReverses() {
        Posting earned = spending.pay(DAY_1, "p", Channel.JD, 10_000).postings().getFirst();
        Step refund = spending.refund(DAY_2, "r", "p", 2_500);
        assertThat(refund.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.reverses()).isEqualTo(earned.postingId());
            assertThat(posting.postingId()).isEqualTo("u1/2/1");
            assertThat(posting.eventId()).isEqualTo(refund.decision().eventId());
            assertThat(posting.occurredAt()).isEqualTo(refund.occurredAt());
            assertThat(posting.component()).isEqualTo(Component.BASE);
            assertThat(posting.ruleId()).isEqualTo("pay.jd");
            assertThat(posting.category()).isEqualTo("CONSUMPTION");
            assertThat(posting.expiresOn()).isEqualTo(earned.expiresOn());
            assertThat(posting.debit()).isEqualTo(LedgerAccount.AVAILABLE);
            assertThat(posting.credit()).isEqualTo(LedgerAccount.PROGRAM);
        });
        assertThat(reason(refund)).isEqualTo("25.00 yuan of payment p refunded, of 100.00 yuan; 50 points reversed");
    }

    @Test
    void severalRefundsNeverReverseMoreThanWasEarned() {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        assertThat(points(spending.refund(DAY_2, "r1", "p", 33), PostingKind.REVERSE))
                .containsExactly(-1L);
        assertThat(points(spending.refund(DAY_2, "r2", "p", 17), PostingKind.REVERSE))
                .isEmpty();
        assertThat(points(spending.refund(DAY_2, "r3", "p", 1), PostingKind.REVERSE))
                .containsExactly(-1L);
        Step rest = spending.refund(DAY_2, "r4", "p", 20_000);
        assertThat(points(rest, PostingKind.REVERSE)).containsExactly(-198L);
        assertThat(reason(rest))
                .isEqualTo("99.49 yuan of payment p refunded, 100.00 yuan in all, of 100.00 yuan; 198 points reversed");

        Step beyond = spending.refund(DAY_2, "r5", "p", 1);
        assertThat(outcome(beyond)).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(reason(beyond)).isEqualTo("all 100.00 yuan of payment p were refunded before");
        assertThat(beyond.postings()).isEmpty();
    }

    @Test
    void aRefundCountsOnceAndARefusedOneUsesNothingUp() {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        spending.pay(DAY_1, "q", Channel.JD, 10_000);
        spending.refund(DAY_2, "r", "p", 10_000);
        Step again = spending.refund(DAY_2, "r", "q", 10_000);
        assertThat(outcome(again)).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(reason(again)).isEqualTo("refund r was already counted by an event of 2026-05-11T04:00:00Z");

        assertThat(outcome(spending.refund(DAY_2, "s", "p", 1))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.refund(DAY_2, "s", "q", 1))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void theSameEventIsADuplicateBeforeAllElse() {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        Payment.Refunded refund = new Payment.Refunded(Program.header("x", DAY_2), "r", "p", 100);
        assertThat(outcome(spending.program().take(refund))).isEqualTo(Outcome.APPLIED);
        assertThat(outcome(spending.program().take(refund))).isEqualTo(Outcome.DUPLICATE);
    }

    @Test
    void aPaymentThatEarnedNothingCanBeRefunded() {
        assertThat(outcome(spending.pay(DAY_1, "small", Channel.PINDUODUO, 199)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        Step refund = spending.refund(DAY_2, "r", "small", 100);
        assertThat(outcome(refund)).isEqualTo(Outcome.APPLIED);
        assertThat(refund.postings()).isEmpty();

        spending.earn(DAY_1, 10_000);
        assertThat(outcome(spending.pay(DAY_1, "capped", Channel.JD, 10_000))).isEqualTo(Outcome.CAPPED);
        assertThat(outcome(spending.refund(DAY_2, "r2", "capped", 100))).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aRepeatedPaymentDoesNotHideTheFirst() {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        assertThat(outcome(spending.pay(DAY_2, "p", Channel.JD, 99_900))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(points(spending.refund(DAY_2, "r", "p", 10_000), PostingKind.REVERSE))
                .containsExactly(-200L);
    }

    @Test
    void theDivisorIsTheAmountPaidAndCapsDoNotMatter() {
        assertThat(spending.pay(DAY_1, "p", Channel.JD, 100_000).decision().grantedPoints())
                .isEqualTo(1_000);
        assertThat(points(spending.refund(DAY_2, "r", "p", 50_000), PostingKind.REVERSE))
                .containsExactly(-500L);
    }

    @Test
    void theBaseIsGivenBackToTheWindowOfThePaymentsTime() {
        for (int i = 0; i < 10; i++) {
            spending.pay("2026-05-31T12:00:00", "p" + i, Channel.JD, 50_000);
        }
        spending.refund("2026-06-02T12:00:00", "r", "p0", 5_000);
        assertThat(spending.pay("2026-05-31T13:00:00", "late", Channel.JD, 50_000)
                        .decision()
                        .grantedPoints())
                .as("of May, as far as given back")
                .isEqualTo(100);
        assertThat(spending.pay("2026-06-02T13:00:00", "june", Channel.JD, 50_000)
                        .decision()
                        .grantedPoints())
                .isEqualTo(1_000);
    }

    @Test
    void aWindowThatIsGoneNeedsNothingBack() {
        spending.pay("2026-05-10T12:00:00", "p", Channel.JD, 50_000);
        spending.pay("2026-07-10T12:00:00", "q", Channel.JD, 50_000);
        Step refund = spending.refund("2026-07-10T13:00:00", "r", "p", 50_000);
        assertThat(outcome(refund)).isEqualTo(Outcome.APPLIED);
        assertThat(spending.program().account().granted("pay.jd/MONTH", 20574, 20605))
                .isZero();
    }

    @Test
    void bonusesAreReversedAndNotGivenBack() {
        Spending bonus = new Spending(new Program(withBonus()));
        assertThat(bonus.pay(DAY_1, "p", Channel.JD, 10_000).postings())
                .extracting(Posting::component, Posting::points)
                .containsExactly(tuple(Component.BASE, 100L), tuple(Component.CAMPAIGN_BONUS, 50L));
        Step refund = bonus.refund(DAY_2, "r", "p", 101);
        assertThat(refund.postings())
                .extracting(Posting::component, Posting::points, Posting::reverses)
                .containsExactly(tuple(Component.BASE, -2L, "u1/1/1"), tuple(Component.CAMPAIGN_BONUS, -1L, "u1/1/2"));
        assertThat(bonus.program().account().granted("pay/MONTH", 20574, 20605)).isEqualTo(98);
    }

    @Test
    void aReversalTakesTheReversedDateFirstThenTheEarliestAndOwesTheRest() {
        spending.pay("2026-05-10T12:00:00", "a", Channel.JD, 5_000);
        spending.pay("2026-05-11T12:00:00", "b", Channel.JD, 5_000);
        spending.pay("2026-05-12T12:00:00", "c", Channel.JD, 5_000);
        spending.virtual("2026-05-12T12:00:00", "r0", 500);
        assertThat(spending.program().account().lots()).hasSize(3);

        spending.refund("2026-05-12T13:00:00", "r1", "b", 2_500);
        assertThat(spending.program().account().lots()).extracting(Lot::points).containsExactly(100L, 50L, 100L);
        spending.pay("2026-05-12T13:00:00", "d", Channel.JD, 50_000);
        spending.transfer("2026-05-12T13:00:00", "t", 200, Partner.JD, true);
        assertThat(spending.program().account().lots())
                .extracting(Lot::expiresOn, Lot::points)
                .containsExactly(tuple(LocalDate.parse("2027-05-12"), 1_050L));
        spending.refund("2026-05-12T14:00:00", "r2", "b", 2_500);
        assertThat(spending.program().account().lots()).extracting(Lot::points).containsExactly(1_000L);
        spending.virtual("2026-05-12T15:00:00", "v", 950);
        Step owing = spending.refund("2026-05-12T16:00:00", "r3", "a", 5_000);
        assertThat(points(owing, PostingKind.REVERSE)).containsExactly(-100L);
        assertThat(owing.balance()).isEqualTo(new Balance(-50, 0, 1_150, 50));
        assertThat(reason(owing)).endsWith("100 points reversed, 50 of them as debt");
    }

    @Test
    void whatBecomesFreePaysTheDebtFirst() {
        spending.earn("2026-05-10T12:00:00", 1_000);
        spending.pay("2026-05-10T12:00:00", "p", Channel.JD, 5_000);
        spending.virtual("2026-05-10T13:00:00", "v", 1_100);
        assertThat(spending.refund("2026-05-10T14:00:00", "r", "p", 5_000).balance())
                .isEqualTo(new Balance(-100, 0, 1_100, 100));

        Step earned = spending.pay("2026-05-10T15:00:00", "q", Channel.JD, 3_000);
        assertThat(points(earned, PostingKind.EARN)).as("the full award").containsExactly(60L);
        assertThat(earned.balance()).isEqualTo(new Balance(-40, 0, 1_100, 40));
        Step refused = spending.financial("2026-05-10T15:30:00", "f", 100, "u1");
        assertThat(reason(refused)).isEqualTo("the account owes 40 points");

        Step returned = spending.decline("2026-05-10T16:00:00", "v");
        assertThat(returned.balance()).isEqualTo(new Balance(1_060, 0, 0, 0));
    }

    @Test
    void expiredPointsAreTakenInFull() {
        spending.pay("2026-05-10T12:00:00", "p", Channel.JD, 5_000);
        spending.program().tick("2027-05-11T00:00:00");
        assertThat(spending.program().account().balance()).isEqualTo(Balance.ZERO);
        Step refund = spending.refund("2027-05-10T12:00:00", "r", "p", 5_000);
        assertThat(points(refund, PostingKind.REVERSE)).containsExactly(-100L);
        assertThat(refund.balance()).isEqualTo(new Balance(-100, 0, 0, 100));
    }

    @ParameterizedTest
    @CsvSource({"2028-05-09T12:00:00, APPLIED", "2028-05-09T12:00:01, DEFERRED"})
    void aRefundThatArrivesLateFindsItsPaymentFor730Days(String newest, Outcome outcome) {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        spending.pay(newest, "another", Channel.JD, 10_000);
        assertThat(outcome(spending.refund(DAY_2, "r", "p", 100))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-05-10T11:59:59.999+08:00, APPLIED",
        "2027-05-10T12:00:00.000+08:00, APPLIED",
        "2027-05-10T12:00:00.001+08:00, DEFERRED",
    })
    void aPaymentIsRememberedFor365Days(String time, Outcome outcome) {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        assertThat(outcome(spending.refund(time, "r", "p", 100))).isEqualTo(outcome);
    }

    @Test
    void aRefundIsAppliedHoweverLateItArrives() {
        spending.pay(DAY_1, "p", Channel.JD, 10_000);
        spending.pay("2026-09-10T12:00:00", "q", Channel.JD, 10_000);
        Step late = spending.refund(DAY_2, "r", "p", 100);
        assertThat(outcome(late)).isEqualTo(Outcome.APPLIED);
        assertThat(spending.program().account().newestEvent()).isEqualTo(Instant.parse("2026-09-10T04:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        // the payment's time, as the refund's is 2026-05-13 at noon
        "2026-05-10T11:59:59.999+08:00, 200",
        "2026-05-10T12:00:00.000+08:00, 198",
        "2026-05-10T12:00:00.001+08:00, 198",
        "2026-05-16T11:59:59.999+08:00, 198",
        "2026-05-16T12:00:00.000+08:00, 198",
        "2026-05-16T12:00:00.001+08:00, 200",
    })
    void aRefundBeforeItsPaymentWaits(String time, long available) {
        Step waiting = spending.refund("2026-05-13T12:00:00", "r", "p", 100);
        assertThat(outcome(waiting)).isEqualTo(Outcome.DEFERRED);
        assertThat(reason(waiting))
                .isEqualTo("payment p is not known; the refund waits for it until 2026-05-19T04:00:00Z");
        Step payment = spending.pay(time, "p", Channel.JD, 10_000);
        if (outcome(payment) == Outcome.TOO_LATE) {
            assertThat(payment.postings()).isEmpty();
            return;
        }
        assertThat(payment.balance().available()).isEqualTo(available);
    }

    @Test
    void waitingRefundsAreAppliedAfterThePaymentInTheirOrderOfArrival() {
        Step second = spending.refund("2026-05-13T12:00:00", "r2", "p", 9_950);
        Step first = spending.refund("2026-05-12T12:00:00", "r1", "p", 9_950);
        spending.refund("2026-05-12T12:00:00", "r0", "other", 1);
        Step payment = spending.pay("2026-05-11T12:00:00", "p", Channel.JD, 10_000);

        assertThat(outcome(payment)).isEqualTo(Outcome.AWARDED);
        assertThat(payment.decision().grantedPoints()).isEqualTo(200);
        assertThat(payment.postings())
                .extracting(Posting::kind, Posting::points, Posting::eventId, Posting::occurredAt, Posting::reverses)
                .containsExactly(
                        tuple(PostingKind.EARN, 200L, payment.decision().eventId(), payment.occurredAt(), null),
                        tuple(PostingKind.REVERSE, -199L, second.decision().eventId(), second.occurredAt(), "u1/4/1"),
                        tuple(PostingKind.REVERSE, -1L, first.decision().eventId(), first.occurredAt(), "u1/4/1"));
        assertThat(payment.balance()).isEqualTo(Balance.ZERO);
        assertThat(spending.program().account().lots()).isEmpty();
        assertThat(spending.program().account().granted("pay.jd/MONTH", 20574, 20605))
                .isZero();

        assertThat(outcome(spending.refund("2026-05-13T12:00:00", "r3", "p", 1)))
                .as("fully refunded")
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.refund("2026-05-13T12:00:00", "r2", "q", 1)))
                .as("a deferred refund is used up")
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void aPaymentThatEarnsNothingTakesItsWaitingRefundsToo() {
        spending.refund("2026-05-13T12:00:00", "r", "p", 199);
        assertThat(outcome(spending.pay("2026-05-13T12:00:00", "p", Channel.PINDUODUO, 199)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(spending.refund("2026-05-13T13:00:00", "s", "p", 1))).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @ParameterizedTest
    @CsvSource({"2026-05-19T12:00:00.000+08:00, 198", "2026-05-19T12:00:00.001+08:00, 200"})
    void aRefundWaitsUntilTheClockIsSixDaysPastIt(String clock, long available) {
        spending.refund("2026-05-13T12:00:00", "r", "p", 100);
        spending.program().tick(clock);
        assertThat(spending.pay("2026-05-13T12:00:00", "p", Channel.JD, 10_000)
                        .balance()
                        .available())
                .isEqualTo(available);
    }

    @Test
    void aRefundOfLongAgoWaitsForNothing() {
        spending.pay("2026-08-10T12:00:00", "q", Channel.JD, 10_000);
        Step refund = spending.refund(DAY_1, "r", "p", 100);
        assertThat(outcome(refund)).isEqualTo(Outcome.DEFERRED);
        assertThat(reason(refund)).isEqualTo("payment p is not known, and the refund is too old to wait for it");
        assertThat(outcome(spending.refund(DAY_1, "r", "q", 100))).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void theLargestPaymentIsReversedExactly() {
        Spending bonus = new Spending(new Program(withBonus()));
        bonus.pay(DAY_1, "p", Channel.JD, Long.MAX_VALUE);
        Step refund = bonus.refund(DAY_2, "r", "p", Long.MAX_VALUE - 1);
        assertThat(points(refund, PostingKind.REVERSE)).containsExactly(-1_000_000_000_000L, -500_000_000_000L);
    }

    private static RuleBooks withBonus() {
        return RuleBooks.single(RuleBookParser.parse("""
                language: 1
                zone: Asia/Shanghai
                lateness: 3 days
                eventIdMemory: 7 days
                refunds: { paymentMemory: 365 days, beforePayment: 3 days }
                categories:
                  CONSUMPTION: { validity: 12 months, bonuses: true }
                multipliers:
                  - { id: half, appliesTo: CONSUMPTION, factor: 1.5 }
                rules:
                  - id: pay
                    category: CONSUMPTION
                    on: payment.settled
                    points: { quantity: amountFen, decimals: 2, rate: 1 }
                    caps: { month: 1000000000000 }
                """, "book.yaml"));
    }

    @Test
    void withoutTermsRefundsAreNotCarriedOut() {
        String yaml = RuleBooks.shippedYaml().replaceAll("(?s)\nrefunds:.*?\nexpiry:", "\nexpiry:");
        Spending bare = new Spending(new Program(RuleBooks.single(RuleBookParser.parse(yaml, "book.yaml"))));
        List<Step> steps = List.of(bare.pay(DAY_1, "p", Channel.JD, 10_000), bare.refund(DAY_2, "r", "p", 100));
        assertThat(steps).extracting(Spending::outcome).containsExactly(Outcome.AWARDED, Outcome.NOT_ELIGIBLE);
        assertThat(reason(steps.getLast()))
                .isEqualTo("payment.refunded instructions are not carried out by this rule book");
    }
}
