package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.event.Review.Decision;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A case from its opening to its end, and what points is told of it. */
class CaseTest {

    private static final FarmingConfig CONFIG = FarmingConfig.shipped();
    private static final Instant NOW = Instant.parse("2026-05-01T04:00:00Z");
    private static final String OWN = "account-a";

    private AccountCase account = new AccountCase(CONFIG, "a");
    private long step;

    @Test
    void pointsIsToldOfEachChangeOfLevelAndOfNothingElse() {
        assertThat(find(ReasonCode.VELOCITY, 0.5, 0).risk()).isNull();
        assertThat(risk(find(ReasonCode.VELOCITY, 0.8, 1)))
                .isEqualTo(new Risk("a", 1, 0, day(1), List.of(new RiskCase(OWN, RiskLevel.REVIEW, day(1)))));
        assertThat(find(ReasonCode.VELOCITY, 0.85, 2).risk()).isNull();
        assertThat(risk(find(ReasonCode.CAP_HUGGING, 1, 3)).cases())
                .containsExactly(new RiskCase(OWN, RiskLevel.HOLD, day(3)));
        assertThat(find(ReasonCode.CAP_HUGGING, 1, 9).risk()).isNull();
    }

    @Test
    void aReviewLapsesOnceItStandsOnTooLittleAndOpensAgainOnlyAtTheHigherScore() {
        find(ReasonCode.VELOCITY, 0.75, 0);
        assertThat(take(new NewDay("a", day(17))).flag())
                .as("40.5 are left of 60")
                .isNull();
        AccountCase.Outcome lapsed = take(new NewDay("a", day(18)));
        Flag flag = Objects.requireNonNull(lapsed.flag());
        assertThat(flag.end())
                .isEqualTo(new FlagEnd(
                        FlagEnd.Cause.LAPSED, day(18), null, "the score has fallen to 39.6, below 40.0", null));
        assertThat(flag.raisedAt()).isEqualTo(NOW);
        assertThat(risk(lapsed).level()).isEqualTo(RiskLevel.NONE);
        assertThat(find(ReasonCode.VELOCITY, 0.7, 19).flag()).isNull();
        assertThat(Objects.requireNonNull(find(ReasonCode.VELOCITY, 0.75, 20).flag())
                        .raisedAt())
                .isEqualTo(day(20));
    }

    @Test
    void aHoldWaitsForAPersonHoweverLong() {
        find(ReasonCode.VELOCITY, 1, 0);
        assertThat(account.mayLapse()).isFalse();
        assertThat(take(new NewDay("a", day(300))).flag()).isNull();
        assertThat(take(new NewDay("a", day(301))).risk()).isNull();
    }

    @Test
    void clearEndsTheCaseAndItsCodesCountForNothingForThirtyDays() {
        find(ReasonCode.VELOCITY, 1, 0);
        AccountCase.Outcome cleared = rule(OWN, Decision.CLEAR, 1);
        Flag flag = Objects.requireNonNull(cleared.flag());
        assertThat(flag.end()).isEqualTo(new FlagEnd(FlagEnd.Cause.CLEARED, day(1), "bob", "because", null));
        assertThat(flag.score()).isPositive();
        assertThat(risk(cleared)).isEqualTo(new Risk("a", 2, 1, day(1), List.of()));

        AccountCase.Outcome exempt = find(ReasonCode.VELOCITY, 1, 30);
        assertThat(Objects.requireNonNull(exempt.signal()).signalId()).isEqualTo("a/VELOCITY/2");
        assertThat(exempt.flag()).isNull();
        assertThat(account.score(day(40)).total()).isZero();
        assertThat(find(ReasonCode.VELOCITY, 1, 31).flag())
                .as("a reopened case")
                .isNotNull();
    }

    @Test
    void otherCodesOpenAClearedCaseAgain() {
        find(ReasonCode.VELOCITY, 1, 0);
        rule(OWN, Decision.CLEAR, 1);
        assertThat(Objects.requireNonNull(find(ReasonCode.CAP_HUGGING, 1, 2).flag())
                        .reasons())
                .extracting(FlagReason::code)
                .containsExactly(ReasonCode.CAP_HUGGING);
    }

