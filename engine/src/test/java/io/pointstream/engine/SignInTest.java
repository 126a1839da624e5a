package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** DOMAIN 3.7, the daily sign-in; and what streaks do with gaps and late days. */
class SignInTest {

    private static final LocalDate DAY = LocalDate.parse("2026-12-27");

    @Test
    void paysOnceADay() {
        Program program = new Program();
        Decision first = program.signIn(DAY).decision();
        assertThat(first.outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(first.ruleId()).isEqualTo("membership.sign-in");
        assertThat(first.basePoints()).isEqualTo(5);

        Decision again = program.signIn(DAY).decision();
        assertThat(again.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(again.basePoints()).isZero();
        assertThat(again.reason()).isEqualTo("membership.sign-in: already paid in the day of 2026-12-27");
    }

    @Test
    void everySeventhConsecutiveDayIsDoubledAcrossTheYearsEnd() {
        Program program = new Program();
        for (int day = 1; day <= 30; day++) {
            Decision decision = program.signIn(DAY.plusDays(day)).decision();
            assertThat(decision.grantedPoints()).as("day %d", day).isEqualTo(day % 7 == 0 ? 10 : 5);
        }
    }

    @Test
    void aMissedDayStartsAgain() {
        Program program = new Program();
        for (int day = 1; day <= 6; day++) {
            program.signIn(DAY.plusDays(day));
        }
        for (int day = 8; day <= 13; day++) {
            assertThat(points(program.signIn(DAY.plusDays(day)))).isEqualTo(5);
        }
        assertThat(points(program.signIn(DAY.plusDays(14)))).isEqualTo(10);
    }

    @Test
    void aLateDayIsPaidByTheRunThatEndsAtItAndJoinsRunsForLaterDays() {
        Program program = new Program();
        for (int day = 1; day <= 5; day++) {
            program.signIn(DAY.plusDays(day));
        }
        assertThat(points(program.signIn(DAY.plusDays(7)))).isEqualTo(5);
        assertThat(points(program.signIn(DAY.plusDays(6)))).isEqualTo(5);
        for (int day = 8; day <= 13; day++) {
            assertThat(points(program.signIn(DAY.plusDays(day))))
                    .as("day %d", day)
                    .isEqualTo(5);
        }
        assertThat(points(program.signIn(DAY.plusDays(14)))).isEqualTo(10);
    }

    @Test
    void aLateSeventhDayIsDoubledItself() {
        Program program = new Program();
        for (int day = 1; day <= 6; day++) {
            program.signIn(DAY.plusDays(day));
        }
        program.signIn(DAY.plusDays(8));
        assertThat(points(program.signIn(DAY.plusDays(7)))).isEqualTo(10);
        assertThat(points(program.signIn(DAY.plusDays(9)))).isEqualTo(5);
    }

    @Test
    void aLateDayThreeDaysBackStillJoinsItsRun() {
        Program program = new Program();
        for (int day = 1; day <= 6; day++) {
            program.signIn(DAY.plusDays(day));
        }
        program.signIn(DAY.plusDays(10));
        assertThat(points(program.signIn(DAY.plusDays(7)))).isEqualTo(10);
    }

    @Test
    void membershipPointsLastSixMonths() {
        Step step = new Program().signIn(LocalDate.parse("2026-08-31"));
        assertThat(step.postings().getFirst().expiresOn()).isEqualTo(LocalDate.parse("2027-02-28"));
    }

    private static long points(Step step) {
        assertThat(step.decision().outcome()).isEqualTo(Outcome.AWARDED);
        return step.decision().grantedPoints();
    }
}
