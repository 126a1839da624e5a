package io.pointstream.benchmarks.detection;

import io.pointstream.app.simulate.Simulator.Truth;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/** The figures of a detection benchmark. */
final class DetectionReport {

    private static final double CONFIDENCE = 0.95;
    private static final List<String> INTENSITIES = List.of("obvious", "moderate", "stealthy");

    private final List<Outcome> outcomes;
    private final List<Outcome> farmers;
    private final List<Outcome> honest;
    private final PrintStream out;

    DetectionReport(List<Outcome> outcomes, PrintStream out) {
        this.outcomes = outcomes;
        this.farmers = outcomes.stream().filter(Outcome::farms).toList();
        this.honest = outcomes.stream().filter(outcome -> !outcome.farms()).toList();
        this.out = out;
    }

    /** A part of some accounts. */
    private record Share(int part, int of) {
        static Share flagged(List<Outcome> outcomes) {
            return new Share((int) outcomes.stream().filter(Outcome::flagged).count(), outcomes.size());
        }

        double value() {
            return of == 0 ? Double.NaN : (double) part / of;
        }
    }

    void print(int examples) {
        Ranking flags = Ranking.ofFlags(outcomes);
        Ranking earners = Ranking.ofTop(outcomes, Outcome::points);
        Ranking busiest = Ranking.ofTop(outcomes, Outcome::events);
        printRankings(flags, earners, busiest);
        printRecall();
        printFalseAlarms();
        printDelayAndLeak();
        printExamples(examples);
        printLast(flags, earners, busiest);
    }

    private void printRankings(Ranking flags, Ranking earners, Ranking busiest) {
        out.printf("%n%,d accounts, %,d of them farm%n%n", outcomes.size(), farmers.size());
        out.printf("%-24s %9s %9s %9s %9s%n", "", "precision", "recall", "F1", "average");
        print("detection", flags);
        print("baseline: top earners", earners);
        print("baseline: most events", busiest);
        out.printf(
                "%.0f%% confidence: precision %s, recall %s%n",
                100 * CONFIDENCE, interval(flags.right(), flags.taken()), interval(flags.right(), farmers.size()));
    }

    private void print(String name, Ranking ranking) {
        out.printf(
                "%-24s %9.3f %9.3f %9.3f %9.3f%n",
                name, ranking.precision(), ranking.recall(), ranking.f1(), ranking.averagePrecision());
    }

    private static String interval(int part, int of) {
        if (of == 0) {
            return "unknown";
        }
        ConfidenceInterval interval = new WilsonScoreInterval().createInterval(of, part, CONFIDENCE);
        return String.format(Locale.ROOT, "%.3f to %.3f", interval.getLowerBound(), interval.getUpperBound());
    }

    private void printRecall() {
        out.printf("%n%-24s %9s %9s %9s %9s%n", "recall", "obvious", "moderate", "stealthy", "all");
        by(farmers, Truth::pattern).forEach(this::printRecall);
        printRecall("all", farmers);
    }

    private void printRecall(String name, List<Outcome> of) {
        out.printf("%-24s", name);
        for (String intensity : INTENSITIES) {
            out.printf(" %9s", cell(recall(of, intensity)));
        }
        out.printf(" %9s%n", cell(Share.flagged(of).value()));
    }

    /** A share, or nothing where there is nothing that it could be of. */
    private static String cell(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.3f", share);
    }

    private static double recall(List<Outcome> of, String intensity) {
        return Share.flagged(of.stream()
                        .filter(outcome -> outcome.truth().intensity().equals(intensity))
                        .toList())
                .value();
    }

    private void printFalseAlarms() {
        out.printf("%n%-24s %9s %9s %9s%n", "false alarms", "accounts", "flagged", "share");
        by(honest, Truth::pattern).forEach(this::printFalseAlarms);
        printFalseAlarms("all", honest);
    }

    private void printFalseAlarms(String name, List<Outcome> of) {
        Share share = Share.flagged(of);
        out.printf("%-24s %,9d %,9d %8.2f%%%n", name, share.of, share.part, 100 * share.value());
    }

    private void printDelayAndLeak() {
        out.printf("%n%-24s %9s %9s %9s%n", "of farmers", "median", "p90", "leaked");
        for (String intensity : INTENSITIES) {
            printDelayAndLeak(intensity, outcome -> outcome.truth().intensity().equals(intensity));
        }
        printDelayAndLeak("all", outcome -> true);
        out.println(
                "(days from the first farming act to the flag; share of the points since then that came before it)");
    }

    private void printDelayAndLeak(String name, Predicate<Outcome> which) {
        List<Outcome> of = farmers.stream().filter(which).toList();
        out.printf("%-24s %9.2f %9.2f %8.1f%%%n", name, delay(of, 50), delay(of, 90), 100 * leaked(of));
    }

    private static double delay(List<Outcome> of, double percent) {
        double[] days = of.stream()
                .filter(Outcome::flagged)
                .mapToDouble(Outcome::delayDays)
                .toArray();
        return new Percentile().evaluate(days, percent);
    }

    private static double leaked(List<Outcome> of) {
        double farmed = of.stream().mapToLong(Outcome::farmed).sum();
        return of.stream().mapToLong(Outcome::leaked).sum() / farmed;
    }

    private void printExamples(int examples) {
        if (examples > 0) {
            out.printf("%nfalse alarms, the highest score first%n");
            printExamples(
                    honest,
                    Outcome::flagged,
                    Comparator.comparingDouble(Outcome::score).reversed(),
                    examples);
            out.printf("%nmisses, the lowest score first%n");
            printExamples(farmers, outcome -> !outcome.flagged(), Comparator.comparingDouble(Outcome::score), examples);
        }
    }

    private void printExamples(List<Outcome> of, Predicate<Outcome> which, Comparator<Outcome> order, int examples) {
        of.stream()
                .filter(which)
                .sorted(order)
                .limit(examples)
                .forEach(outcome -> out.printf(
                        "%s %s %s: %.0f %s%n",
                        outcome.truth().accountId(),
                        outcome.truth().pattern(),
                        outcome.truth().intensity(),
                        outcome.score(),
                        outcome.reasons()));
    }

    private void printLast(Ranking flags, Ranking earners, Ranking busiest) {
        double worst = by(honest, Truth::pattern).values().stream()
                .mapToDouble(of -> Share.flagged(of).value())
                .max()
                .orElse(0);
        out.printf(
                Locale.ROOT,
                "%nprecision=%.4f recall=%.4f f1=%.4f average_precision=%.4f recall_obvious=%.4f recall_moderate=%.4f"
                        + " recall_stealthy=%.4f false_positives=%.5f worst_neighbour=%.5f median_delay_days=%.2f leaked=%.4f"
                        + " top_earners_average_precision=%.4f most_events_average_precision=%.4f%n",
                flags.precision(),
                flags.recall(),
                flags.f1(),
                flags.averagePrecision(),
                recall(farmers, "obvious"),
                recall(farmers, "moderate"),
                recall(farmers, "stealthy"),
                Share.flagged(honest).value(),
                worst,
                delay(farmers, 50),
                leaked(farmers),
                earners.averagePrecision(),
                busiest.averagePrecision());
    }

    private static Map<String, List<Outcome>> by(List<Outcome> of, Function<Truth, String> key) {
        return of.stream()
                .collect(Collectors.groupingBy(
                        outcome -> key.apply(outcome.truth()), TreeMap::new, Collectors.toList()));
    }
}
