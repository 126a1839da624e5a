package io.pointstream.app.demo;

import io.pointstream.app.CommandFailure;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.Terminal;
import io.pointstream.app.config.DataSize;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.config.RunConfig.ClickHouseSection;
import io.pointstream.app.config.RunConfig.ConsoleSection;
import io.pointstream.app.config.RunConfig.KafkaSection;
import io.pointstream.app.config.RunConfig.RegistrySection;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.app.config.RunConfig.SinkSection;
import io.pointstream.app.config.RunConfig.StreamsSection;
import io.pointstream.app.config.Secret;
import io.pointstream.app.ingest.Pace;
import io.pointstream.app.run.Service;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.embedded.EmbeddedStack;
import io.pointstream.sinks.report.Reports;
import io.pointstream.topologies.points.GivenTicks;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The whole product on this machine: servers in child processes, everything else in this one. */
final class Demo {

    private static final long LOOK_MS = 500;
    /** After all is processed, the last insert may not be visible yet. */
    private static final int PROOFS_MAX = 20;

    // All servers share this machine, and each commit and each insert costs them the same, however little is in it.
    // With the settings of run a row is there up to 1.4 s earlier, and a third of all work is inserting.
    private static final int PARTITIONS = 2;
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);
    private static final Duration BATCH_AGE = Duration.ofSeconds(2);

    /**
     * What to show.
     *
     * @param events feeds this file; null simulates
     * @param once whether to end when all is processed
     */
    record Options(@Nullable Path events, Settings simulation, int port, boolean farming, boolean once, Pace pace) {}

    private final Options options;
    private final DataDirectory data;
    private final PrintWriter out;
    private final PrintWriter err;

    Demo(Options options, DataDirectory data, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.data = data;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs until it is interrupted or, once, until all is processed and proved.
     *
     * @return the exit status
     * @throws InterruptedException when told to stop
     */
    int run() throws IOException, InterruptedException {
        say("starting a broker, a schema registry and ClickHouse");
        try (EmbeddedStack servers = EmbeddedStack.start(data.servers())) {
            RunConfig config = config(servers);
            Files.writeString(data.config(), connectionFile(config));
            Path events = options.events() == null ? simulated() : options.events();
            GivenTicks ticks = new GivenTicks();
            Reports reports = new Reports(config.clickhouse().connection());
            // Its traffic is of the past; a decision of today would expire what it earned.
            InstantSource programClock = () -> reports.newestCountedEvent().orElseGet(Instant::now);
            try (Service service = new Service(config, ticks, programClock)) {
                service.start();
                service.address().ifPresent(address -> say("console " + address));
                if (service.desk().isPresent()) {
                    DemoUsers.add(service.desk().get()).forEach(this::say);
                }
                try (Feed feed = Feed.resume(events, config, options.pace(), err)) {
                    return stream(feed, service, ticks, config, reports, truth(events));
                }
            }
        }
    }

    private int stream(
            Feed feed, Service service, GivenTicks ticks, RunConfig config, Reports reports, Optional<Truth> truth)
            throws InterruptedException {
        if (feed.position().lines() > 0) {
            say("going on behind line " + feed.position().lines());
        }
        feed.start();
        try (Progress progress = new Progress(feed, service, config, reports)) {
            awaitProcessed(progress, feed, service);
            int partitions = progress.accountPartitions();
            // One tick, at the end of the input: what is due by then fires for accounts to which nothing happened.
            reports.newestCountedEvent().ifPresent(ticks::tick);
            while (!ticks.isReachedBy(partitions) && service.failure().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
            awaitProcessed(progress, feed, service);
        }
        int status = proved(feed, config, reports, truth);
        if (!options.once()) {
            say("all is processed; the console stays until Ctrl-C");
            while (service.failure().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
            throw new CommandFailure(service.failure().orElse("ended"));
        }
        return status;
    }

    private void awaitProcessed(Progress progress, Feed feed, Service service) throws InterruptedException {
        try (StatusLine line = new StatusLine(out, Terminal.isWatched())) {
            while (true) {
                Exception wrong = feed.failure();
                if (wrong != null) {
                    throw new CommandFailure("the feed stopped: " + wrong.getMessage(), wrong);
                }
                Optional<String> failure = service.failure();
                if (failure.isPresent()) {
                    throw new CommandFailure(failure.get() + " (log: " + data.log() + ")");
                }
                Progress.Status status = progress.look();
                line.show(status.toString());
                if (status.processed()) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        }
    }

    private int proved(Feed feed, RunConfig config, Reports reports, Optional<Truth> truth)
            throws InterruptedException {
        Proof proof = Proof.of(feed.position(), config, reports, truth);
        for (int attempt = 1; !proof.holds() && attempt < PROOFS_MAX; attempt++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            proof = Proof.of(feed.position(), config, reports, truth);
        }
        proof.print(out);
        return proof.holds() && feed.position().bad() == 0 ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
    }

    private RunConfig config(EmbeddedStack servers) {
        Set<Role> roles = EnumSet.allOf(Role.class);
        if (!options.farming()) {
            roles.remove(Role.FARMING);
        }
        RunConfig defaults = RunConfig.defaults();
        RegistrySection registry = defaults.schemaRegistry();
        return new RunConfig(
                roles,
                new KafkaSection(servers.bootstrapServers(), PARTITIONS, 1, Map.of()),
                new RegistrySection(servers.registry().url(), "", new Secret(""), registry.serdeClass()),
                new ClickHouseSection(
                        URI.create(servers.clickHouse().url()),
                        "default",
                        new Secret(""),
                        defaults.clickhouse().database()),
                defaults.rules(),
                new StreamsSection(data.state(), 1, COMMIT_INTERVAL),
                onOneMachine(defaults.sink()),
                ConsoleSection.ofThisMachine(options.port()),
                defaults.desk(),
                defaults.intake(),
                defaults.peers());
    }

    // A second start may find all of the traffic waiting, and the heap is small.
    private static SinkSection onOneMachine(SinkSection sink) {
        return new SinkSection(
                sink.batchRows(),
                new DataSize(16L << 20),
                BATCH_AGE,
                sink.reconcileEvery(),
                new DataSize(128L << 20),
                sink.insertTimeout(),
                sink.insertSettings(),
                sink.inserters());
    }

    /** So that other verbs reach the demo's servers: {@code ./pointstream report mix --config …}. */
    private static String connectionFile(RunConfig config) {
        return """
            kafka:
              bootstrap-servers: %s
            schema-registry:
              url: %s
            clickhouse:
              url: %s
            """.formatted(
                        config.kafka().bootstrapServers(),
                        config.schemaRegistry().url(),
                        config.clickhouse().url());
    }

    /** The traffic of these settings; what is there already is the same to the byte. */
    private Path simulated() throws IOException {
        Settings settings = options.simulation();
        Path directory = data.traffic()
                .resolve("accounts-%d-days-%d-farmers-%s-seed-%d-start-%s"
                        .formatted(
                                settings.accounts(),
                                settings.days(),
                                settings.farmersPercent(),
                                settings.seed(),
                                settings.start()));
        if (!Files.isDirectory(directory)) {
            say("simulating %d accounts over %d days".formatted(settings.accounts(), settings.days()));
            Files.createDirectories(data.traffic());
            Path unfinished = Files.createTempDirectory(data.traffic(), "unfinished-");
            Simulator.write(settings, unfinished);
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        }
        return directory.resolve(Simulator.EVENTS_FILE);
    }

    private static Optional<Truth> truth(Path events) throws IOException {
        Path file = events.toAbsolutePath().resolveSibling(Simulator.TRUTH_FILE);
        return Files.exists(file) ? Optional.of(Truth.read(file)) : Optional.empty();
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
