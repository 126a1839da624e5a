package io.pointstream.benchmarks.engine;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link EngineBenchmark} and prints its figures. */
public final class EngineBench {

    /** Events a second on one core that the engine must reach. */
    private static final long GOAL = 500_000;

    private EngineBench() {}

    public static void main(String[] args) throws RunnerException {
        run(System.out);
    }

    /** Prints a line for each figure, and {@code key=value …} last. */
    public static void run(PrintStream out) throws RunnerException {
        out.printf(
                "engine: %,d mixed events of %,d accounts over 30 days, one thread, JMH%n",
                EngineBenchmark.EVENTS, EngineBenchmark.ACCOUNTS);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\b" + EngineBenchmark.class.getSimpleName() + "\\b")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        StringBuilder last = new StringBuilder();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            name = name.substring(name.lastIndexOf('.') + 1);
            double score = result.getPrimaryResult().getScore();
            double error = result.getPrimaryResult().getScoreError();
            out.printf("%-20s %,12.0f events/s  ± %,.0f  (%,.0f ns an event)%n", name, score, error, 1e9 / score);
            last.append(String.format(Locale.ROOT, "%s_events_per_second=%.0f ", name, score));
        }
        out.println(last.append("goal_events_per_second=").append(GOAL));
    }
}
