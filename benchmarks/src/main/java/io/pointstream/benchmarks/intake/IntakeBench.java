package io.pointstream.benchmarks.intake;

import io.pointstream.app.config.RunConfig;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.app.demo.Lag;
import io.pointstream.app.run.Service;
import io.pointstream.benchmarks.points.BenchTraffic;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.benchmarks.streams.Pass;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.Ticks;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * The service's own HTTP port: {@code POST /v1/events} in batches beside a producer that sends the same events without HTTP
 * and JSON, in turns; then {@code GET /v1/accounts/{id}} at a steady rate while events come in. The broker runs in a JVM of
 * its own; clients and service share this one.
 */
public final class IntakeBench {

    private static final int ACCOUNTS = 20_000;
    private static final int BATCH_LINES = 1_000;
    private static final int WARM_UP_BATCHES = 100;
    /** While accounts are asked for. */
    private static final int EVENTS_PER_SECOND = 1_000;

    private static final int WARM_UP_SECONDS = 5;
    private static final String REGISTRY = "mock://bench-intake";

    /**
     * What is measured.
     *
     * @param lines of each round
     * @param clients that send at once, each a batch after the other
     * @param requestsPerSecond for accounts
     * @param seconds in which they are asked for
     */
    public record Load(int lines, int rounds, int clients, int requestsPerSecond, int seconds) {}

    private final Load load;
    private final Path directory;
    private final PrintStream out;
    private final BenchTraffic traffic = new BenchTraffic(1, ACCOUNTS, 20);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param directory for the broker's data and the stores */
    public IntakeBench(Load load, Path directory, PrintStream out) {
        this.load = load;
        this.directory = directory;
        this.out = out;
    }

