package io.pointstream.app.prove.sink;

import io.pointstream.app.ExitStatus;
import io.pointstream.app.Logs;
import io.pointstream.app.prove.Bar;
import io.pointstream.app.prove.sink.SinkProof.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb {@code prove sink}. */
@Command(
        name = "sink",
        sortOptions = false,
        description = {
            "Run two sinks against a real broker and a real ClickHouse of this machine, and break what can break: connections"
                    + " are cut, delayed, half closed, acknowledgements lost, sinks killed at every step of the protocol,"
                    + " ClickHouse killed, partitions taken away in the middle of an insert.",
            "After each fault every record must be in every table exactly once, and in every materialized view. When"
                    + " something does not hold, it is named with the seed; the exit status is 1.",
            "The same seed gives the same faults and records; how the processes interleave is up to the machine."
        })
public final class SinkCommand implements Callable<Integer> {

    // So that whoever reads its output in a file sees it move.
    private static final int FAULTS_PER_LINE = 25;

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Option(
            names = "--faults",
            paramLabel = "N",
            defaultValue = "300",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int faults;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What everything is rolled from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException, SQLException {
        if (faults < 1) {
            throw new ParameterException(spec.commandLine(), "--faults is at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("seed=" + seed);
        out.flush();
        Path directory = Files.createTempDirectory("pointstream-prove-sink-");
        Logs.ofService();
        Logs.toFile(directory.resolve("prove.log"));
        long startNanos = System.nanoTime();
        Result result;
        try (Bar bar = new Bar("prove sink", " faults", faults);
                SinkProof proof = new SinkProof(directory, seed)) {
            result = proof.run(faults, done -> {
                bar.at(done);
                if (done % FAULTS_PER_LINE == 0) {
                    out.printf("%,d of %,d faults after %,d s%n", done, faults, seconds(startNanos));
                    out.flush();
                }
            });
        }
        long seconds = seconds(startNanos);
        result.faults().forEach((fault, count) -> out.printf("%-30s %,6d%n", fault, count));
        String violation = result.violation();
        if (violation == null) {
            delete(directory);
        } else {
            PrintWriter err = spec.commandLine().getErr();
            err.printf("violation: %s%nseed=%d; data and logs are in %s%n", violation, seed, directory);
            err.flush();
        }
        out.printf(
                "seed=%d faults=%d sink_kills=%d clickhouse_kills=%d clickhouse_aborts=%d rebalances=%d records=%d rows=%d views=%d seconds=%d"
                        + " violations=%d%n",
                seed,
                result.count(),
                count(result, Fault::killsSink),
                count(result, Fault::killsClickHouse),
                result.clickHouseAborts(),
                count(result, Fault::rebalances),
                result.records(),
                result.rows(),
                result.views(),
                seconds,
                violation == null ? 0 : 1);
        out.flush();
        return violation == null ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    private static long seconds(long sinceNanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
    }

    private static int count(Result result, Predicate<Fault> which) {
        return result.faults().entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToInt(entry -> entry.getValue())
                .sum();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
