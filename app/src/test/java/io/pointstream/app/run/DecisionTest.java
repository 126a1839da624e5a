package io.pointstream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.config.RunConfig;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.embedded.EmbeddedStack;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.RiskCase;
import io.pointstream.schemas.farming.RiskLevel;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.points.Ticks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a decision over HTTP to the ledger and to ClickHouse, through a running service; detection's part is written here. */
class DecisionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What a decision may take until its points can be seen to have moved: 2 s, and room for a busy machine. */
    private static final Duration SEEN_MAX = Duration.ofSeconds(5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Service service;

    @SuppressWarnings("NullAway.Init")
    private static KafkaProducer<String, SpecificRecord> detection;

    @SuppressWarnings("NullAway.Init")
    private static String token;

    private static int sent;

    @BeforeAll
    static void start() throws Exception {
        stack = EmbeddedStack.start(directory.resolve("servers"));
        RunConfig config = RunConfig.load(
                Optional.empty(),
                Map.of(
                        "POINTSTREAM_ROLES", "points,sink,console",
                        "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers(),
                        "POINTSTREAM_SCHEMA_REGISTRY_URL", stack.registry().url(),
                        "POINTSTREAM_CLICKHOUSE_URL", stack.clickHouse().url(),
                        "POINTSTREAM_STREAMS_STATE_DIR",
                                directory.resolve("state").toString(),
                        "POINTSTREAM_CONSOLE_HOST", "127.0.0.1",
                        "POINTSTREAM_CONSOLE_PORT", "0"));
        service = new Service(config, Ticks.none());
        service.start();
        Desk desk = service.desk().orElseThrow();
        assertThat(desk.awaitOpen(PATIENCE)).isTrue();
        token = desk.issueToken(
                Actor.atCommandLine("root"), "robot", Set.of(Role.UPSTREAM, Role.REVIEWER, Role.VIEWER));
        Map<String, Object> properties = new HashMap<>(config.kafka().properties());
        detection = new KafkaProducer<>(
                properties,
                new StringSerializer(),
                AvroSerdes.<SpecificRecord>create(config.schemaRegistry().serdeProperties())
                        .serializer());
    }

    @AfterAll
    static void stop() {
        detection.close();
        service.close();
        stack.close();
    }

    private static HttpResponse<String> send(String path, HttpRequest.BodyPublisher body, String type)
            throws Exception {
        URI address = service.address().orElseThrow().resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type);
        return HTTP.send(request.POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode get(String path) throws Exception {
        URI address = service.address().orElseThrow().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .build();
        return JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** An account whose awards are held, and a case about it that a reviewer can find. */
    private static void suspect(String account) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String caseId = "account-" + account;
        RiskCase held = new RiskCase(caseId, RiskLevel.HOLD, now);
        detection
                .send(new ProducerRecord<>(
                        Topics.FARMING_RISK.name(),
                        account,
                        new AccountRisk(account, 1L, 0L, now, RiskLevel.HOLD, List.of(held))))
                .get();
        detection
                .send(new ProducerRecord<>(
                        Topics.FARMING_FLAGS.name(),
                        caseId,
                        Flag.newBuilder()
                                .setCaseId(caseId)
                                .setAccountId(account)
                                .setRaisedAt(now)
                                .setUpdatedAt(now)
                                .setScore(90)
                                .setLevel(FlagLevel.HOLD)
                                .setStatus(FlagStatus.OPEN)
                                .setReasons(List.of())
                                .build()))
                .get();
        // Between topics there is no order: the account earns until it is known to be suspected.
        await().atMost(PATIENCE).until(() -> {
            earn(account);
            return get("/v1/accounts/" + account).path("held").asLong() > 0;
        });
        await().atMost(PATIENCE)
                .until(() ->
                        get("/v1/flags?account=" + account).path("rowsInAll").asInt() == 1);
    }

    private static void earn(String account) throws Exception {
        sent++;
        String line = """
                {"type":"payment.settled","eventId":"e%1$d","accountId":"%2$s","occurredAt":"%3$s","paymentId":"p%1$d",\
                "channel":"JD","merchantId":"m1","amountFen":5000}
                """.formatted(sent, account, Instant.now());
        assertThat(send("/v1/events", HttpRequest.BodyPublishers.ofString(line), "application/x-ndjson")
                        .statusCode())
                .isEqualTo(200);
    }

    private static Duration decided(String account, String decision, String posting) throws Exception {
        Instant began = Instant.now();
        HttpResponse<String> answer = send(
                "/v1/flags/account-" + account + "/decisions",
                HttpRequest.BodyPublishers.ofString("{\"decision\": \"" + decision + "\", \"note\": \"seen\"}"),
                "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get("/v1/accounts/" + account + "/timeline?entry=POSTING&order=newest_first&limit=1")
                        .at("/rows/0/type")
                        .asText()
                        .equals(posting));
        assertThat(get("/v1/accounts/" + account).path("held").asLong()).isZero();
        return Duration.between(began, Instant.now());
    }

    @Test
    void anAccountsPageShowsWhatWasJustWrittenAndWhy() throws Exception {
        String buyer = "buyer-" + UUID.randomUUID();
        earn(buyer);
        await().atMost(PATIENCE)
                .until(() -> get("/v1/accounts/" + buyer).path("step").asLong() == 1);
        // At once: the state has the step, whether or not ClickHouse has it yet.
        assertThat(page(buyer))
                .contains("after step 1;")
                .contains("Available 100")
                .contains("100 of 10,000 9,900");

        await().atMost(PATIENCE).until(() -> page(buyer).contains("The statement below has every step."));
        assertThat(page(buyer))
                .contains("JD purchase · 100 base points Why 100 points?")
                .contains("50 yuan Product 50 × 2 = 100 Rounded It is whole; nothing is dropped. 100")
                .contains("At most 1,000 for one event. It takes nothing of the 100.")
                .contains(
                        "At most 10,000; 0 were used before, so there was room for 10,000. It takes nothing of the 100.")
                .contains("Granted 100 As the program said it:")
                .contains("+100 program → available 100");
    }

    private static String page(String account) throws Exception {
        return words("/account?id=" + account);
    }

    /** What a person reads, in one line. */
    private static String words(String path) throws Exception {
        URI address = service.address().orElseThrow().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/html")
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    void aConfirmedCaseIsClawedBackAndAClearedOneReleasedAtOnce() throws Exception {
        String farmer = "farmer-" + UUID.randomUUID();
        suspect(farmer);
        assertThat(decided(farmer, "CONFIRM", "CLAWBACK")).isLessThan(SEEN_MAX);
        long available = get("/v1/accounts/" + farmer).path("available").asLong();
        earn(farmer);
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> get("/v1/accounts/" + farmer).path("available").asLong() == available);

        String honest = "honest-" + UUID.randomUUID();
        suspect(honest);
        assertThat(decided(honest, "CLEAR", "RELEASE")).isLessThan(SEEN_MAX);
        assertThat(get("/v1/accounts/" + honest).path("available").asLong()).isPositive();
    }

    private static void redeem(String account, String type, String redemption, String fields) throws Exception {
        String line = """
                {"type":"redemption.%s","eventId":"%s-%1$s","accountId":"%s","occurredAt":"%s","redemptionId":"%2$s"%s}
                """.formatted(type, redemption, account, Instant.now(), fields);
        assertThat(send("/v1/events", HttpRequest.BodyPublishers.ofString(line), "application/x-ndjson")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String newest(String account) throws Exception {
        return get("/v1/accounts/" + account + "/timeline?entry=POSTING&order=newest_first&limit=1")
                .at("/rows/0/type")
                .asText();
    }

    @ParameterizedTest
    @CsvSource({"CLEAR, CAPTURE", "CONFIRM, UNFREEZE"})
    void aRedemptionOfASuspectWaitsInTheQueueUntilSomebodyDecides(String decision, String posting) throws Exception {
        String spender = "spender-" + UUID.randomUUID();
        earn(spender);
        suspect(spender);
        String redemption = "r-" + UUID.randomUUID();
        redeem(
                spender,
                "requested",
                redemption,
                ",\"kind\":\"FINANCIAL\",\"itemId\":\"fee\",\"points\":100,\"beneficiaryId\":\"" + spender + "\"");
        redeem(spender, "accepted", redemption, "");
        // Its owner has a case of their own in the queue too.
        String waits = spender + " Ordinary Redemption to be decided";
        await().atMost(PATIENCE).until(() -> words("/queue").contains(waits));
        assertThat(get("/v1/accounts/" + spender).path("frozen").asLong()).isEqualTo(100);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(words("/case?id=redemption-" + redemption))
                        .contains("asks for 100 points as financial, item fee; the merchant has accepted")
                        .contains("Refuse it c Gives 100 frozen points back to their owner; the redemption ends."));

        HttpResponse<String> answer = send(
                "/v1/flags/redemption-" + redemption + "/decisions",
                HttpRequest.BodyPublishers.ofString(
                        "{\"decision\": \"" + decision + "\", \"note\": \"asked its owner\"}"),
                "application/json");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> newest(spender).equals(posting));
        assertThat(get("/v1/accounts/" + spender).path("frozen").asLong()).isZero();
        await().atMost(PATIENCE).until(() -> !words("/queue").contains(waits));
        assertThat(words("/case?id=redemption-" + redemption))
                .contains(decision.equals("CLEAR") ? "The redemption may go on." : "The redemption was refused;")
                .doesNotContain("Refuse it");
    }
}
