package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.ContentLiveCommented;
import io.pointstream.schemas.activity.GamingCropsHarvested;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.activity.StreamKind;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A script behind an account: bursts of one kind of event, from two a second (moderate) to twenty (obvious), for a
 * minute or more, between things that a person would do.
 */
final class VelocityFarmer implements Persona {
    @Override
    public Label label() {
        return Label.FARMER;
    }

    @Override
    public String pattern() {
        return "VELOCITY";
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return Habits.camouflageAnd(account.dice(), world, new Bursts(account.dice()));
    }

    private static final class Bursts implements Habit {
        private static final int KINDS = 5;

        private final int kind;
        private final double dailyChance;
        private final int pauseMillis;

        Bursts(Dice dice) {
            kind = dice.between(0, KINDS - 1);
            dailyChance = dice.between(0.2, 0.7);
            pauseMillis = (int) (1000 / dice.between(2.0, 20.0));
        }

        @Override
        public void live(Account self, Day day) {
            Dice dice = self.dice();
            if (!dice.chance(dailyChance)) {
                return;
            }
            for (int burst = dice.between(1, 2); burst > 0; burst--) {
                // A script needs no sleep.
                long millis = dice.between(0, Day.SECONDS - 600) * 1000L;
                for (int n = dice.between(80, 150); n > 0; n--) {
                    day.recordAt(self, millis, event(self, day));
                    millis += pauseMillis + dice.between(0, pauseMillis);
                }
            }
        }

        private SpecificRecord event(Account self, Day day) {
            Dice dice = self.dice();
            World world = day.world();
            return switch (kind) {
                case 0 -> new SocialVideoLiked(world.video(dice));
                case 1 -> new SocialArticleForwarded(world.article(dice, day.date()), world.group(dice));
                case 2 ->
                    new ContentArticleRead(
                            world.article(dice, day.date()),
                            AccountKind.SUBSCRIPTION,
                            (long) dice.between(120, 140),
                            true);
                case 3 ->
                    new ContentLiveCommented(
                            world.stream(dice, day.date()).id(), StreamKind.TALENT, (long) dice.between(900, 7_200));
                default -> new GamingCropsHarvested(world.farm(dice), (long) dice.between(5, 20));
            };
        }
    }
}
