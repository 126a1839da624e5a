package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Membership;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.SocialStepsDonated;
import io.pointstream.schemas.activity.SocialVideoLiked;
import java.util.List;

/**
 * One phone, 20 to 60 accounts: an operator takes them in turn, a few minutes each, and does with every one what a
 * person would do. Nothing about a single account stands out.
 */
final class DeviceFarm implements Persona {
    @Override
    public Label label() {
        return Label.FARMER;
    }

    @Override
    public String pattern() {
        return "SHARED_DEVICE";
    }

    @Override
    public int groupMin() {
        return 20;
    }

    @Override
    public int groupMax() {
        return 60;
    }

    @Override
    public boolean oneDevice() {
        return true;
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return List.of(new Membership(account.dice()), new Turn(account.dice()));
    }

    private static final class Turn implements Habit {
        private final double dailyChance;
        private final int usualSecond;

        Turn(Dice dice) {
            dailyChance = dice.between(0.6, 0.95);
            usualSecond = dice.between(8 * 3600, 22 * 3600);
        }

        @Override
        public void live(Account self, Day day) {
            Dice dice = self.dice();
            if (!dice.chance(dailyChance)) {
                return;
            }
            int second = usualSecond + dice.between(-600, 600);
            day.record(self, second, new MembershipSignedIn());
            second += dice.between(10, 40);
            day.record(self, second, new SocialStepsDonated((long) dice.between(1_000, 9_000)));
            for (int n = dice.between(4, 12); n > 0; n--) {
                second += dice.between(8, 40);
                day.record(self, second, new SocialVideoLiked(day.world().video(dice)));
            }
            for (int n = dice.between(0, 3); n > 0; n--) {
                int seconds = dice.between(90, 200);
                second += seconds;
                day.record(
                        self,
                        second,
                        new ContentArticleRead(
                                day.world().article(dice, day.date()), AccountKind.SUBSCRIPTION, (long) seconds, true));
            }
        }
    }
}
