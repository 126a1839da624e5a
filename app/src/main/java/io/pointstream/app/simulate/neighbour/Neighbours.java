package io.pointstream.app.simulate.neighbour;

import static io.pointstream.app.simulate.persona.Persona.honest;

import io.pointstream.app.simulate.habit.Gaming;
import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.habit.Reading;
import io.pointstream.app.simulate.habit.Redeeming;
import io.pointstream.app.simulate.habit.Sharing;
import io.pointstream.app.simulate.habit.Shopping;
import io.pointstream.app.simulate.habit.Watching;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.persona.Persona.Joining;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import java.util.List;

/** All honest personas, and how common they are. */
public final class Neighbours {
    private static final int HOUR = 3600;

    /**
     * An honest persona and how common it is.
     *
     * @param weight relative frequency among groups (not accounts)
     */
    public record Neighbour(Persona persona, double weight) {}

    public static final List<Neighbour> ALL = List.of(
            new Neighbour(honest("everyday", (account, world) -> Habits.ordinary(account.dice(), world)), 60),
            new Neighbour(honest("family", 2, 5, Neighbours::family), 10),
            new Neighbour(honest("dormitory", 4, 8, Neighbours::dormitory), 1.5),
            new Neighbour(honest("office", 30, 80, Neighbours::office), 0.1),
            new Neighbour(honest("big-office", 300, 300, Neighbours::office), 0.02),
            new Neighbour(honest("canteen", 40, 200, Lunching::colleagues), 0.06),
            new Neighbour(honest("shop-regulars", 8, 15, ShopVisiting::regulars), 0.3),
            new Neighbour(honest("live-fans", 15, 60, Cheering::fans), 0.1),
            new Neighbour(honest("guild", 3, 6, GuildNight::guild), 0.5),
            new Neighbour(honest("student-reader", and(ReadingToTheCap::new)), 4),
            new Neighbour(honest("heavy-reader", and(dice -> new Reading(14))), 3),
            new Neighbour(
                    honest(
                            "gamer",
                            (account, world) ->
                                    Habits.ordinaryAnd(account.dice(), world, new Gaming(4, account.dice(), world))),
                    4),
            new Neighbour(honest("big-spender", and(dice -> new Shopping(4, 6))), 2),
            new Neighbour(honest("night-shift", Neighbours::nightShift), 4),
            new Neighbour(honest("courier", and(Delivering::new)), 3),
            new Neighbour(honest("generous-inviter", Neighbours::inviter), 2),
            new Neighbour(honest("festival-rush", and(dice -> new FestivalRush())), 5),
            new Neighbour(honest("returning-user", Neighbours::returning), 4),
            new Neighbour(honest("traveller", Neighbours::travelling), 3),
            new Neighbour(honest("honest-refunds", and(dice -> new TryingOn())), 3),
            new Neighbour(honest("new-phone", Neighbours::newPhone), 5));

    private Neighbours() {}

    /** What is done besides the ordinary. */
    @FunctionalInterface
    private interface More {
        Habit of(Dice dice);
    }

    private static Persona.Settling and(More more) {
        return (account, world) -> Habits.ordinaryAnd(account.dice(), world, more.of(account.dice()));
    }

    /** One address, and a tablet that all of them use: a shared device that is none of a farm. */
    private static Joining family(Group group, World world) {
        double share = group.dice().between(0.2, 0.9);
        return (account, place) -> {
            account.livesWith(group.device(), group.address(), share);
            return Habits.ordinary(account.dice(), world);
        };
    }

    /** Students in one room: one address, one computer, the same evenings; they read and play a lot. */
    private static Joining dormitory(Group group, World world) {
        double share = group.dice().between(0.3, 1.0);
        return (account, place) -> {
            account.livesWith(group.device(), group.address(), share);
            return Habits.ordinaryAnd(
                    account.dice(),
                    world,
                    new Reading(3),
                    new Watching(2, 0.1, 10),
                    new Gaming(1, account.dice(), world));
        };
    }

