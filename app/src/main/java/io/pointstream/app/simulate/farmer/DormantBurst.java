package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.farmer.Round.Chore;
import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Redeeming;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import java.util.List;

/**
 * An old account from a dealer: somebody's life until its owner left it, nothing for weeks, then the caps, all at once or over
 * some days.
 */
final class DormantBurst implements Habit {
    private final Intensity intensity;
    private final int wakes;
    private final List<Chore> chores;
    private final double dailyChance;

    private DormantBurst(Intensity intensity, int wakes, Dice dice) {
        this.intensity = intensity;
        this.wakes = wakes;
        chores = Round.some(dice, intensity.of(Round.CHORES.size(), dice.between(7, 9), dice.between(5, 7)));
        dailyChance = intensity.of(1.0, 0.9, 0.8);
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("DORMANT_BURST", intensity, (account, world) -> {
            Dice dice = account.dice();
            int sleeps = world.dayBetween(dice, 0.05, 0.2);
            int wakes = world.dayBetween(dice, 0.68, 0.8);
            List<Habit> owner =
                    intensity == Intensity.STEALTHY ? Habits.ordinary(dice, world) : Habits.few(dice, world);
            // The dealer's customer has a phone of their own.
            String phone = world.device(dice);
            Habit handedOver = (self, day) -> {
                if (day.number() == wakes) {
                    self.changesPhone(day.date(), 0, phone);
                    self.livesAt(world.address(dice));
                }
            };
            return List.of(
                    Habits.but(sleeps, intensity == Intensity.STEALTHY ? wakes + 3 : Integer.MAX_VALUE, owner),
                    handedOver,
                    Habits.forPoints(Habits.from(wakes, new DormantBurst(intensity, wakes, dice))),
                    Habits.from(wakes, new Redeeming(dice, 0.2)));
        });
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        int rampDays = intensity.of(1, 2, 5);
        double share = Math.min(1, (day.number() - wakes + 1.0) / rampDays);
        Round round = new Round(self, day, dice.between(8 * 3600, 18 * 3600), 6, 30);
        for (int n = 0; n < Math.ceil(share * chores.size()); n++) {
            Chore chore = chores.get(n);
            round.take(chore, chore.acts() + intensity.of(0, dice.between(0, 1), dice.between(0, 2)));
        }
    }
}
