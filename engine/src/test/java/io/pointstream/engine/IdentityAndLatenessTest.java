package io.pointstream.engine;

import static io.pointstream.engine.Program.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.event.Social;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 1 and 2: identity, lateness, newest event, and the outcomes without a rule. */
class IdentityAndLatenessTest {

    private static final RuleBooks ONLY_SIGN_IN = RuleBooks.single(RuleBookParser.parse("""
            language: 1
            zone: Asia/Shanghai
            lateness: 3 days
            eventIdMemory: 7 days
            categories:
              MEMBERSHIP: { validity: 6 months, bonuses: false }
            rules:
              - { id: membership.sign-in, category: MEMBERSHIP, on: membership.signed-in, points: 5 }
            """, "sign-in.yaml"));

    @Test
    void theSameIdAgainIsADuplicateWhateverItsPayload() {
        Program program = new Program();
        program.take(new Social.StepsDonated(header("x", "2026-05-15T12:00:00"), 1_000));
        Step again = program.take(new Membership.SignedIn(header("x", "2026-05-16T12:00:00")));

        assertThat(again.decision().outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(again.decision().reason())
                .isEqualTo("the event id was already used by an event of 2026-05-15T04:00:00Z");
        assertThat(again.postings()).isEmpty();
        assertThat(again.changes()).isEmpty();
        assertThat(again.remembered()).isEmpty();
        assertThat(again.balance()).isEqualTo(new Balance(50, 0, 0, 0));
        assertThat(program.account().newestEvent()).isEqualTo(Instant.parse("2026-05-15T04:00:00Z"));
    }

    @Test
    void aRefusedEventsIdIsRememberedToo() {
        Program program = new Program();
        program.take(new Social.InviteOpened(header("x", "2026-05-15T12:00:00"), "n", false));
        assertThat(outcome(program.take(new Social.InviteOpened(header("x", "2026-05-15T12:00:00"), "n", true))))
                .isEqualTo(Outcome.DUPLICATE);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-08T12:00:00.000+08:00, DUPLICATE",
        "2026-05-08T12:00:00.001+08:00, AWARDED",
    })
    void anIdIsForgottenSevenDaysBehindThisEvent(String time, Outcome outcome) {
        Program program = new Program();
        program.take(new Membership.SignedIn(header("x", "2026-05-01T12:00:00")));
        assertThat(outcome(program.take(new Membership.SignedIn(header("x", time)))))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-08T12:00:00.000+08:00, DUPLICATE",
        "2026-05-08T12:00:00.001+08:00, TOO_LATE",
    })
    void anIdIsForgottenSevenDaysBehindTheNewestEvent(String newest, Outcome outcome) {
        Program program = new Program();
        program.take(new Membership.SignedIn(header("x", "2026-05-01T12:00:00")));
        program.take(new Membership.SignedIn(header("y", newest)));
        assertThat(outcome(program.take(new Membership.SignedIn(header("x", "2026-05-01T12:00:00")))))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-12T12:00:00.001+08:00, AWARDED",
        "2026-05-12T12:00:00.000+08:00, AWARDED",
        "2026-05-12T11:59:59.999+08:00, TOO_LATE",
    })
    void anEventCountsUpToThreeDaysBehindTheNewest(String time, Outcome outcome) {
        Program program = new Program();
        program.take(new Membership.SignedIn(header("x", "2026-05-15T12:00:00")));
        assertThat(outcome(program.take(new Membership.SignedIn(header("y", time)))))
                .isEqualTo(outcome);
    }

    @Test
    void tooLateSaysHowLateAndItsIdIsNotRemembered() {
        Program program = new Program();
        program.take(new Membership.SignedIn(header("x", "2026-05-15T12:00:00")));
        Decision late = program.take(new Membership.SignedIn(header("y", "2026-05-11T11:30:00")))
                .decision();
        assertThat(late.outcome()).isEqualTo(Outcome.TOO_LATE);
        assertThat(late.reason())
                .isEqualTo("4 days 30m behind the account's newest event of 2026-05-15T04:00:00Z; "
                        + "the limit is 3 days");
        assertThat(outcome(program.take(new Membership.SignedIn(header("y", "2026-05-16T12:00:00")))))
                .isEqualTo(Outcome.AWARDED);
    }

    @Test
    void duplicatesAndLateEventsDoNotMoveTheNewestEvent() {
        Program program = new Program();
        program.take(new Membership.SignedIn(header("x", "2026-05-15T12:00:00")));
        program.take(new Membership.SignedIn(header("x", "2026-05-20T12:00:00")));
        assertThat(outcome(program.take(new Membership.SignedIn(header("y", "2026-05-12T12:00:00")))))
                .isEqualTo(Outcome.AWARDED);
    }

    @Test
    void anEventThatEarnsNothingMovesTheNewestEvent() {
        Program program = new Program(ONLY_SIGN_IN);
        assertThat(outcome(program.take(new Membership.AdWatched(header("x", "2026-05-15T12:00:00"), "ad"))))
                .isEqualTo(Outcome.NO_RULE);
        assertThat(outcome(program.take(new Membership.SignedIn(header("y", "2026-05-12T11:59:59")))))
                .isEqualTo(Outcome.TOO_LATE);
    }

    @Test
    void aLateEventCountsInItsOwnWindows() {
        Program program = new Program();
        for (int i = 0; i < 10; i++) {
            program.pay("2026-05-31T12:00:00", Payment.Channel.JD, 50_000);
        }
        program.pay("2026-06-02T12:00:00", Payment.Channel.JD, 50_000);
        assertThat(outcome(program.pay("2026-05-31T13:00:00", Payment.Channel.JD, 1_000)))
                .isEqualTo(Outcome.CAPPED);
        Step late = program.pay("2026-05-31T13:00:00", Payment.Channel.OFFLINE_QR, 1_000);
        assertThat(late.postings().getFirst().expiresOn()).hasToString("2027-05-31");
    }

    @Test
    void noRuleAndInstructionsSayWhy() {
        Program program = new Program(ONLY_SIGN_IN);
        Decision ad = program.take(new Membership.AdWatched(program.at("2026-05-15T12:00:00"), "ad"))
                .decision();
        assertThat(ad.outcome()).isEqualTo(Outcome.NO_RULE);
        assertThat(ad.reason()).isEqualTo("no rule for membership.ad-watched");

        Decision review = program.take(new Review.Decided(
                        program.at("2026-05-15T12:00:00"), "case-1", Review.Decision.CLEAR, "bob", ""))
                .decision();
        assertThat(review.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(review.reason()).isEqualTo("case case-1 is not open");
    }

    @Test
    void everyEventTakesOneStep() {
        Program program = new Program();
        program.take(new Membership.SignedIn(header("x", "2026-05-15T12:00:00")));
        program.take(new Membership.SignedIn(header("x", "2026-05-15T12:00:00")));
        program.take(new Membership.SignedIn(header("y", "2026-05-01T12:00:00")));
        assertThat(program.steps()).extracting(Step::number).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aTimeOutsideTheCalendarIsRefusedByAnException() {
        Program program = new Program();
        assertThatThrownBy(() -> program.take(new Membership.SignedIn(header("x", "+10000-01-01T00:00:00Z"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("years 1 to 9999");
    }

    private static Outcome outcome(Step step) {
        return step.decision().outcome();
    }
}
