package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Membership;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often an account usually does a thing in a day: its own days, of which old ones fade, and as many days of its peers as the
 * configuration gives them weight. So an account that was never seen is judged by its peers alone, and one that has been there for
 * long by its own days. Peers are accounts of the same tier and age, that are there for the same thing.
 *
 * <p>Only days that are over count, and days without the act count too.
 */
final class Baseline {

    private static final byte VERSION = 1;
    private static final int NO_DAY = Integer.MIN_VALUE;
    private static final int COUNT_MAX = 1_000_000;
    /** The share of all acts from which a family of kinds is what an account is there for. */
    private static final double MAIN = 0.5;

    private final FarmingConfig.Baseline config;
    private final Map<Kind, Habit> habits = new TreeMap<>();
    private int firstDay = NO_DAY;
    private int today = NO_DAY;
    /** Weight of the days before today. */
    private double days;

    private Membership.Tier tier = Membership.Tier.ORDINARY;

    Baseline(FarmingConfig.Baseline config) {
        this.config = config;
    }

    /** Acts of a kind. */
    private static final class Habit {
        private int today;
        /** Weighted sums over the days before: of the counts, and of their squares. */
        private double sum;

        private double squares;
    }

    /**
     * What is usual.
     *
     * @param mean acts a day
     * @param variance of the acts a day
     * @param ownDays weight of the account's own days in it
     * @param peerDays weight of its peers'
     */
    record Usual(double mean, double variance, double ownDays, double peerDays) {

        /** Once in how many days at most a day holds so many (Cantelli's inequality: whatever the distribution). */
        double onceInDays(int count) {
            return count <= mean ? 1 : 1 + (count - mean) * (count - mean) / variance;
        }
    }

    /** Takes an event in; the number of its kind on its day so far, or 0 when it is late or of a kind without peers. */
    int add(Event event, int day) {
        if (event instanceof Membership.TierChanged change) {
            tier = change.tier();
        }
        Kind kind = Kind.of(event);
        if (!config.perMonth().containsKey(kind) || day < today) {
            return 0;
        }
        if (today == NO_DAY) {
            firstDay = day;
            today = day;
        } else if (day > today) {
            end(day);
        }
        Habit habit = habits.computeIfAbsent(kind, added -> new Habit());
        habit.today = Math.min(COUNT_MAX, habit.today + 1);
        return habit.today;
    }

    private void end(int day) {
        int passed = day - today;
        double fade = StrictMath.pow(0.5, passed / (double) config.halfLife().toDays());
        double step = StrictMath.pow(0.5, 1.0 / config.halfLife().toDays());
        // Today had weight 1 and the days between, without an act, less and less of it; all of them fade by a day's
        // step at a time.
        days = days * fade + step * (1 - fade) / (1 - step);
        for (Habit habit : habits.values()) {
            habit.sum = (habit.sum + habit.today) * fade;
            habit.squares = (habit.squares + (double) habit.today * habit.today) * fade;
            habit.today = 0;
        }
        today = day;
    }

    /** What is usual for the account; null for a kind without peers. */
    @Nullable
    Usual usual(Kind kind) {
        Double perMonth = config.perMonth().get(kind);
        if (perMonth == null) {
            return null;
        }
        double peers = perMonth / 30 * config.tiers().getOrDefault(tier, 1.0);
        if (today - firstDay < config.newcomerDays()) {
            peers *= config.newcomers();
        }
        if (isMain(kind.family())) {
            peers *= config.mainFamily();
        }
        double spread = config.spread() * peers + peers * peers;
        Habit habit = habits.get(kind);
        double sum = habit == null ? 0 : habit.sum;
        double squares = habit == null ? 0 : habit.squares;
        double weight = days + config.peerDays();
        double mean = (sum + config.peerDays() * peers) / weight;
        double variance = (squares + config.peerDays() * (spread + peers * peers)) / weight - mean * mean;
        return new Usual(mean, variance, days, config.peerDays());
    }

    private boolean isMain(String family) {
        double all = 0;
        double own = 0;
        for (Map.Entry<Kind, Habit> habit : habits.entrySet()) {
            all += habit.getValue().sum;
            own += habit.getKey().family().equals(family) ? habit.getValue().sum : 0;
        }
        return own > MAIN * all;
    }

    void write(StateWriter out) {
        out.unsigned(VERSION);
        out.signed(firstDay);
        out.signed(today);
        out.real(days);
        out.string(tier.name());
        out.size(habits.size());
        habits.forEach((kind, habit) -> {
            out.string(kind.name());
            out.unsigned(habit.today);
            out.real(habit.sum);
            out.real(habit.squares);
        });
    }

    static Baseline read(StateReader in, FarmingConfig.Baseline config) {
        in.version("baseline", VERSION);
        Baseline result = new Baseline(config);
        result.firstDay = (int) in.signed();
        result.today = (int) in.signed();
        result.days = in.real();
        String tier = in.string();
        for (Membership.Tier known : Membership.Tier.values()) {
            result.tier = known.name().equals(tier) ? known : result.tier;
        }
        for (int left = in.size(); left > 0; left--) {
            Kind kind = Kind.named(in.string());
            Habit habit = new Habit();
            habit.today = (int) in.unsigned();
            habit.sum = in.real();
            habit.squares = in.real();
            if (kind != null && config.perMonth().containsKey(kind)) {
                result.habits.put(kind, habit);
            }
        }
        return result;
    }
}
