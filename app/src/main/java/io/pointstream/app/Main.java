package io.pointstream.app;

import io.pointstream.app.demo.DemoCommand;
import io.pointstream.app.ingest.IngestCommand;
import io.pointstream.app.prove.ProveCommand;
import io.pointstream.app.replay.ReplayCommand;
import io.pointstream.app.report.ReportCommand;
import io.pointstream.app.rules.RulesCommand;
import io.pointstream.app.run.RunCommand;
import io.pointstream.app.simulate.SimulateCommand;
import io.pointstream.app.users.UsersCommand;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. One verb, one class; those of modules above this one come in through {@link Verb}. */
@Command(
        name = "pointstream",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        sortOptions = false,
        description = "A points program on Kafka: events become points, farming is flagged, ClickHouse answers.",
        footer = {"", "Exit status: 0 success, 2 usage error, 1 any other failure."},
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            SimulateCommand.class,
            IngestCommand.class,
            ReplayCommand.class,
            ReportCommand.class,
            RulesCommand.class,
            ProveCommand.class,
            UsersCommand.class,
            TestCommand.class
        })
public final class Main implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show where an error came from, and log more.")
    private boolean verbose;

    public static void main(String[] args) {
        int status = commandLine().execute(args);
        System.exit(status);
    }

    /** The command line with all its verbs, as {@code main} runs it. */
    static CommandLine commandLine() {
        CommandLine main = new CommandLine(new Main());
        for (Verb verb : ServiceLoader.load(Verb.class)) {
            main.addSubcommand(verb);
        }
        main.registerConverter(Locale.class, Locale::forLanguageTag);
        IExecutionStrategy run = new RunLast();
        return main.setExecutionStrategy(parsed -> {
                    if (parsed.commandSpec().userObject() instanceof Main typed && typed.verbose) {
                        Logs.verbose();
                    }
                    return run.execute(parsed);
                })
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler(Errors::execution)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /** Whether {@code --verbose} was given, before or after the verb. */
    static boolean verbose(CommandLine verb) {
        return verb.getCommandSpec().root().userObject() instanceof Main main && main.verbose;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which verb?");
    }
}
