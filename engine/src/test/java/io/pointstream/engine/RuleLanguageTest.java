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
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment.Channel;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Constructs of the rule language that the shipped book does not use yet, each by a rule that DOMAIN does not have. */
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
