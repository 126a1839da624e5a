package io.pointstream.app.prove;

import io.pointstream.app.prove.sink.SinkCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb {@code prove}. */
@Command(
        name = "prove",
        description = "Put the program under random trouble, and see that what must hold does.",
        subcommands = {LedgerCommand.class, SinkCommand.class})
public final class ProveCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what? " + String.join(", ", spec.subcommands().keySet()));
    }
}
