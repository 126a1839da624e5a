package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.BonusStep;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.Posting;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 3.8. */
class CampaignTest {

    private static final String NOON = "2026-05-15T12:00:00";
    private static final String MONTHS_LATER = "2026-11-15T12:00:00";

    @Test
    void theFifthDistinctCardOfACampaignPaysOnce() {
        Program program = new Program();
        for (String card : new String[] {"a", "b", "b", "c", "d"}) {
            assertThat(card(program, NOON, "spring", card).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        }
        assertThat(card(program, NOON, "autumn", "e").outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(program.steps().get(4).decision().reason())
                .isEqualTo("campaign.spring-cards: 4 of 5 distinct cardId for spring so far");

        Decision fifth = card(program, MONTHS_LATER, "spring", "e");
        assertThat(fifth.outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(fifth.basePoints()).isEqualTo(500);
        assertThat(fifth.reason())
                .isEqualTo("campaign.spring-cards: 5 distinct cardId for spring reached; 500 granted");

        Decision sixth = card(program, MONTHS_LATER, "spring", "f");
        assertThat(sixth.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(sixth.reason())
                .isEqualTo("campaign.spring-cards: 5 distinct cardId for spring were reached and paid before");
    }

    @Test
    void collectionsDoNotStayInTheLiveState() {
        Program program = new Program();
        card(program, NOON, "c", "a");
        int windows = program.steps().getLast().changes().size();
        assertThat(windows).isZero();
        assertThat(program.steps().getLast().remembered()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "199, 200", "200, 200", "201, 201", "999, 999", "1000, 1000", "1001, 1000"})
    void aBattlePaysWhatTheEventSaysWithinItsRange(long points, long base) {
        Program program = new Program();
        Decision decision = program.take(new Campaign.BattleWon(program.at(NOON), "c", "t", points))
                .decision();
        assertThat(decision.outcome()).as("a clamp is no cap").isEqualTo(Outcome.AWARDED);
        assertThat(decision.basePoints()).isEqualTo(base);
        assertThat(decision.reason())
                .isEqualTo(
                        points == base
                                ? "campaign.energy-battle: %,d × 1 = %,d; %,d granted".formatted(base, base, base)
                                : "campaign.energy-battle: %,d × 1 = %,d, %s to %,d; %,d granted"
                                        .formatted(points, points, base > points ? "raised" : "lowered", base, base));
    }

    @Test
    void aChainIsWalkedInOrder() {
        Program program = new Program();
        assertThat(step(program, NOON, "b", 2).reason())
                .isEqualTo("campaign.brand-chain: step 2 for b comes after 1, which is not done");
        assertThat(step(program, NOON, "b", 0).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(step(program, NOON, "b", 1).basePoints()).isEqualTo(50);
        assertThat(step(program, NOON, "b", 1).reason())
                .isEqualTo("campaign.brand-chain: step 1 for b was already done at 2026-05-15T04:00:00Z");
        assertThat(step(program, NOON, "b", 3).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(step(program, NOON, "other", 2).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(step(program, MONTHS_LATER, "b", 2).basePoints()).isEqualTo(100);
        assertThat(step(program, MONTHS_LATER, "b", 3).basePoints()).isEqualTo(200);
        assertThat(step(program, MONTHS_LATER, "b", 4).reason())
                .isEqualTo("campaign.brand-chain: step 4 for b is none of 1 to 3");
        assertThat(step(program, MONTHS_LATER, "b", 1).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(step(program, MONTHS_LATER, "other", 1).basePoints()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "99, 100", "100, 100", "101, 101", "300, 300", "301, 300"})
    void aTrialPaysOnceAFeatureWithinItsRange(long points, long base) {
        Program program = new Program();
        assertThat(trial(program, NOON, "f1", points).basePoints()).isEqualTo(base);
        assertThat(trial(program, MONTHS_LATER, "f1", points).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(trial(program, MONTHS_LATER, "f2", points).basePoints()).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "499, 499", "500, 500", "501, 500"})
    void theWheelPaysUpToFiveHundred(long points, long base) {
        Program program = new Program();
        for (int spin = 0; spin < 2; spin++) {
            Step step = program.take(new Campaign.WheelSpun(program.at(NOON), points));
            assertThat(step.decision().outcome()).isEqualTo(base == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
            assertThat(step.decision().basePoints()).isEqualTo(base);
            if (base > 0) {
                assertThat(step.postings().getFirst().expiresOn()).hasToString("2026-06-14");
            }
        }
    }

    @Test
    void aDoubleCardDoublesConsumptionForTwentyFourHours() {
        Program program = new Program();
        Decision used = program.useCard(NOON, "card1").decision();
        assertThat(used.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(used.ruleId()).isNull();
        assertThat(used.basePoints()).isZero();
        assertThat(used.reason())
                .isEqualTo("campaign.double-card: × 2.0 from 2026-05-15T04:00:00Z until 2026-05-16T04:00:00Z");

        assertThat(bonus(program, "2026-05-15T11:59:59.999+08:00")).isZero();
        assertThat(bonus(program, "2026-05-15T12:00:00")).isEqualTo(20);
        assertThat(bonus(program, "2026-05-16T11:59:59.999+08:00")).isEqualTo(20);
        assertThat(bonus(program, "2026-05-16T12:00:00")).isZero();
        assertThat(program.pay(NOON, Channel.RIDE_HAILING, 1_000).decision().bonusPoints())
                .as("other categories are not doubled")
                .isZero();
        Step doubled = program.steps().get(2);
        assertThat(doubled.postings())
                .extracting(Posting::component)
                .containsExactly(Component.BASE, Component.CAMPAIGN_BONUS);
        assertThat(Objects.requireNonNull(doubled.decision().waterfall()).bonuses())
                .containsExactly(new BonusStep(Component.CAMPAIGN_BONUS, "campaign.double-card", "2.0", 20));
    }

    @Test
    void aCardIsUsableOnce() {
        Program program = new Program();
        program.useCard(NOON, "card1");
        Decision again = program.useCard(MONTHS_LATER, "card1").decision();
        assertThat(again.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(again.reason())
                .isEqualTo("campaign.double-card: this cardId was already used at 2026-05-15T04:00:00Z");
        assertThat(bonus(program, MONTHS_LATER)).isZero();
        assertThat(program.useCard(MONTHS_LATER, "card2").decision().outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(bonus(program, MONTHS_LATER)).isEqualTo(20);
    }

    @Test
    void overlappingCardsDoNotAddUp() {
        Program program = new Program();
        program.useCard("2026-05-15T12:00:00", "card1");
        program.useCard("2026-05-15T18:00:00", "card2");
        assertThat(bonus(program, "2026-05-15T20:00:00")).isEqualTo(20);
        assertThat(bonus(program, "2026-05-16T17:59:59")).isEqualTo(20);
        assertThat(bonus(program, "2026-05-16T18:00:00")).isZero();
    }

    @Test
    void aLateCardCountsFromItsOwnInstantAndPricesNothingAgain() {
        Program program = new Program();
        assertThat(bonus(program, "2026-05-15T12:00:00")).isZero();
        program.pay("2026-05-18T12:00:00", Channel.JD, 100);
        assertThat(program.useCard("2026-05-15T12:00:00", "card1").decision().outcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(bonus(program, "2026-05-16T11:00:00")).isEqualTo(20);
        assertThat(bonus(program, "2026-05-18T12:00:00")).isZero();
        assertThat(program.account().balance().available()).isEqualTo(20 + 2 + 40 + 20);
    }

    private static Decision card(Program program, String time, String campaign, String card) {
        return program.take(new Campaign.CardCollected(program.at(time), campaign, card))
                .decision();
    }

    private static Decision step(Program program, String time, String campaign, long step) {
        return program.take(new Campaign.ChainStep(program.at(time), campaign, step))
                .decision();
    }

    private static Decision trial(Program program, String time, String feature, long points) {
        return program.take(new Campaign.Trial(program.at(time), feature, points))
                .decision();
    }

    /** The bonus on a payment that grants 20. */
    private static long bonus(Program program, String time) {
        Decision decision = program.pay(time, Channel.JD, 1_000).decision();
        assertThat(decision.grantedPoints()).isEqualTo(20);
        return decision.bonusPoints();
    }
}
