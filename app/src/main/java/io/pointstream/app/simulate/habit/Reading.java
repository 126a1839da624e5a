package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.ContentKind;
import io.pointstream.schemas.activity.ContentPurchased;

/** Reads articles, one at a time, not always to the end, and buys a book now and then. */
public final class Reading implements Habit {
    private static final double PURCHASE_CHANCE = 0.01;
    private static final int SECONDS_LEAST = 5;
    private static final int SECONDS_MAX = 1_800;

    private final double perDay;

    public Reading(double perDay) {
        this.perDay = perDay;
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        for (int n = dice.poisson(perDay * self.activity()); n > 0; n--) {
            read(self, day);
        }
        if (dice.chance(PURCHASE_CHANCE * self.activity())) {
            ContentKind kind = dice.chance(0.4) ? ContentKind.COLUMN : ContentKind.EBOOK;
            long fen = StrictMath.round(dice.logNormal(kind == ContentKind.COLUMN ? 99 : 25, 0.5) * 100);
            day.record(self, self.moment(day.date()), new ContentPurchased(kind, fen));
        }
    }

    private static void read(Account self, Day day) {
        Dice dice = self.dice();
        int seconds = Math.clamp((int) dice.logNormal(170, 0.6), SECONDS_LEAST, SECONDS_MAX);
        int from = self.takeTime(day.date(), seconds);
        if (from < 0) {
            return;
        }
        AccountKind kind = dice.chance(0.75) ? AccountKind.SUBSCRIPTION : AccountKind.SERVICE;
        day.record(
                self,
                from + seconds,
                new ContentArticleRead(day.world().article(dice, day.date()), kind, (long) seconds, dice.chance(0.75)));
    }
}
