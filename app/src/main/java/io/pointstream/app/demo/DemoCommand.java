package io.pointstream.app.demo;

import io.pointstream.app.ExitStatus;
import io.pointstream.app.Logs;
import io.pointstream.app.StopSignal;
import io.pointstream.app.ingest.Pace;
import io.pointstream.app.simulate.SimulationOptions;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb {@code demo}. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "The whole product on this machine: a real broker, schema registry and ClickHouse, both applications,",
            "the sink, the console, and simulated traffic with farmers in it."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int PORT = 8080;
    private static final int EVENTS_PER_SECOND = 5_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Feed these event lines instead of simulated traffic.")
    private Optional<Path> events = Optional.empty();

    @Option(names = "--once", description = "End when all is processed, with a summary that proves itself.")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything there; a second start goes on where the first stopped.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--port", paramLabel = "N", defaultValue = "" + PORT, description = "Of the console; default 8080.")
    private int port = PORT;

    @Option(names = "--no-farming", description = "Without the detection of farming.")
    private boolean noFarming;

    @Option(
            names = "--events-per-second",
            paramLabel = "N",
            description = "Pace of the feed; default 5000, with --once as fast as it goes.")
    private Optional<Integer> eventsPerSecond = Optional.empty();

    @Mixin
    private SimulationOptions simulation = new SimulationOptions();

    @Override
    public Integer call() throws Exception {
        Demo.Options options = options();
        try (StopSignal stop = StopSignal.install();
                DataDirectory directory = DataDirectory.take(data)) {
            Logs.ofService();
            Logs.toFile(directory.log());
            try {
                return new Demo(
                                options,
                                directory,
                                spec.commandLine().getOut(),
                                spec.commandLine().getErr())
                        .run();
            } catch (InterruptedException | RuntimeException e) {
                if (stop.requested()) {
                    return ExitStatus.SUCCESS;
                }
                throw e;
            }
        }
    }

    private Demo.Options options() throws NoSuchFileException {
        if (events.isPresent() && !Files.isRegularFile(events.get())) {
            throw new NoSuchFileException(events.get().toString());
        }
        try {
            Pace pace =
                    eventsPerSecond.map(Pace::of).orElseGet(() -> once ? Pace.unlimited() : Pace.of(EVENTS_PER_SECOND));
            return new Demo.Options(events.orElse(null), simulation.settings(), port, !noFarming, once, pace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
