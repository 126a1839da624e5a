package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.farmer.Round.Chore;
import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import java.util.List;

/**
 * Points can be taken away as long as they are there: earns at the caps and empties the balance the same hour, every second day
 * (obvious), twice a week, or once in one and a half. One in three saves up instead, and empties the account from another phone.
 */
final class RedemptionRush implements Habit {
    private static final int LEAST = 600;

    private final Intensity intensity;
    private final List<Chore> chores;
    private final double dailyChance;
    private final int everyDays;
    private int nextDay;

    private RedemptionRush(Intensity intensity, int first, boolean saves, Dice dice) {
        this.intensity = intensity;
        chores = Round.some(dice, intensity.of(9, dice.between(7, 8), dice.between(6, 7)));
        dailyChance = intensity.of(1.0, 0.92, 0.85);
        everyDays = saves ? Integer.MAX_VALUE / 2 : intensity.of(2, 4, 10);
        nextDay = first + everyDays;
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("REDEMPTION_RUSH", intensity, (account, world) -> {
            Dice dice = account.dice();
            int first = world.dayBetween(dice, 0.02, 0.25);
            if (dice.chance(0.5)) {
                account.arrivesOn(first);
            }
            boolean saves = dice.chance(0.33);
            Habit rush = Habits.from(first, new RedemptionRush(intensity, first, saves, dice));
            List<Habit> life = Farmers.covered(intensity, account, world, rush);
            return saves
                    ? Habits.and(life, moved(intensity, world.dayBetween(dice, 0.4, 0.7), world.device(dice)))
                    : life;
        });
    }

    /** The buyer of a full account sets it up on a phone of theirs and takes what is there. */
    private static Habit moved(Intensity intensity, int on, String phone) {
        return Habits.forPoints((self, day) -> {
            if (day.number() == on) {
                int second = self.dice().between(9 * 3600, 20 * 3600);
                self.changesPhone(day.date(), second, phone);
                int after = intensity.of(
                        self.dice().between(120, 600),
                        self.dice().between(900, 2_400),
                        self.dice().between(1_800, 3_500));
                new Emptying(self, day).all(second + after, intensity.of(1.0, 0.95, 0.85));
            }
        });
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        Round round = new Round(self, day, dice.between(9 * 3600, 16 * 3600), 6, 25);
        chores.forEach(round::take);
        if (day.number() >= nextDay && self.purse().points() >= LEAST) {
            nextDay = day.number() + everyDays + dice.between(0, everyDays / 3);
            int after = intensity.of(dice.between(20, 120), dice.between(60, 900), dice.between(300, 3_000));
            new Emptying(self, day).all(round.second() + after, intensity.of(1.0, 1.0, 0.9));
        }
    }
}
