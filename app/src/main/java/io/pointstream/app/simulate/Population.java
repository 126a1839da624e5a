package io.pointstream.app.simulate;

import io.pointstream.app.simulate.habit.Habit;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.persona.Persona.Group;
import io.pointstream.app.simulate.persona.Personas;
import io.pointstream.app.simulate.persona.Personas.Honest;
import io.pointstream.app.simulate.world.Account;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.Rhythm;
import io.pointstream.app.simulate.world.World;
import java.util.ArrayList;
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

    /** One account, who is behind it, and what they do. */
    record Resident(Account account, Persona persona, List<Habit> habits) {
        void live(Day day) {
            for (Habit habit : habits) {
                habit.live(account, day);
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

    /** Every pattern gets an equal share of the accounts, but for those whose smallest group would be more than that. */
    private void addFarmers(int farmers) {
        List<Persona> patterns = new ArrayList<>(Personas.FARMERS);
        patterns.removeIf(pattern -> pattern.groupMin() > farmers / Personas.FARMERS.size());
        if (patterns.isEmpty()) {
            patterns.addAll(Personas.FARMERS.stream()
                    .filter(pattern -> pattern.groupMin() == 1)
                    .toList());
        }
        for (int i = 0; i < patterns.size(); i++) {
            int until = (int) ((long) farmers * (i + 1) / patterns.size());
            addGroups(patterns.get(i), until);
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

    private void addHonest(int until) {
        double[] weights = Personas.HONEST.stream().mapToDouble(Honest::weight).toArray();
        while (residents.size() < until) {
            Persona persona = Personas.HONEST.get(dice.weighted(weights)).persona();
            int room = until - residents.size();
            if (persona.groupMin() <= room) {
                addGroup(persona, dice.between(persona.groupMin(), Math.min(persona.groupMax(), room)));
            }
        }
    }

    private void addGroup(Persona persona, int size) {
        Group group = new Group(world.device(dice), world.address(dice));
        for (int member = 0; member < size; member++) {
            Dice own = dice.split();
            Account account = new Account(
                    String.format(Locale.ROOT, "u%07d", numbers[residents.size()]),
                    own,
                    Rhythm.of(own),
                    Math.min(ACTIVITY_MAX, own.logNormal(ACTIVITY_MEDIAN, ACTIVITY_SIGMA)),
                    persona.oneDevice() ? group.device() : world.device(own),
                    persona.oneDevice() ? group.address() : world.address(own));
            residents.add(new Resident(account, persona, persona.settle(account, group, world)));
        }
    }
}
