package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World.Stream;
import io.pointstream.schemas.activity.ContentLiveCommented;
import io.pointstream.schemas.activity.ContentVideoWatched;
import io.pointstream.schemas.activity.StreamKind;
import io.pointstream.schemas.activity.VideoKind;

/** Watches videos, and comments in live streams at the pace of one who types. */
public final class Watching implements Habit {
    private static final int COMMENT_PAUSE_LEAST = 12;

    private final double videosPerDay;
    private final double streamsPerDay;
    private final double commentsPerStream;

    public Watching(double videosPerDay, double streamsPerDay, double commentsPerStream) {
        this.videosPerDay = videosPerDay;
        this.streamsPerDay = streamsPerDay;
        this.commentsPerStream = commentsPerStream;
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        for (int n = dice.poisson(videosPerDay * self.activity()); n > 0; n--) {
            watch(self, day);
        }
        if (dice.chance(streamsPerDay)) {
            comment(self, day);
        }
    }

    private static void watch(Account self, Day day) {
        Dice dice = self.dice();
        int total = Math.clamp((int) dice.logNormal(240, 0.9), 15, 3_600);
        int watched = dice.chance(0.6) ? total : (int) (total * dice.fraction());
        int from = self.takeTime(day.date(), watched);
        if (from < 0) {
            return;
        }
        VideoKind kind = dice.chance(0.35) ? VideoKind.KNOWLEDGE : VideoKind.ENTERTAINMENT;
        day.record(self, from + watched, new ContentVideoWatched(day.world().video(dice), kind, (long) watched, (long)
                total));
    }

    private void comment(Account self, Day day) {
        Dice dice = self.dice();
        Stream stream = day.world().stream(dice, day.date());
        StreamKind kind = stream.commerce() ? StreamKind.COMMERCE : StreamKind.TALENT;
        int joined = stream.startSecond() + dice.between(0, stream.seconds() / 3);
        int second = joined + dice.between(60, 1_200);
        for (int n = 1 + dice.poisson(dice.logNormal(commentsPerStream, 0.6)); n > 0; n--) {
            if (second >= stream.startSecond() + stream.seconds()) {
                return;
            }
            day.recordAt(
                    self,
                    second * 1000L + dice.between(0, 999),
                    new ContentLiveCommented(stream.id(), kind, (long) second - joined));
            second += COMMENT_PAUSE_LEAST + (int) dice.logNormal(40, 0.9);
        }
    }
}