    @Test
    void aConfirmedCaseGathersNothingUntilTheAccountIsReinstatedAndBeginsAnew() {
        find(ReasonCode.VELOCITY, 1, 0);
        AccountCase.Outcome confirmed = rule(OWN, Decision.CONFIRM, 1);
        assertThat(Objects.requireNonNull(confirmed.flag()).end())
                .extracting(FlagEnd::cause)
                .isEqualTo(FlagEnd.Cause.CONFIRMED);
        assertThat(risk(confirmed).cases()).containsExactly(new RiskCase(OWN, RiskLevel.BLOCKED, day(1)));
        AccountCase.Outcome more = find(ReasonCode.CAP_HUGGING, 1, 2);
        assertThat(more.signal()).isNotNull();
        assertThat(more.flag()).isNull();
        AccountCase.Outcome reinstated = rule(OWN, Decision.REINSTATE, 3);
        assertThat(Objects.requireNonNull(reinstated.flag()).end())
                .extracting(FlagEnd::cause)
                .isEqualTo(FlagEnd.Cause.REINSTATED);
        assertThat(risk(reinstated).level()).isEqualTo(RiskLevel.NONE);
        assertThat(account.score(day(3)).total()).isZero();
        assertThat(find(ReasonCode.VELOCITY, 1, 4).flag()).isNotNull();
    }

    @Test
    void escalateWaits() {
        find(ReasonCode.VELOCITY, 1, 0);
        assertThat(rule(OWN, Decision.ESCALATE, 1)).isEqualTo(AccountCase.Outcome.NOTHING);
        assertThat(find(ReasonCode.VELOCITY, 1, 8).flag()).isNotNull();
    }

    @Test
    void aDecisionThatComesAgainChangesNothing() {
        find(ReasonCode.VELOCITY, 1, 0);
        Ruling clear = new Ruling("a", 5, OWN, Decision.CLEAR, "bob", "", day(1));
        take(clear);
        find(ReasonCode.CAP_HUGGING, 1, 2);
        assertThat(take(clear)).isEqualTo(AccountCase.Outcome.NOTHING);
    }

