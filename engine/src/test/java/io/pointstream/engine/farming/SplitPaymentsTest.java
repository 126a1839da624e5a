package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Payment.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code SPLIT_PAYMENTS}. */
class SplitPaymentsTest {

    private final Scene scene = new Scene(Scene.only(SplitPayments::new));
    private final Spending spending = new Spending(scene);

    @Test
    void aDearThingPaidInTenPartsIsFlaggedOnTheSecondDay() {
        parts("farmer", 0, 10, 90_00);
        assertThat(scene.flagOf("farmer")).isNull();
        parts("farmer", 1, 10, 90_00);
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        assertThat(flag.raisedAt()).isBefore(Scene.at(2, 0));
        Evidence evidence = flag.reasons().getFirst().evidence();
        assertThat(evidence.numbers())
                .containsEntry("splitDays", 2.0)
                .containsEntry("parts", 10.0 + 6)
                .containsEntry("pointsBeyondCap", 10.0 * 90 - 500 + 6 * 90 - 500);
        assertThat(evidence.counterparts()).containsExactly("shop");
        assertThat(evidence.eventIds()).hasSize(16);
    }

    @Test
    void nineTimesTheCapWithinMinutesIsEnough() {
        parts("farmer", 0, 9, 500_00);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void partsThatReachTheCapAndAreRoundedUpToAYuanCount() {
        rounded("farmer", 534_00);
        rounded("customer", 560_00);
        assertThat(scene.flagOf("farmer")).isNotNull();
        assertThat(scene.flagOf("customer")).isNull();
    }

    private void rounded(String accountId, long amountFen) {
        for (int day = 0; day < 2; day++) {
            for (int part = 0; part < 10; part++) {
                Instant at = Scene.at(day, Duration.ofMinutes(600 + 5L * part));
                spending.pay(accountId, at, "shop", amountFen, Channel.ONLINE, null);
            }
        }
    }

    @Test
    void threePartsADayTakeFourDays() {
        for (int day = 0; day < 3; day++) {
            parts("farmer", day, 3, 200_00);
        }
        assertThat(scene.flagOf("farmer")).isNull();
        parts("farmer", 3, 3, 200_00);
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void whatGoesOnPastMidnightCountsOnce() {
        for (int day = 0; day < 2; day++) {
            for (int part = 0; part < 6; part++) {
                spending.pay("farmer", Scene.at(day, Duration.ofMinutes(1_425 + 5L * part)), "shop", 130_00);
            }
        }
        assertThat(scene.signalsOf("farmer").getLast().finding().evidence().numbers())
                .containsEntry("splitDays", 2.0)
                .containsEntry("parts", 12.0)
                .containsEntry("pointsBeyondCap", 2 * (6.0 * 130 - 500));
    }

    @Test
    void whatWasPaidLessThanADayBeforeCountsOnce() {
        for (int day = 0; day < 4; day++) {
            for (int part = 0; part < 5; part++) {
                // Each day an hour earlier.
                spending.pay("farmer", Scene.at(day, 10 + 3 * part - day), "shop", 400_00);
            }
        }
        assertThat(scene.signalsOf("farmer").getLast().finding().evidence().numbers())
                .containsEntry("splitDays", 4.0)
                .containsEntry("parts", 20.0);
    }

    @Test
    void aSplitOfWhichAllThatIsKnownGoesBackCountsNoLonger() {
        List<String> parts = new ArrayList<>();
        for (int part = 0; part < 20; part++) {
            parts.add(spending.pay("a", Scene.at(0, Duration.ofMinutes(600 + 5L * part)), "shop", 200_00));
        }
        parts.subList(4, 20).forEach(part -> spending.refund("a", Scene.at(1, 8), part, 200_00));
        parts("a", 1, 5, 120_00);
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void partsSpreadOverTheDayTakeLonger() {
        for (int day = 0; day < 8; day++) {
            assertThat(scene.flagOf("farmer")).isNull();
            for (int part = 0; part < 3; part++) {
                spending.pay("farmer", Scene.at(day, 9 + 5 * part), "shop", 180_00);
            }
        }
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void camouflageElsewhereHidesNothing() {
        for (int day = 0; day < 5; day++) {
            for (int hour = 8; hour < 22; hour += 3) {
                spending.pay("farmer", Scene.at(day, hour), "other-" + hour, 15_80);
            }
            parts("farmer", day, 5, 120_00);
        }
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void aCourierAndACanteenEaterAreSpared() {
        Random dice = new Random(7);
        for (int day = 0; day < 30; day++) {
            for (int job = 0; job < 40; job++) {
                Instant at = Scene.at(day, Duration.ofMinutes(8 * 60 + 18L * job));
                spending.pay("courier", at, "m" + dice.nextInt(12), 200 + dice.nextInt(3000));
                spending.pay("charger", at, "battery", 300 + dice.nextInt(900));
            }
            for (int meal : new int[] {7, 12, 18}) {
                spending.pay("eater", Scene.at(day, meal), "canteen", 1200 + 50 * dice.nextInt(20));
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void theElevenElevenRushIsSpared() {
        Random dice = new Random(11);
        for (int buyer = 0; buyer < 200; buyer++) {
            for (int order = 0; order < 40; order++) {
                double popular = Math.pow(dice.nextDouble(), 3);
                spending.pay(
                        "buyer" + buyer,
                        Scene.at(10, Duration.ofSeconds(180L * order)),
                        "m" + (int) (50 * popular),
                        3000 + dice.nextInt(40_000),
                        Channel.ONLINE,
                        null);
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aFullCartAtOneShopHappensOnce() {
        parts("buyer", 0, 15, 80_00);
        assertThat(scene.flagOf("buyer")).isNull();
    }

    @Test
    void paymentsAboveTheCapAreNoPartsThoseThatJustFillItAre() {
        for (int day = 0; day < 10; day++) {
            parts("rich", day, 4, 600_00);
            parts("farmer", day, 4, 500_00);
        }
        assertThat(scene.signalsOf("rich")).isEmpty();
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void oneAmountJustAboveAStepCountsOnceAShop() {
        for (int day = 0; day < 30; day++) {
            spending.pay("subscriber", Scene.at(day, 12), "paper", 67, Channel.ONLINE, null);
            for (int i = 0; i < 15; i++) {
                Instant at = Scene.at(day, Duration.ofMinutes(500 + 20L * i));
                spending.pay("farmer", at, "m" + day, 67 + i % 4, Channel.ONLINE, null);
            }
        }
        assertThat(scene.signalsOf("subscriber")).isEmpty();
        assertThat(Objects.requireNonNull(scene.flagOf("farmer")).raisedAt()).isBefore(Scene.at(5, 0));
    }

    @Test
    void amountsJustAboveARoundingStepAreFlagged() {
        Random dice = new Random(3);
        for (int i = 0; i < 12; i++) {
            spending.pay("farmer", Scene.at(i, 12), "m" + i, 100L * (5 + i) + 1 + dice.nextInt(3));
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        assertThat(flag.reasons().getFirst().evidence().numbers())
                .containsKey("justAboveStep")
                .containsKey("expectedByChance");
    }

    @Test
    void stepsOfTwoThirdsOfAYuanAreKnownToo() {
        for (int points = 5; points < 35; points++) {
            long fen = (points * 200L + 2) / 3;
            spending.pay("farmer", Scene.at(points, 12), "m" + points, fen, Channel.MEITUAN, null);
        }
        assertThat(scene.flagOf("farmer")).isNotNull();
    }

    @Test
    void fortyTinyPaymentsToOneMerchantAreNoPerson() {
        Random dice = new Random(6);
        for (int i = 0; i < 40; i++) {
            Instant at = Scene.at(0, Duration.ofSeconds(36_000 + 20L * i));
            spending.pay("farmer", at, "shop", 200 + 200 * dice.nextInt(2), Channel.PINDUODUO, null);
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("farmer"));
        assertThat(flag.level()).isEqualTo(FlagLevel.REVIEW);
        assertThat(flag.reasons().getFirst().reason()).startsWith("paid one merchant ");
        assertThat(flag.reasons().getFirst().evidence().counterparts()).containsExactly("shop");
    }

    @Test
    void aPlayerAtAClawMachineIsSpared() {
        Random dice = new Random(6);
        for (int day = 0; day < 60; day++) {
            double second = 60_000;
            for (int i = dice.nextInt(8, 29); i > 0; i--) {
                second += 50 * Math.exp(0.5 * dice.nextGaussian());
                spending.pay("player", Scene.at(day, Duration.ofSeconds((long) second)), "claw", 300);
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void stockBoughtSeveralTimesAMorningIsNoCertainty() {
        Random dice = new Random(6);
        for (int day = 0; day < 40; day++) {
            double minute = 5 * 60;
            for (int i = dice.nextInt(1, 5); i > 0; i--) {
                minute += 3 + 22 * dice.nextDouble();
                Instant at = Scene.at(day, Duration.ofSeconds((long) (60 * minute)));
                spending.pay("stall", at, "wholesaler", 100L * dice.nextInt(80, 621));
            }
        }
        assertThat(scene.signals).allMatch(signal -> signal.finding().strength() <= 0.75);
    }

    @Test
    void ordinaryPricesAreSpared() {
        Random dice = new Random(5);
        long[] endings = {0, 0, 0, 50, 90, 99, 80};
        Channel[] channels = {Channel.OFFLINE_QR, Channel.JD, Channel.PINDUODUO, Channel.MEITUAN, Channel.ONLINE};
        for (int account = 0; account < 100; account++) {
            for (int i = 0; i < 200; i++) {
                Channel channel = channels[dice.nextInt(channels.length)];
                Instant at = Scene.at(0, Duration.ofHours(7L * i));
                long price = 100L * (1 + dice.nextInt(150)) + endings[dice.nextInt(endings.length)];
                spending.pay("natural" + account, at, "m" + dice.nextInt(40), price, channel, null);
                spending.pay("even" + account, at, "m" + dice.nextInt(40), 50 + dice.nextInt(20_000), channel, null);
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Property(tries = 300)
    void theStrongestSplitIsThatOfBruteForceInAnyOrder(
            @ForAll @Size(max = 40) List<@IntRange(max = 600) Integer> minutes) {
        Scene here = new Scene(Scene.only(SplitPayments::new));
        Spending till = new Spending(here);
        for (int minute : minutes) {
            till.pay("a", Scene.at(0, Duration.ofMinutes(minute)), "shop", 170_00);
        }
        int best = bruteForce(minutes);
        double weight = best < 3 ? 0 : Math.min(3, (best - 1) / 2.0);
        double strength = 0.75 * weight / 4;
        if (strength >= 0.5) {
            Finding last = here.signalsOf("a").getLast().finding();
            assertThat(last.strength()).isEqualTo(strength);
        } else {
            assertThat(here.signals).isEmpty();
        }
    }

    private static int bruteForce(List<Integer> minutes) {
        int best = 0;
        for (int end : minutes) {
            int parts = 0;
            for (int minute : minutes) {
                parts += minute <= end && minute > end - 120 ? 1 : 0;
            }
            best = Math.max(best, parts);
        }
        return best;
    }

    @Test
    void aRestartChangesNothing() {
        Scene through = new Scene(Scene.only(SplitPayments::new));
        List<Scene> scenes = new ArrayList<>(List.of(scene, through));
        Spending other = new Spending(through);
        for (int day = 0; day < 6; day++) {
            for (Spending one : List.of(spending, other)) {
                for (int part = 0; part < 4; part++) {
                    one.pay("a", Scene.at(day, Duration.ofMinutes(30L * part)), "shop", 130_01 + 100L * (part + day));
                }
            }
            scene.restart();
        }
        assertThat(scenes.getFirst().signals)
                .isEqualTo(scenes.getLast().signals)
                .isNotEmpty();
    }

    @Test
    void aMillionPaymentsTakeNoMoreRoomThanAFewHundred() {
        for (int i = 0; i < 2_000; i++) {
            spending.pay("a", Scene.at(0, Duration.ofSeconds(i)), "m" + i % 50, 1_01 + i);
        }
        int bytes = scene.behaviour("a").encode().length;
        for (int i = 2_000; i < 20_000; i++) {
            spending.pay("a", Scene.at(0, Duration.ofSeconds(i)), "m" + i % 50, 1_01 + i);
        }
        assertThat(scene.behaviour("a").encode().length).isLessThan(bytes + 12_000);
    }

    private void parts(String accountId, int day, int parts, long amountFen) {
        for (int part = 0; part < parts; part++) {
            spending.pay(accountId, Scene.at(day, Duration.ofMinutes(600 + 5L * part)), "shop", amountFen);
        }
    }
}
