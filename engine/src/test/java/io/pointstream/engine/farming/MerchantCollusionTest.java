package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Payment.Channel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** DOMAIN 5, {@code MERCHANT_COLLUSION}. */
class MerchantCollusionTest {

    private static final String MERCHANT = "MERCHANT_COLLUSION/front";

    private final Scene scene = new Scene(Scene.only(MerchantCollusion::new));
    private final Spending spending = new Spending(scene);
    private final Random dice = new Random(4);

    @Test
    void payersWhoPayRoundAmountsAndTakeThemBackAreOneCase() {
        for (int day = 0; day < 5; day++) {
            for (int payer = 0; payer < 8; payer++) {
                for (int i = 0; i < 3; i++) {
                    String paid = spending.pay("a" + payer, Scene.at(day, 9 + 4 * i), "front", 300_00);
                    if (i == 0) {
                        spending.refund("a" + payer, Scene.at(day, 11), paid, 300_00);
                    }
                }
            }
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("a0"));
        assertThat(flag.members()).hasSize(8);
        assertThat(flag.raisedAt()).isBefore(Scene.at(3, 0));
        Evidence evidence = flag.reasons().getFirst().evidence();
        assertThat(evidence.counterparts()).startsWith("front", "a0");
        assertThat(evidence.numbers()).containsEntry("regulars", 8.0).containsEntry("suspects", 8.0);
        Evidence own = scene.signalsOf("a3").getLast().finding().evidence();
        assertThat(own.numbers())
                .containsEntry("shareHere", 1.0)
                .containsEntry("paymentsHere", 6.0)
                .containsEntry("roundPaymentsHere", 6.0)
                .containsEntry("daysHere", 2.0)
                .containsEntry("yuanHere", 1800.0)
                .containsEntry("refundedYuanHere", 600.0);
    }

    @Test
    void numbersAreThoseOfTheEventsHoweverLongItGoesOn() {
        for (int day = 0; day < 50; day++) {
            for (int payer = 0; payer < 6; payer++) {
                for (int hour = 9; hour < 18; hour += 4) {
                    spending.pay(
                            "a" + payer,
                            Scene.at(day, hour),
                            "front",
                            300_00,
                            Channel.OFFLINE_QR,
                            "phone-" + payer % 4);
                }
            }
        }
        assertThat(scene.signals)
                .isNotEmpty()
                .allSatisfy(signal -> assertThat(
                                signal.finding().evidence().numbers().get("regulars"))
                        .isLessThanOrEqualTo(6));
        assertThat(scene.signals.getLast().finding().evidence().numbers())
                .containsEntry("regulars", 6.0)
                .containsEntry("suspects", 6.0)
                .containsEntry("devices", 4.0);
    }

    @Test
    void newAccountsOnFewDevicesAreACaseWhateverTheAmounts() {
        for (int payer = 0; payer < 12; payer++) {
            spending.register("a" + payer, Scene.at(0, 8));
        }
        for (int day = 1; day < 8; day++) {
            for (int payer = 0; payer < 12; payer++) {
                payAt("front", "a" + payer, day, 20, 80, "phone-" + payer % 3);
            }
        }
        assertThat(Objects.requireNonNull(scene.flagOf("a0")).members()).hasSize(12);
    }

    @Test
    void friendsAmongManyWhoPassByAreACase() {
        for (int day = 0; day < 30; day++) {
            for (int friend = 0; friend < 12; friend++) {
                if (dice.nextInt(5) < 2) {
                    payAt("front", "a" + friend, day, 150, 450, "phone-" + friend);
                }
                payAt("m" + dice.nextInt(30), "a" + friend, day, 10, 90, "phone-" + friend);
            }
            for (int i = 0; i < 20; i++) {
                payAt("front", "passer" + dice.nextInt(500), day, 10, 90, null);
            }
        }
        assertThat(scene.flags).hasSize(1);
        assertThat(scene.flags.values().iterator().next().members())
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(member -> member.startsWith("a"));
    }

    @Test
    void customersOfACollusiveMerchantAreNoMembers() {
        for (int day = 0; day < 10; day++) {
            for (int payer = 0; payer < 12; payer++) {
                spending.pay("a" + payer, Scene.at(day, 9), "front", 500_00);
                spending.pay("a" + payer, Scene.at(day, 15), "front", 400_00);
                payAt("other" + dice.nextInt(9), "a" + payer, day, 10, 60, null);
            }
            for (int customer = 0; customer < 60; customer++) {
                if (dice.nextInt(3) == 0) {
                    payAt("front", "c" + customer, day, 10, 60, null);
                }
                payAt("m" + dice.nextInt(40), "c" + customer, day, 10, 90, null);
                payAt("m" + dice.nextInt(40), "c" + customer, day, 10, 90, null);
            }
        }
        Flag flag = Objects.requireNonNull(scene.flagOf("a0"));
        assertThat(flag.members()).hasSize(12).allMatch(member -> member.startsWith("a"));
    }

