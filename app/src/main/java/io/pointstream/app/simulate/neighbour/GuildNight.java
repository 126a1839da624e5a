package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Gaming;
import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Persona.Joining;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.GamingTeamChallengeCompleted;

/** Friends who play together: the same challenges in the same seconds, three or four evenings a week. */
record GuildNight(String game, String team, int size, int usualSecond) implements Habit {
    private static final int CHALLENGES = 4;

    static Joining guild(Group group, World world) {
        Dice dice = group.dice();
        GuildNight night = new GuildNight(
                world.arena(dice), "team-" + world.group(dice), group.size(), dice.between(19 * 3600, 21 * 3600));
        return (account, place) ->
                Habits.ordinaryAnd(account.dice(), world, new Gaming(1.5, account.dice(), world), night);
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (day.date().toEpochDay() % 2 == 0 && dice.chance(0.85)) {
            for (int n = 0; n < CHALLENGES; n++) {
                day.record(
                        self,
                        usualSecond + n * 900 + dice.between(0, 4),
                        new GamingTeamChallengeCompleted(game, team, (long) size));
            }
        }
    }
}
