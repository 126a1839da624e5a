package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.BonusStep;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.Posting;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 2, step 5, and the tiers' multipliers and birthdays of 3.7. */
class BonusTest {

    private static final String NOON = "2026-05-15T12:00:00";

    @ParameterizedTest
    @CsvSource({
        // tier, fen at 1 per yuan, granted, tier bonus
        "ORDINARY, 10000, 100, 0",
        "SILVER, 10000, 100, 20",
        "SILVER, 400, 4, 0",
        "SILVER, 500, 5, 1",
        "SILVER, 900, 9, 1",
        "GOLD, 10000, 100, 50",
        "GOLD, 100, 1, 0",
        "GOLD, 300, 3, 1",
        "DIAMOND, 10000, 100, 100",
        "DIAMOND, 60000, 500, 500",
    })
    void aTierAddsItsPartOfWhatWasGranted(Tier tier, long fen, long granted, long bonus) {
        Program program = new Program();
        program.tier(NOON, tier);
        Step step = program.pay(NOON, Channel.OFFLINE_QR, fen);
        assertThat(step.decision().grantedPoints()).isEqualTo(granted);
        assertThat(step.decision().bonusPoints()).isEqualTo(bonus);
        assertThat(points(step, Component.TIER_BONUS)).isEqualTo(bonus);
    }

