package io.pointstream.app.ingest;

import io.pointstream.app.ConfigOption;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.FileProgress;
import io.pointstream.app.config.RunConfig;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.activity.Activity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code ingest}. */
@Command(
        name = "ingest",
        description = {
            "Send event lines (one JSON object per line) to Kafka.",
            "A bad line is named with its number and field and counted; the good ones go on."
        })
public final class IngestCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of event lines; - is standard input.")
    private List<Path> files = List.of();

    @Option(names = "--events-per-second", paramLabel = "N", description = "At most so many; without it, no limit.")
    private Optional<Integer> eventsPerSecond = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (eventsPerSecond.isPresent() && eventsPerSecond.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--events-per-second is at least 1");
        }
        for (Path file : files) {
            if (!file.equals(STANDARD_INPUT) && !Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
        }
        RunConfig servers = config.load();
        TopicAdmin.create(servers.kafka().properties(), servers.kafka().topics());
        long started = System.nanoTime();
        PrintWriter err = spec.commandLine().getErr();
        try (Producer<String, Activity> producer = ActivityRecords.producer(
                servers.kafka().properties(), servers.schemaRegistry().serdeProperties(), Map.of())) {
            Ingest ingest =
                    new Ingest(producer, err, eventsPerSecond.map(Pace::of).orElseGet(Pace::unlimited));
            for (Path file : files) {
                send(ingest, file);
            }
            double seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
            spec.commandLine().getOut().printf("sent=%d bad=%d seconds=%.1f%n", ingest.sent(), ingest.bad(), seconds);
            return ingest.bad() == 0 ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
        }
    }

    private static void send(Ingest ingest, Path file) throws IOException, InterruptedException {
        try (FileProgress progress = FileProgress.of(String.valueOf(file.getFileName()), List.of(file))) {
            ingest.send(file.toString(), progress.open(file), progress::events);
        }
    }
}