    /** Colleagues: on working days all of them appear with the office's address, each with a device of their own. */
    private static Joining office(Group group, World world) {
        return (account, place) -> {
            account.worksAt(group.address());
            return Habits.ordinary(account.dice(), world);
        };
    }

    /** Lives when others sleep; half of them every other week. */
    private static List<Habit> nightShift(Account account, World world) {
        int shift = account.dice().between(8 * HOUR, 10 * HOUR);
        boolean rotates = account.dice().chance(0.5);
        Habit shifts = (self, day) -> self.livesLater(rotates && day.number() / 7 % 2 == 1 ? 0 : shift);
        return Habits.and(
                List.of(shifts), Habits.ordinary(account.dice(), world).toArray(Habit[]::new));
    }

    /** Tells a whole family and two class reunions of the program, some evenings long; most whom it brings stay. */
    private static List<Habit> inviter(Account account, World world) {
        int first = world.dayBetween(account.dice(), 0.0, 0.6);
        Habit inviting = (self, day) -> {
            if (day.number() >= first
                    && day.number() < first + 14
                    && self.dice().chance(0.4)) {
                for (int n = self.dice().between(2, 6); n > 0; n--) {
                    Sharing.invite(self, day);
                }
            }
        };
        return Habits.ordinaryAnd(account.dice(), world, inviting);
    }

    /** Is away for a week or two: the phone is in a hotel's network, and the points pay for something there. */
    private static List<Habit> travelling(Account account, World world) {
        Dice dice = account.dice();
        account.arrivesOn(-1);
        int leaves = world.dayBetween(dice, 0.15, 0.7);
        int returns = leaves + dice.between(4, 14);
        String home = world.address(dice);
        String hotel = world.address(dice);
        Redeeming redeeming = new Redeeming(dice);
        Habit travel = (self, day) -> {
            self.livesAt(day.number() >= leaves && day.number() < returns ? hotel : home);
            if (day.number() == leaves
                    && self.dice().chance(0.5)
                    && self.purse().points() >= 100) {
                redeeming.redeem(self, day, self.moment(day.date()));
            }
        };
        return Habits.and(List.of(travel), Habits.ordinary(dice, world).toArray(Habit[]::new));
    }

    /** Was away for weeks, and comes back with appetite; one in three with a new phone. */
    private static List<Habit> returning(Account account, World world) {
        Dice dice = account.dice();
        account.arrivesOn(-1);
        int leaves = world.dayBetween(dice, 0.08, 0.25);
        int returns = world.dayBetween(dice, 0.6, 0.8);
        List<Habit> more = List.of(new Reading(2), new Watching(2, 0.1, 8), new Sharing());
        String phone = world.device(dice);
        boolean upgrades = dice.chance(0.33);
        Habit upgrading = (self, day) -> {
            if (upgrades && day.number() == returns) {
                self.changesPhone(day.date(), 0, phone);
            }
        };
        return List.of(
                upgrading, Habits.but(leaves, returns, Habits.ordinary(dice, world)), Habits.but(0, returns, more));
    }

    /** Buys a new phone, tries it out, and spends points on it the same day. */
    private static List<Habit> newPhone(Account account, World world) {
        Dice dice = account.dice();
        account.arrivesOn(-1);
        int on = world.dayBetween(dice, 0.2, 0.9);
        String phone = world.device(dice);
        Redeeming redeeming = new Redeeming(dice);
        Habit upgrading = (self, day) -> {
            if (day.number() == on) {
                int second = self.dice().between(10 * HOUR, 19 * HOUR);
                self.changesPhone(day.date(), second, phone);
                if (self.purse().points() >= 100) {
                    redeeming.redeem(self, day, second + self.dice().between(600, 3 * HOUR));
                }
            }
        };
        return Habits.and(List.of(upgrading), Habits.ordinary(dice, world).toArray(Habit[]::new));
    }
}