    @Test
    void bonusesDoNotCountAgainstTheCaps() {
        Program program = new Program();
        program.tier(NOON, Tier.DIAMOND);
        for (int payment = 0; payment < 10; payment++) {
            Decision decision = program.pay(NOON, Channel.OFFLINE_QR, 50_000).decision();
            assertThat(decision.grantedPoints()).isEqualTo(500);
            assertThat(decision.bonusPoints()).isEqualTo(500);
        }
        Decision capped = program.pay(NOON, Channel.OFFLINE_QR, 50_000).decision();
        assertThat(capped.outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(capped.bonusPoints()).isZero();
    }

    @Test
    void everyBonusIsOfTheGrantedBaseAndNoneCompounds() {
        Program program = new Program();
        program.register("2026-05-01T12:00:00", "05-16");
        program.tier("2026-05-14T12:00:00", Tier.GOLD);
        program.useCard(NOON, "card");
        Step step = program.pay(NOON, Channel.OFFLINE_QR, 70_100);
        Decision decision = step.decision();
        assertThat(decision.basePoints()).isEqualTo(701);
        assertThat(decision.grantedPoints()).isEqualTo(500);
        assertThat(decision.bonusPoints()).isEqualTo(250 + 500 + 500);
        assertThat(step.postings())
                .extracting(Posting::component)
                .containsExactly(
                        Component.BASE, Component.TIER_BONUS, Component.BIRTHDAY_BONUS, Component.CAMPAIGN_BONUS);
        assertThat(step.postings()).extracting(Posting::points).containsExactly(500L, 250L, 500L, 500L);
        assertThat(step.postings())
                .extracting(Posting::expiresOn)
                .containsOnly(step.postings().getFirst().expiresOn());
        assertThat(Objects.requireNonNull(decision.waterfall()).bonuses())
                .containsExactly(
                        new BonusStep(Component.TIER_BONUS, "GOLD", "1.5", 250),
                        new BonusStep(Component.BIRTHDAY_BONUS, "birthday", "2.0", 500),
                        new BonusStep(Component.CAMPAIGN_BONUS, "campaign.double-card", "2.0", 500));
        assertThat(decision.waterfall().granted()).isEqualTo(500);
        assertThat(decision.waterfall().forfeited()).isEqualTo(201);
        assertThat(decision.reason())
                .isEqualTo("pay.offline-scan: 701.00 yuan × 1 = 701; 500 granted, transaction cap 500 reached; "
                        + "+250 GOLD (× 1.5); +500 birthday (× 2.0); +500 campaign.double-card (× 2.0)");
    }

    @ParameterizedTest
    @CsvSource({
        // birthday, tier, local time, doubled
        "05-15, ORDINARY, 2026-05-15T12:00:00, false",
        "05-15, SILVER, 2026-05-14T23:59:59, false",
        "05-15, SILVER, 2026-05-15T00:00:00, true",
        "05-15, SILVER, 2026-05-15T23:59:59, true",
        "05-15, SILVER, 2026-05-16T00:00:00, false",
        "05-15, SILVER, 2026-05-14T16:00:00Z, true",
        "05-15, SILVER, 2026-05-15T16:00:00Z, false",
        // the week from Monday 2026-05-11 to Sunday 2026-05-17
        "05-15, GOLD, 2026-05-10T23:59:59, false",
        "05-15, GOLD, 2026-05-11T00:00:00, true",
        "05-15, GOLD, 2026-05-17T23:59:59, true",
        "05-15, GOLD, 2026-05-18T00:00:00, false",
        "05-11, GOLD, 2026-05-17T12:00:00, true",
        "05-17, GOLD, 2026-05-11T12:00:00, true",
        "05-10, GOLD, 2026-05-11T12:00:00, false",
        "05-18, GOLD, 2026-05-17T12:00:00, false",
        // the week from Monday 2026-12-28 to Sunday 2027-01-03
        "01-02, GOLD, 2026-12-28T00:00:00, true",
        "01-02, GOLD, 2026-12-27T23:59:59, false",
        "12-30, GOLD, 2027-01-03T23:59:59, true",
        "12-30, GOLD, 2027-01-04T00:00:00, false",
        "12-27, GOLD, 2027-01-01T12:00:00, false",
        "01-04, GOLD, 2027-01-03T12:00:00, false",
        "05-15, DIAMOND, 2026-04-30T23:59:59, false",
        "05-15, DIAMOND, 2026-05-01T00:00:00, true",
        "05-15, DIAMOND, 2026-05-31T23:59:59, true",
        "05-15, DIAMOND, 2026-06-01T00:00:00, false",
        "05-15, DIAMOND, 2027-05-31T16:00:00Z, false",
        // 02-29 is 02-28 in common years
        "02-29, SILVER, 2026-02-28T12:00:00, true",
        "02-29, SILVER, 2026-02-27T12:00:00, false",
        "02-29, SILVER, 2026-03-01T12:00:00, false",
        "02-29, SILVER, 2028-02-28T12:00:00, false",
        "02-29, SILVER, 2028-02-29T12:00:00, true",
        "02-28, SILVER, 2028-02-29T12:00:00, false",
        // 2027-02-28 is a Sunday, 2032-02-29 too
        "02-29, GOLD, 2027-02-22T12:00:00, true",
        "02-29, GOLD, 2027-03-01T12:00:00, false",
        "02-29, GOLD, 2032-02-23T12:00:00, true",
        "02-29, GOLD, 2032-03-01T12:00:00, false",
        "02-29, DIAMOND, 2026-02-01T12:00:00, true",
        "02-29, DIAMOND, 2026-03-01T12:00:00, false",
    })
    void aBirthdayDoublesInTheWindowOfItsTier(String birthday, Tier tier, String time, boolean doubled) {
        Program program = new Program();
        program.register("2025-01-01T12:00:00", birthday);
        program.tier("2025-01-01T12:00:00", tier);
        Step step = program.pay(time, Channel.JD, 1_000);
        assertThat(points(step, Component.BIRTHDAY_BONUS)).isEqualTo(doubled ? 20 : 0);
    }

    @Test
    void eachTierHasOnlyItsOwnBirthdayWindow() {
        Program program = new Program();
        program.register("2026-05-01T12:00:00", "05-15");
        program.tier("2026-05-01T12:00:00", Tier.DIAMOND);
        assertThat(points(program.pay("2026-05-02T12:00:00", Channel.JD, 1_000), Component.BIRTHDAY_BONUS))
                .isEqualTo(20);
        program.tier("2026-05-03T12:00:00", Tier.GOLD);
        assertThat(points(program.pay("2026-05-03T12:00:00", Channel.JD, 1_000), Component.BIRTHDAY_BONUS))
                .isZero();
        assertThat(points(program.pay("2026-05-02T12:00:00", Channel.JD, 1_000), Component.BIRTHDAY_BONUS))
                .as("a late event has the window of the tier of its own time")
                .isEqualTo(20);
    }

    @Test
    void withoutABirthdayNothingIsDoubled() {
        Program program = new Program();
        program.tier(NOON, Tier.DIAMOND);
        assertThat(points(program.pay(NOON, Channel.JD, 1_000), Component.BIRTHDAY_BONUS))
                .isZero();
    }

    @Test
    void membershipAndCampaignsHaveNoBonuses() {
        Program program = new Program();
        program.register("2026-05-01T12:00:00", "05-15");
        program.tier("2026-05-01T12:00:00", Tier.DIAMOND);
        program.useCard(NOON, "card");
        assertThat(program.signIn(LocalDate.parse("2026-05-15")).decision().bonusPoints())
                .isZero();
        assertThat(program.take(new Campaign.WheelSpun(program.at(NOON), 500))
                        .decision()
                        .bonusPoints())
                .isZero();
    }

    @Test
    void theSixCategoriesHaveThem() {
        assertThat(Program.SHIPPED.versions().getFirst().book().rules())
                .filteredOn(rule -> rule.tiers() != null)
                .extracting(rule -> rule.category().name())
                .containsOnly("CONSUMPTION", "SOCIAL", "FINANCIAL", "LIFE_SERVICE", "CONTENT", "GAMING");
    }

    private static long points(Step step, Component component) {
        return step.postings().stream()
                .filter(posting -> posting.component() == component)
                .mapToLong(Posting::points)
                .sum();
    }
}
