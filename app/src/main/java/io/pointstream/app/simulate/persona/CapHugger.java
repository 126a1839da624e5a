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
import io.pointstream.schemas.activity.GamingLevelCleared;
import io.pointstream.schemas.activity.GamingTeamChallengeCompleted;
import io.pointstream.schemas.activity.MembershipAdWatched;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialStepsDonated;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.activity.StreamKind;
import java.util.List;

/**
 * Knows the rule book: takes what each day's caps allow and not one event more, day after day, at a person's pace. A
 * moderate one works on the social and gaming caps on most days, an obvious one on all of them every day.
 */
final class CapHugger implements Persona {
    @Override
    public Label label() {
        return Label.FARMER;
    }

    @Override
    public String pattern() {
        return "CAP_HUGGING";
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return Habits.camouflageAnd(account.dice(), world, new DailyRound(account.dice()));
    }

    /** The numbers are those of DOMAIN 3.2 and 3.5 to 3.7: cap divided by award. */
    private static final class DailyRound implements Habit {
        private static final int ARTICLES_FORWARDED = 3;
        private static final int GROUPS_PER_ARTICLE = 3;
        private static final int VIDEOS_LIKED = 10;
        private static final int LEVELS = 3;
        private static final int CROPS = 50;
        private static final int TEAM_CHALLENGES = 3;
        private static final int ADS = 3;
        private static final int ARTICLES_READ = 10;
        /** 42 comments at a weight of 1.2 are worth 50 points. */
        private static final int TALENT_COMMENTS = 42;

        private final double strength;
        private final int usualSecond;
        private long level;

        DailyRound(Dice dice) {
            strength = dice.fraction();
            usualSecond = dice.between(8 * 3600, 18 * 3600);
            level = dice.between(1, 50);
        }

        @Override
        public void live(Account self, Day day) {
            Dice dice = self.dice();
            if (!dice.chance(0.8 + 0.2 * strength)) {
                return;
            }
            int second = usualSecond + dice.between(-1_200, 1_200);
            day.record(self, second, new MembershipSignedIn());
            day.record(self, second + dice.between(5, 20), new SocialStepsDonated((long) dice.between(1_000, 1_400)));
            second = forward(self, day, second + 60);
            second = like(self, day, second);
            second = play(self, day, second);
            if (strength > 0.4) {
                second = watchAds(self, day, second);
                second = read(self, day, second);
            }
            if (strength > 0.7) {
                comment(self, day, second);
            }
        }

        private int forward(Account self, Day day, int begin) {
            Dice dice = self.dice();
            int second = begin;
            for (int article = 0; article < ARTICLES_FORWARDED; article++) {
                // One id per article and day: the popular ones would repeat and leave the cap unreached.
                String id = self.newId("a");
                for (int group = 0; group < GROUPS_PER_ARTICLE; group++) {
                    day.record(self, second, new SocialArticleForwarded(id, "g-own-" + group));
                    second += dice.between(8, 25);
                }
            }
            return second;
        }

        private int like(Account self, Day day, int begin) {
            int second = begin;
            for (int n = 0; n < VIDEOS_LIKED; n++) {
                day.record(self, second, new SocialVideoLiked(self.newId("v")));
                second += self.dice().between(8, 25);
            }
            return second;
        }

        private int play(Account self, Day day, int begin) {
            Dice dice = self.dice();
            World world = day.world();
            int second = begin;
            for (int n = 0; n < LEVELS; n++) {
                day.record(self, second, new GamingLevelCleared(world.puzzle(dice), level++));
                second += dice.between(60, 180);
            }
            day.record(self, second, new GamingCropsHarvested(world.farm(dice), (long) CROPS));
            for (int n = 0; n < TEAM_CHALLENGES; n++) {
                second += dice.between(120, 400);
                day.record(self, second, new GamingTeamChallengeCompleted(world.arena(dice), "team-own", 3L));
            }
            return second + 30;
        }

        private int watchAds(Account self, Day day, int begin) {
            int second = begin;
            for (int n = 0; n < ADS; n++) {
                day.record(self, second, new MembershipAdWatched(self.newId("ad")));
                second += self.dice().between(30, 45);
            }
            return second;
        }

        private int read(Account self, Day day, int begin) {
            Dice dice = self.dice();
            int second = begin;
            for (int n = 0; n < ARTICLES_READ; n++) {
                int seconds = dice.between(120, 135);
                second += seconds;
                day.record(
                        self,
                        second,
                        new ContentArticleRead(
                                day.world().article(dice, day.date()), AccountKind.SUBSCRIPTION, (long) seconds, true));
            }
            return second;
        }

        private static void comment(Account self, Day day, int begin) {
            Dice dice = self.dice();
            String stream = day.world().stream(dice, day.date()).id();
            int second = begin;
            long watched = 900;
            for (int n = 0; n < TALENT_COMMENTS; n++) {
                int pause = dice.between(15, 30);
                second += pause;
                watched += pause;
                day.record(self, second, new ContentLiveCommented(stream, StreamKind.TALENT, watched));
            }
        }
    }
}
