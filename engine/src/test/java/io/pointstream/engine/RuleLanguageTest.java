package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.BonusStep;
import io.pointstream.engine.decision.CapStep;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Waterfall;
import io.pointstream.engine.event.Campaign;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Gaming;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Constructs of the rule language, each by a rule that DOMAIN does not have. */
class RuleLanguageTest {

    private static final String HEAD = """
            language: 1
            zone: Asia/Shanghai
            lateness: 3 days
            eventIdMemory: 7 days
            caps: { week: 400 }
            categories:
              CONSUMPTION: { validity: 30 days, bonuses: true, caps: { day: 150, lifetime: 600 } }
              CONTENT: { validity: 6 months, bonuses: true }
            multipliers:
              - { id: everything, appliesTo: [CONSUMPTION, CONTENT], factor: 1.25 }
              - { id: fridays, appliesTo: any.payment, weekdays: friday, factor: 1.1 }
            rules:
            """;

    @Test
    void aConditionThatDemandsTwoValuesOfOneFieldHoldsForNeither() {
        Program program = program("""
                  - id: both
                    category: CONSUMPTION
                    on: payment.settled
                    when: channel == 'JD' && channel == 'ONLINE'
                    points: 1
                """);
        assertThat(program.pay("2026-05-14T12:00:00", Channel.JD, 100)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(program.pay("2026-05-14T12:00:00", Channel.ONLINE, 100)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void capsOfRuleCategoryAndProgramAreAskedInTheOrderOfTheirWindows() {
        Program program = program("""
                  - id: any.payment
                    category: CONSUMPTION
                    on: payment.settled
                    points: { quantity: amountFen, decimals: 2, rate: 1 }
                    caps: { transaction: 200, day: 180 }
                """);
        Decision decision =
                program.pay("2026-05-14T12:00:00", Channel.JD, 25_000).decision();
        assertThat(decision.cappedBy())
                .containsExactly("any.payment/TRANSACTION", "any.payment/DAY", "CONSUMPTION/DAY");
        assertThat(decision.grantedPoints()).isEqualTo(150);
        assertThat(waterfall(decision).caps())
                .extracting(CapStep::cap)
                .containsExactly(
                        "any.payment/TRANSACTION",
                        "any.payment/DAY",
                        "CONSUMPTION/DAY",
                        "PROGRAM/WEEK",
                        "CONSUMPTION/LIFETIME");
        assertThat(waterfall(decision).caps()).extracting(CapStep::cut).containsExactly(50L, 20L, 30L, 0L, 0L);
        assertThat(decision.reason())
                .isEqualTo("any.payment: 250.00 × 1 = 250; 150 granted, transaction cap 200 reached, "
                        + "day cap 180 reached, CONSUMPTION day cap 150 reached; +37 everything (× 1.25)");

        program.pay("2026-05-15T12:00:00", Channel.JD, 15_000);
        Decision weekend =
                program.pay("2026-05-17T23:59:59", Channel.JD, 15_000).decision();
        assertThat(weekend.cappedBy()).containsExactly("PROGRAM/WEEK");
        assertThat(weekend.grantedPoints()).isEqualTo(100);
        program.pay("2026-05-18T00:00:00", Channel.JD, 15_000);
        Decision last = program.pay("2026-05-19T00:00:00", Channel.JD, 15_000).decision();
        assertThat(last.cappedBy()).containsExactly("CONSUMPTION/LIFETIME");
        assertThat(last.grantedPoints()).isEqualTo(50);
        assertThat(program.pay("2027-05-19T00:00:00", Channel.JD, 15_000)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.CAPPED);
    }

    @Test
    void bonusesAddUpAndEachIsRoundedDown() {
        Program program = program("""
                  - id: any.payment
                    category: CONSUMPTION
                    on: payment.settled
                    points: { quantity: amountFen, decimals: 2, rate: 1 }
                """);
        Step step = program.pay("2026-05-15T12:00:00", Channel.JD, 1_900);
        assertThat(waterfall(step.decision()).bonuses())
                .containsExactly(
                        new BonusStep(Component.CAMPAIGN_BONUS, "everything", "1.25", 4),
                        new BonusStep(Component.CAMPAIGN_BONUS, "fridays", "1.1", 1));
        assertThat(step.decision().bonusPoints()).isEqualTo(5);
        assertThat(step.postings()).hasSize(2);
        assertThat(step.postings().get(1).points()).isEqualTo(5);
        assertThat(step.postings().get(1).expiresOn()).hasToString("2026-06-14");
    }

    @Test
    void weightsGoByTheValueOfAField() {
        Program program = program("""
                  - id: read
                    category: CONTENT
                    on: content.article-read
                    when: completed && seconds >= 120
                    points:
                      quantity: 5
                      rate: 1
                      weight: { by: accountKind, factors: { SUBSCRIPTION: 1.0, SERVICE: 0.79 } }
                """);
        Decision decision = program.take(new Content.ArticleRead(
                        program.at("2026-05-15T12:00:00"), "a", Content.AccountKind.SERVICE, 120, true))
                .decision();
        assertThat(decision.basePoints()).isEqualTo(3);
        assertThat(waterfall(decision).weight()).isEqualTo("0.79");
        assertThat(decision.reason()).startsWith("read: 5 × 1 × 0.79 = 3; 3 granted");
    }

    @Test
    void clampsRaiseAndLower() {
        Program program = program("""
                  - id: battle
                    category: CONTENT
                    on: campaign.battle-won
                    points: { quantity: points, rate: 1, atLeast: 200, atMost: 1000 }
                """);
        assertThat(battle(program, 0)).isEqualTo(200);
        assertThat(battle(program, 199)).isEqualTo(200);
        assertThat(battle(program, 201)).isEqualTo(201);
        assertThat(battle(program, 1_001)).isEqualTo(1_000);
    }

    @Test
    void onceAWeekAndOnceAMonth() {
        Program program = program("""
                  - id: survey
                    category: CONTENT
                    on: membership.task-completed
                    once: { key: taskId, per: week }
                    points: 20
                """);
        assertThat(task(program, "2026-05-11T00:00:00", "t1")).isEqualTo(Outcome.AWARDED);
        assertThat(task(program, "2026-05-17T23:59:59", "t1")).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(task(program, "2026-05-17T23:59:59", "t2")).isEqualTo(Outcome.AWARDED);
        assertThat(task(program, "2026-05-18T00:00:00", "t1")).isEqualTo(Outcome.AWARDED);
        assertThat(task(program, "2026-05-17T00:00:00", "t1")).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void utilitiesAtASteppedRateAboveFiveHundredYuan() {
        Program program = program("""
                  - id: utilities
                    category: CONSUMPTION
                    on: payment.settled
                    when: channel == 'ONLINE' && merchantId.startsWith('utility-')
                    once: { key: paymentId, per: 365 days }
                    points:
                      quantity: amountFen
                      decimals: 2
                      unit: yuan
                      rate: 1
                      brackets: [{ above: 500, rate: 0.5 }, { above: 1000.50, rate: 0.1 }]
                      countAtMost: 2000
                    caps: { month: 2000 }
                """);
        assertThat(utility(program, "utility-water", 49_999).basePoints()).isEqualTo(499);
        assertThat(utility(program, "utility-water", 50_000).basePoints()).isEqualTo(500);
        assertThat(utility(program, "utility-water", 50_199).basePoints()).isEqualTo(500);
        assertThat(utility(program, "utility-water", 50_200).basePoints()).isEqualTo(501);
        assertThat(utility(program, "utility-water", 100_050).basePoints()).isEqualTo(750);
        Decision third = utility(program, "utility-water", 150_000);
        assertThat(third.reason())
                .startsWith("utilities: 1,500.00 yuan × 1, above 500 × 0.5, above 1000.50 × 0.1 = 800; ");
        assertThat(waterfall(third).rate())
                .as("an exact decimal, for the journal")
                .isEqualTo("1");
        Decision most = utility(program, "utility-water", Long.MAX_VALUE);
        assertThat(most.basePoints()).isEqualTo(850);
        assertThat(utility(program, "shop", 50_000).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void aSurveyOnceAWeekForMembersInTheWeekItNames() {
        Program program = program("""
                  - id: survey
                    category: CONTENT
                    on: membership.gift-claimed
                    tier: { atLeast: SILVER }
                    period: { field: period, is: week }
                    once: { per: week }
                    points: 20
                """);
        assertThat(survey(program, "2026-12-31T12:00:00", "2026-W53").reason())
                .isEqualTo("survey: for SILVER and above; the tier is ORDINARY");
        program.tier("2026-12-31T12:00:00", Membership.Tier.GOLD);
        assertThat(survey(program, "2026-12-31T12:00:00", "2027-W01").outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(survey(program, "2026-12-31T12:00:00", "2026-W53").outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(survey(program, "2027-01-03T15:59:59Z", "2026-W53").outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(survey(program, "2027-01-03T16:00:00Z", "2027-W01").outcome())
                .isEqualTo(Outcome.AWARDED);
    }

    @Test
    void aTeamRaceWithStagesWhileItRuns() {
        Program program = program("""
                  - id: race
                    category: CONTENT
                    on: gaming.level-cleared
                    from: 2026-05-15
                    until: 2026-05-18T12:00:00+08:00
                    inOrder: { step: level, upTo: 2, for: gameId }
                    points: { by: level, table: { 1: 30, 2: 70 } }
                    streak: { every: 2, add: 5 }
                    caps: { day: 80 }
                """);
        assertThat(program.clear("2026-05-14T23:59:59", "race", 1).decision().reason())
                .isEqualTo("race: runs from 2026-05-14T16:00:00Z until 2026-05-18T04:00:00Z");
        assertThat(program.clear("2026-05-15T00:00:00", "race", 2).decision().outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(program.clear("2026-05-15T00:00:00", "race", 1).decision().basePoints())
                .isEqualTo(30);
        Decision second = program.clear("2026-05-16T00:00:00", "race", 2).decision();
        assertThat(second.basePoints()).isEqualTo(75);
        assertThat(second.reason())
                .isEqualTo("race: 70 + 5 for day 2 of a streak = 75; 75 granted; +18 everything (× 1.25)");
        assertThat(program.clear("2026-05-18T11:59:59", "sprint", 1).decision().outcome())
                .isEqualTo(Outcome.AWARDED);
        assertThat(program.clear("2026-05-18T12:00:00", "walk", 1).decision().outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void aTableGoesByNamesAndWhatItDoesNotHaveEarnsNothing() {
        Program program = program("""
                  - id: rank
                    category: CONTENT
                    on: gaming.rank-promoted
                    points: { by: rank, table: { GOLD: 10, KING: 50 } }
                """);
        String noon = "2026-05-15T12:00:00";
        assertThat(program.promote(noon, "g", "s", Gaming.Rank.KING).decision().basePoints())
                .isEqualTo(50);
        assertThat(program.promote(noon, "g", "s", Gaming.Rank.SILVER)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void aTotalIsPricedByItsBracketsAndClampedEventByEvent() {
        Program program = program("""
                  - id: any.payment
                    category: CONSUMPTION
                    on: payment.settled
                    points:
                      quantity: amountFen
                      decimals: 2
                      rate: 1
                      brackets: [{ above: 100, rate: 0.1 }]
                      ofTotal: { per: week }
                      atMost: 60
                """);
        assertThat(program.pay("2026-05-11T00:00:00", Channel.JD, 9_000)
                        .decision()
                        .reason())
                .startsWith("any.payment: 90.00 in the week of 2026-05-11 × 1, above 100 × 0.1 = 90, less 0 earlier "
                        + "= 90, lowered to 60; 60 granted");
        assertThat(program.pay("2026-05-17T23:59:59", Channel.JD, 11_000)
                        .decision()
                        .basePoints())
                .isEqualTo(20);
        assertThat(program.pay("2026-05-18T00:00:00", Channel.JD, 5_000)
                        .decision()
                        .basePoints())
                .isEqualTo(50);
    }

    @Test
    void aMultiplierRunsInItsDaysAndOpensOnItsCondition() {
        String rules = """
                  - id: any.payment
                    category: CONSUMPTION
                    on: payment.settled
                    points: { quantity: amountFen, decimals: 2, rate: 1 }
                """;
        Program program =
                new Program(RuleBooks.single(RuleBookParser.parse(HEAD.replace("""
                          - { id: everything, appliesTo: [CONSUMPTION, CONTENT], factor: 1.25 }
                        """, """
                          - { id: may, appliesTo: CONSUMPTION, from: 2026-05-15, until: 2026-05-16, factor: 1.5 }
                          - id: triple
                            appliesTo: CONSUMPTION
                            factor: 3
                            openedBy:
                              on: campaign.double-card-used
                              when: cardId.startsWith('triple-')
                              once: { per: day }
                              lasts: 90 minutes
                        """) + rules, "test.yaml")));
        assertThat(bonus(program, "2026-05-14T23:59:59")).isZero();
        assertThat(bonus(program, "2026-05-15T00:00:00")).isEqualTo(5 + 1);
        assertThat(program.useCard("2026-05-16T08:00:00", "double-1").decision().reason())
                .isEqualTo("no rule's condition holds for this campaign.double-card-used");
        assertThat(program.useCard("2026-05-16T08:00:00", "triple-1").decision().outcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(program.useCard("2026-05-16T09:00:00", "triple-2").decision().outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(bonus(program, "2026-05-16T09:29:59")).isEqualTo(20);
        assertThat(bonus(program, "2026-05-16T09:30:00")).isZero();
    }

    @Test
    void theFirstRuleThatMatchesAwardsAndAConditionThatFailsPassesOn() {
        Program program = program("""
                  - id: first
                    category: CONTENT
                    on: membership.task-completed
                    once: { per: day }
                    points: 20
                  - id: second
                    category: CONTENT
                    on: membership.task-completed
                    points: 2
                """);
        program.take(new Membership.TaskCompleted(program.at("2026-05-15T12:00:00"), "t"));
        program.take(new Membership.TaskCompleted(program.at("2026-05-15T12:00:00"), "t"));
        assertThat(program.steps()).extracting(step -> step.decision().ruleId()).containsExactly("first", "second");
    }

    @Test
    void anExpressionWithoutAValueIsNotEligibleAndSaysSo() {
        Program program = program("""
                  - id: video
                    category: CONTENT
                    on: content.video-watched
                    when: secondsWatched * 100 / secondsTotal >= 60
                    points: { quantity: secondsWatched / 60, rate: 2 }
                """);
        Decision broken = video(program, 100, 0);
        assertThat(broken.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(broken.reason()).startsWith("video: `secondsWatched * 100 / secondsTotal >= 60` has no value: ");
        assertThat(video(program, 59, 100).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(video(program, 60, 100).basePoints()).isEqualTo(2);
        assertThat(video(program, 119, 100).basePoints()).isEqualTo(2);
        assertThat(video(program, Long.MAX_VALUE, 100).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void anEventIsPricedByTheVersionOfItsOwnTime() {
        String rule = """
                  - id: task
                    category: CONTENT
                    on: membership.task-completed
                    points: %d
                """;
        RuleBooks books = RuleBooks.of(List.of(
                new RuleBooks.Version(2, Instant.parse("2026-05-15T16:00:00Z"), book(rule.formatted(7))),
                new RuleBooks.Version(1, Instant.EPOCH, book(rule.formatted(5)))));
        Program program = new Program(books);
        task(program, "2026-05-16T00:00:00", "a");
        task(program, "2026-05-15T23:59:59", "b");
        assertThat(program.steps())
                .extracting(
                        step -> step.decision().grantedPoints(),
                        step -> step.decision().ruleBookVersion())
                .containsExactly(tuple(7L, 2), tuple(5L, 1));
        assertThat(books.scopes()).containsOnlyKeys("event");
    }

    private static Decision utility(Program program, String merchant, long fen) {
        Header header = program.at("2026-05-14T12:00:00");
        return program.take(new Payment.Settled(header, "p-" + header.eventId(), Channel.ONLINE, merchant, fen))
                .decision();
    }

    private static Decision survey(Program program, String time, String week) {
        return program.take(new Membership.GiftClaimed(program.at(time), week)).decision();
    }

    /** The bonus on a payment that grants 10. */
    private static long bonus(Program program, String time) {
        Decision decision = program.pay(time, Channel.JD, 1_000).decision();
        assertThat(decision.grantedPoints()).isEqualTo(10);
        return decision.bonusPoints();
    }

    private static long battle(Program program, long points) {
        return program.take(new Campaign.BattleWon(program.at("2026-05-15T12:00:00"), "c", "t", points))
                .decision()
                .basePoints();
    }

    private static Waterfall waterfall(Decision decision) {
        return Objects.requireNonNull(decision.waterfall());
    }

    private static Outcome task(Program program, String time, String task) {
        return program.take(new Membership.TaskCompleted(program.at(time), task))
                .decision()
                .outcome();
    }

    private static Decision video(Program program, long watched, long total) {
        return program.take(new Content.VideoWatched(
                        program.at("2026-05-15T12:00:00"), "v", Content.VideoKind.KNOWLEDGE, watched, total))
                .decision();
    }

    private static Program program(String rules) {
        return new Program(RuleBooks.single(book(rules)));
    }

    private static RuleBook book(String rules) {
        String head =
                rules.contains("any.payment") ? HEAD : HEAD.replace("appliesTo: any.payment", "appliesTo: CONSUMPTION");
        return RuleBookParser.parse(head + rules, "test.yaml");
    }
}
