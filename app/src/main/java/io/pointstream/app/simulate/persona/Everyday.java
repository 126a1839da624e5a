package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** The average person. */
final class Everyday implements Persona {
    @Override
    public Label label() {
        return Label.HONEST;
    }

    @Override
    public String pattern() {
        return "everyday";
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return Habits.ordinary(account.dice(), world);
    }
}
