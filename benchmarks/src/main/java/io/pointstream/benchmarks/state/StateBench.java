package io.pointstream.benchmarks.state;

import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.benchmarks.points.BenchTraffic;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.SoloPoints;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.SoloContext.Changelog;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures what accounts take in the stores of the points application over a simulated year, what they take in those of the farming
 * application, and what an event costs for an account with a long history beside a new one. The processors and their stores are
 * the service's, on the heap and without Kafka, so that nothing else is measured.
 */
public final class StateBench {

    private static final double COST_GOAL = 1.10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int COMMIT_EVERY = 500;
    private static final int REPORTS = 4;
    private static final long SEED = 1;
    private static final double FARMERS_PERCENT = 3;

    /** Pairs of an old and a new account. */
    private static final int PAIRS = 20;

    private static final int HISTORY_EVENTS = 100_000;
    /**
     * Event time between two events of one account: 250 a day, so that a history is 400 days; and 100 a day, 1,000 days, from where on
     * an account also looks through its payments for those to forget, and has two timers that fire for 100 events.
     */
    private static final long STEP_MS = 345_600;

    private static final long LONG_STEP_MS = 864_000;
    /** Longer than event ids are remembered: both have the same ids to look through when they are measured. */
    private static final int SETTLE_EVENTS = 2_500;

    /**
     * New accounts one after the other, each measured for a while after it has settled: over a year in all, so that the old ones are measured
     * while they look through what they remember as often as it happens to them.
     */
    private static final int GENERATIONS = 20;

    private static final int BLOCKS = 20;
    private static final int BLOCK_EVENTS = 100;

    private final int accounts;
    private final int days;
    private final PrintStream out;
    private final ProgramRules rules = ProgramRules.fixed(RuleBooks.shipped());
    private final SoloPoints points = new SoloPoints(
            rules,
            Ticks.none(),
            Map.of("schema.registry.url", "mock://bench-state"),
            PointsTopology.CACHE_BYTES_DEFAULT);

    /**
     * Measures nothing yet.
     *
     * @param accounts of the simulated time
     * @param days of the simulated time
     */
    public StateBench(int accounts, int days, PrintStream out) {
        this.accounts = accounts;
        this.days = days;
        this.out = out;
    }

    /** Prints a line for each figure, and {@code key=value …} last. */
    public void run() {
        String sizes = sizes();
        String profiles = new FarmingSizes(rules, FARMERS_PERCENT, SEED, out).run();
        out.printf(
                Locale.ROOT,
                "%s %s history_cost_ratio=%.3f goal_history_cost_ratio=%.2f long_history_cost_ratio=%.3f%n",
                sizes,
                profiles,
                history(STEP_MS),
                COST_GOAL,
                history(LONG_STEP_MS));
    }

    private String sizes() {
        out.printf(Locale.ROOT, "state: %,d accounts over %d days, %.0f%% farmers%n", accounts, days, FARMERS_PERCENT);
        StoreSizes sizes = new StoreSizes();
        Life life = new Life(sizes);
        LocalDate start = LocalDate.of(2026, 1, 1);
        Instant[] reportAt = {reportAt(start, 1)};
        int[] report = {1};
        Simulator.run(new Settings(accounts, days, FARMERS_PERCENT, SEED, start), activity -> {
            if (report[0] < REPORTS && !activity.getOccurredAt().isBefore(reportAt[0])) {
                life.commit();
                report(reportAt[0].toString(), life, sizes);
                reportAt[0] = reportAt(start, ++report[0]);
            }
            life.process(activity);
        });
        life.commit();
        return report("end", life, sizes);
    }

