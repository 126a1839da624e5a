package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.activity.SocialStepsDonated;
import io.pointstream.schemas.activity.SocialVideoLiked;

/** Donates the day's steps, forwards articles, likes videos, and brings a friend now and then. */
public final class Sharing implements Habit {
    private static final double INVITE_CHANCE = 0.003;
    private static final int STEPS_MAX = 40_000;
    private static final int DONATION_SECOND = 20 * 3600;

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (dice.chance(0.5)) {
            donate(self, day);
        }
        if (dice.chance(0.15 * self.activity())) {
            forward(self, day);
        }
        if (dice.chance(0.2 * self.activity())) {
            like(self, day);
        }
        if (dice.chance(INVITE_CHANCE)) {
            invite(self, day);
        }
    }

    /** Brings somebody who is new today; else a friend who has long been there, or one who looks in and is not seen again. */
    public static void invite(Account self, Day day) {
        String newcomer = self.dice().chance(0.75) ? day.world().newcomer(day.number()) : null;
        String guest = newcomer == null ? self.newId("guest") : newcomer;
        boolean isNew = newcomer != null || self.dice().chance(0.3);
        day.record(self, self.moment(day.date()), new SocialInviteOpened(guest, isNew));
    }

    private static void donate(Account self, Day day) {
        Dice dice = self.dice();
        long steps = Math.min(STEPS_MAX, (long) dice.logNormal(6_500, 0.6));
        day.record(self, DONATION_SECOND + dice.between(0, 5_400), new SocialStepsDonated(steps));
    }

    private static void forward(Account self, Day day) {
        Dice dice = self.dice();
        String article = day.world().article(dice, day.date());
        int second = self.moment(day.date());
        for (int group = dice.between(1, 5); group > 0; group--) {
            day.record(
                    self,
                    second,
                    new SocialArticleForwarded(article, day.world().group(dice)));
            second += dice.between(6, 60);
        }
    }

    private static void like(Account self, Day day) {
        Dice dice = self.dice();
        int second = self.moment(day.date());
        for (int n = 1 + dice.poisson(dice.logNormal(3, 0.8)); n > 0; n--) {
            day.record(self, second, new SocialVideoLiked(day.world().video(dice)));
            second += dice.between(8, 120);
        }
    }
}
