package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Gaming;
import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** Plays several times a day, the whole evening at the weekend. */
final class Gamer implements Persona {
    @Override
    public Label label() {
        return Label.HONEST;
    }

    @Override
    public String pattern() {
        return "gamer";
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return Habits.ordinaryAnd(account.dice(), world, new Gaming(4, account.dice(), world));
    }
}
