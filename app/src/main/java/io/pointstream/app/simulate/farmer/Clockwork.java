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
 * An account that a timer drives: one kind acts at an interval around the clock, the other works through a list of times, the
 * same every day. The obvious one is as exact as the timer; the others add some chance to it, but never sleep or never oversleep.
 */
final class Clockwork {
    /** One act each. */
    private static final List<Chore> ACTS =
            List.of(Chore.LIKE, Chore.READ, Chore.CROPS, Chore.LEVELS, Chore.FORWARD, Chore.ADS, Chore.TEAM);

    private Clockwork() {}

    static Persona persona(Intensity intensity) {
        return Persona.farmer("CLOCKWORK", intensity, (account, world) -> {
            int first = Farmers.begin(account, world);
            Dice dice = account.dice();
            Habit timer = dice.chance(0.5) ? new Interval(intensity, dice) : new Timetable(intensity, dice);
            return Farmers.life(intensity, account, world, Habits.from(first, timer));
        });
    }

    private static void act(Account self, Day day, int second) {
        new Round(self, day, second, 1, 2).take(self.dice().pick(ACTS), 1);
    }

    /** Acts, waits, acts again. */
    private static final class Interval implements Habit {
        private final int seconds;
        private final double jitter;
        private int next;

        Interval(Intensity intensity, Dice dice) {
            seconds = intensity.of(dice.between(120, 600), dice.between(400, 1_200), dice.between(900, 2_400));
            jitter = intensity.of(0.003, 0.05, 0.4);
            next = dice.between(0, seconds);
        }

        @Override
        public void live(Account self, Day day) {
            while (next < Day.SECONDS) {
                act(self, day, next);
                next += Math.max(1, (int) StrictMath.round(seconds * self.dice().between(1 - jitter, 1 + jitter)));
            }
            next -= Day.SECONDS;
        }
    }

    /** The same times every day. */
    private static final class Timetable implements Habit {
        private final int[] times;
        private final int jitter;
        private final double dailyChance;

        Timetable(Intensity intensity, Dice dice) {
            times = new int[intensity.of(dice.between(24, 40), dice.between(14, 22), dice.between(9, 14))];
            for (int n = 0; n < times.length; n++) {
                times[n] = dice.between(6 * 240, 23 * 240) * 15;
            }
            jitter = intensity.of(1, 8, 40);
            dailyChance = intensity.of(1.0, 0.98, 0.93);
        }

        @Override
        public void live(Account self, Day day) {
            for (int time : times) {
                if (self.dice().chance(dailyChance)) {
                    act(self, day, time + self.dice().between(0, jitter));
                }
            }
        }
    }
}
