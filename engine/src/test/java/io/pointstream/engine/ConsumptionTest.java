package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.LedgerAccount;
import io.pointstream.engine.ledger.PostingKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 3.1. */
class ConsumptionTest {

    private static final String NOON = "2026-05-15T12:00:00";

    @ParameterizedTest
    @CsvSource({
        // channel, rule, fen, base, granted: at, one below and one above a whole point, and the transaction cap
        "OFFLINE_QR, pay.offline-scan, 100, 1, 1",
        "OFFLINE_QR, pay.offline-scan, 199, 1, 1",
        "OFFLINE_QR, pay.offline-scan, 200, 2, 2",
        "OFFLINE_QR, pay.offline-scan, 49999, 499, 499",
        "OFFLINE_QR, pay.offline-scan, 50000, 500, 500",
        "OFFLINE_QR, pay.offline-scan, 50100, 501, 500",
        "JD, pay.jd, 50, 1, 1",
        "JD, pay.jd, 99, 1, 1",
        "JD, pay.jd, 49999, 999, 999",
        "JD, pay.jd, 50000, 1000, 1000",
        "JD, pay.jd, 50050, 1001, 1000",
        "PINDUODUO, pay.pinduoduo, 200, 1, 1",
        "PINDUODUO, pay.pinduoduo, 399, 1, 1",
        "PINDUODUO, pay.pinduoduo, 59999, 299, 299",
        "PINDUODUO, pay.pinduoduo, 60000, 300, 300",
        "PINDUODUO, pay.pinduoduo, 60200, 301, 300",
        "MEITUAN, pay.meituan, 67, 1, 1",
        "MEITUAN, pay.meituan, 133, 1, 1",
        "MEITUAN, pay.meituan, 134, 2, 2",
        "MEITUAN, pay.meituan, 53333, 799, 799",
        "MEITUAN, pay.meituan, 53334, 800, 800",
        "MEITUAN, pay.meituan, 53400, 801, 800",
        "ONLINE, pay.online, 1000, 15, 15",
        "ONLINE, pay.online, 53334, 800, 800",
        "ONLINE, pay.online, 53400, 801, 800",
    })
    void paysTheRateUpToTheTransactionCap(Channel channel, String rule, long fen, long base, long granted) {
        Decision decision = new Program().pay(NOON, channel, fen).decision();

        assertThat(decision.ruleId()).isEqualTo(rule);
        assertThat(decision.category()).isEqualTo("CONSUMPTION");
        assertThat(decision.basePoints()).isEqualTo(base);
        assertThat(decision.grantedPoints()).isEqualTo(granted);
        assertThat(decision.bonusPoints()).isZero();
        assertThat(decision.outcome()).isEqualTo(base == granted ? Outcome.AWARDED : Outcome.PARTIALLY_CAPPED);
        assertThat(decision.cappedBy()).isEqualTo(base == granted ? List.of() : List.of(rule + "/TRANSACTION"));
    }