    private Instant reportAt(LocalDate start, int report) {
        return start.plusDays((long) days * report / REPORTS)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private String report(String when, Life life, StoreSizes sizes) {
        out.printf(Locale.ROOT, "%s, after %,d events%n", when, life.events);
        long bytes = 0;
        long written = 0;
        for (Map.Entry<String, StoreSizes.Store> entry : sizes.stores().entrySet()) {
            StoreSizes.Store store = entry.getValue();
            line(entry.getKey(), store.entries(), store.bytes(), store.written(), life.events);
            bytes += store.bytes();
            written += store.written();
        }
        line(
                "all",
                sizes.stores().values().stream()
                        .mapToLong(StoreSizes.Store::entries)
                        .sum(),
                bytes,
                written,
                life.events);
        return String.format(
                Locale.ROOT,
                "bytes_per_account=%.0f bytes_per_event=%.1f written_per_event=%.0f",
                (double) bytes / accounts,
                (double) bytes / life.events,
                (double) written / life.events);
    }

    private void line(String store, long entries, long bytes, long written, long events) {
        out.printf(
                Locale.ROOT,
                "  %-20s %,11d entries %,12d bytes %,9.0f an account %6.1f an event; written %,6.0f an event%n",
                store,
                entries,
                bytes,
                (double) bytes / accounts,
                (double) bytes / events,
                (double) written / events);
    }

    /**
     * The old accounts' time over the new ones', of the same events in turns: the median of a generation's blocks, since a
     * neighbour of the machine stops one of them for longer than it takes; and the mean of the generations, since the old accounts
     * look through what they remember during some of these and not during others.
     */
    private double history(long stepMs) {
        out.printf(
                Locale.ROOT,
                "history: %d accounts with %,d events in %,d days behind them, and %d times %d new ones, the same events for both%n",
                PAIRS,
                HISTORY_EVENTS,
                Duration.ofMillis(stepMs * HISTORY_EVENTS).toDays(),
                GENERATIONS,
                PAIRS);
        Life life = new Life(Changelog.none());
        BenchTraffic traffic = new BenchTraffic(SEED, 1, stepMs);
        for (int i = 0; i < HISTORY_EVENTS; i++) {
            live(life, "old-", traffic.next());
        }
        double[] ratios = new double[GENERATIONS];
        for (int generation = 0; generation < GENERATIONS; generation++) {
            String fresh = "new-" + generation + "-";
            for (int i = 0; i < SETTLE_EVENTS; i++) {
                Activity activity = traffic.next();
                live(life, "old-", activity);
                live(life, fresh, activity);
            }
            double[] ofBlocks = new double[BLOCKS];
            for (int block = 0; block < BLOCKS; block++) {
                List<Activity> events = new ArrayList<>(BLOCK_EVENTS);
                for (int i = 0; i < BLOCK_EVENTS; i++) {
                    events.add(traffic.next());
                }
                boolean oldFirst = block % 2 == 0;
                double first = timed(life, oldFirst ? "old-" : fresh, events);
                double second = timed(life, oldFirst ? fresh : "old-", events);
                ofBlocks[block] = oldFirst ? first / second : second / first;
            }
            Arrays.sort(ofBlocks);
            ratios[generation] = (ofBlocks[(BLOCKS - 1) / 2] + ofBlocks[BLOCKS / 2]) / 2;
        }
        out.printf(
                Locale.ROOT,
                "  old to new, the median of each generation: %s%n",
                Arrays.stream(ratios)
                        .mapToObj(ratio -> String.format(Locale.ROOT, "%.3f", ratio))
                        .collect(Collectors.joining(" ")));
        return Arrays.stream(ratios).average().orElseThrow();
    }

    /** Of the processor: the collector's pauses and a neighbour's work would fall on one of the two by chance. */
    private static long timed(Life life, String prefix, List<Activity> events) {
        life.commit();
        long started = THREADS.getCurrentThreadCpuTime();
        events.forEach(activity -> live(life, prefix, activity));
        life.commit();
        return THREADS.getCurrentThreadCpuTime() - started;
    }

    /** One event, for each of a group's accounts. */
    private static void live(Life life, String prefix, Activity activity) {
        for (int i = 0; i < PAIRS; i++) {
            activity.setAccountId(prefix + i);
            life.process(activity);
        }
    }

    /** A task that commits now and then. */
    private final class Life {
        private final SoloPoints.Task task;
        private long events;

        Life(Changelog changelog) {
            task = points.start(changelog, (topic, key, value) -> {});
        }

        void process(Activity activity) {
            task.process(activity);
            events++;
            if (events % COMMIT_EVERY == 0 || task.commitRequested()) {
                commit();
            }
        }

        void commit() {
            task.beforeCommit();
        }
    }
}
