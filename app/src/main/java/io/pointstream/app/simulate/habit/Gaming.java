package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.GamingCropsHarvested;
import io.pointstream.schemas.activity.GamingLevelCleared;
import io.pointstream.schemas.activity.GamingRankPromoted;
import io.pointstream.schemas.activity.GamingSeasonSettled;
import io.pointstream.schemas.activity.GamingTeamChallengeCompleted;
import io.pointstream.schemas.activity.GamingWeekRanked;
import io.pointstream.schemas.activity.Rank;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** Clears puzzle levels, climbs the ranks of a season, tends a farm, meets a team at the weekend. */
public final class Gaming implements Habit {
    private static final Rank[] RANKS = Rank.values();

    private final double sessionsPerDay;
    private final String puzzle;
    private final String arena;
    private final String farm;
    private long level;
    private int rank;
    private boolean harvestedThisWeek;

    public Gaming(double sessionsPerDay, Dice dice, World world) {
        this.sessionsPerDay = sessionsPerDay;
        this.puzzle = world.puzzle(dice);
        this.arena = world.arena(dice);
        this.farm = world.farm(dice);
        this.level = dice.between(1, 200);
        this.rank = dice.between(0, 2);
    }

    @Override
    public void live(Account self, Day day) {
        settle(self, day);
        Dice dice = self.dice();
        for (int n = dice.poisson(sessionsPerDay); n > 0; n--) {
            int second = self.moment(day.date());
            switch (dice.weighted(5, 2, 3, 1)) {
                case 0 -> clearLevels(self, day, second);
                case 1 -> climb(self, day, second);
                case 2 -> harvest(self, day, second);
                default -> meetTeam(self, day, second);
            }
        }
    }

    /** On Mondays the week that ended is ranked, and a season that ended is settled. */
    private void settle(Account self, Day day) {
        LocalDate date = day.date();
        LocalDate yesterday = date.minusDays(1);
        if (date.getDayOfWeek() == DayOfWeek.MONDAY && harvestedThisWeek) {
            double percentile = Math.floor(self.dice().between(0.0, 100.0) * 10) / 10;
            day.record(self, 9 * 3600, new GamingWeekRanked(farm, day.world().week(yesterday), percentile));
            harvestedThisWeek = false;
        }
        if (!day.world().season(date).equals(day.world().season(yesterday)) && rank > 0) {
            day.record(
                    self, 10 * 3600, new GamingSeasonSettled(arena, day.world().season(yesterday), RANKS[rank]));
            rank = 0;
        }
    }

    private void clearLevels(Account self, Day day, int begin) {
        Dice dice = self.dice();
        int second = begin;
        for (int n = 1 + dice.poisson(2); n > 0; n--) {
            day.record(self, second, new GamingLevelCleared(puzzle, level++));
            second += dice.between(60, 300);
        }
    }

    private void climb(Account self, Day day, int second) {
        if (rank < RANKS.length - 1 && self.dice().chance(0.3)) {
            rank++;
            day.record(self, second, new GamingRankPromoted(arena, day.world().season(day.date()), RANKS[rank]));
        }
    }

    private void harvest(Account self, Day day, int begin) {
        Dice dice = self.dice();
        harvestedThisWeek = true;
        int second = begin;
        for (int n = dice.between(1, 3); n > 0; n--) {
            day.record(self, second, new GamingCropsHarvested(farm, (long) dice.between(8, 40)));
            second += dice.between(30, 240);
        }
    }

    private void meetTeam(Account self, Day day, int second) {
        Dice dice = self.dice();
        day.record(
                self,
                second,
                new GamingTeamChallengeCompleted(arena, "team-" + day.world().group(dice), (long) dice.between(2, 5)));
    }
}
