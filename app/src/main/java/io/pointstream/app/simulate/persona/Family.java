package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** Two to five people at one address, with a tablet that all of them use: a shared device that is none of a farm. */
final class Family implements Persona {
    @Override
    public Label label() {
        return Label.HONEST;
    }

    @Override
    public String pattern() {
        return "family";
    }

    @Override
    public int groupMin() {
        return 2;
    }

    @Override
    public int groupMax() {
        return 5;
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        account.livesWith(group.device(), group.address());
        return Habits.ordinary(account.dice(), world);
    }
}
