package io.pointstream.app.simulate.farmer;

import io.pointstream.app.simulate.farmer.Round.Chore;
import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import java.util.List;
import java.util.stream.Stream;

/**
 * More accounts than phones: an operator takes them in turn, a few minutes each, and does with every one what a person would
 * do. The obvious farm has one phone; the moderate one a phone for every eight accounts; the stealthy one a phone for every
 * four, and moves the accounts between them every week. Or, one in three that are not obvious, a rack with a phone for every
 * account, so that only the line to the house is shared.
 */
final class PhoneFarm implements Habit {
    private static final int MEMBERS_MIN = 10;
    private static final int MEMBERS_MAX = 80;
    private static final double RACK_CHANCE = 0.33;
    private static final int WEEK = 7;

    private final List<Chore> chores;
    private final double dailyChance;
    private final int usualSecond;

    private PhoneFarm(Dice dice) {
        chores = Round.some(dice, dice.between(3, 5));
        dailyChance = dice.between(0.6, 0.95);
        usualSecond = dice.between(8 * 3600, 20 * 3600);
    }

    static Persona persona(Intensity intensity) {
        return Persona.farmer("SHARED_DEVICE", intensity, MEMBERS_MIN, MEMBERS_MAX, (group, world) -> {
            int first = world.dayBetween(group.dice(), 0.0, 0.4);
            List<String> phones = phones(intensity, group, world);
            return (account, place) -> {
                Dice dice = account.dice();
                boolean hides = intensity == Intensity.STEALTHY;
                boolean moves = hides && phones.size() < group.size();
                account.uses(moves ? turned(phones, place) : List.of(phones.get(place % phones.size())), WEEK);
                account.livesAt(group.address());
                account.staysIn();
                int begins = first + dice.between(0, intensity.of(2, 5, 10));
                if (dice.chance(intensity.of(1.0, 0.8, 0.6))) {
                    account.arrivesOn(begins);
                }
                Habit farm = Habits.from(begins, new PhoneFarm(dice));
                return hides
                        ? Habits.and(Habits.few(dice, world), Habits.forPoints(farm))
                        : Farmers.life(Intensity.OBVIOUS, account, world, farm);
            };
        });
    }

    private static List<String> phones(Intensity intensity, Group group, World world) {
        boolean rack = intensity != Intensity.OBVIOUS && group.dice().chance(RACK_CHANCE);
        int few = intensity.of(1, (group.size() + 7) / 8, (group.size() + 3) / 4);
        return Devices.of(group, world, rack ? group.size() : few);
    }

    /** The phones, beginning with another one. */
    private static List<String> turned(List<String> phones, int by) {
        return Stream.concat(
                        phones.stream().skip(by % phones.size()),
                        phones.stream().limit(by % phones.size()))
                .toList();
    }

    @Override
    public void live(Account self, Day day) {
        Dice dice = self.dice();
        if (!dice.chance(dailyChance)) {
            return;
        }
        Round round = new Round(self, day, usualSecond + dice.between(-600, 600), 8, 40);
        round.take(Chore.SIGN_IN);
        for (Chore chore : chores) {
            // As it comes, not by the rule book: no account of a farm is worth a second look.
            round.take(chore, dice.between(1, chore.acts() + 1));
        }
    }
}
