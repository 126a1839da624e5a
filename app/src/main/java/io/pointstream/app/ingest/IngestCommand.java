package io.pointstream.app.ingest;

import io.pointstream.app.ConfigOption;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.Terminal;
import io.pointstream.app.config.RunConfig;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.activity.Activity;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
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
        try (Producer<String, Activity> producer = ActivityRecords.producer(servers, Map.of())) {
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
        if (file.equals(STANDARD_INPUT)) {
            ingest.send("-", System.in, sent -> {});
        } else if (Terminal.isWatched()) {
            sendWithProgressBar(ingest, file);
        } else {
            ingest.send(file.toString(), Files.newInputStream(file), sent -> {});
        }
    }

    private static void sendWithProgressBar(Ingest ingest, Path file) throws IOException, InterruptedException {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(file.getFileName().toString())
                .setInitialMax(Files.size(file))
                .setUnit(" MiB", 1 << 20)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed();
        try (ProgressBar bar = builder.build()) {
            LongConsumer events = sent -> bar.setExtraMessage(" " + sent + " events");
            ingest.send(file.toString(), new Counted(Files.newInputStream(file), bar), events);
        }
    }

    /** Moves the bar as bytes are read. */
    private static final class Counted extends FilterInputStream {
        private final ProgressBar bar;

        Counted(InputStream in, ProgressBar bar) {
            super(in);
            this.bar = bar;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bar.stepBy(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int read = super.read(bytes, from, most);
            bar.stepBy(Math.max(read, 0));
            return read;
        }
    }
}
