package io.pointstream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.config.RunConfig;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.embedded.EmbeddedRegistry;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.points.Ticks;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts over HTTP from the state of running applications: one that has the console, one beside it, and a console without. */
class AccountsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private static Service console;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        int port = freePort();
        console = service("first", "points,console", port, Map.of("PEERS_ADDRESS", "localhost:" + port));
        console.start();
    }

    @AfterAll
    static void stop() {
        console.close();
        registry.close();
        kafka.close();
    }

    private static Service service(String name, String roles, int port, Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "POINTSTREAM_ROLES",
                roles,
                "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "POINTSTREAM_SCHEMA_REGISTRY_URL",
                registry.url(),
                "POINTSTREAM_STREAMS_STATE_DIR",
                directory.resolve(name).toString(),
                "POINTSTREAM_STREAMS_THREADS",
                "1",
                "POINTSTREAM_CONSOLE_HOST",
                "127.0.0.1",
                "POINTSTREAM_CONSOLE_PORT",
                Integer.toString(port),
                "POINTSTREAM_PEERS_SECRET",
                "shared",
                "POINTSTREAM_CONSOLE_ANONYMOUS",
                "viewer,upstream"));
        settings.forEach((key, value) -> environment.put("POINTSTREAM_" + key, value));
        RunConfig config = RunConfig.load(Optional.empty(), environment);
        return new Service(config, Ticks.of(InstantSource.fixed(NOON)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String payment(String account, String id) {
        return """
            {"type":"payment.settled","eventId":"%s","accountId":"%s","occurredAt":"2026-05-20T10:00:00+08:00",\
            "paymentId":"p-%1$s","channel":"JD","merchantId":"m","amountFen":10000}
            """.formatted(id, account);
    }

    private static void post(String lines) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(console.address().orElseThrow().resolve("/v1/events"))
                        .POST(BodyPublishers.ofString(lines))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> get(Service from, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        from.address().orElseThrow().resolve(path))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> account(Service from, String id) throws Exception {
        return get(
                from,
                "/v1/accounts/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static JsonNode cap(JsonNode account, String name) {
        return StreamSupport.stream(account.get("caps").spliterator(), false)
                .filter(use -> use.get("cap").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoHasSeenACommittedJournalEntryFindsItsStep() throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, JournalEntry> journal = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                AvroSerdes.<JournalEntry>create(Map.of("schema.registry.url", registry.url()))
                        .deserializer())) {
            List<TopicPartition> partitions = journal.partitionsFor(Topics.POINTS_JOURNAL.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            journal.assign(partitions);
            Set<String> waiting = new HashSet<>();
            for (int round = 0; round < 30; round++) {
                String lines = "";
                for (int i = 0; i < 5; i++) {
                    String id = "written-" + round + "-" + i;
                    waiting.add(id);
                    lines += payment("writer-" + i, id);
                }
                post(lines);
            }
            Instant until = Instant.now().plus(PATIENCE);
            while (!waiting.isEmpty() && Instant.now().isBefore(until)) {
                for (ConsumerRecord<String, JournalEntry> record : journal.poll(Duration.ofMillis(5))) {
                    JournalEntry entry = record.value();
                    if (entry.getDecision() != null
                            && waiting.remove(entry.getDecision().getEventId())) {
                        HttpResponse<String> seen = account(console, record.key());
                        assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
                        assertThat(JSON.readTree(seen.body()).get("step").asLong())
                                .isGreaterThanOrEqualTo(entry.getStep());
                    }
                }
            }
            assertThat(waiting).isEmpty();
        }
    }

    @Test
    void itHasBalanceLotsAndWhatCapsLeave() throws Exception {
        post(payment("shopper/1 小明", "cap-1") + payment("shopper/1 小明", "cap-2"));
        await().atMost(PATIENCE)
                .until(() -> account(console, "shopper/1 小明").body().contains("\"step\":2,"));
        JsonNode account = JSON.readTree(account(console, "shopper/1 小明").body());
        assertThat(account.get("accountId").asText()).isEqualTo("shopper/1 小明");
        assertThat(account.get("available").asLong()).isEqualTo(400);
        assertThat(account.get("tier").asText()).isEqualTo("ORDINARY");
        assertThat(account.get("at").asText()).isEqualTo("2026-05-20T04:00:00.000Z");
        assertThat(account.get("newestEvent").asText()).isEqualTo("2026-05-20T02:00:00.000Z");
        assertThat(account.get("lots")).isEqualTo(JSON.readTree("[{\"expiresOn\":\"2027-05-20\",\"points\":400}]"));
        JsonNode cap = cap(account, "pay.jd/MONTH");
        assertThat(cap).isEqualTo(JSON.readTree("""
                {"cap":"pay.jd/MONTH","window":"MONTH","from":"2026-05-01","until":"2026-06-01",
                "limit":10000,"used":400,"left":9600}
                """));
        long windowed = RuleBooks.shipped().versions().getFirst().book().rules().stream()
                .flatMap(rule -> rule.caps().stream())
                .map(each -> each.name())
                .filter(name -> !name.endsWith("/TRANSACTION"))
                .distinct()
                .count();
        assertThat(account.get("caps")).hasSize((int) windowed);
    }

    @Test
    void readersAndABusyApplicationDoNotWaitForEachOther() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int reader = 0; reader < 16; reader++) {
                int of = reader;
                running.add(readers.submit(() -> {
                    while (!ended.get()) {
                        account(console, "busy-" + of);
                        reads.incrementAndGet();
                    }
                    return null;
                }));
            }
            try {
                for (int batch = 0; batch < 40; batch++) {
                    int number = batch;
                    post(IntStream.range(0, 500)
                            .mapToObj(i -> payment("busy-" + i, "busy-" + number + "-" + i))
                            .collect(Collectors.joining()));
                }
                for (int i = 0; i < 500; i++) {
                    String id = "busy-" + i;
                    await().atMost(PATIENCE)
                            .until(() -> account(console, id).body().contains("\"step\":40,"));
                }
            } finally {
                ended.set(true);
            }
        }
        for (Future<?> reader : running) {
            reader.get();
        }
        assertThat(reads.get()).isGreaterThan(1_000);
    }

    @Test
    void aStrangerIs404() throws Exception {
        HttpResponse<String> answer = account(console, "nobody");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void onlyWhoSharesTheTokenIsAPeer() throws Exception {
        assertThat(get(console, "/internal/accounts/nobody").statusCode()).isEqualTo(401);
        assertThat(get(console, "/internal/accounts/nobody", "X-Pointstream-Peer", "other")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(console, "/internal/accounts/nobody", "X-Pointstream-Peer", "shared")
                        .statusCode())
                .isEqualTo(404);
        HttpRequest trial = HttpRequest.newBuilder(
                        console.address().orElseThrow().resolve("/internal/trials"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(HTTP.send(trial, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aConsoleWithoutAccountsAsksWhoHasThem() throws Exception {
        post(payment("asked-for", "asked-1"));
        await().atMost(PATIENCE).until(() -> account(console, "asked-for").statusCode() == 200);
        URI points = console.address().orElseThrow();
        try (Service apart = service("apart", "console", 0, Map.of("PEERS_POINTS", points.toString()));
                Service lost = service("lost", "console", 0, Map.of());
                Service alone =
                        service("alone", "console", 0, Map.of("PEERS_POINTS", "http://localhost:" + freePort()))) {
            apart.start();
            assertThat(account(apart, "asked-for").body())
                    .isEqualTo(account(console, "asked-for").body());
            assertThat(account(apart, "nobody").statusCode()).isEqualTo(404);
            // An event is tried on the account where it is: this one was paid for already.
            assertThat(tried(apart, "asked-for", "asked-1")).isEqualTo("LIVE DUPLICATE");
            assertThat(tried(apart, "nobody", "asked-1")).isEqualTo("NEW AWARDED");
            lost.start();
            assertThat(tried(lost, "asked-for", "asked-1")).isEqualTo("NOT_HERE AWARDED");
            assertThat(account(lost, "asked-for").statusCode()).isEqualTo(503);
            assertThat(account(lost, "asked-for").body()).contains("peers.points");
            alone.start();
            HttpResponse<String> unanswered = account(alone, "asked-for");
            assertThat(unanswered.statusCode()).isEqualTo(503);
            assertThat(unanswered.headers().firstValue("Retry-After")).contains("1");
            assertThat(tried(alone, "asked-for", "asked-1")).isEqualTo("NOT_HERE AWARDED");
        }
    }

    /** With which account a payment was tried, and what would become of it. */
    private static String tried(Service from, String account, String eventId) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(from.address().orElseThrow().resolve("/v1/rules/dry-run"))
                        .POST(BodyPublishers.ofString(
                                "{\"accountId\": \"" + account + "\", \"event\": " + payment(account, eventId) + "}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode trial = JSON.readTree(answer.body());
        return trial.path("basis").asText() + " "
                + trial.at("/decision/outcome").asText();
    }

    @Test
    void everyAccountIsFoundFromEveryInstanceWhileOneComesAndGoes() throws Exception {
        List<String> ids = IntStream.range(0, 40).mapToObj(i -> "spread-" + i).toList();
        post(ids.stream().map(id -> payment(id, "e-" + id)).collect(Collectors.joining()));
        assertAllAreFound(console, ids);
        int port = freePort();
        try (Service second = service("second", "points", port, Map.of("PEERS_ADDRESS", "localhost:" + port))) {
            second.start();
            await().atMost(PATIENCE).until(() -> hasSome(second, ids));
            assertAllAreFound(console, ids);
            for (String id : ids) {
                assertThat(tried(console, id, "e-" + id)).isEqualTo("LIVE DUPLICATE");
            }
            // The second has no /v1: what it is asked for comes from its peers.
            assertThat(account(second, ids.getFirst()).statusCode()).isEqualTo(404);
        }
        assertAllAreFound(console, ids);
    }

    /** Whether an instance owns accounts: one that is no longer to be forwarded is answered from its own state. */
    private static boolean hasSome(Service service, List<String> ids) throws Exception {
        for (String id : ids) {
            HttpResponse<String> answer =
                    get(service, "/internal/accounts/" + id, "X-Pointstream-Peer", "shared", "X-Pointstream-Hops", "2");
            if (answer.statusCode() == 200) {
                return true;
            }
        }
        return false;
    }

    /** Sooner or later; until then the answer is 503 and says when to come again, and never that there is no such account. */
    private static void assertAllAreFound(Service from, List<String> ids) {
        Map<String, Integer> last = new HashMap<>();
        await().atMost(PATIENCE).until(() -> {
            for (String id : ids) {
                HttpResponse<String> answer = account(from, id);
                last.put(id, answer.statusCode());
                if (answer.statusCode() == 503) {
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
            }
            return last.values().stream().allMatch(status -> status == 200);
        });
    }
}
