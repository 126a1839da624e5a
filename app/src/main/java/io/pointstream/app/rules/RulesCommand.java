package io.pointstream.app.rules;

import io.pointstream.app.ExitStatus;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBookException;
import io.pointstream.engine.rules.RuleBookParser;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code rules}. */
@Command(name = "rules", description = "Rule books: what points are given for.")
public final class RulesCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what about them? " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "check", description = "Check a rule book; every problem is named as file:line:column.")
    int check(@Parameters(paramLabel = "FILE", description = "A rule book, YAML.") Path file) throws IOException {
        try {
            RuleBook book = RuleBookParser.parse(read(file), file.toString());
            spec.commandLine()
                    .getOut()
                    .printf("%s: good, %d rules%n", file, book.rules().size());
            return ExitStatus.SUCCESS;
        } catch (RuleBookException e) {
            e.problems().forEach(problem -> spec.commandLine().getErr().println(problem));
            return ExitStatus.FAILURE;
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }
}
