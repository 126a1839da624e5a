package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code REFUND_CHURN}. */
class RefundChurnTest {

    private final Scene scene = new Scene(Scene.only(RefundChurn::new));
    private final Spending spending = new Spending(scene);

    @Test
    void whoSpendsThePointsAndTakesTheMoneyBackIsFlaggedAtTheFourthTime() {
        for (int cycle = 0; cycle < 4; cycle++) {
            assertThat(scene.flagOf("farmer")).isNull();
            churn(cycle, true);
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        Evidence evidence = flag.reasons().getFirst().evidence();
        assertThat(evidence.numbers())
                .containsEntry("payments", 4.0)
                .containsEntry("takenBack", 4.0)
                .containsEntry("spentBetween", 4.0)
                .containsEntry("paidYuan", 3200.0)
                .containsEntry("refundedYuan", 3200.0);
        assertThat(evidence.eventIds()).hasSize(4);
    }

    @Test
    void whoDoesNotSpendTakesLonger() {
        for (int cycle = 0; cycle < 8; cycle++) {
            churn(cycle, false);
        }
        assertThat(scene.flagOf("farmer")).isNull();
        churn(8, false);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void smallChangePaidBesideItHidesNothing() {
        Random dice = new Random(1);
        for (int cycle = 0; cycle < 10; cycle++) {
            for (int meal = 0; meal < 5; meal++) {
                spending.pay("farmer", Scene.at(cycle, 8 + 2 * meal), "m" + dice.nextInt(9), 900 + dice.nextInt(2500));
            }
            churn(cycle, true);
        }
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void heavyShoppersWhoReturnALotAreSpared() {
        Random dice = new Random(2);
        for (int shopper = 0; shopper < 300; shopper++) {
            String id = "shopper" + shopper;
            double returns = 0.05 + 0.5 * dice.nextDouble();
            for (int day = 0; day < 60; day++) {
                if (dice.nextDouble() < 0.03) {
                    spending.redeem(id, Scene.at(day, 20), 500, 4000, null);
                }
                for (int n = dice.nextInt(3); n > 0; n--) {
                    long fen = (long) (5000 * Math.exp(dice.nextGaussian()));
                    String paid = spending.pay(id, Scene.at(day, 9 + n), "m" + dice.nextInt(30), fen);
                    if (dice.nextDouble() < returns) {
                        spending.refund(
                                id, Scene.at(day, 10 + n).plus(Duration.ofMinutes(dice.nextInt(5000))), paid, fen);
                    }
                }
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aDearPhoneSentBackIsNoHabit() {
        for (int i = 0; i < 3; i++) {
            String phone = spending.pay("buyer", Scene.at(i, 9), "phones", 5_000_00);
            spending.redeem("buyer", Scene.at(i + 1, 9), 5000, 0, null);
            spending.refund("buyer", Scene.at(i + 1, 10), phone, 5_000_00);
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void whoOrdersInThreeSizesIsSpared() {
        Random dice = new Random(6);
        for (int shopper = 0; shopper < 200; shopper++) {
            String id = "shopper" + shopper;
            for (int day = 0; day < 60; day++) {
                spending.pay(id, Scene.at(day, 12), "m" + dice.nextInt(30), 1000L + dice.nextInt(4000));
                if (dice.nextInt(6) == 0) {
                    String shop = "m" + dice.nextInt(30);
                    for (int size = 2 + dice.nextInt(4); size > 0; size--) {
                        long fen = 9_000L + dice.nextInt(16_000);
                        String paid = spending.pay(id, Scene.at(day, 20), shop, fen);
                        if (dice.nextInt(3) > 0) {
                            spending.refund(id, Scene.at(day + 2 + dice.nextInt(4), 9), paid, fen);
                        }
                    }
                }
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aSaleOfWhichAQuarterGoesBackIsSparedWhenPointsAreSpentInItsWeek() {
        List<String> paid = new ArrayList<>();
        for (int n = 0; n < 36; n++) {
            paid.add(spending.pay("shopper", Scene.at(0, Duration.ofMinutes(10 + n)), "m" + n, 9_000L + 100L * n));
        }
        spending.redeem("shopper", Scene.at(1, 20), 2_000, 0, null);
        for (int n = 0; n < 36; n += 4) {
            spending.refund("shopper", Scene.at(3, Duration.ofMinutes(600 + n)), paid.get(n), 9_000L + 100L * n);
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void whoTakesNearlyAllOfADaysPurchasesBackIsFlaggedWithinTwoTurns() {
        for (int turn = 0; turn < 2; turn++) {
            spending.redeem("farmer", Scene.at(7 * turn, 20), 2_000, 0, null);
            for (int n = 0; n < 6; n++) {
                String paid = spending.pay("farmer", Scene.at(7 * turn, 9 + n), "m" + n, 500_00);
                if (n > 0) {
                    spending.refund("farmer", Scene.at(7 * turn + 3, 9 + n), paid, 500_00);
                }
            }
        }
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void aRefundThatComesBeforeItsPaymentCounts() {
        for (int cycle = 0; cycle < 8; cycle++) {
            String next = "p" + (cycle + 1);
            spending.refund("farmer", Scene.at(cycle, 12), next, 800_00);
            spending.pay("farmer", Scene.at(cycle, 9), "shop", 800_00);
        }
        churn(8, false);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void aRestartChangesNothing() {
        Scene through = new Scene(Scene.only(RefundChurn::new));
        Spending other = new Spending(through);
        for (int cycle = 0; cycle < 8; cycle++) {
            for (Spending one : new Spending[] {spending, other}) {
                String paid = one.pay("farmer", Scene.at(cycle, 9), "shop", 80_000);
                one.redeem("farmer", Scene.at(cycle, 10), 500, 100, null);
                one.refund("farmer", Scene.at(cycle, 12), paid, 80_000);
            }
            scene.restart();
        }
        assertThat(scene.signals).isEqualTo(through.signals).isNotEmpty();
    }

    private void churn(int day, boolean spend) {
        String paid = spending.pay("farmer", Scene.at(day, 9), "shop", 800_00);
        if (spend) {
            spending.redeem("farmer", Scene.at(day, 10), 500, 300, null);
        }
        spending.refund("farmer", Scene.at(day, 12), paid, 800_00);
    }
}
