package io.pointstream.topologies.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The journal says of a number what the engine knows of it. */
class JournalTranslatorTest {

    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");

    private final InMemoryMemory memory = new InMemoryMemory();
    private final Account account = new Account("a1");
    private PointsEngine engine = new PointsEngine(RuleBooks.shipped());
    private int events;

    private Header at(Instant at) {
        return new Header("e" + ++events, "a1", at, null, null);
    }

    private Decision decide(Event event) {
        Step step = engine.decide(account, event, memory);
        account.apply(step);
        memory.remember(step);
        return Objects.requireNonNull(JournalTranslator.entry(step).getDecision());
    }

    private Decision pay(Channel channel, long fen) {
        Header header = at(NOON);
        return decide(new Payment.Settled(header, "p-" + header.eventId(), channel, "m1", fen));
    }

    @Test
    void aPaymentOverItsCapForfeitsTheRest() {
        decide(new Membership.TierChanged(at(NOON), Membership.Tier.GOLD));

        Decision decision = pay(Channel.JD, 123_456);

        assertThat(decision.getWaterfall())
                .isEqualTo(Waterfall.newBuilder()
                        .setQuantity("1234.56")
                        .setUnit("yuan")
                        .setRate("2")
                        .setCaps(List.of(
                                new CapStep("pay.jd/TRANSACTION", CapWindow.TRANSACTION, 1000L, 0L, 1469L),
                                new CapStep("pay.jd/MONTH", CapWindow.MONTH, 10_000L, 0L, 0L)))
                        .setGranted(1000L)
                        .setForfeited(1469L)
                        .setBonuses(List.of(new BonusStep(Component.TIER_BONUS, "GOLD", "1.5", 500L)))
                        .build());
        assertThat(decision.getBasePoints()).isEqualTo(2469);
        assertThat(decision.getGrantedPoints()).isEqualTo(1000);
    }

    @Test
    void onlyWhatCountsIsPaid() {
        Waterfall waterfall = pay(Channel.CREDIT_CARD_REPAYMENT, 150_000).getWaterfall();

        assertThat(waterfall.getQuantity()).isEqualTo("1500.00");
        assertThat(waterfall.getCounted()).isEqualTo("1000.00");
        assertThat(waterfall.getGranted()).isEqualTo(800);
        assertThat(waterfall.getForfeited()).isZero();
    }

    @Test
    void aFixedAwardHasNoQuantity() {
        Waterfall waterfall = decide(new Membership.Registered(at(NOON), null)).getWaterfall();

        assertThat(waterfall)
                .isEqualTo(Waterfall.newBuilder()
                        .setCaps(List.of())
                        .setGranted(50L)
                        .setForfeited(0L)
                        .setBonuses(List.of())
                        .build());
    }

    @Test
    void aCommentIsADifferenceOfTheDaysTotal() {
        for (int i = 0; i < 4; i++) {
            decide(comment());
        }

        Waterfall waterfall = decide(comment()).getWaterfall();

        assertThat(waterfall.getUnit()).isEqualTo("comments");
        assertThat(waterfall.getWeight()).isEqualTo("1.2");
        assertThat(waterfall.getRunning())
                .isEqualTo(new RunningTotal("TALENT", "4", CapWindow.DAY, LocalDate.of(2026, 5, 20), 4L));
        assertThat(waterfall.getGranted()).isEqualTo(2);
    }

    private Content.LiveCommented comment() {
        return new Content.LiveCommented(at(NOON), "s1", Content.StreamKind.TALENT, 900);
    }

    @Test
    void aBattleIsRaisedToItsLeast() {
        Waterfall waterfall =
                decide(new Campaign.BattleWon(at(NOON), "c", "t", 40)).getWaterfall();

        assertThat(waterfall.getClamp()).isEqualTo(new Clamp(40L, 200L));
        assertThat(waterfall.getGranted()).isEqualTo(200);
    }

    @Test
    void everySeventhSignInIsPaidForItsStreak() {
        for (int day = 0; day < 6; day++) {
            Decision decision = decide(new Membership.SignedIn(at(NOON.plus(Duration.ofDays(day)))));
            assertThat(decision.getWaterfall().getStreak()).isEqualTo(new Streak(day + 1, 0L));
        }

        Decision seventh = decide(new Membership.SignedIn(at(NOON.plus(Duration.ofDays(6)))));

        assertThat(seventh.getWaterfall().getStreak()).isEqualTo(new Streak(7, 5L));
        assertThat(seventh.getGrantedPoints()).isEqualTo(10);
    }

    @Test
    void aTotalOfMoneyIsToldInItsUnitAndRatesByTheirBrackets() {
        engine = new PointsEngine(RuleBooks.single(RuleBookParser.parse("""
                language: 1
                zone: Asia/Shanghai
                lateness: 3 days
                eventIdMemory: 7 days
                categories:
                  CONSUMPTION: { validity: 30 days, bonuses: false }
                rules:
                  - id: any.payment
                    category: CONSUMPTION
                    on: payment.settled
                    points:
                      quantity: amountFen
                      decimals: 2
                      unit: yuan
                      rate: 1
                      brackets: [{ above: 100, rate: 0.1 }, { above: 500, rate: 0.01 }]
                      ofTotal: { per: week }
                """, "test.yaml")));
        pay(Channel.JD, 9_050);

        Waterfall waterfall = pay(Channel.JD, 11_000).getWaterfall();

        assertThat(waterfall.getQuantity()).isEqualTo("110.00");
        assertThat(waterfall.getBrackets()).isEqualTo("above 100 × 0.1, above 500 × 0.01");
        assertThat(waterfall.getRunning())
                .isEqualTo(new RunningTotal("", "90.50", CapWindow.WEEK, LocalDate.of(2026, 5, 18), 90L));
        assertThat(waterfall.getGranted()).isEqualTo(20);
    }

    @Test
    void aRefusedEventHasNoWaterfall() {
        assertThat(pay(Channel.PINDUODUO, 1).getWaterfall()).isNull();
    }
}
