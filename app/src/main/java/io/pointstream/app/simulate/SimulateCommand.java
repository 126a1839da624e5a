package io.pointstream.app.simulate;

import io.pointstream.app.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb {@code simulate}. */
@Command(
        name = "simulate",
        sortOptions = false,
        description = {
            "Write labelled traffic: events.ndjson, in event-time order, and truth.csv, who farms and how.",
            "The same options give the same bytes."
        })
public final class SimulateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Mixin
    private SimulationOptions simulation = new SimulationOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the two files go.")
    private Path out = Path.of(".");

    @Override
    public Integer call() throws IOException {
        Simulator.Summary summary = Simulator.write(settings(), out);
        spec.commandLine()
                .getOut()
                .printf("events=%d accounts=%d farmers=%d%n", summary.events(), summary.accounts(), summary.farmers());
        return ExitStatus.SUCCESS;
    }

    private Settings settings() {
        try {
            return simulation.settings();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
