package io.pointstream.app.rules;

import io.pointstream.app.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code rules}. */
@Command(
        name = "rules",
        description = "Rule books: what points are given for.",
        subcommands = {PublishCommand.class, DiffCommand.class, CalibrateCommand.class})
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

    @Command(
            name = "check",
            description = {
                "Check a rule book; every problem is named as file:line:column.",
                "What is right but hardly meant is a warning: a rule that never matches or always comes behind another, a cap"
                        + " without effect. Warnings leave the exit status 0."
            })
    int check(@Parameters(paramLabel = "FILE", description = "A rule book, YAML.") Path file) throws IOException {
        Optional<BookFile> read = BookFile.read(file, spec.commandLine().getErr());
        read.ifPresent(book -> spec.commandLine()
                .getOut()
                .printf(
                        "%s: good, %d rules, %d warnings%n",
                        file, book.book().rules().size(), book.warnings().size()));
        return read.isPresent() ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }
}
