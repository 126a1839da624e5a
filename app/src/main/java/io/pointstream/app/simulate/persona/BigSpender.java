package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Shopping;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** Pays often and much, and so reaches transaction and month caps by money alone. */
final class BigSpender implements Persona {
    @Override
    public Label label() {
        return Label.HONEST;
    }

    @Override
    public String pattern() {
        return "big-spender";
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return Habits.ordinaryAnd(account.dice(), world, new Shopping(4, 6));
    }
}
