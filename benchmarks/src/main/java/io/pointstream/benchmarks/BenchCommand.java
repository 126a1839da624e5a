package io.pointstream.benchmarks;

import io.pointstream.app.ExitStatus;
import io.pointstream.app.Verb;
import io.pointstream.app.simulate.Settings;
import io.pointstream.benchmarks.console.ConsoleBench;
import io.pointstream.benchmarks.detection.DetectionBench;
import io.pointstream.benchmarks.engine.EngineBench;
import io.pointstream.benchmarks.farming.FarmingBench;
import io.pointstream.benchmarks.intake.IntakeBench;
import io.pointstream.benchmarks.points.PointsBench;
import io.pointstream.benchmarks.reports.ReportsBench;
import io.pointstream.benchmarks.sink.SinkBench;
import io.pointstream.benchmarks.state.StateBench;
import io.pointstream.benchmarks.streams.BenchStack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb {@code bench}. */
@Command(name = "bench", description = "Measure; the last line of each is key=value …, ratios are from one run.")
public final class BenchCommand implements Verb {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    /** How the applications run that are measured. */
    static final class StreamsOptions {

        @Option(
                names = "--threads",
                defaultValue = "2",
                description = "Stream threads, by default as many as run has (${DEFAULT-VALUE}).")
        private int threads;

        @Option(
                names = "--commit-interval-ms",
                defaultValue = "100",
                description = "Of the applications and of loops beside them (${DEFAULT-VALUE}).")
        private int commitIntervalMs;