    @Test
    void theRingsCaseStandsBesideTheOwnUnlessItTakesItIn() {
        find(ReasonCode.VELOCITY, 1, 0);
        AccountCase.Outcome review = take(new RingNotice("a", "ring-b", RiskLevel.REVIEW, day(1)));
        assertThat(review.flag()).as("the own case asks for more").isNull();
        assertThat(risk(review).cases()).extracting(RiskCase::caseId).containsExactly(OWN, "ring-b");
        AccountCase.Outcome hold = take(new RingNotice("a", "ring-b", RiskLevel.HOLD, day(2)));
        assertThat(Objects.requireNonNull(hold.flag()).end())
                .isEqualTo(new FlagEnd(FlagEnd.Cause.MERGED, day(2), null, "it goes on as ring-b", "ring-b"));
        assertThat(risk(hold).cases()).containsExactly(new RiskCase("ring-b", RiskLevel.HOLD, day(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 0.0, 'would not be flagged if VELOCITY were below 0.75 (it is 1.00)'",
        "0.75, 0.0, 'would not be flagged if VELOCITY were below 0.75 (it is 0.75)'",
        "0.5, 0.5, 'would not be flagged if VELOCITY were below 0.25 (it is 0.50), or if CAP_HUGGING were below 0.25 (it is 0.50)'",
        "1.0, 0.5, 'would not be flagged if VELOCITY were below 0.25 (it is 1.00)'",
        "1.0, 1.0, 'would not be flagged without VELOCITY and CAP_HUGGING: 0.0 would be left, below 60.0'"
    })
    void aFlagSaysWithoutWhatItWouldNotBe(double velocity, double hugging, String expected) {
        if (hugging > 0) {
            find(ReasonCode.CAP_HUGGING, hugging, 0);
        }
        Flag flag =
                Objects.requireNonNull(find(ReasonCode.VELOCITY, velocity, 0).flag());
        assertThat(flag.counterfactual()).isEqualTo(expected);
    }

    @Test
    void aRingThatIsClearedFreesAllMembersAndItsCodesCountForNothing() {
        Scene scene = farm();
        String caseId = Objects.requireNonNull(scene.flagOf("a1")).caseId();
        scene.review("a0", caseId, Decision.CLEAR, Scene.at(4, 0));
        Flag ended = Objects.requireNonNull(scene.flags.get(caseId));
        assertThat(Objects.requireNonNull(ended.end()).cause()).isEqualTo(FlagEnd.Cause.CLEARED);
        assertThat(ended.members()).hasSize(16);
        for (int member = 0; member < 16; member++) {
            assertThat(scene.level("a" + member)).isEqualTo(RiskLevel.NONE);
        }
        scene.restart();
        live(scene, 5, 8);
        assertThat(Objects.requireNonNull(scene.flags.get(caseId)).end())
                .as("exempt")
                .isNotNull();
        live(scene, 40, 46);
        assertThat(scene.flags.values().stream().anyMatch(flag -> flag.end() == null))
                .as("what goes on after thirty days is flagged again")
                .isTrue();
    }

    @Test
    void aRingThatIsConfirmedBlocksAllMembersUntilItIsReinstated() {
        Scene scene = farm();
        String caseId = Objects.requireNonNull(scene.flagOf("a1")).caseId();
        scene.review("a3", caseId, Decision.CONFIRM, Scene.at(4, 0));
        for (int member = 0; member < 16; member++) {
            assertThat(scene.level("a" + member)).isEqualTo(RiskLevel.BLOCKED);
        }
        scene.restart();
        live(scene, 5, 8);
        assertThat(scene.level("a7")).isEqualTo(RiskLevel.BLOCKED);
        scene.review("a5", caseId, Decision.REINSTATE, Scene.at(9, 0));
        for (int member = 0; member < 16; member++) {
            assertThat(scene.level("a" + member)).isEqualTo(RiskLevel.NONE);
        }
    }

    @Test
    void everyMemberOfAFlaggedRingIsHeld() {
        Scene scene = farm();
        for (int member = 0; member < 16; member++) {
            assertThat(Objects.requireNonNull(scene.risks.get("a" + member)).cases())
                    .hasSize(1);
            assertThat(scene.level("a" + member)).isEqualTo(RiskLevel.HOLD);
        }
    }

    private static Scene farm() {
        Scene scene = new Scene(Scene.only(Velocity::new, CapHugging::new, SharedDevice::new));
        live(scene, 0, 4);
        return scene;
    }

    private static void live(Scene scene, int from, int to) {
        for (int day = from; day < to; day++) {
            for (int account = 0; account < 16; account++) {
                scene.send(scene.signIn("a" + account, Scene.at(day, 9), "farm"));
                scene.send(scene.comment("a" + account, Scene.at(day, 10), "farm"));
            }
        }
    }

    private AccountCase.Outcome find(ReasonCode code, double strength, int day) {
        Evidence evidence = Evidence.of(Map.of(), List.of(), List.of());
        return take(new Finding(code, "a", strength, day(day), day(day), day(day), "because", evidence, null));
    }

    private AccountCase.Outcome rule(String caseId, Decision decision, int day) {
        return take(new Ruling("a", ++step, caseId, decision, "bob", "because", day(day)));
    }

    /** Through bytes, so that every test is one of the state's format too. */
    private AccountCase.Outcome take(AccountNews news) {
        AccountCase.Outcome outcome = account.take(AccountNews.decode(news.encode()));
        account = AccountCase.decode(CONFIG, "a", account.encode());
        return outcome;
    }

    private static Risk risk(AccountCase.Outcome outcome) {
        @Nullable Risk risk = outcome.risk();
        return Objects.requireNonNull(risk);
    }

    private static Instant day(int day) {
        return NOW.plus(Duration.ofDays(day));
    }
}
