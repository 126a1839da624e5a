package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.ContentArticleRead;

/** A student who reads anyway, and on most days until the points of the day are full, not always stopping there. */
final class ReadingToTheCap implements Habit {
    private static final int ARTICLES = 10;

    private final double dailyChance;

    ReadingToTheCap(Dice dice) {
        dailyChance = dice.between(0.5, 0.95);
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        int articles = ARTICLES + (dice.chance(0.4) ? 0 : dice.poisson(2));
        for (int n = 0; n < articles; n++) {
            int seconds = 120 + (int) dice.logNormal(80, 0.7);
            int from = self.takeTime(day.date(), seconds);
            if (from >= 0) {
                day.record(
                        self,
                        from + seconds,
                        new ContentArticleRead(
                                day.world().article(dice, day.date()), AccountKind.SUBSCRIPTION, (long) seconds, true));
            }
        }
    }
}
