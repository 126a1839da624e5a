package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Gaming.Rank;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.Posting;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** DOMAIN 3.6. */
class GamingTest {

    private static final LocalDate MONDAY = LocalDate.parse("2026-05-11");
    private static final String WEEKDAY = "2026-05-15T12:00:00";
    private static final String SATURDAY = "2026-05-16T00:00:00";
    private static final String MONDAY_MIDNIGHT = "2026-05-18T00:00:00";

    @Test
    void theThirdDistinctLevelOfADayPaysAcrossGames() {
        Program program = new Program();
        assertThat(outcome(program.clear(WEEKDAY, "g1", 1))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.clear(WEEKDAY, "g2", 1))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.clear(WEEKDAY, "g2", 1))).isEqualTo(Outcome.NOT_ELIGIBLE);
        Step third = program.clear(WEEKDAY, "g1", 2);
        assertThat(outcome(third)).isEqualTo(Outcome.AWARDED);
        assertThat(third.decision().grantedPoints()).isEqualTo(10);
        assertThat(outcome(program.clear(WEEKDAY, "g1", 3))).isEqualTo(Outcome.NOT_ELIGIBLE);
    }

    @Test
    void gameAndLevelAreNotConfused() {
        Program program = new Program();
        program.clear(WEEKDAY, "g", 11);
        program.clear(WEEKDAY, "g1", 1);
        assertThat(outcome(program.clear(WEEKDAY, "g11", 1))).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void everySeventhDayOfAPuzzleStreakPaysFiftyMore() {
        Program program = new Program();
        for (int day = 1; day <= 21; day++) {
            Step step = clearThrice(program, MONDAY.plusDays(day));
            long expected = day % 7 == 0 ? 60 : 10;
            assertThat(step.decision().basePoints()).as("day %d", day).isEqualTo(expected);
            assertThat(step.postings())
                    .singleElement()
                    .extracting(Posting::points)
                    .isEqualTo(expected);
        }
        assertThat(program.steps().getLast().decision().reason())
                .isEqualTo("game.puzzle-clear: 3 distinct gameId, level in the day of 2026-06-01 reached; "
                        + "10 + 50 for day 21 of a streak = 60; 60 granted");
    }

    @ParameterizedTest
    @EnumSource(Rank.class)
    void promotionAndSettlementPayFromGoldOn(Rank rank) {
        Program program = new Program();
        boolean pays = rank.compareTo(Rank.GOLD) >= 0;
        Step promotion = program.promote(WEEKDAY, "g1", "s1", rank);
        Step settlement = program.settleSeason(WEEKDAY, "g1", "s1", rank);
        assertThat(outcome(promotion)).isEqualTo(pays ? Outcome.AWARDED : Outcome.NOT_ELIGIBLE);
        assertThat(promotion.decision().grantedPoints()).isEqualTo(pays ? 20 : 0);
        assertThat(outcome(settlement)).isEqualTo(pays ? Outcome.AWARDED : Outcome.NOT_ELIGIBLE);
        assertThat(settlement.decision().grantedPoints()).isEqualTo(pays ? 200 : 0);
    }

    @Test
    void aRankPaysOnceAGameAndSeason() {
        Program program = new Program();
        assertThat(outcome(program.promote(WEEKDAY, "g1", "s1", Rank.GOLD))).isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.promote(SATURDAY, "g1", "s1", Rank.GOLD))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.promote(SATURDAY, "g1", "s1", Rank.PLATINUM)))
                .isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.promote(SATURDAY, "g1", "s2", Rank.GOLD))).isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.promote(SATURDAY, "g2", "s1", Rank.GOLD))).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void aSeasonIsSettledOnceAGame() {
        Program program = new Program();
        assertThat(outcome(program.settleSeason(WEEKDAY, "g1", "s1", Rank.SILVER)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.settleSeason(WEEKDAY, "g1", "s1", Rank.GOLD)))
                .isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.settleSeason(SATURDAY, "g1", "s1", Rank.KING)))
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.settleSeason(SATURDAY, "g1", "s2", Rank.KING)))
                .isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.settleSeason(SATURDAY, "g2", "s1", Rank.KING)))
                .isEqualTo(Outcome.AWARDED);
    }

    @Test
    void fiftyCropsOfADayPay() {
        Program program = new Program();
        assertThat(outcome(program.harvest(WEEKDAY, 49))).isEqualTo(Outcome.NOT_ELIGIBLE);
        Step reaching = program.harvest(WEEKDAY, 1);
        assertThat(outcome(reaching)).isEqualTo(Outcome.AWARDED);
        assertThat(reaching.decision().grantedPoints()).isEqualTo(10);
        assertThat(outcome(program.harvest(WEEKDAY, 100))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.harvest(SATURDAY, 51))).isEqualTo(Outcome.AWARDED);
    }

    @ParameterizedTest
    @CsvSource({"0, AWARDED", "10, AWARDED", "10.000001, NOT_ELIGIBLE", "100, NOT_ELIGIBLE"})
    void theWeeksTopTenPercentPay(double percentile, Outcome outcome) {
        Step step = new Program().rankWeek(WEEKDAY, "g1", "2026-W20", percentile);
        assertThat(outcome(step)).isEqualTo(outcome);
        assertThat(step.decision().grantedPoints()).isEqualTo(outcome == Outcome.AWARDED ? 100 : 0);
    }

    @Test
    void aHarvestWeekPaysOnceAGame() {
        Program program = new Program();
        assertThat(outcome(program.rankWeek(WEEKDAY, "g1", "2026-W20", 50))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.rankWeek(WEEKDAY, "g1", "2026-W20", 5))).isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.rankWeek(SATURDAY, "g1", "2026-W20", 1))).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(outcome(program.rankWeek(SATURDAY, "g1", "2026-W21", 1))).isEqualTo(Outcome.AWARDED);
        assertThat(outcome(program.rankWeek(SATURDAY, "g2", "2026-W20", 1))).isEqualTo(Outcome.AWARDED);
    }

    @Test
    void teamsOfThreePayThreeTimesADay() {
        Program program = new Program();
        assertThat(outcome(program.team(WEEKDAY, 2))).isEqualTo(Outcome.NOT_ELIGIBLE);
        for (int i = 0; i < 3; i++) {
            Step step = program.team(WEEKDAY, 3 + i);
            assertThat(outcome(step)).isEqualTo(Outcome.AWARDED);
            assertThat(step.decision().grantedPoints()).isEqualTo(15);
            assertThat(step.decision().bonusPoints()).isZero();
        }
        Step fourth = program.team(WEEKDAY, 3);
        assertThat(outcome(fourth)).isEqualTo(Outcome.CAPPED);
        assertThat(fourth.decision().basePoints()).isEqualTo(15);
        assertThat(fourth.decision().cappedBy()).containsExactly("game.team-task/DAY");
        assertThat(fourth.postings()).isEmpty();
        assertThat(fourth.decision().reason())
                .isEqualTo("game.team-task: 15; 0 granted, day cap 45 reached (45 used before)");
    }

    @Test
    void theWeekendDoublesTeamTasksAsABonusOutsideTheCap() {
        Program program = new Program();
        for (int i = 0; i < 3; i++) {
            Step step = program.team(SATURDAY, 3);
            assertThat(step.decision().grantedPoints()).isEqualTo(15);
            assertThat(step.decision().bonusPoints()).isEqualTo(15);
            assertThat(step.postings())
                    .extracting(Posting::component)
                    .isEqualTo(List.of(Component.BASE, Component.CAMPAIGN_BONUS));
            assertThat(step.postings()).extracting(Posting::points).containsExactly(15L, 15L);
        }
        Step fourth = program.team(SATURDAY, 3);
        assertThat(outcome(fourth)).isEqualTo(Outcome.CAPPED);
        assertThat(fourth.decision().bonusPoints()).isZero();
        assertThat(program.steps().getFirst().decision().reason())
                .isEqualTo("game.team-task: 15 granted; +15 weekend-team-double (× 2.0)");
    }

    @Test
    void theWeekendIsTheLocalOne() {
        Program program = new Program();
        assertThat(program.team("2026-05-15T15:59:59Z", 3).decision().bonusPoints())
                .isZero();
        assertThat(program.team("2026-05-15T16:00:00Z", 3).decision().bonusPoints())
                .isEqualTo(15);
        assertThat(program.team("2026-05-17T15:59:59.999Z", 3).decision().bonusPoints())
                .isEqualTo(15);
        assertThat(program.team(MONDAY_MIDNIGHT, 3).decision().bonusPoints()).isZero();
    }

    private static Step clearThrice(Program program, LocalDate day) {
        program.clear(day + "T12:00:00", "g1", 1);
        program.clear(day + "T12:00:00", "g1", 2);
        return program.clear(day + "T12:00:00", "g1", 3);
    }

    private static Outcome outcome(Step step) {
        return step.decision().outcome();
    }
}
