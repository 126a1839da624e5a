package io.pointstream.benchmarks.detection;

import io.pointstream.app.simulate.Settings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Detection on simulated traffic whose farmers are known, seed after seed, and what it comes to. */
public final class DetectionBench {

    private final List<Settings> trials;
    private final int examples;
    private final PrintStream out;

    /**
     * What to try.
     *
     * @param trials may differ in the seed alone
     * @param examples how many false alarms and misses are named
     */
    public DetectionBench(List<Settings> trials, int examples, PrintStream out) {
        this.trials = List.copyOf(trials);
        this.examples = examples;
        this.out = out;
    }

    /** Prints a line for each seed, the figures of all seeds together, and {@code key=value …} last. */
    public void run() throws InterruptedException {
        List<Outcome> all = new ArrayList<>();
        for (Settings settings : trials) {
            all.addAll(run(settings));
        }
        new DetectionReport(all, out).print(examples);
    }

    private List<Outcome> run(Settings settings) throws InterruptedException {
        long began = System.nanoTime();
        List<Outcome> outcomes;
        long events;
        try (DayProgress progress = DayProgress.of(settings)) {
            Trial trial = new Trial(settings, progress::at);
            outcomes = trial.run().stream().filter(DetectionBench::counts).toList();
            events = trial.events();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Ranking flags = Ranking.ofFlags(outcomes);
        out.printf(
                "seed %d: %,d events in %.0f s (%,.0f events/s); precision %.3f, recall %.3f%n",
                settings.seed(), events, seconds, events / seconds, flags.precision(), flags.recall());
        return outcomes;
    }

    /** Who has not begun to farm when the traffic ends is neither missed nor found. */
    private static boolean counts(Outcome outcome) {
        return !outcome.farms() || outcome.truth().firstFarmedAt() != null;
    }
}