    /** Prints a line for each figure, and {@code key=value …} last. */
    public void run() throws IOException, InterruptedException, ExecutionException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
            List<Pass> posted = new ArrayList<>();
            List<Pass> produced = new ArrayList<>();
            try (Service service = service(kafka, EnumSet.of(Role.CONSOLE));
                    KafkaProducer<String, Activity> producer = producer(kafka)) {
                service.start();
                URI events = service.address().orElseThrow().resolve("/v1/events");
                post(events, bodies(batches(WARM_UP_BATCHES)));
                produce(producer, batches(WARM_UP_BATCHES));
                for (int round = 1; round <= load.rounds; round++) {
                    List<List<Activity>> batches = batches(load.lines / BATCH_LINES);
                    produced.add(produce(producer, batches));
                    posted.add(post(events, bodies(batches)));
                    out.printf(
                            "round %d: POST /v1/events %s; producer alone %s%n",
                            round, posted.getLast(), produced.getLast());
                }
            }
            Delays delays = accounts(kafka);
            Pass post = Pass.sum(posted);
            Pass produce = Pass.sum(produced);
            out.printf("GET /v1/accounts/{id}, %,d/s: %s%n", load.requestsPerSecond, delays);
            out.printf(
                    "posted_lines_per_second=%.0f produced_events_per_second=%.0f ratio=%.3f account_p50_ms=%d"
                            + " account_p99_ms=%d%n",
                    post.eventsPerSecond(),
                    produce.eventsPerSecond(),
                    post.eventsPerSecond() / produce.eventsPerSecond(),
                    delays.percentileMs(0.5),
                    delays.percentileMs(0.99));
        }
    }

    private Service service(EmbeddedKafka kafka, Set<Role> roles) throws IOException {
        try {
            RunConfig config = RunConfig.load(
                    Optional.empty(),
                    Map.of(
                            "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                            kafka.bootstrapServers(),
                            "POINTSTREAM_SCHEMA_REGISTRY_URL",
                            REGISTRY,
                            "POINTSTREAM_STREAMS_STATE_DIR",
                            directory.resolve("state").toString(),
                            "POINTSTREAM_CONSOLE_HOST",
                            "127.0.0.1",
                            "POINTSTREAM_CONSOLE_PORT",
                            "0",
                            "POINTSTREAM_CONSOLE_ANONYMOUS",
                            "upstream"));
            return new Service(config.withRoles(roles), Ticks.none());
        } catch (io.pointstream.app.config.ConfigException e) {
            throw new IllegalStateException("the bench's own settings are wrong", e);
        }
    }

    private static KafkaProducer<String, Activity> producer(EmbeddedKafka kafka) {
        return ActivityRecords.producer(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                Map.of("schema.registry.url", REGISTRY),
                Map.of());
    }

    private List<List<Activity>> batches(int count) {
        List<List<Activity>> batches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Activity> batch = new ArrayList<>(BATCH_LINES);
            for (int line = 0; line < BATCH_LINES; line++) {
                batch.add(traffic.next());
            }
            batches.add(batch);
        }
        return batches;
    }

    private static List<byte[]> bodies(List<List<Activity>> batches) {
        ActivityJson json = new ActivityJson();
        List<byte[]> bodies = new ArrayList<>(batches.size());
        for (List<Activity> batch : batches) {
            StringBuilder lines = new StringBuilder(256 * BATCH_LINES);
            batch.forEach(event -> lines.append(json.write(event)).append('\n'));
            bodies.add(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bodies;
    }

    /** Each client sends a batch when its last one was answered. */
    private Pass post(URI events, List<byte[]> bodies) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        Pass.Watch watch = new Pass.Watch();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            for (int client = 0; client < load.clients; client++) {
                ends.add(clients.submit(() -> {
                    for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
                        HttpResponse<byte[]> answer = http.send(
                                HttpRequest.newBuilder(events)
                                        .header("Content-Type", "application/x-ndjson")
                                        .POST(BodyPublishers.ofByteArray(bodies.get(i)))
                                        .build(),
                                BodyHandlers.ofByteArray());
                        if (answer.statusCode() != 200) {
                            throw new IllegalStateException("a batch was answered " + answer.statusCode());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        return watch.stop((long) bodies.size() * BATCH_LINES);
    }

    private static Pass produce(KafkaProducer<String, Activity> producer, List<List<Activity>> batches) {
        Pass.Watch watch = new Pass.Watch();
        batches.forEach(batch -> batch.forEach(event -> {
            var _ = producer.send(ActivityRecords.of(event));
        }));
        producer.flush();
        return watch.stop((long) batches.size() * BATCH_LINES);
    }

    /** From the moment at which a request is due to the end of its answer. */
    private Delays accounts(EmbeddedKafka kafka) throws IOException, InterruptedException {
        try (Service service = service(kafka, EnumSet.of(Role.POINTS, Role.CONSOLE))) {
            service.start();
            awaitProcessed(kafka);
            URI accounts = service.address().orElseThrow().resolve("/v1/accounts/");
            AtomicBoolean ended = new AtomicBoolean();
            Thread feed = Thread.ofPlatform().start(() -> feed(kafka, ended));
            try {
                ask(accounts, WARM_UP_SECONDS);
                return ask(accounts, load.seconds);
            } finally {
                ended.set(true);
                feed.join();
            }
        }
    }

    private static void awaitProcessed(EmbeddedKafka kafka) throws InterruptedException {
        try (Lag lag = new Lag(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            while (lag.of(PointsTopology.APPLICATION, PointsTopology.inputs()) > 0) {
                Thread.sleep(200);
            }
        }
    }

    private void feed(EmbeddedKafka kafka, AtomicBoolean ended) {
        try (KafkaProducer<String, Activity> producer = producer(kafka)) {
            long startNs = System.nanoTime();
            for (int i = 0; !ended.get(); i++) {
                waitUntil(startNs + i * 1_000_000_000L / EVENTS_PER_SECOND);
                var _ = producer.send(ActivityRecords.of(traffic.next()));
            }
        }
    }

    private Delays ask(URI accounts, int seconds) throws InterruptedException {
        int requests = seconds * load.requestsPerSecond;
        SplittableRandom random = new SplittableRandom(seconds);
        long[] delaysNs = new long[requests];
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            long startNs = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                int index = i;
                long dueNs = startNs + i * 1_000_000_000L / load.requestsPerSecond;
                URI account = accounts.resolve("account-" + random.nextInt(ACCOUNTS));
                waitUntil(dueNs);
                clients.execute(() -> {
                    try {
                        HttpResponse<byte[]> answer =
                                http.send(HttpRequest.newBuilder(account).build(), BodyHandlers.ofByteArray());
                        if (answer.statusCode() != 200) {
                            failures.add(account + " was answered " + answer.statusCode());
                        }
                    } catch (IOException e) {
                        failures.add(e.toString());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    delaysNs[index] = System.nanoTime() - dueNs;
                });
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " requests failed; the first: " + failures.peek());
        }
        return new Delays(delaysNs);
    }

    private static void waitUntil(long dueNs) {
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
