package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.CampaignWheelSpun;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.ContentLiveCommented;
import io.pointstream.schemas.activity.GamingCropsHarvested;
import io.pointstream.schemas.activity.MembershipAdWatched;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.SocialArticleForwarded;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.activity.StreamKind;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A script that repeats one act: to be through with a cap in seconds, or for what has no cap (wheel, invites, top-ups). The
 * obvious one has no brake; the moderate one has one, of seconds; the stealthy one is only twice as fast as a quick hand, but for
 * hours.
 */
final class Script implements Habit {
    /** What is repeated, and the seconds that a quick hand needs for it. */
    private enum Act {
        LIKE(5),
        FORWARD(8),
        READ(40),
        COMMENT(10),
        HARVEST(12),
        SPIN(9),
        ADVERT(25),
        TOP_UP(40),
        INVITE(30);

        private final int handSeconds;

        Act(int handSeconds) {
            this.handSeconds = handSeconds;
        }
    }

    private static final int LAST_START = 20 * 3600;

    private final Act act;
    private final double dailyChance;
    private final int leastMillis;
    private final int mostMillis;
    private final int leastActs;
    private final int mostActs;

    private Script(Intensity intensity, Dice dice) {
        act = dice.pick(List.of(Act.values()));
        dailyChance = dice.between(0.4, 0.9);
        int hand = act.handSeconds * 1000;
        int pause = intensity.of(
                dice.between(50, 500), dice.between(hand / 12, hand / 5), dice.between(hand / 3, hand / 2));
        leastMillis = pause;
        mostMillis = intensity.of(2 * pause, 2 * pause, pause * 3 / 2);
        leastActs = intensity.of(80, 100, 200);
        mostActs = intensity.of(150, 300, 500);
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("VELOCITY", intensity, (account, world) -> {
            int first = Farmers.begin(account, world);
            Habit script = Habits.from(first, new Script(intensity, account.dice()));
            return Farmers.life(intensity, account, world, script);
        });
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        long millis = dice.between(0, LAST_START) * 1000L;
        for (int n = dice.between(leastActs, mostActs); n > 0; n--) {
            day.recordAt(self, millis, body(self, day));
            millis += dice.between(leastMillis, mostMillis);
        }
    }

    private SpecificRecord body(Account self, Day day) {
        Dice dice = self.dice();
        World world = day.world();
        return switch (act) {
            case LIKE -> new SocialVideoLiked(world.video(dice));
            case FORWARD -> new SocialArticleForwarded(world.article(dice, day.date()), world.group(dice));
            case READ ->
                new ContentArticleRead(
                        world.article(dice, day.date()), AccountKind.SUBSCRIPTION, (long) dice.between(120, 140), true);
            case COMMENT ->
                new ContentLiveCommented(
                        world.stream(dice, day.date()).id(), StreamKind.TALENT, (long) dice.between(900, 7_200));
            case HARVEST -> new GamingCropsHarvested(world.farm(dice), (long) dice.between(5, 20));
            case SPIN -> new CampaignWheelSpun(2L * dice.between(0, 9));
            case ADVERT -> new MembershipAdWatched("ad-" + dice.popular(300));
            case TOP_UP ->
                new PaymentSettled(self.newId("pay"), PaymentChannel.PHONE_TOPUP, "telecom", 100L * dice.between(1, 3));
            case INVITE -> new SocialInviteOpened(self.newId("guest"), true);
        };
    }
}
