package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Reading;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** Reads well beyond the daily cap, every day, at a reader's pace and without stopping at the cap. */
final class HeavyReader implements Persona {
    @Override
    public Label label() {
        return Label.HONEST;
    }

    @Override
    public String pattern() {
        return "heavy-reader";
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return Habits.ordinaryAnd(account.dice(), world, new Reading(14));
    }
}
