package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Price;
import io.pointstream.engine.decision.Quantity;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.rules.Rule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 3.4. */
class LifeServiceTest {

    private static final String NOON = "2026-05-15T12:00:00";

    @ParameterizedTest
    @CsvSource({
        // channel, rule, fen, base: at, one below and one above a whole point and the counted amount
        "PHONE_TOPUP, life.phone-topup, 100, 1",
        "PHONE_TOPUP, life.phone-topup, 199, 1",
        "PHONE_TOPUP, life.phone-topup, 4999, 49",
        "PHONE_TOPUP, life.phone-topup, 5000, 50",
        "PHONE_TOPUP, life.phone-topup, 5001, 50",
        "PHONE_TOPUP, life.phone-topup, 5100, 50",
        "CREDIT_CARD_REPAYMENT, life.credit-card, 125, 1",
        "CREDIT_CARD_REPAYMENT, life.credit-card, 249, 1",
        "CREDIT_CARD_REPAYMENT, life.credit-card, 99999, 799",
        "CREDIT_CARD_REPAYMENT, life.credit-card, 100000, 800",
        "CREDIT_CARD_REPAYMENT, life.credit-card, 100200, 800",
        "MEDICAL_REGISTRATION, life.medical, 84, 1",
        "MEDICAL_REGISTRATION, life.medical, 19999, 239",
        "MEDICAL_REGISTRATION, life.medical, 20000, 240",
        "MEDICAL_REGISTRATION, life.medical, 20100, 240",
        "RIDE_HAILING, life.ride, 112, 1",
        "RIDE_HAILING, life.ride, 29999, 269",
        "RIDE_HAILING, life.ride, 30000, 270",
        "RIDE_HAILING, life.ride, 30200, 270",
        "RIDE_HAILING, life.ride, 9223372036854775807, 270",
    })
    void theAmountAboveTheLimitIsNotCounted(Channel channel, String rule, long fen, long base) {
        Decision decision = new Program().pay(NOON, channel, fen).decision();
        assertThat(decision.ruleId()).isEqualTo(rule);
        assertThat(decision.category()).isEqualTo("LIFE_SERVICE");
        assertThat(decision.outcome()).as("a limit of the amount is no cap").isEqualTo(Outcome.AWARDED);
        assertThat(decision.basePoints()).isEqualTo(base);
        assertThat(decision.grantedPoints()).isEqualTo(base);
        assertThat(decision.cappedBy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PHONE_TOPUP, 99", "CREDIT_CARD_REPAYMENT, 124", "MEDICAL_REGISTRATION, 83", "RIDE_HAILING, 111"})
    void lessThanAPointIsNotEligible(Channel channel, long fen) {
        assertThat(new Program().pay(NOON, channel, fen).decision().outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void theReasonAndTheWaterfallTellWhatCounted() {
        Program program = new Program();
        Step step = program.pay(NOON, Channel.RIDE_HAILING, 80_050);
        assertThat(step.decision().reason())
                .isEqualTo("life.ride: 800.50 yuan, of which 300.00 yuan count, × 0.9 = 270; 270 granted");
        Price price = Objects.requireNonNull(step.decision().waterfall()).price();
        assertThat(price.quantity()).isEqualTo(new Quantity(80_050, 2, "yuan"));
        assertThat(price.counted()).isEqualTo(new Quantity(30_000, 2, "yuan"));
        assertThat(step.postings().getFirst().expiresOn()).isEqualTo(LocalDate.parse("2027-05-15"));
        Price within = Objects.requireNonNull(program.pay(NOON, Channel.RIDE_HAILING, 30_000)
                        .decision()
                        .waterfall())
                .price();
        assertThat(within.counted()).isNull();
    }

    @Test
    void aPaymentIsSettledOnceWhateverItsChannels() {
        Program program = new Program();
        program.take(new Payment.Settled(program.at(NOON), "p1", Channel.JD, "m1", 10_000));
        assertThat(program.take(new Payment.Settled(program.at(NOON), "p1", Channel.RIDE_HAILING, "m1", 10_000))
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @ParameterizedTest
    @CsvSource({"life.phone-topup, 2.3", "life.credit-card, 1.5", "life.medical, 0.8", "life.ride, 3.7"})
    void theBookKnowsHowOftenIsUsual(String id, BigDecimal meanPerMonth) {
        assertThat(Program.SHIPPED.versions().getFirst().book().rules())
                .filteredOn(rule -> rule.id().equals(id))
                .extracting(Rule::meanPerMonth)
                .containsExactly(meanPerMonth);
    }
}
