package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** A kind of people: whether they are honest, how many live together, and what each of them does. */
public interface Persona {
    enum Label {
        HONEST,
        FARMER
    }

    /** What a group of accounts has in common. */
    record Group(String device, String address) {}

    Label label();

    /** The pattern's name in {@code truth.csv}; of farmers, the reason code of DOMAIN 5 that should find them. */
    String pattern();

    /** The fewest accounts that live together. */
    default int groupMin() {
        return 1;
    }

    /** The most accounts that live together. */
    default int groupMax() {
        return 1;
    }

    /** Whether all of a group appear with its device and address from the start. */
    default boolean oneDevice() {
        return false;
    }

    /** The habits of one account of a group; may tell the account what it shares with the others. */
    List<Habit> settle(Account account, Group group, World world);
}
