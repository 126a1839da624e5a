package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.event.Payment.Channel;
import java.time.Instant;
import java.time.MonthDay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** DOMAIN 3.7 but for the sign-in and the bonuses. */
class MembershipTest {

    private static final String MONDAY = "2026-05-11T00:00:00";
    private static final String FRIDAY = "2026-05-15T12:00:00";
    private static final String SUNDAY = "2026-05-17T15:59:59.999Z";
    private static final String NEXT_MONDAY = "2026-05-17T16:00:00Z";

    @Test
    void registrationPaysOnceAndFixesTheBirthdayTheFirstTime() {
        Program program = new Program();
        Decision first = program.register(FRIDAY, "05-20").decision();
        assertThat(first.outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(first.ruleId()).isEqualTo("membership.registration");
        assertThat(first.basePoints()).isEqualTo(50);
        assertThat(program.account().birthdayAt(Instant.MAX)).isEqualTo(MonthDay.of(5, 20));

        assertThat(program.register("2027-05-15T12:00:00", "06-01").decision().outcome())
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(program.account().birthdayAt(Instant.MAX)).isEqualTo(MonthDay.of(5, 20));
    }

    @Test
    void aFirstRegistrationWithoutABirthdayFixesThatThereIsNone() {
        Program program = new Program();
        program.register(FRIDAY, null);
        program.register(FRIDAY, "06-01");
        assertThat(program.account().registered()).isTrue();
        assertThat(program.account().birthdayAt(Instant.MAX)).isNull();
    }

    @Test
    void aRegistrationThatIsTooLateFixesNothing() {
        Program program = new Program();
        program.pay(FRIDAY, Channel.JD, 100);
        assertThat(program.register(MONDAY, "06-01").decision().outcome()).isEqualTo(Outcome.TOO_LATE);
        assertThat(program.account().registered()).isFalse();
    }

    @Test
    void aBirthdayThatIsNoDayIsRefusedByAnException() {
        assertThatThrownBy(() -> new Program().register(FRIDAY, "02-30"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'02-30' is not MM-DD");
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void aTierChangeIsAppliedAndTheStepHasTheNewTier(Tier tier) {
        Program program = new Program();
        for (int time = 0; time < 2; time++) {
            Step step = program.tier(FRIDAY, tier);
            assertThat(step.decision().outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(step.decision().ruleId()).isNull();
            assertThat(step.decision().reason()).isEqualTo("tier " + tier + " from 2026-05-15T04:00:00Z");
            assertThat(step.postings()).isEmpty();
            assertThat(step.tier()).isEqualTo(tier);
        }
        assertThat(program.pay(FRIDAY, Channel.JD, 100).tier()).isEqualTo(tier);
    }

    @Test
    void aTierCountsFromItsInstantOn() {
        Program program = new Program();
        program.tier("2026-05-15T12:00:00", Tier.GOLD);
        assertThat(tierOf(program, "2026-05-15T11:59:59.999+08:00")).isEqualTo(Tier.ORDINARY);
        assertThat(tierOf(program, "2026-05-15T12:00:00")).isEqualTo(Tier.GOLD);
        assertThat(tierOf(program, "2027-05-15T12:00:00")).isEqualTo(Tier.GOLD);
    }

    @Test
    void ofTwoChangesAtOneInstantTheLaterProcessedWins() {
        Program program = new Program();
        program.tier(FRIDAY, Tier.GOLD);
        program.tier(FRIDAY, Tier.SILVER);
        assertThat(tierOf(program, FRIDAY)).isEqualTo(Tier.SILVER);
    }

    @Test
    void lateEventsHaveTheTierOfTheirOwnTime() {
        Program program = new Program();
        program.tier("2026-05-01T12:00:00", Tier.SILVER);
        program.tier("2026-05-10T12:00:00", Tier.DIAMOND);
        program.tier("2026-05-13T12:00:00", Tier.ORDINARY);
        assertThat(tierOf(program, "2026-05-10T12:00:00")).isEqualTo(Tier.DIAMOND);
        program.tier("2026-05-11T12:00:00", Tier.GOLD);
        assertThat(tierOf(program, "2026-05-11T11:59:59")).isEqualTo(Tier.DIAMOND);
        assertThat(tierOf(program, "2026-05-12T12:00:00")).isEqualTo(Tier.GOLD);
        assertThat(tierOf(program, "2026-05-13T12:00:00")).isEqualTo(Tier.ORDINARY);
    }

    @Test
    void aTierChangeThatIsTooLateHasNoEffect() {
        Program program = new Program();
        program.pay(FRIDAY, Channel.JD, 100);
        assertThat(program.tier(MONDAY, Tier.GOLD).decision().outcome()).isEqualTo(Outcome.TOO_LATE);
        assertThat(tierOf(program, FRIDAY)).isEqualTo(Tier.ORDINARY);
    }

    @Test
    void threeAdsADayPay() {
        Program program = new Program();
        for (int ad = 0; ad < 3; ad++) {
            assertThat(ad(program, FRIDAY).basePoints()).isEqualTo(10);
        }
        Decision fourth = ad(program, "2026-05-15T15:59:59Z");
        assertThat(fourth.outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(fourth.cappedBy()).containsExactly("membership.ad/DAY");
        assertThat(ad(program, "2026-05-15T16:00:00Z").outcome()).isEqualTo(Outcome.AWARDED);
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void tasksAreForSilverAndAbove(Tier tier) {
        Program program = new Program();
        program.tier(MONDAY, tier);
        Decision decision = task(program, FRIDAY, "t1");
        assertThat(decision.outcome()).isEqualTo(tier == Tier.ORDINARY ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
        assertThat(decision.basePoints()).isEqualTo(tier == Tier.ORDINARY ? 0 : 20);
        if (tier == Tier.ORDINARY) {
            assertThat(decision.reason()).isEqualTo("membership.task: for SILVER and above; the tier is ORDINARY");
        }
    }

    @Test
    void threeTasksAWeekPayEachOnceAWeek() {
        Program program = new Program();
        program.tier(MONDAY, Tier.SILVER);
        assertThat(task(program, MONDAY, "t1").outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(task(program, FRIDAY, "t1").outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(task(program, FRIDAY, "t2").outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(task(program, FRIDAY, "t3").outcome()).isEqualTo(Outcome.AWARDED);
        Decision fourth = task(program, SUNDAY, "t4");
        assertThat(fourth.outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(fourth.cappedBy()).containsExactly("membership.task/WEEK");
        assertThat(task(program, SUNDAY, "t4").outcome())
                .as("a task that was capped to nothing is used up")
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(task(program, NEXT_MONDAY, "t4").outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(task(program, NEXT_MONDAY, "t1").outcome()).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void aTaskThatWasRefusedForItsTierIsNotUsedUp() {
        Program program = new Program();
        task(program, FRIDAY, "t1");
        program.tier(FRIDAY, Tier.SILVER);
        assertThat(task(program, FRIDAY, "t1").outcome()).isEqualTo(Outcome.AWARDED);
    }

    @ParameterizedTest
    @CsvSource({
        // tier, period, base on 2026-05-15: 0 is not eligible
        "ORDINARY, 2026-05, 0",
        "SILVER, 2026-05, 0",
        "GOLD, 2026-05, 200",
        "DIAMOND, 2026-05, 200",
        "GOLD, 2026-04, 0",
        "GOLD, 2026-06, 0",
        "GOLD, 2025-05, 0",
        "GOLD, 2026-5, 0",
        "GOLD, 2026, 0",
        "DIAMOND, 2026, 5000",
        "DIAMOND, 2025, 0",
        "DIAMOND, 2027, 0",
        "DIAMOND, 26, 0",
        "DIAMOND, 2026-W20, 0",
    })
    void giftsNeedTheirTierAndTheEventsOwnPeriod(Tier tier, String period, long base) {
        Program program = new Program();
        program.tier(MONDAY, tier);
        Decision decision = gift(program, FRIDAY, period);
        assertThat(decision.outcome()).isEqualTo(base == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
        assertThat(decision.basePoints()).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({
        "SILVER, 2026-05, membership.monthly-gift: for GOLD and above; the tier is SILVER",
        "GOLD, 2026, membership.yearly-privilege: for DIAMOND; the tier is GOLD",
        "GOLD, 2026-04, 'membership.monthly-gift: period 2026-04 is not 2026-05, in which the event lies'",
    })
    void theRefusalThatCameFurthestIsTold(Tier tier, String period, String reason) {
        Program program = new Program();
        program.tier(MONDAY, tier);
        assertThat(gift(program, FRIDAY, period).reason()).isEqualTo(reason);
    }

    @Test
    void giftsPayOnceEachPeriodOfTheLocalCalendar() {
        Program program = new Program();
        program.tier("2026-12-30T12:00:00", Tier.DIAMOND);
        String lastMoment = "2026-12-31T15:59:59.999Z";
        String newYear = "2026-12-31T16:00:00Z";
        assertThat(gift(program, lastMoment, "2026").basePoints()).isEqualTo(5_000);
        assertThat(gift(program, lastMoment, "2026-12").basePoints()).isEqualTo(200);
        assertThat(gift(program, lastMoment, "2026").outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(gift(program, lastMoment, "2026-12").outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(gift(program, newYear, "2026-12").reason())
                .isEqualTo("membership.monthly-gift: period 2026-12 is not 2027-01, in which the event lies");
        assertThat(gift(program, newYear, "2027").basePoints()).isEqualTo(5_000);
        assertThat(gift(program, newYear, "2027-01").basePoints()).isEqualTo(200);
        assertThat(gift(program, "2027-12-31T12:00:00", "2027").outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    private static Tier tierOf(Program program, String time) {
        return program.pay(time, Channel.JD, 100).tier();
    }

    private static Decision ad(Program program, String time) {
        return program.take(new Membership.AdWatched(program.at(time), "ad")).decision();
    }

    private static Decision task(Program program, String time, String task) {
        return program.take(new Membership.TaskCompleted(program.at(time), task))
                .decision();
    }

    private static Decision gift(Program program, String time, String period) {
        return program.take(new Membership.GiftClaimed(program.at(time), period))
                .decision();
    }
}