    @Test
    void aSmallShopsRegularsAreSpared() {
        for (int day = 0; day < 60; day++) {
            for (int regular = 0; regular < 15; regular++) {
                payAt("corner", "r" + regular, day, 5, 60, "phone-" + regular);
                payAt("m" + dice.nextInt(30), "r" + regular, day, 10, 120, "phone-" + regular);
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aCanteenOfNewStudentsIsSpared() {
        for (int student = 0; student < 200; student++) {
            spending.register("s" + student, Scene.at(0, 8));
        }
        for (int day = 1; day < 40; day++) {
            for (int student = 0; student < 200; student++) {
                for (int meal : new int[] {7, 12, 18}) {
                    if (dice.nextInt(4) > 0) {
                        spending.pay("s" + student, Scene.at(day, meal), "canteen", 800 + 100 * dice.nextInt(15));
                    }
                }
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aNewShopIsSpared() {
        for (int day = 0; day < 30; day++) {
            for (int customer = 0; customer < 30; customer++) {
                payAt("m" + dice.nextInt(30), "c" + customer, day, 10, 120, "phone-" + customer);
                if (day > 20) {
                    payAt("opened", "c" + customer, day, 20, 200, "phone-" + customer);
                }
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aFamilyAtItsSupermarketIsSpared() {
        for (int day = 0; day < 60; day++) {
            for (int one = 0; one < 5; one++) {
                if (dice.nextInt(5) == 0) {
                    payAt("market", "f" + one, day, 50, 300, "tablet");
                }
                payAt("m" + dice.nextInt(30), "f" + one, day, 10, 60, "tablet");
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void aTutorsPayersAreSpared() {
        for (int day = 0; day < 60; day++) {
            for (int parent = 0; parent < 7; parent++) {
                if (dice.nextInt(5) == 0) {
                    spending.pay(
                            "p" + parent,
                            Scene.at(day, 19),
                            "tutor",
                            50_00L * (4 + dice.nextInt(5)),
                            Channel.OFFLINE_QR,
                            "phone-" + parent);
                }
                payAt("m" + dice.nextInt(30), "p" + parent, day, 5, 30, "phone-" + parent);
            }
        }
        assertThat(scene.flags).isEmpty();
    }

    @Test
    void stallOwnersAtTheirWholesalerAreAtMostReviewed() {
        for (int day = 0; day < 40; day++) {
            for (int stall = 0; stall < 11; stall++) {
                for (int i = dice.nextInt(4); i >= 0; i--) {
                    payAt("wholesaler", "s" + stall, day, 80, 620, "phone-" + stall);
                }
            }
        }
        assertThat(scene.signals).allMatch(signal -> signal.finding().strength() <= 0.75);
    }

    @Test
    void billsArePaidToOneProvider() {
        for (int payer = 0; payer < 50; payer++) {
            spending.register("n" + payer, Scene.at(0, 8));
            for (int day = 0; day < 40; day += 5) {
                spending.pay("n" + payer, Scene.at(day, 9), "telecom", 200_00, Channel.PHONE_TOPUP, null);
            }
        }
        assertThat(scene.signals).isEmpty();
    }

    @Test
    void aMerchantWithAMillionPayersStaysBounded() {
        LinkBehaviour till = LinkBehaviour.ofKey(scene.detectors, MERCHANT);
        for (int payer = 0; payer < 1_000_000; payer++) {
            // Every tenth looks like a captive, every hundredth like a suspect.
            boolean captive = payer % 10 == 0;
            long refunded = payer % 100 == 0 ? 200_00 : 0;
            Tie tie = till.observe(new Link.Use(
                    ReasonCode.MERCHANT_COLLUSION,
                    "front",
                    "payer-" + payer,
                    Scene.at(0, Duration.ofSeconds(payer)),
                    "e" + payer,
                    List.of(captive ? 900L : 50L, 12L, 240_00L, 8L, 0L, refunded, -1L, (long) payer)));
            assertThat(tie).isNull();
        }
        assertThat(till.encode().length).isLessThan(30_000);
    }

    @Test
    void aFarmOfTenThousandPayersMissesNobody() {
        LinkBehaviour till = LinkBehaviour.ofKey(scene.detectors, MERCHANT);
        Set<String> told = new HashSet<>();
        for (int payer = 0; payer < 10_000; payer++) {
            Tie tie = till.observe(new Link.Use(
                    ReasonCode.MERCHANT_COLLUSION,
                    "front",
                    "payer-" + payer,
                    Scene.at(0, Duration.ofSeconds(payer)),
                    "e" + payer,
                    List.of(1000L, 12L, 3600_00L, 4L, 12L, 0L, 1L, (long) payer)));
            if (tie != null) {
                tie.findings().forEach(finding -> told.add(finding.accountId()));
            }
        }
        assertThat(told).hasSize(10_000);
        assertThat(till.encode().length).isLessThan(60_000);
    }

    @Test
    void aRegularTellsAMerchantOfItselfOnceUnlessItIsCaptive() {
        for (int day = 0; day < 20; day++) {
            for (int shop = 0; shop < 8; shop++) {
                spending.pay("customer", Scene.at(day, 8 + shop), "m" + shop, 2000 + 100L * shop);
            }
        }
        assertThat(scene.linksMade).isEqualTo(8);
    }

    @Test
    void aRestartChangesNothing() {
        Scene through = new Scene(Scene.only(MerchantCollusion::new));
        Spending other = new Spending(through);
        for (int day = 0; day < 8; day++) {
            for (Spending one : List.of(spending, other)) {
                for (int payer = 0; payer < 6; payer++) {
                    String paid = one.pay("a" + payer, Scene.at(day, 9), "front", 400_00);
                    one.pay("a" + payer, Scene.at(day, 13), "m" + day, 10_00);
                    one.refund("a" + payer, Scene.at(day, 15), paid, 400_00);
                }
            }
            scene.restart();
        }
        assertThat(scene.signals).isEqualTo(through.signals).isNotEmpty();
        assertThat(scene.flags).isEqualTo(through.flags).isNotEmpty();
    }

    /** Pays some yuan and fen at some time of the day. */
    private void payAt(String merchant, String accountId, int day, int from, int to, @Nullable String device) {
        spending.pay(
                accountId,
                Scene.at(day, Duration.ofMinutes(8 * 60 + dice.nextInt(14 * 60))),
                merchant,
                100L * from + dice.nextInt(100 * (to - from)),
                Channel.OFFLINE_QR,
                device);
    }
}