        BenchStack.Streams setting() {
            return new BenchStack.Streams(threads, Duration.ofMillis(commitIntervalMs));
        }
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "what? " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "engine", description = "The engine alone, on one core, by JMH.")
    int engine() throws RunnerException {
        EngineBench.run(System.out);
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "points",
            description = "The points application end to end on a real broker, beside a loop without state.")
    int points(
            @Option(names = "--events", defaultValue = "300000", description = "Events a round (${DEFAULT-VALUE}).")
                    int events,
            @Option(names = "--rounds", defaultValue = "3", description = "Measured rounds (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--latency-seconds",
                            defaultValue = "15",
                            description = "Seconds at 5,000 events/s (${DEFAULT-VALUE}).")
                    int latencySeconds,
            @Mixin StreamsOptions streams)
            throws IOException, InterruptedException, ExecutionException {
        try (BenchDirectory directory = BenchDirectory.create()) {
            PointsBench.Load load = new PointsBench.Load(events, rounds, Duration.ofSeconds(latencySeconds));
            new PointsBench(load, streams.setting(), directory.path(), System.out).run();
        }
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "farming",
            description = {
                "The farming application end to end on a real broker, on simulated traffic; then with the points application "
                        + "beside it, as run has both: how soon after a flag awards are held."
            })
    int farming(
            @Option(names = "--accounts", defaultValue = "4000", description = "Accounts (${DEFAULT-VALUE}).")
                    int accounts,
            @Option(names = "--days", defaultValue = "10", description = "Days of traffic a round (${DEFAULT-VALUE}).")
                    int days,
            @Option(names = "--rounds", defaultValue = "3", description = "Measured rounds (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--bots",
                            defaultValue = "200",
                            description = "Accounts whose hold is timed (${DEFAULT-VALUE}).")
                    int bots,
            @Mixin StreamsOptions streams)
            throws IOException, InterruptedException {
        try (BenchDirectory directory = BenchDirectory.create()) {
            FarmingBench.Load load = new FarmingBench.Load(accounts, days, rounds, bots);
            new FarmingBench(load, streams.setting(), directory.path(), System.out).run();
        }
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "state",
            description = "Bytes of accounts in the stores over a simulated year, and what a long history costs.")
    int state(
            @Option(names = "--accounts", defaultValue = "200", description = "Accounts (${DEFAULT-VALUE}).")
                    int accounts,
            @Option(names = "--days", defaultValue = "365", description = "Days (${DEFAULT-VALUE}).") int days) {
        new StateBench(accounts, days, System.out).run();
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "sink",
            description =
                    "The sink's inserts, beside ClickHouse's own of the same rows from files; then how soon after its "
                            + "commit in Kafka a record is in a report.")
    int sink(
            @Option(
                            names = "--records",
                            defaultValue = "5000000",
                            description = "Journal records measured (${DEFAULT-VALUE}).")
                    int records,
            @Option(
                            names = "--lag-seconds",
                            defaultValue = "20",
                            description = "Seconds at 10,000 records/s (${DEFAULT-VALUE}).")
                    int lagSeconds)
            throws IOException, InterruptedException, ExecutionException {
        try (BenchDirectory directory = BenchDirectory.create()) {
            SinkBench.run(new SinkBench.Load(records, lagSeconds), directory.path(), System.out);
        }
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "intake",
            description = {
                "The service's HTTP port: POST /v1/events in batches of 1,000 lines, beside a producer alone; then accounts "
                        + "asked for at a steady rate while events come in."
            })
    int intake(
            @Option(names = "--lines", defaultValue = "500000", description = "Lines a round (${DEFAULT-VALUE}).")
                    int lines,
            @Option(names = "--rounds", defaultValue = "3", description = "Measured rounds (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(names = "--clients", defaultValue = "4", description = "Clients at once (${DEFAULT-VALUE}).")
                    int clients,
            @Option(
                            names = "--requests-per-second",
                            defaultValue = "500",
                            description = "Accounts asked for (${DEFAULT-VALUE}).")
                    int requestsPerSecond,
            @Option(
                            names = "--seconds",
                            defaultValue = "30",
                            description = "Seconds in which accounts are asked for (${DEFAULT-VALUE}).")
                    int seconds)
            throws IOException, InterruptedException, ExecutionException {
        try (BenchDirectory directory = BenchDirectory.create()) {
            IntakeBench.Load load = new IntakeBench.Load(lines, rounds, clients, requestsPerSecond, seconds);
            new IntakeBench(load, directory.path(), System.out).run();
        }
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "reports",
            description = "Every report on a year of data in a real ClickHouse, over thirty days and over the year.")
    int reports(
            @Option(
                            names = "--postings",
                            defaultValue = "100000000",
                            description = "In the year, about (${DEFAULT-VALUE}); a hundred an account.")
                    long postings,
            @Option(
                            names = "--rounds",
                            defaultValue = "20",
                            description = "Times that each report is asked (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description = "Keep the year there; one that is there is not filled again.")
                    @Nullable
                    Path data)
            throws IOException, InterruptedException, SQLException {
        try (BenchDirectory directory = BenchDirectory.of(data)) {
            ReportsBench.run(postings, rounds, directory.path(), System.out);
        }
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "console",
            description = {
                "The console's pages over HTTP, with an open case for every account of a year of data; then decisions over "
                        + "HTTP: how soon the points of each are released or clawed back, in the account's state and in ClickHouse."
            })
    int console(
            @Option(
                            names = "--postings",
                            defaultValue = "10000000",
                            description = "In the year, about (${DEFAULT-VALUE}); a hundred an account.")
                    long postings,
            @Option(
                            names = "--rounds",
                            defaultValue = "100",
                            description = "Times that each page is asked (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--decisions",
                            defaultValue = "40",
                            description = "Decisions measured, half confirm and half clear (${DEFAULT-VALUE}).")
                    int decisions,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description = "Keep the year there; one that is there is not filled again.")
                    @Nullable
                    Path data)
            throws IOException, InterruptedException, SQLException {
        try (BenchDirectory directory = BenchDirectory.of(data)) {
            ConsoleBench.run(postings, rounds, decisions, directory.path(), System.out);
        }
        return ExitStatus.SUCCESS;
    }

    @Command(
            name = "detection",
            description = "Farming detection on labelled traffic: whom it finds, whom it spares, how soon.")
    int detection(
            @Option(names = "--accounts", defaultValue = "20000", description = "Accounts (${DEFAULT-VALUE}).")
                    int accounts,
            @Option(names = "--days", defaultValue = "60", description = "Days of traffic (${DEFAULT-VALUE}).")
                    int days,
            @Option(names = "--farmers", defaultValue = "3", description = "Percent who farm (${DEFAULT-VALUE}).")
                    double farmers,
            @Option(
                            names = "--seeds",
                            defaultValue = "101",
                            split = ",",
                            paramLabel = "SEED",
                            description = "One trial each (${DEFAULT-VALUE}).")
                    List<Long> seeds,
            @Option(
                            names = "--examples",
                            defaultValue = "0",
                            description = "False alarms and misses to name (${DEFAULT-VALUE}).")
                    int examples)
            throws InterruptedException {
        LocalDate start = LocalDate.of(2026, 5, 1);
        List<Settings> trials = seeds.stream()
                .map(seed -> new Settings(accounts, days, farmers, seed, start))
                .toList();
        new DetectionBench(trials, examples, System.out).run();
        return ExitStatus.SUCCESS;
    }
}
