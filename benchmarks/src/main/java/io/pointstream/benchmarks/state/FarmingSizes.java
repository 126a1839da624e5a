package io.pointstream.benchmarks.state;

import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.engine.farming.Lists;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.farming.SoloFarming;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.SoloPoints;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.SoloContext.Changelog;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Measures what active accounts take in the farming application: its stores in bytes, and its live objects on the heap. What it remembers
 * reaches back 60 days at most, so that a longer time would add nothing.
 */
final class FarmingSizes {

    private static final int ACCOUNTS = 1_000;
    private static final int DAYS = 60;
    private static final Map<String, String> SERDES = Map.of("schema.registry.url", "mock://bench-state-farming");
    private static final int COLLECTIONS = 3;

    private final ProgramRules rules;
    private final double farmersPercent;
    private final long seed;
    private final PrintStream out;
    private final Deserializer<JournalEntry> journal =
            AvroSerdes.<JournalEntry>create(SERDES).deserializer();
    private final StoreSizes sizes = new StoreSizes();
    private final SoloFarming farming;
    private long events;

    FarmingSizes(ProgramRules rules, double farmersPercent, long seed, PrintStream out) {
        this.rules = rules;
        this.farmersPercent = farmersPercent;
        this.seed = seed;
        this.out = out;
        // Nothing is dropped from the heap, and nothing written to the stores before all is known.
        this.farming = new SoloFarming(rules::detectors, () -> Lists.NONE, Long.MAX_VALUE, sizes, new Silence());
    }

    /** Prints a line for each store and one for the heap; gives {@code key=value …}. */
    String run() {
        out.printf(Locale.ROOT, "farming: %,d accounts over %d days, %.0f%% farmers%n", ACCOUNTS, DAYS, farmersPercent);
        long before = usedHeap();
        live();
        long heap = usedHeap() - before;
        farming.beforeCommit();
        long bytes = 0;
        for (Map.Entry<String, StoreSizes.Store> entry : sizes.stores().entrySet()) {
            StoreSizes.Store store = entry.getValue();
            bytes += store.bytes();
            out.printf(
                    Locale.ROOT,
                    "  %-20s %,11d entries %,12d bytes %,9.0f an account%n",
                    entry.getKey(),
                    store.entries(),
                    store.bytes(),
                    (double) store.bytes() / ACCOUNTS);
        }
        out.printf(
                Locale.ROOT,
                "  after %,d events; as live objects %,d bytes of heap, %,.0f an account%n",
                events,
                heap,
                (double) heap / ACCOUNTS);
        return String.format(
                Locale.ROOT,
                "farming_bytes_per_account=%.0f farming_heap_per_account=%.0f",
                (double) bytes / ACCOUNTS,
                (double) heap / ACCOUNTS);
    }

    /** Points that go with the method: what they hold is no part of it. */
    private void live() {
        SoloPoints.Task points = new SoloPoints(rules, Ticks.none(), SERDES, PointsTopology.CACHE_BYTES_DEFAULT)
                .start(Changelog.none(), this::sent);
        Simulator.run(
                new Settings(ACCOUNTS, DAYS, farmersPercent, seed, LocalDate.of(2026, 1, 1)),
                activity -> process(activity, points));
    }

    private void process(Activity activity, SoloPoints.Task points) {
        if (!(activity.getBody() instanceof ReviewDecided)) {
            farming.process(activity);
        }
        points.process(activity);
        if (points.commitRequested()) {
            points.beforeCommit();
        }
        events++;
    }

    private void sent(Topic topic, String key, byte[] value) {
        if (topic.equals(Topics.POINTS_JOURNAL)) {
            farming.process(journal.deserialize(topic.name(), value));
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Nobody listens. */
    private static final class Silence implements SoloFarming.Output {
        @Override
        public void signal(Signal signal) {}

        @Override
        public void flag(Flag flag) {}

        @Override
        public void shadowFlag(Flag flag) {}

        @Override
        public void risk(AccountRisk risk) {}
    }
}
