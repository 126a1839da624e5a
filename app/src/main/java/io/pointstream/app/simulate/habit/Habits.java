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
                new Redeeming());
    }

    /** The ordinary habits and some more. */
    public static List<Habit> ordinaryAnd(Dice dice, World world, Habit... more) {
        List<Habit> habits = new ArrayList<>(ordinary(dice, world));
        habits.addAll(Arrays.asList(more));
        return List.copyOf(habits);
    }

    /** The little that a farmer does besides, so as not to stand out, and what they are there for. */
    public static List<Habit> camouflageAnd(Dice dice, World world, Habit purpose) {
        return List.of(
                new Shopping(0.4, 0.5),
                new Reading(0.3),
                new Gaming(0.1, dice, world),
                new Membership(dice),
                purpose,
                new Redeeming());
    }
}
