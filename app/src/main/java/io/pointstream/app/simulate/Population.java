package io.pointstream.app.simulate;

import io.pointstream.app.simulate.farmer.Farmers;
import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.habit.Habits;
import io.pointstream.app.simulate.neighbour.Neighbours;
import io.pointstream.app.simulate.neighbour.Neighbours.Neighbour;
import io.pointstream.app.simulate.persona.Group;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.persona.Persona.Joining;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.Rhythm;
import io.pointstream.app.simulate.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Who lives in the simulation. Account ids are dealt at random, so that they tell nothing. */
final class Population {
    /** Activity differs between people by its logarithm: one in a hundred does six times what the median does. */
    private static final double ACTIVITY_SIGMA = 0.8;

    /** So that the mean is 1. */
    private static final double ACTIVITY_MEDIAN = StrictMath.exp(-ACTIVITY_SIGMA * ACTIVITY_SIGMA / 2);

    private static final double ACTIVITY_MAX = 12;

    /** So many honest people are new, come over so much of the time, and leave again after a few days. */
    private static final double NEW_SHARE = 0.33;

    private static final double NEW_UNTIL = 0.8;
    private static final double LEAVES_AGAIN = 0.12;
    private static final int TRIES_DAYS = 3;

    /** No honest group has more than this part of the honest people. */
    private static final int GROUP_PART = 6;

    /** One account, who is behind it, and what they do. */
    record Resident(Account account, Persona persona, List<Habit> habits) {
        void live(Day day) {
            if (day.number() >= account.arrival()) {
                for (Habit habit : habits) {
                    habit.live(account, day);
                }
            }
        }
    }

    private final Dice dice;
    private final World world;
    private final int[] numbers;
    private final List<Resident> residents = new ArrayList<>();

    private Population(Settings settings, World world, Dice dice) {
        this.dice = dice;
        this.world = world;
        this.numbers = new int[settings.accounts()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        dice.shuffle(numbers);
    }

    /** All residents, by account id. */
    static List<Resident> settle(Settings settings, World world, Dice dice) {
        Population population = new Population(settings, world, dice);
        population.addFarmers(settings.farmers());
        population.addHonest(settings.accounts());
        population.residents.sort(
                Comparator.comparing(resident -> resident.account().id()));
        return List.copyOf(population.residents);
    }

    /** Equal parts of the three intensities, and within each about equal parts of the patterns. */
    private void addFarmers(int farmers) {
        Intensity[] intensities = Intensity.values();
        for (int i = 0; i < intensities.length; i++) {
            int until = (int) ((long) farmers * (i + 1) / intensities.length);
            addPatterns(shuffled(Farmers.of(intensities[i])), until - residents.size());
        }
    }

    /** Groups need their fewest members: where there are few farmers, not more than half of them live in groups. */
    private void addPatterns(List<Persona> patterns, int count) {
        int from = residents.size();
        List<Persona> single =
                patterns.stream().filter(pattern -> pattern.groupMin() == 1).toList();
        int share = count / patterns.size();
        int left = count / 2;
        for (Persona pattern : patterns) {
            int size = Math.max(share, pattern.groupMin());
            if (pattern.groupMin() > 1 && size <= left) {
                addGroups(pattern, residents.size() + size);
                left -= size;
            }
        }
        int grouped = residents.size();
        for (int i = 0; i < single.size(); i++) {
            addGroups(single.get(i), grouped + (int) ((long) (from + count - grouped) * (i + 1) / single.size()));
        }
    }

    /** Splits what is left until the given number of residents into groups of about equal size within the limits. */
    private void addGroups(Persona persona, int until) {
        int count = until - residents.size();
        if (count == 0) {
            return;
        }
        int fewest = (count + persona.groupMax() - 1) / persona.groupMax();
        int groups = dice.between(fewest, Math.max(fewest, count / persona.groupMin()));
        for (int i = 0; i < groups; i++) {
            int size = (int) ((long) count * (i + 1) / groups) - (int) ((long) count * i / groups);
            addGroup(persona, size);
        }
    }

    /** One group of each persona, then as common as they are. */
    private void addHonest(int until) {
        int most = (until - residents.size()) / GROUP_PART;
        for (Neighbour neighbour : Neighbours.ALL) {
            addGroup(neighbour.persona(), most, until);
        }
        double[] weights =
                Neighbours.ALL.stream().mapToDouble(Neighbour::weight).toArray();
        while (residents.size() < until) {
            addGroup(Neighbours.ALL.get(dice.weighted(weights)).persona(), most, until);
        }
    }

    private void addGroup(Persona persona, int most, int until) {
        int room = until - residents.size();
        int largest = persona.groupMax() == 1 ? room : Math.min(most, room);
        if (persona.groupMin() <= largest) {
            addGroup(persona, dice.between(persona.groupMin(), Math.min(persona.groupMax(), largest)));
        }
    }

    private void addGroup(Persona persona, int size) {
        String[] ids = new String[size];
        Arrays.setAll(ids, member -> String.format(Locale.ROOT, "u%07d", numbers[residents.size() + member]));
        Group group = new Group(List.of(ids), dice.split(), world.device(dice), world.address(dice));
        Joining joining = persona.founding().found(group, world);
        for (int member = 0; member < size; member++) {
            addMember(persona, joining, group, member);
        }
    }

    private void addMember(Persona persona, Joining joining, Group group, int member) {
        Dice own = dice.split();
        Account account = new Account(
                group.members().get(member),
                own,
                Rhythm.of(own),
                Math.min(ACTIVITY_MAX, own.logNormal(ACTIVITY_MEDIAN, ACTIVITY_SIGMA)),
                world.device(own),
                world.address(own));
        account.goesOut(world.carriers(own));
        boolean isNew = !persona.farms() && own.chance(NEW_SHARE);
        if (isNew) {
            account.arrivesOn(world.dayBetween(own, 0, NEW_UNTIL));
        }
        List<Habit> habits = joining.join(account, member);
        if (isNew && account.arrival() >= 0) {
            world.expect(account.arrival(), account.id());
            if (own.chance(LEAVES_AGAIN)) {
                int leaves = account.arrival() + own.between(1, TRIES_DAYS);
                habits = List.of(Habits.but(leaves, Integer.MAX_VALUE, habits));
            }
        }
        residents.add(new Resident(account, persona, habits));
    }

    private List<Persona> shuffled(List<Persona> patterns) {
        int[] order = new int[patterns.size()];
        Arrays.setAll(order, i -> i);
        dice.shuffle(order);
        return Arrays.stream(order).mapToObj(patterns::get).toList();
    }
}
