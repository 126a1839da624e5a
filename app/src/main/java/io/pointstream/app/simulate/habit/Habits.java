package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Habits that most people have. */
public final class Habits {
    private Habits() {}

    /** What the average person does in a day: about seven events. */
    public static List<Habit> ordinary(Dice dice, World world) {
        return List.of(
                new Shopping(1.3, dice.logNormal(0.8, 0.6)),
                new LifeServices(),
                new Sharing(),
                new Finance(dice),
                new Reading(0.8),
                new Watching(0.7, 0.03, 5),
                new Gaming(0.3, dice, world),
                new Membership(dice),
                new Campaigning(),
                new Redeeming(dice));
    }

    /** The ordinary habits and some more. */
    public static List<Habit> ordinaryAnd(Dice dice, World world, Habit... more) {
        return and(ordinary(dice, world), more);
    }

    /** Little: the life of somebody who is not seen often. */
    public static List<Habit> few(Dice dice, World world) {
        return List.of(
                new Shopping(0.4, 0.5),
                new Reading(0.3),
                new Gaming(0.1, dice, world),
                new Membership(dice),
                new Redeeming(dice));
    }

    /** Some habits and some more. */
    public static List<Habit> and(List<Habit> habits, Habit... more) {
        List<Habit> all = new ArrayList<>(habits);
        all.addAll(Arrays.asList(more));
        return List.copyOf(all);
    }

    /** Several habits as one. */
    public static Habit all(List<Habit> habits) {
        return (self, day) -> habits.forEach(habit -> habit.live(self, day));
    }

    /** A habit that is there for the points alone: what it does is farming. */
    public static Habit forPoints(Habit purpose) {
        return (self, day) -> {
            self.farms(true);
            purpose.live(self, day);
            self.farms(false);
        };
    }

    /** A habit that somebody takes up on a day of the simulation. */
    public static Habit from(int first, Habit habit) {
        return (self, day) -> {
            if (day.number() >= first) {
                habit.live(self, day);
            }
        };
    }

    /** Habits that rest from one day of the simulation until the day before another. */
    public static Habit but(int from, int until, List<Habit> habits) {
        Habit all = all(habits);
        return (self, day) -> {
            if (day.number() < from || day.number() >= until) {
                all.live(self, day);
            }
        };
    }
}
