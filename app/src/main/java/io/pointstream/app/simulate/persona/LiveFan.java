package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Watching;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** Never misses the evening's stream, and comments at the same minutes as the other fans: quick, but typing. */
final class LiveFan implements Persona {
    @Override
    public Label label() {
        return Label.HONEST;
    }

    @Override
    public String pattern() {
        return "live-fan";
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        return Habits.ordinaryAnd(account.dice(), world, new Watching(1, 0.6, 30));
    }
}
