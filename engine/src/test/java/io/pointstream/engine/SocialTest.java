package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** DOMAIN 3.2. */
class SocialTest {

    private static final String DAY = "2026-05-15T12:00:00";
    private static final String NEXT_DAY = "2026-05-16T00:00:00";

    @Test
    void stepsOfADayPayTheEventThatReachesAThousand() {
        Program program = new Program();
        Decision below = program.steps(DAY, 999).decision();
        assertThat(below.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(below.reason())
                .isEqualTo("social.step-donation: 999 of 1,000 steps in the day of 2026-05-15 so far");

        Decision reaching = program.steps(DAY, 1).decision();
        assertThat(reaching.outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(reaching.grantedPoints()).isEqualTo(50);
        assertThat(reaching.reason())
                .isEqualTo("social.step-donation: 1,000 steps in the day of 2026-05-15 reached; 50 granted");

        Decision more = program.steps(DAY, 5_000).decision();
        assertThat(more.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(more.basePoints()).isZero();
        assertThat(more.reason())
                .isEqualTo("social.step-donation: 1,000 steps in the day of 2026-05-15 were reached and paid before");

        assertThat(outcome(program.steps(NEXT_DAY, 1_000))).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void oneLargeDonationReachesItAtOnceAndHugeSumsDoNotWrapAround() {
        Program program = new Program();
        assertThat(outcome(program.steps(DAY, 1_001))).isEqualTo(Outcome.AWARDED);

        Program other = new Program();
        other.steps(DAY, 999);
        assertThat(outcome(other.steps(DAY, Long.MAX_VALUE))).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void theDayOfStepsIsTheLocalOne() {
        Program program = new Program();
        program.steps("2026-05-15T15:59:59Z", 600);
        assertThat(outcome(program.steps("2026-05-15T16:00:00Z", 600))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.steps("2026-05-15T15:00:00Z", 400))).isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.steps("2026-05-16T02:00:00+09:00", 400))).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void theThirdDistinctGroupOfAnArticleAndDayPays() {
        Program program = new Program();
        assertThat(outcome(program.forward(DAY, "a1", "g1"))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.forward(DAY, "a1", "g2"))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.forward(DAY, "a1", "g2"))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.forward(DAY, "a2", "g3"))).isEqualTo(Outcome.NOT_ELIGIBLE);

        Step third = program.forward(DAY, "a1", "g3");
        assertThat(outcome(third)).isEqualTo(Outcome.AWARDED);
        assertThat(third.decision().grantedPoints()).isEqualTo(10);
        assertThat(third.postings().getFirst().valueCoefficient()).isEqualTo(new BigDecimal("0.6"));
        assertThat(third.postings().getFirst().expiresOn()).isEqualTo(LocalDate.parse("2026-11-15"));

        assertThat(outcome(program.forward(DAY, "a1", "g4"))).isEqualTo(Outcome.NOT_ELIGIBLE);
        program.forward(NEXT_DAY, "a1", "g1");
        program.forward(NEXT_DAY, "a1", "g2");
        assertThat(outcome(program.forward(NEXT_DAY, "a1", "g3"))).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void threeArticlesADayPayAndTheFourthIsCapped() {
        Program program = new Program();
        for (int article = 1; article <= 3; article++) {
            assertThat(outcome(forwardThrice(program, "a" + article))).isEqualTo(Outcome.AWARDED);
        }
        Decision fourth = forwardThrice(program, "a4").decision();
        assertThat(fourth.outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(fourth.basePoints()).isEqualTo(10);
        assertThat(fourth.grantedPoints()).isZero();
        assertThat(fourth.cappedBy()).containsExactly("social.article-forward/DAY");
        assertThat(outcome(program.forward(DAY, "a4", "g9"))).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void theTenthDistinctVideoOfADayPays() {
        Program program = new Program();
        for (int video = 1; video <= 9; video++) {
            assertThat(outcome(program.like(DAY, "v" + video))).isEqualTo(Outcome.NOT_ELIGIBLE);
        }
        assertThat(outcome(program.like(DAY, "v9"))).isEqualTo(Outcome.NOT_ELIGIBLE);

        Step tenth = program.like(DAY, "v10");
        assertThat(outcome(tenth)).isEqualTo(Outcome.AWARDED);
        assertThat(tenth.decision().grantedPoints()).isEqualTo(20);
        assertThat(tenth.postings().getFirst().valueCoefficient()).isEqualTo(new BigDecimal("0.4"));
        for (int video = 11; video <= 30; video++) {
            assertThat(outcome(program.like(DAY, "v" + video))).isEqualTo(Outcome.NOT_ELIGIBLE);
        }
    }

    @Test
    void eachNewInviteePaysOnceEver() {
        Program program = new Program();
        assertThat(outcome(program.invite(DAY, "n1", false))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.invite(DAY, Program.ACCOUNT, true))).isEqualTo(Outcome.NOT_ELIGIBLE);

        Step paid = program.invite(DAY, "n1", true);
        assertThat(outcome(paid)).isEqualTo(Outcome.AWARDED);
        assertThat(paid.decision().grantedPoints()).isEqualTo(100);
        assertThat(paid.postings().getFirst().valueCoefficient()).isEqualTo(new BigDecimal("2.0"));

        Step again = program.invite("2036-05-15T12:00:00", "n1", true);
        assertThat(outcome(again)).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(again.decision().reason())
                .isEqualTo("social.invite: this inviteeId was already paid at 2026-05-15T04:00:00Z");
        assertThat(outcome(program.invite("2036-05-15T12:00:00", "n2", true))).isEqualTo(Outcome.AWARDED);
    }

    private static Step forwardThrice(Program program, String article) {
        program.forward(DAY, article, "g1");
        program.forward(DAY, article, "g2");
        return program.forward(DAY, article, "g3");
    }

    private static Outcome outcome(Step step) {
        return step.decision().outcome();
    }
}
