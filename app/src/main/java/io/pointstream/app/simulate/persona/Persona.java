package io.pointstream.app.simulate.persona;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of people.
 *
 * @param pattern the name in {@code truth.csv}; of farmers, the reason code of DOMAIN 5 that should find them
 * @param intensity of farmers; null of honest people
 * @param groupMin the fewest accounts that belong together
 * @param groupMax the most
 */
public record Persona(String pattern, @Nullable Intensity intensity, int groupMin, int groupMax, Founding founding) {

    /** How a group begins. */
    @FunctionalInterface
    public interface Founding {
        Joining found(Group group, World world);
    }

    /** What each member of a group does; may tell the account what it shares with the others. */
    @FunctionalInterface
    public interface Joining {
        /**
         * The habits of a member.
         *
         * @param place of the account in its group, from 0
         */
        List<Habit> join(Account account, int place);
    }

    /** What somebody does who belongs to no group. */
    @FunctionalInterface
    public interface Settling {
        List<Habit> settle(Account account, World world);
    }

    /** Honest people, each on their own. */
    public static Persona honest(String pattern, Settling settling) {
        return new Persona(pattern, null, 1, 1, alone(settling));
    }

    /** Honest people in groups. */
    public static Persona honest(String pattern, int groupMin, int groupMax, Founding founding) {
        return new Persona(pattern, null, groupMin, groupMax, founding);
    }

    /** Farmers, each on their own. */
    public static Persona farmer(String pattern, Intensity intensity, Settling settling) {
        return new Persona(pattern, intensity, 1, 1, alone(settling));
    }

    /** Farmers in groups. */
    public static Persona farmer(String pattern, Intensity intensity, int groupMin, int groupMax, Founding founding) {
        return new Persona(pattern, intensity, groupMin, groupMax, founding);
    }

    private static Founding alone(Settling settling) {
        return (group, world) -> (account, place) -> settling.settle(account, world);
    }

    public boolean farms() {
        return intensity != null;
    }
}
