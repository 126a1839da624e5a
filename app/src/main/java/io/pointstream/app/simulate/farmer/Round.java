package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World.Stream;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.ContentLiveCommented;
import io.pointstream.schemas.activity.ContentVideoWatched;
import io.pointstream.schemas.activity.GamingCropsHarvested;
import io.pointstream.schemas.activity.GamingLevelCleared;
import io.pointstream.schemas.activity.GamingTeamChallengeCompleted;
import io.pointstream.schemas.activity.MembershipAdWatched;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialStepsDonated;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.activity.StreamKind;
import io.pointstream.schemas.activity.VideoKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * Goes round what pays for nothing but time, one act after another: a cursor in an account's day. All of it together is some
 * 430 points a day, about 13 yuan for a phone that runs by itself.
 */
final class Round {
    /** What pays; the numbers of acts that a day's cap takes are those of DOMAIN 3.2 and 3.5 to 3.7. */
    enum Chore {
        SIGN_IN(1),
        STEPS(1),
        FORWARD(9),
        LIKE(10),
        LEVELS(3),
        CROPS(2),
        TEAM(3),
        ADS(3),
        READ(10),
        WATCH(6),
        COMMENT(42);

        private final int acts;

        Chore(int acts) {
            this.acts = acts;
        }

        /** The acts with which the day's cap is reached. */
        int acts() {
            return acts;
        }
    }

    static final List<Chore> CHORES = List.of(Chore.values());

    private static final int GROUPS_PER_ARTICLE = 3;

    /** What is left of a harvest of 50 after half of it. */
    private static final long CROPS_EACH = 25;

    private static final int VIDEO_SECONDS = 600;

    private final Account self;
    private final Day day;
    private final Dice dice;
    private final int pauseLeast;
    private final int pauseMost;
    private int second;

    /** A round that begins at a second of the day, with so many seconds between two acts. */
    Round(Account self, Day day, int second, int pauseLeast, int pauseMost) {
        this.self = self;
        this.day = day;
        this.dice = self.dice();
        this.second = second;
        this.pauseLeast = pauseLeast;
        this.pauseMost = pauseMost;
    }

    /** Some of the chores, in an order of chance. */
    static List<Chore> some(Dice dice, int count) {
        List<Chore> left = new ArrayList<>(CHORES);
        List<Chore> some = new ArrayList<>();
        while (some.size() < count) {
            some.add(left.remove(dice.between(0, left.size() - 1)));
        }
        return List.copyOf(some);
    }

    /** Where the round is now. */
    int second() {
        return second;
    }

    /** Takes a day's cap, exactly. */
    void take(Chore chore) {
        take(chore, chore.acts());
    }

    /** Acts so many times. */
    void take(Chore chore, int acts) {
        switch (chore) {
            case SIGN_IN -> repeat(acts, n -> new MembershipSignedIn());
            case STEPS -> repeat(acts, n -> new SocialStepsDonated((long) dice.between(1_000, 9_000)));
            case FORWARD -> forward(acts);
            case LIKE -> repeat(acts, n -> new SocialVideoLiked(day.world().video(dice)));
            case LEVELS -> {
                long level = dice.between(1, 300);
                String game = day.world().puzzle(dice);
                repeat(acts, n -> new GamingLevelCleared(game, level + n));
            }
            case CROPS -> {
                String game = day.world().farm(dice);
                repeat(acts, n -> new GamingCropsHarvested(game, CROPS_EACH));
            }
            case TEAM -> {
                String team = "team-" + day.world().group(dice);
                String game = day.world().arena(dice);
                repeat(acts, n -> new GamingTeamChallengeCompleted(game, team, 3L));
            }
            case ADS -> repeat(acts, n -> new MembershipAdWatched("ad-" + dice.popular(300)));
            case READ -> read(acts);
            case WATCH -> watch(acts);
            case COMMENT -> comment(acts);
        }
    }

    private void repeat(int acts, IntFunction<SpecificRecord> act) {
        for (int n = 0; n < acts; n++) {
            day.record(self, second, act.apply(n));
            pause();
        }
    }

    private void forward(int acts) {
        String article = day.world().article(dice, day.date());
        for (int n = 0; n < acts; n++) {
            if (n > 0 && n % GROUPS_PER_ARTICLE == 0) {
                article = day.world().article(dice, day.date());
            }
            day.record(
                    self, second, new SocialArticleForwarded(article, "g-" + self.id() + "-" + n % GROUPS_PER_ARTICLE));
            pause();
        }
    }

    private void read(int acts) {
        for (int n = 0; n < acts; n++) {
            int seconds = dice.between(120, 150);
            second += seconds;
            String article = day.world().article(dice, day.date());
            day.record(self, second, new ContentArticleRead(article, AccountKind.SUBSCRIPTION, (long) seconds, true));
            pause();
        }
    }

    private void watch(int acts) {
        for (int n = 0; n < acts; n++) {
            second += VIDEO_SECONDS;
            long seconds = VIDEO_SECONDS;
            String video = day.world().video(dice);
            day.record(self, second, new ContentVideoWatched(video, VideoKind.ENTERTAINMENT, seconds, seconds));
            pause();
        }
    }

    /** In the evening, when there are streams; the cursor stays where it is. */
    private void comment(int acts) {
        Stream stream = day.world().stream(dice, day.date());
        StreamKind kind = stream.commerce() ? StreamKind.COMMERCE : StreamKind.TALENT;
        int at = stream.startSecond() + dice.between(900, 1_500);
        for (int n = 0; n < acts; n++) {
            day.record(self, at, new ContentLiveCommented(stream.id(), kind, (long) at - stream.startSecond()));
            at += dice.between(2 * pauseLeast, 2 * pauseMost);
        }
    }

    private void pause() {
        second += dice.between(pauseLeast, pauseMost);
    }
}