    @ParameterizedTest
    @CsvSource({
        "OFFLINE_QR, pay.offline-scan, 50000, 5000",
        "JD, pay.jd, 50000, 10000",
        "PINDUODUO, pay.pinduoduo, 60000, 3000",
        "MEITUAN, pay.meituan, 53400, 8000",
        "ONLINE, pay.online, 53400, 8000",
    })
    void stopsAtTheMonthCapAndStartsAgainNextMonth(Channel channel, String rule, long fen, long monthCap) {
        Program program = new Program();
        long granted = 0;
        while (granted < monthCap) {
            Decision decision = program.pay(NOON, channel, fen).decision();
            assertThat(decision.grantedPoints()).isPositive();
            granted += decision.grantedPoints();
        }
        assertThat(granted).isEqualTo(monthCap);

        Decision capped = program.pay(NOON, channel, 1_000).decision();
        assertThat(capped.outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(capped.ruleId()).isEqualTo(rule);
        assertThat(capped.basePoints()).isPositive();
        assertThat(capped.grantedPoints()).isZero();
        assertThat(capped.cappedBy()).containsExactly(rule + "/MONTH");

        assertThat(program.pay("2026-05-31T23:59:59", channel, 1_000).decision().outcome())
                .isEqualTo(Outcome.CAPPED);
        assertThat(program.pay("2026-06-01T00:00:00", channel, 1_000).decision().outcome())
                .isEqualTo(Outcome.AWARDED);
    }

    @Test
    void grantsWhatIsLeftInTheMonthAndNamesEachCapThatCut() {
        Program program = new Program();
        for (int i = 0; i < 9; i++) {
            program.pay(NOON, Channel.JD, 50_000);
        }
        program.pay(NOON, Channel.JD, 15_000);

        Decision decision = program.pay(NOON, Channel.JD, 123_400).decision();

        assertThat(decision.outcome()).isEqualTo(Outcome.PARTIALLY_CAPPED);
        assertThat(decision.basePoints()).isEqualTo(2_468);
        assertThat(decision.grantedPoints()).isEqualTo(700);
        assertThat(decision.cappedBy()).containsExactly("pay.jd/TRANSACTION", "pay.jd/MONTH");
        assertThat(decision.reason())
                .isEqualTo("pay.jd: 1,234.00 yuan × 2 = 2,468; 700 granted, transaction cap 1,000 reached, "
                        + "month cap 10,000 reached (9,300 used before)");
    }

    @Test
    void exactlyTheRestOfTheMonthIsNoCut() {
        Program program = new Program();
        for (int i = 0; i < 9; i++) {
            program.pay(NOON, Channel.JD, 50_000);
        }
        assertThat(program.pay(NOON, Channel.JD, 50_000).decision().outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(program.account().balance()).isEqualTo(new Balance(10_000, 0, 0, 0));
    }

    @Test
    void theMonthIsTheLocalOneHoweverTheTimeIsWritten() {
        Program program = new Program();
        for (int i = 0; i < 10; i++) {
            program.pay("2026-05-31T15:59:59Z", Channel.PINDUODUO, 60_000);
        }
        assertThat(program.pay("2026-05-31T08:59:59-07:00", Channel.PINDUODUO, 200)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.CAPPED);
        assertThat(program.pay("2026-05-31T16:00:00Z", Channel.PINDUODUO, 200)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.AWARDED);
    }

    @Test
    void lessThanOnePointIsNotEligibleAndUsesNothingUp() {
        Program program = new Program();
        Payment.Settled small = new Payment.Settled(program.at(NOON), "p1", Channel.PINDUODUO, "m1", 199);
        Decision refused = program.take(small).decision();
        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(refused.ruleId()).isNull();
        assertThat(refused.basePoints()).isZero();
        assertThat(refused.reason()).isEqualTo("pay.pinduoduo: 1.99 yuan × 0.5 is less than 1 point");

        Decision again = program.take(new Payment.Settled(program.at(NOON), "p1", Channel.PINDUODUO, "m1", 200))
                .decision();
        assertThat(again.outcome()).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void aPaymentIsSettledOncePerAccountForAYear() {
        Program program = new Program();
        assertThat(settle(program, "2026-05-15T12:00:00", Channel.JD)).isEqualTo(Outcome.AWARDED);
        assertThat(settle(program, "2026-05-16T12:00:00", Channel.OFFLINE_QR)).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(settle(program, "2027-05-15T12:00:00", Channel.JD)).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(settle(program, "2027-05-15T12:00:00.001+08:00", Channel.JD)).isEqualTo(Outcome.AWARDED);
        assertThat(settle(program, "2027-05-15T12:00:00", Channel.JD)).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void aPaymentThatWasCappedToNothingIsUsedUp() {
        Program program = new Program();
        for (int i = 0; i < 10; i++) {
            program.pay(NOON, Channel.JD, 50_000);
        }
        assertThat(settle(program, NOON, Channel.JD)).isEqualTo(Outcome.CAPPED);
        assertThat(settle(program, "2026-06-01T00:00:00", Channel.JD)).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void thePostingIsBalancedAndLastsTwelveMonths() {
        Step step = new Program().pay("2026-05-31T12:00:00", Channel.JD, 50_000);
        assertThat(step.postings()).singleElement().satisfies(posting -> {
            assertThat(posting.postingId()).isEqualTo("u1/1/1");
            assertThat(posting.points()).isEqualTo(1_000);
            assertThat(posting.debit()).isEqualTo(LedgerAccount.PROGRAM);
            assertThat(posting.credit()).isEqualTo(LedgerAccount.AVAILABLE);
            assertThat(posting.kind()).isEqualTo(PostingKind.EARN);
            assertThat(posting.component()).isEqualTo(Component.BASE);
            assertThat(posting.expiresOn()).isEqualTo(LocalDate.parse("2027-05-31"));
            assertThat(posting.valueCoefficient()).isEqualTo(new BigDecimal("1.0"));
            assertThat(posting.ruleBookVersion()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({"2028-02-29T12:00:00, 2029-02-28", "2027-02-28T12:00:00, 2028-02-28", "2026-12-31T23:59:59, 2027-12-31"
    })
    void theExpiryDateIsClampedToTheMonthsEnd(String time, LocalDate expiresOn) {
        Step step = new Program().pay(time, Channel.JD, 50_000);
        assertThat(step.postings().getFirst().expiresOn()).isEqualTo(expiresOn);
    }

    @Test
    void theLargestPossiblePaymentIsPricedExactly() {
        Decision decision = new Program().pay(NOON, Channel.JD, Long.MAX_VALUE).decision();
        assertThat(decision.basePoints()).isEqualTo(184_467_440_737_095_516L);
        assertThat(decision.grantedPoints()).isEqualTo(1_000);
    }

    private static Outcome settle(Program program, String time, Channel channel) {
        return program.take(new Payment.Settled(program.at(time), "p1", channel, "m1", 10_000))
                .decision()
                .outcome();
    }
}
