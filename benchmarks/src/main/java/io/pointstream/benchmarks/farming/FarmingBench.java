package io.pointstream.benchmarks.farming;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.app.demo.Lag;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.benchmarks.streams.BenchStack;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.benchmarks.streams.Pass;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.farming.FarmingTopology;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.SoloPoints;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.SoloContext.Changelog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures the farming application end to end: real broker in a JVM of its own beside it, exactly once, RocksDB, Avro. The traffic is
 * simulated, with farmers in it, because what detection costs depends on what accounts do together. First detection alone, over activity
 * and the journal that points has made of it; then, on a broker of its own, both applications at once, as {@code run} has
 * them, and how long after a flag the first award is held ({@link HoldBench}).
 */
public final class FarmingBench {

    private static final long GOAL = 10_000;
    private static final long SEED = 1;
    private static final double FARMERS_PERCENT = 3;
    private static final LocalDate START = LocalDate.of(2026, 5, 1);
    private static final int LAG_PAUSE_MS = 20;

    /**
     * What is measured.
     *
     * @param days of traffic in each round
     * @param rounds measured, after one that warms up
     * @param bots whose hold is timed
     */
    public record Load(int accounts, int days, int rounds, int bots) {}

    private final Load load;
    private final BenchStack.Streams streams;
    private final Path directory;
    private final PrintStream out;

    /** Measures nothing yet. */
    public FarmingBench(Load load, BenchStack.Streams streams, Path directory, PrintStream out) {
        this.load = load;
        this.streams = streams;
        this.directory = directory;
        this.out = out;
    }

    /** Prints a line for each figure, and {@code key=value …} last. */
    public void run() throws InterruptedException {
        out.printf(
                Locale.ROOT,
                "farming: %,d accounts, %.0f%% farmers, %d days a round, %d rounds%n",
                load.accounts,
                FARMERS_PERCENT,
                load.days,
                load.rounds);
        Pass alone = alone();
        try (BenchStack stack = BenchStack.start(directory.resolve("loop"), streams);
                Lag lag = new Lag(stack.clients());
                StreamsRunner points = stack.points(new SimpleMeterRegistry());
                StreamsRunner farming = stack.farming(new SimpleMeterRegistry())) {
            Pass both = both(stack, points, farming, lag);
            Delays holds = new HoldBench(stack, load.bots).run(out);
            out.printf(
                    Locale.ROOT,
                    "farming_events_per_second=%.0f goal_events_per_second=%d farming_with_points_events_per_second=%.0f"
                            + " hold_p99_ms=%d goal_hold_p99_ms=%d%n",
                    alone.eventsPerSecond(),
                    GOAL,
                    both.eventsPerSecond(),
                    holds.percentileMs(0.99),
                    HoldBench.GOAL_MS);
        }
    }

    private Pass alone() {
        try (BenchStack stack = BenchStack.start(directory.resolve("alone"), streams);
                Rounds rounds = new Rounds(stack)) {
            Simulator.run(settings(load.days * (load.rounds + 1)), rounds::take);
            rounds.end();
            return Pass.sum(rounds.passes);
        }
    }

    private Settings settings(int days) {
        return new Settings(load.accounts, days, FARMERS_PERCENT, SEED, START);
    }

    /** Puts a round's activity into Kafka with the journal that it makes, lets detection pass over it, and so on. */
    private final class Rounds implements AutoCloseable {
        private final BenchStack stack;
        private final Lag lag;
        private final KafkaProducer<String, Activity> activities;
        private final KafkaProducer<String, byte[]> journal;
        private final SoloPoints.Task points;
        private final List<Pass> passes = new ArrayList<>();
        private int round;
        private Instant until = until();
        private Instant now = Instant.EPOCH;
        private long events;

        Rounds(BenchStack stack) {
            this.stack = stack;
            lag = new Lag(stack.clients());
            activities = stack.activities();
            journal = stack.producer(new ByteArraySerializer());
            points = new SoloPoints(
                            ProgramRules.fixed(RuleBooks.shipped()),
                            Ticks.none(),
                            BenchStack.SERDES,
                            PointsTopology.CACHE_BYTES_DEFAULT)
                    .start(Changelog.none(), this::sent);
        }

        void take(Activity activity) {
            now = activity.getOccurredAt();
            if (!now.isBefore(until)) {
                end();
            }
            events++;
            var _ = activities.send(ActivityRecords.of(activity));
            points.process(activity);
            if (points.commitRequested()) {
                points.beforeCommit();
            }
        }

        private void sent(Topic topic, String key, byte[] value) {
            if (topic.equals(Topics.POINTS_JOURNAL)) {
                var _ = journal.send(new ProducerRecord<>(topic.name(), null, now.toEpochMilli(), key, value));
            }
        }

        /** Ends a round: all of it is in Kafka, and detection begins. */
        void end() {
            activities.flush();
            journal.flush();
            Pass pass = pass();
            out.printf("%-8s farming %s%n", round == 0 ? "warm-up" : "round " + round, pass);
            if (round > 0) {
                passes.add(pass);
            }
            round++;
            until = until();
            events = 0;
        }

        private Pass pass() {
            try (StreamsRunner farming = stack.farming(new SimpleMeterRegistry())) {
                farming.start();
                awaitRunning(farming);
                Pass.Watch watch = new Pass.Watch();
                awaitDetection(lag);
                return watch.stop(events);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        private Instant until() {
            return settings(load.days * (round + 1)).end();
        }

        @Override
        public void close() {
            journal.close();
            activities.close();
            lag.close();
        }
    }

    private Pass both(BenchStack stack, StreamsRunner points, StreamsRunner farming, Lag lag)
            throws InterruptedException {
        long[] events = {0};
        try (KafkaProducer<String, Activity> activities = stack.activities()) {
            Simulator.run(settings(load.days), activity -> {
                events[0]++;
                var _ = activities.send(ActivityRecords.of(activity));
            });
        }
        points.start();
        farming.start();
        awaitRunning(points);
        awaitRunning(farming);
        Pass.Watch watch = new Pass.Watch();
        awaitNone(() -> lag.of(PointsTopology.APPLICATION, Topics.activity()));
        awaitDetection(lag);
        awaitNone(() -> lag.of(PointsTopology.APPLICATION, List.of(Topics.FARMING_RISK)));
        Pass pass = watch.stop(events[0]);
        out.printf("farming and points at once %s%n", pass);
        return pass;
    }

    private static void awaitRunning(StreamsRunner application) throws InterruptedException {
        while (!application.isRunning()) {
            Thread.sleep(LAG_PAUSE_MS);
        }
    }

    private static void awaitDetection(Lag lag) throws InterruptedException {
        awaitNone(() -> lag.withInternals(FarmingTopology.APPLICATION, FarmingTopology.inputs()));
    }

    /** Asks for a lag. */
    @FunctionalInterface
    private interface Behind {
        long offsets() throws InterruptedException;
    }

    private static void awaitNone(Behind behind) throws InterruptedException {
        while (behind.offsets() > 0) {
            Thread.sleep(LAG_PAUSE_MS);
        }
    }
}
