package io.pointstream.app.replay;

import io.pointstream.app.ExitStatus;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBookException;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb {@code replay}. */
@Command(
        name = "replay",
        description = {
            "Run the topologies over event files, offline: no broker, same input, same bytes.",
            "Writes decisions.ndjson, postings.ndjson, balances.ndjson, notices.ndjson, signals.ndjson, flags.ndjson and"
                    + " summary.json; and shadow-flags.ndjson where the rule book tries something out and that would flag"
                    + " somebody. Each file keeps its line order; several are merged by event time."
        })
public final class ReplayCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Option(
            names = "--events",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Event lines; - for standard input.")
    private List<Path> events = List.of();

    @Option(names = "--rules", paramLabel = "FILE", description = "A rule book, YAML; without it the shipped one.")
    private @Nullable Path rules;

    @Option(
            names = "--lists",
            paramLabel = "FILE",
            description =
                    "What was allowed, denied and snoozed: one entry a line, as risk.lists and /v1/lists have them.")
    private @Nullable Path lists;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go.")
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private Path out;

    @Option(names = "--no-farming", description = "Switch detection off: no holds, no flags.")
    private boolean noFarming;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        RuleBooks books;
        try {
            books = rules == null
                    ? RuleBooks.shipped()
                    : RuleBooks.single(RuleBookParser.parse(read(rules), rules.toString()));
        } catch (RuleBookException e) {
            e.problems().forEach(err::println);
            err.flush();
            return ExitStatus.FAILURE;
        }
        Lists listed;
        try {
            listed = lists == null ? Lists.NONE : ListFile.read(lists);
        } catch (ListFile.WrongException e) {
            err.println(e.getMessage());
            err.flush();
            return ExitStatus.FAILURE;
        }
        return new Replay(books, listed, !noFarming, err).run(events, out) ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }
}
