package io.pointstream.app.rules;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.rules.Calibration.Counts;
import io.pointstream.app.rules.Calibration.Proposal;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TableFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb {@code rules calibrate}. */
@Command(
        name = "calibrate",
        sortOptions = false,
        description = {
            "Learn detection's weights and thresholds from accounts of which is known whether they farm.",
            "Past events go through detection; a regularised logistic regression, cross-validated by account, weighs what it"
                    + " found; the lowest thresholds are taken that show the precision. Printed are weights, thresholds and the"
                    + " precision-recall curve beside those in force, and each detector's precision by the reviewers'"
                    + " decisions among the events.",
            "The candidate is a rule book for rules check and rules diff. Nothing is published. Without a proposal, or with"
                    + " bad lines, the exit status is 1."
        })
final class CalibrateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Option(
            names = "--events",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Event lines; - for standard input. Several files are merged by event time, as in replay.")
    private List<Path> events = List.of();

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "FILE",
            description = "CSV with the columns accountId and label (honest or farmer); further columns are ignored.")
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private Path labels;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "The rule book that the proposal is added to; without it the shipped one.")
    private @Nullable Path rules;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "0.97",
            description = "The share of flagged accounts that should be farmers, 0.5 to 0.999; default 0.97.")
    private double precision;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the candidate goes.")
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description =
                    "${COMPLETION-CANDIDATES}; text by default. CSV is one table with a row for each figure, JSON an"
                            + " object in a line for each table.")
    private TableFormat format = TableFormat.TEXT;

    @Option(names = "--lang", paramLabel = "LANG", description = "Language of titles and labels: en (default), zh.")
    private Locale language = Locale.ENGLISH;

    /** The book in force. */
    private record InForce(String yaml, RuleBooks books) {
        Detectors detectors() {
            return books.versions().getFirst().book().detectors();
        }
    }

    @Override
    public Integer call() throws Exception {
        if (!(precision >= 0.5 && precision <= 0.999)) {
            throw new ParameterException(spec.commandLine(), "--precision is 0.5 to 0.999");
        }
        PrintWriter err = spec.commandLine().getErr();
        Optional<InForce> inForce = inForce(err);
        Optional<SortedMap<String, Boolean>> farms = Labels.read(labels, err);
        if (inForce.isEmpty() || farms.isEmpty()) {
            return ExitStatus.FAILURE;
        }
        Detectors detectors = inForce.get().detectors();
        Suspects suspects = new Suspects(inForce.get().books, detectors, err);
        suspects.run(events);
        Calibration calibration =
                new Calibration(detectors.config().score(), precision, farms.get(), suspects.accounts());
        Counts counts = calibration.counts();
        boolean enough = Math.min(counts.farmers(), counts.honest()) >= calibration.farmersNeeded();
        Proposal proposal = enough ? calibration.propose() : null;
        print(CalibrationTables.of(detectors.config().score(), calibration, proposal, suspects.verdicts()));
        say(calibration, enough, proposal, farms.get().size(), err);
        if (proposal == null) {
            return ExitStatus.FAILURE;
        }
        Files.writeString(out, CandidateBook.with(inForce.get().yaml, proposal, precision, counts));
        return suspects.wrong() == 0 ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    private Optional<InForce> inForce(PrintWriter err) throws IOException {
        Path base = rules;
        if (base == null) {
            return Optional.of(new InForce(RuleBooks.shippedYaml(), RuleBooks.shipped()));
        }
        if (Files.exists(out) && Files.isSameFile(out, base)) {
            throw new CommandFailure(out + ": the candidate must not take the place of the book in force");
        }
        Optional<BookFile> book = BookFile.read(base, err);
        book.ifPresent(read -> CandidateBook.requireNoSection(read.yaml(), base.toString()));
        return book.map(read -> new InForce(read.yaml(), RuleBooks.single(read.book())));
    }

    private void print(List<Table> tables) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        for (Table table : format == TableFormat.CSV ? List.of(CalibrationTables.asOne(tables)) : tables) {
            format.write(table, language, to);
            if (format == TableFormat.TEXT) {
                to.append('\n');
            }
        }
        to.flush();
    }

    /** What the tables do not say: what the labels are too few for. */
    private void say(
            Calibration calibration, boolean enough, @Nullable Proposal proposal, int labelled, PrintWriter err) {
        Counts counts = calibration.counts();
        if (counts.all() < labelled) {
            err.printf("%d of %d labelled accounts have no events%n", labelled - counts.all(), labelled);
        }
        if (!enough) {
            err.printf(
                    "too few labels: %d farmers and %d honest accounts with events; a precision of %s cannot be shown with"
                            + " fewer than %d of each. No candidate is written.%n",
                    counts.farmers(), counts.honest(), precision, calibration.farmersNeeded());
        } else if (proposal == null) {
            err.printf(
                    "no threshold shows a precision of %s on accounts that were not learned from. No candidate is written.%n",
                    precision);
        } else {
            explain(calibration, proposal, err);
        }
        err.flush();
    }

    private static void explain(Calibration calibration, Proposal proposal, PrintWriter err) {
        Set<ReasonCode> kept = EnumSet.copyOf(ReasonCode.ofDetectors());
        kept.removeAll(calibration.learned());
        if (!kept.isEmpty()) {
            err.printf(
                    "too few labels for %s: fewer than %d labelled accounts each; they count as in force, to scale%n",
                    kept.stream().map(Enum::name).collect(Collectors.joining(", ")), Calibration.ENOUGH);
        }
        String against = proposal.weights().entrySet().stream()
                .filter(weight -> weight.getValue() == 0)
                .map(weight -> weight.getKey().name())
                .collect(Collectors.joining(", "));
        if (!against.isEmpty()) {
            err.printf(
                    "the labels speak against %s: the candidate counts what they find for nothing; label more of it before you"
                            + " publish that%n",
                    against);
        }
        if (!proposal.proven()) {
            err.printf("too few labels to show half the mistakes: hold stands to review as in force%n");
        }
    }
}
