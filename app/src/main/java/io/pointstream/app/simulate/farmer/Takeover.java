package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Shopping;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.SocialVideoLiked;

/**
 * Somebody else's account: its owner lives on, and one day there is another phone at another address that takes the points. The
 * obvious thief comes at night, takes all within minutes and comes back the next days; the stealthy one comes by day, looks
 * around first, and leaves some.
 */
final class Takeover implements Habit {
    private static final long WORTH_IT = 800;

    private final Intensity intensity;
    private final String phone;
    private final String address;
    private int next;
    private int visits;

    private Takeover(Intensity intensity, int first, String phone, String address, Dice dice) {
        this.intensity = intensity;
        this.phone = phone;
        this.address = address;
        next = first;
        visits = intensity.of(dice.between(2, 4), dice.between(1, 2), 1);
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("ACCOUNT_TAKEOVER", intensity, (account, world) -> {
            Dice dice = account.dice();
            int first = world.dayBetween(dice, 0.3, 0.75);
            Habit thief = new Takeover(intensity, first, world.device(dice), world.address(dice), dice);
            // Thieves look for those who have something.
            return Habits.ordinaryAnd(dice, world, new Shopping(1.5, 2), Habits.forPoints(thief));
        });
    }

    @Override
    public void live(Account self, Day day) {
        if (visits == 0 || day.number() < next || self.purse().points() < WORTH_IT) {
            return;
        }
        Dice dice = self.dice();
        visits--;
        next = day.number() + intensity.of(1, dice.between(5, 10), 0);
        int second = intensity.of(
                dice.between(2 * 3600, 5 * 3600),
                dice.between(7 * 3600, 23 * 3600),
                dice.between(10 * 3600, 20 * 3600));
        day.recordFrom(self, second, phone, address, new MembershipSignedIn());
        int waits = intensity.of(dice.between(60, 600), dice.between(600, 2_000), dice.between(1_500, 3_300));
        if (intensity == Intensity.STEALTHY) {
            for (int n = dice.between(1, 4); n > 0; n--) {
                day.recordFrom(
                        self,
                        second + dice.between(30, waits),
                        phone,
                        address,
                        new SocialVideoLiked(day.world().video(dice)));
            }
        }
        new Emptying(self, day)
                .from(phone, address)
                .all(second + waits, intensity.of(1.0, 0.9, dice.between(0.6, 0.8)));
    }
}
