package io.pointstream.app.rules;

import io.pointstream.app.ConfigOption;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.run.CommandDesk;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.EffectiveTime;
import io.pointstream.dashboards.desk.RuleDesk.Published;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code rules publish}. */
@Command(
        name = "publish",
        description = {
            "Publish a rule book as the next version; running instances take it up without a restart.",
            "Each event is priced by the version of its own time. Version 1 is the book that instances start with. A book with"
                    + " problems is refused, as is a time that is not after the newest published version's.",
            "That it was published, and by whom, stands in the console's audit."
        })
final class PublishCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "A rule book, YAML.")
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private Path file;

    @Option(
            names = "--effective-from",
            required = true,
            paramLabel = "T",
            converter = EffectiveFrom.class,
            description = "Events of this time and later are priced by it: ISO-8601 with an offset, or a date, which"
                    + " begins at 00:00 in Asia/Shanghai.")
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private Instant effectiveFrom;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who publishes it; this machine's user by default.")
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private String by;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Optional<BookFile> book = BookFile.read(file, err);
        if (book.isEmpty()) {
            return ExitStatus.FAILURE;
        }
        PrintWriter out = spec.commandLine().getOut();
        CommandDesk.with(config.load(), desk -> {
            Published published =
                    desk.rules().publish(Actor.atCommandLine(by), book.get().yaml(), effectiveFrom);
            out.printf(
                    "published version %d: %d rules, in force for events of %s and later; until then version %d%n",
                    published.version(),
                    book.get().book().rules().size(),
                    EffectiveTime.shown(effectiveFrom),
                    published.follows());
        });
        if (effectiveFrom.isBefore(Instant.now())) {
            err.println("this time has passed: events that were decided already stay as they are");
            err.flush();
        }
        return ExitStatus.SUCCESS;
    }
}
