package io.pointstream.app.simulate.habit;

import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;

/** Something one account does. A habit may remember; it belongs to one account. */
@FunctionalInterface
public interface Habit {
    /** Enters into the day what the account does on it. Called once for every day, in order. */
    void live(Account self, Day day);
}
