package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.ContentVideoWatched;
import io.pointstream.schemas.activity.SocialStepsDonated;
import io.pointstream.schemas.activity.VideoKind;

/**
 * Claims what the reading and the watching cap pay, an hour and twenty minutes a day, without spending them: in a few minutes
 * (obvious), in a third of the time (moderate), or in half, and the articles while the videos run (stealthy). One in three
 * shakes the phone for steps too.
 */
final class ImpossibleViewer implements Habit {
    private static final int ARTICLES = 10;
    private static final int WATCHED_MINUTES = 60;

    private final double speed;
    private final boolean shakes;
    private final int stepsLeast;
    private final int stepsMost;
    private final double dailyChance;
    private final int videoMinutes;

    private ImpossibleViewer(Intensity intensity, Dice dice) {
        speed = intensity.of(dice.between(10.0, 60.0), dice.between(2.5, 4.0), dice.between(1.5, 2.0));
        shakes = dice.chance(0.33);
        stepsLeast = intensity.of(100_000, 65_000, 48_000);
        stepsMost = intensity.of(300_000, 98_000, 64_000);
        dailyChance = intensity.of(0.95, 0.85, 0.75);
        videoMinutes = dice.between(5, 12);
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("IMPOSSIBLE_ENGAGEMENT", intensity, (account, world) -> {
            int first = Farmers.begin(account, world);
            Habit viewer = Habits.from(first, new ImpossibleViewer(intensity, account.dice()));
            return Farmers.life(intensity, account, world, viewer);
        });
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        int begin = dice.between(8 * 3600, 20 * 3600);
        watch(self, day, begin);
        read(self, day, begin);
        if (shakes) {
            day.record(self, dice.between(20 * 3600, 22 * 3600), new SocialStepsDonated((long)
                    dice.between(stepsLeast, stepsMost)));
        }
    }

    private void watch(Account self, Day day, int begin) {
        Dice dice = self.dice();
        double second = begin;
        for (int minutes = 0; minutes < WATCHED_MINUTES; minutes += videoMinutes) {
            int total = videoMinutes * 60 + dice.between(0, 50);
            second += total / speed + dice.between(0, 5);
            long watched = total;
            String video = day.world().video(dice);
            day.record(self, (int) second, new ContentVideoWatched(video, VideoKind.ENTERTAINMENT, watched, watched));
        }
    }

    private void read(Account self, Day day, int begin) {
        Dice dice = self.dice();
        double second = begin;
        for (int n = 0; n < ARTICLES; n++) {
            int seconds = dice.between(120, 200);
            second += seconds / speed + dice.between(0, 8);
            String article = day.world().article(dice, day.date());
            day.record(
                    self,
                    (int) second,
                    new ContentArticleRead(article, AccountKind.SUBSCRIPTION, (long) seconds, true));
        }
    }
}
