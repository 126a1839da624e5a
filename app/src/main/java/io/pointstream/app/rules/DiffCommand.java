package io.pointstream.app.rules;

import io.pointstream.app.ExitStatus;
import io.pointstream.app.rules.DiffTables.About;
import io.pointstream.dashboards.desk.BookMark;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TableFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code rules diff}. */
@Command(
        name = "diff",
        description = {
            "Show what a rule book would have done to past events, beside the one in force.",
            "Which events it is about; points and what caps cut off by category, rule and tier; caps; the accounts that gain or lose most; flags that"
                    + " appear, vanish or change. A difference leaves the exit status 0; bad lines make it 1."
        })
final class DiffCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The rule book to try, YAML.")
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private Path candidate;

    @Option(
            names = "--events",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Event lines; - for standard input. Several files are merged by event time, as in replay.")
    private List<Path> events = List.of();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "The rule book to compare with; without it the shipped one.")
    private @Nullable Path against;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many accounts that gain, and that lose, are named; default 10.")
    private int top;

    @Option(names = "--no-farming", description = "Leave detection out: no flags, and half the time.")
    private boolean noFarming;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description =
                    "${COMPLETION-CANDIDATES}; text by default. CSV is one table with a row for each figure, JSON an"
                            + " object in a line for each table.")
    private TableFormat format = TableFormat.TEXT;

    @Option(names = "--lang", paramLabel = "LANG", description = "Language of titles and labels: en (default), zh.")
    private Locale language = Locale.ENGLISH;

    @Override
    public Integer call() throws Exception {
        if (top < 0) {
            throw new ParameterException(spec.commandLine(), "--top is at least 0");
        }
        PrintWriter err = spec.commandLine().getErr();
        Optional<Side> before = against == null
                ? Optional.of(new Side(RuleBooks.shippedYaml(), RuleBooks.shipped()))
                : side(against, err);
        Optional<Side> after = side(candidate, err);
        if (before.isEmpty() || after.isEmpty()) {
            return ExitStatus.FAILURE;
        }
        RuleDiff diff = new RuleDiff(before.get().books, after.get().books, !noFarming, err);
        diff.run(events);
        String files =
                events.stream().map(file -> String.valueOf(file.getFileName())).collect(Collectors.joining(", "));
        print(DiffTables.of(
                diff, new About(files, BookMark.of(before.get().yaml), BookMark.of(after.get().yaml)), top));
        return diff.wrong() == 0 ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    /** One of the two books. */
    private record Side(String yaml, RuleBooks books) {}

    private static Optional<Side> side(Path file, PrintWriter err) throws IOException {
        return BookFile.read(file, err).map(book -> new Side(book.yaml(), RuleBooks.single(book.book())));
    }

    private void print(List<Table> tables) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (Table table : format == TableFormat.CSV ? List.of(DiffTables.asOne(tables)) : tables) {
            format.write(table, language, out);
            if (format == TableFormat.TEXT) {
                out.append('\n');
            }
        }
        out.flush();
    }
}
