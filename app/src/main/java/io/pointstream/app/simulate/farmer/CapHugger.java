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
 * Knows the rule book: takes what each day's caps allow and not one act more, day after day, at a person's pace. An obvious one
 * takes all caps; a stealthy one some, on most days, in two or three sittings, and now and then stops short or goes one too far.
 */
final class CapHugger implements Habit {
    private final List<Chore> chores;
    private final double dailyChance;
    private final double choreChance;
    private final double exact;
    private final int sittings;
    private final int usualSecond;

    private CapHugger(Intensity intensity, Dice dice) {
        chores = Round.some(dice, intensity.of(Round.CHORES.size(), dice.between(7, 8), dice.between(5, 6)));
        dailyChance = intensity.of(1.0, dice.between(0.88, 0.97), dice.between(0.72, 0.88));
        choreChance = intensity.of(1.0, 0.95, 0.85);
        exact = intensity.of(1.0, 0.95, 0.85);
        sittings = intensity.of(1, 2, 3);
        usualSecond = dice.between(7 * 3600, 10 * 3600);
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("CAP_HUGGING", intensity, (account, world) -> {
            int first = Farmers.begin(account, world);
            Habit hugger = Habits.from(first, new CapHugger(intensity, account.dice()));
            return Farmers.life(intensity, account, world, hugger);
        });
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        for (int sitting = 0; sitting < sittings; sitting++) {
            int second = usualSecond + sitting * 4 * 3600 + dice.between(0, 3_600);
            Round round = new Round(self, day, second, 6, 25);
            for (int n = sitting; n < chores.size(); n += sittings) {
                if (dice.chance(choreChance)) {
                    take(round, chores.get(n), dice);
                }
            }
        }
    }

    private void take(Round round, Chore chore, Dice dice) {
        int inexact = dice.chance(exact) ? 0 : dice.chance(0.5) ? 1 : -1;
        round.take(chore, Math.max(1, chore.acts() + inexact));
    }
}
