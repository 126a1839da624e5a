package io.pointstream.app.simulate.neighbour;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Persona.Joining;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.app.simulate.world.World.Stream;
import io.pointstream.schemas.activity.ContentLiveCommented;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.activity.StreamKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Fans of one streamer: on most evenings all of them are in the stream, and when something happens all of them write in the same
 * seconds. The next day they like the clip of it.
 */
final class Cheering implements Habit {
    private static final int CLIP_FROM = 8 * 3600;
    private static final int CLIP_UNTIL = 22 * 3600;

    /** What happened in the evening's stream, in seconds since its start. */
    private static final class Moments {
        private final Dice dice;
        private LocalDate date = LocalDate.MIN;
        private List<Integer> seconds = List.of();

        Moments(Dice dice) {
            this.dice = dice;
        }

        List<Integer> of(LocalDate today, Stream stream) {
            if (!today.equals(date)) {
                date = today;
                List<Integer> moments = new ArrayList<>();
                for (int n = dice.between(6, 15); n > 0; n--) {
                    moments.add(dice.between(600, stream.seconds() - 60));
                }
                seconds = moments.stream().sorted().toList();
            }
            return seconds;
        }
    }

    private final Moments moments;
    private final double eveningChance;

    private Cheering(Moments moments, Dice dice) {
        this.moments = moments;
        eveningChance = dice.between(0.4, 0.9);
    }

    static Joining fans(Group group, World world) {
        Moments moments = new Moments(group.dice());
        return (account, place) -> Habits.ordinaryAnd(account.dice(), world, new Cheering(moments, account.dice()));
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (dice.chance(0.3)) {
            String clip =
                    "clip-" + day.world().famousStream(day.date().minusDays(1)).id();
            day.record(self, dice.between(CLIP_FROM, CLIP_UNTIL), new SocialVideoLiked(clip));
        }
        if (!dice.chance(eveningChance)) {
            return;
        }
        Stream stream = day.world().famousStream(day.date());
        StreamKind kind = stream.commerce() ? StreamKind.COMMERCE : StreamKind.TALENT;
        int joined = dice.between(0, 900);
        for (int moment : moments.of(day.date(), stream)) {
            if (moment > joined && dice.chance(0.7)) {
                for (int n = dice.between(1, 3), second = moment + dice.between(1, 12); n > 0; n--) {
                    day.recordAt(
                            self,
                            (stream.startSecond() + second) * 1000L + dice.between(0, 999),
                            new ContentLiveCommented(stream.id(), kind, (long) second - joined));
                    second += dice.between(6, 40);
                }
            }
        }
    }
}
