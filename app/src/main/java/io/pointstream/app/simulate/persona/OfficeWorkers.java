package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** Colleagues: on working days all of them appear with the office's address, each with a device of their own. */
final class OfficeWorkers implements Persona {
    @Override
    public Label label() {
        return Label.HONEST;
    }

    @Override
    public String pattern() {
        return "office";
    }

    @Override
    public int groupMin() {
        return 30;
    }

    @Override
    public int groupMax() {
        return 80;
    }

    @Override
    public List<Habit> settle(Account account, Group group, World world) {
        account.worksAt(group.address());
        return Habits.ordinary(account.dice(), world);
    }
}
