package io.pointstream.dashboards.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.dashboards.Console;
import io.pointstream.dashboards.ConsoleConfig;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.embedded.EmbeddedRegistry;
import io.pointstream.schemas.SubjectAdmin;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events over HTTP into a real broker, with a real registry; the broker is frozen in the last test. */
@TestMethodOrder(OrderAnnotation.class)
class EventsApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private static Intake intake;

    /** A console with nothing but the intake. */
    private record Intake(EventsApi events, Console console, PrometheusMeterRegistry meters) implements AutoCloseable {

        static Intake start(IntakeConfig config) {
            var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            var events = new EventsApi(config, EventSource.stated(), meters);
            return new Intake(events, Console.startForOperators(ConsoleConfig.on(0), meters, List::of, events), meters);
        }

        HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
            return HTTP.send(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<String> post(String body) throws Exception {
            return post("/v1/events", utf8(body));
        }

        CompletableFuture<HttpResponse<String>> postLater(String body) {
            return HTTP.sendAsync(request("/v1/events", utf8(body)), HttpResponse.BodyHandlers.ofString());
        }

        private HttpRequest request(String path, byte[] body, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            console.address().resolve(path))
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofByteArray(body));
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
            return request.build();
        }

        @Override
        public void close() {
            console.close();
            events.close();
        }
    }

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        TopicAdmin.create(brokers(), TopicAdmin.Overrides.NONE);
        SubjectAdmin.register(SchemaRegistryConfig.of(serdes()).client());
        intake = Intake.start(IntakeConfig.of(brokers(), serdes()));
    }

    @AfterAll
    static void stop() {
        intake.close();
        registry.close();
        kafka.close();
    }

    private static Map<String, Object> brokers() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static Map<String, Object> serdes() {
        return Map.of("schema.registry.url", registry.url());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static String line(String id) {
        return """
            {"type":"payment.settled","eventId":"%s","accountId":"a-%1$s","occurredAt":"2026-05-01T10:00:00+08:00",\
            "paymentId":"p-%1$s","channel":"JD","merchantId":"m","amountFen":1200}
            """.formatted(id);
    }

    private static String lines(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> line(prefix + i)).collect(Collectors.joining());
    }

    private static List<ConsumerRecord<String, Activity>> inKafka() {
        Map<String, Object> config = new HashMap<>(brokers());
        config.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<String, Activity>> found = new ArrayList<>();
        try (KafkaConsumer<String, Activity> consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                AvroSerdes.<Activity>create(serdes()).deserializer())) {
            List<TopicPartition> partitions = Topics.activity().stream()
                    .map(Topic::name)
                    .map(consumer::partitionsFor)
                    .flatMap(Collection::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }

    private static Set<String> idsInKafka() {
        return inKafka().stream().map(record -> record.value().getEventId()).collect(Collectors.toSet());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static List<String> ids(HttpResponse<String> answer, String result) throws IOException {
        return StreamSupport.stream(json(answer).get("results").spliterator(), false)
                .filter(line -> line.get("result").asText().equals(result))
                .map(line -> line.get("eventId").asText())
                .toList();
    }

    @Test
    @Order(1)
    void whatIsAcceptedIsInKafkaWhenTheAnswerComes() throws Exception {
        HttpResponse<String> answer =
                intake.post(line("whole1") + line("whole2").replace("payment.settled", "payment.settled"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(JSON.readTree("""
                {"source":"unnamed","dryRun":false,"accepted":2,"refused":0,"unconfirmed":0,"results":[
                {"line":1,"result":"accepted","eventId":"whole1"},{"line":2,"result":"accepted","eventId":"whole2"}]}
                """));
        ConsumerRecord<String, Activity> record = inKafka().stream()
                .filter(each -> each.value().getEventId().equals("whole1"))
                .findFirst()
                .orElseThrow();
        assertThat(record.topic()).isEqualTo("activity.payment");
        assertThat(record.key()).isEqualTo("a-whole1");
        assertThat(record.timestamp()).isEqualTo(1_777_600_800_000L);
    }

    @Test
    @Order(1)
    void aBadLineIsNamedInTheWordsOfIngestAndTheGoodOnesGoOn() throws Exception {
        String body = line("mixed1")
                + "\n"
                + line("mixed2").replace("1200", "\"much\"")
                + "{\"type\":\n"
                + line("mixed3").replace("payment.settled", "payment.dreamt")
                + line("mixed4");
        HttpResponse<String> answer = intake.post(body);
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(ids(answer, "accepted")).containsExactly("mixed1", "mixed4");
        JsonNode results = json(answer).get("results");
        assertThat(results.findValuesAsText("line")).containsExactly("1", "3", "4", "5", "6");
        List<String> words = new ArrayList<>();
        try (EventLines lines = EventLines.of(new java.io.ByteArrayInputStream(utf8(body)))) {
            for (EventLines.Line each = lines.next(); each != null; each = lines.next()) {
                if (each instanceof EventLines.Line.Bad(long number, var problem)) {
                    words.add(number + " " + problem.field() + " " + problem.problem());
                }
            }
        }
        assertThat(StreamSupport.stream(results.spliterator(), false)
                        .filter(each -> each.get("result").asText().equals("refused"))
                        .map(each -> each.get("line").asText()
                                + " "
                                + each.get("field").asText()
                                + " "
                                + each.get("problem").asText()))
                .isEqualTo(words)
                .hasSize(3);
        assertThat(idsInKafka()).contains("mixed1", "mixed4").doesNotContain("mixed2", "mixed3");
    }

    @Test
    @Order(1)
    void noGoodLineIs422AndNoLineIsNoError() throws Exception {
        HttpResponse<String> bad = intake.post("nonsense\n{}\n");
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(json(bad).get("refused").asInt()).isEqualTo(2);
        HttpResponse<String> empty = intake.post("\n  \n");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(json(empty).get("results")).isEmpty();
    }

    @Test
    @Order(1)
    void aReviewersDecisionDoesNotComeThisWay() throws Exception {
        HttpResponse<String> answer = intake.post("""
                {"type":"review.decided","eventId":"r1","accountId":"a1","occurredAt":"2026-05-01T10:00:00+08:00",\
                "caseId":"account-a1","decision":"CLEAR","reviewer":"me","note":""}
                """);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"type\"").contains("POST /v1/flags/{caseId}/decisions");
        assertThat(idsInKafka()).doesNotContain("r1");
    }

    @Test
    @Order(1)
    void aDryRunChecksAndSendsNothing() throws Exception {
        HttpResponse<String> answer = intake.post("/v1/events?dryRun=true", utf8(line("dry1") + "{}\n"));
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(json(answer).get("dryRun").asBoolean()).isTrue();
        assertThat(ids(answer, "accepted")).containsExactly("dry1");
        assertThat(idsInKafka()).doesNotContain("dry1");
        assertThat(intake.post("/v1/events?dryRun=maybe", utf8(line("dry2"))).statusCode())
                .isEqualTo(400);
    }

    @Test
    @Order(1)
    void gzipIsInflatedAndABrokenOneIsRefusedWhole() throws Exception {
        byte[] packed = gzip(utf8(lines("zip", 500)));
        HttpResponse<String> answer = intake.post("/v1/events", packed, "Content-Encoding", "gzip");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("accepted").asInt()).isEqualTo(500);
        byte[] cut = Arrays.copyOf(gzip(utf8(lines("cut", 500))), 2_000);
        assertThat(intake.post("/v1/events", cut, "Content-Encoding", "gzip").statusCode())
                .isEqualTo(400);
        assertThat(intake.post("/v1/events", utf8(line("cut")), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
        assertThat(idsInKafka()).contains("zip0", "zip499").noneMatch(id -> id.startsWith("cut"));
    }

    @Test
    @Order(1)
    void whatIsTooLargeIsRefusedWholeAndHoldsNoMemory() throws Exception {
        IntakeConfig small = IntakeConfig.of(brokers(), serdes()).withLimits(200_000, 100, 200_000);
        try (Intake narrow = Intake.start(small)) {
            byte[] bomb = gzip(utf8(line("bomb") + " ".repeat(50 << 20)));
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> inflated = narrow.post("/v1/events", bomb, "Content-Encoding", "gzip");
                assertThat(inflated.statusCode()).isEqualTo(413);
                assertThat(json(inflated).get("detail").asText()).contains("200000 bytes");
            }
            assertThat(narrow.post("x".repeat(200_001)).statusCode()).isEqualTo(413);
            HttpResponse<String> tooMany = narrow.post(lines("many", 101));
            assertThat(tooMany.statusCode()).isEqualTo(413);
            assertThat(json(tooMany).get("detail").asText()).contains("at most 100 lines");
            assertThat(narrow.post(lines("fits", 100)).statusCode()).isEqualTo(200);
        }
        assertThat(intake.post("x".repeat(EventLines.LINE_BYTES_MAX + 1) + "\n" + line("after"))
                        .body())
                .contains("expected at most 1048576 bytes, was longer")
                .contains("\"eventId\":\"after\"");
        assertThat(idsInKafka()).contains("fits99", "after").doesNotContain("bomb", "many0");
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "Content-Type, application/xml",
        "Content-Type, application/x-www-form-urlencoded",
        "Content-Encoding, br",
        "Content-Encoding, 'gzip, gzip'"
    })
    void anotherMediaTypeOrCodingIs415(String header, String value) throws Exception {
        HttpResponse<String> answer = intake.post("/v1/events", utf8(line("x")), header, value);
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(json(answer).get("detail").asText()).contains(header);
    }

    @Test
    @Order(1)
    void linesAreCountedBySourceAndReasonAndSamplesShowNoPersonsPlace() throws Exception {
        String device = "\"deviceId\":\"secret-device\",\"ipAddress\": \"203.0.113.9\",";
        intake.post(
                "/v1/events",
                utf8(line("s1") + line("s2").replace("1200", "-1").replace("\"type\"", device + "\"type\"")),
                EventSource.HEADER,
                "shop");
        intake.post("/v1/events?source=shop", utf8(line("s3").replace("1200", "0")));
        Source.Snapshot shop = intake.events().sources().find("shop").orElseThrow();
        assertThat(shop.accepted()).isEqualTo(1);
        assertThat(shop.refused()).isEqualTo(2);
        assertThat(shop.newestEvent()).isEqualTo(java.time.Instant.parse("2026-05-01T02:00:00Z"));
        assertThat(shop.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.reason())
                    .startsWith("amountFen: expected an integer")
                    .doesNotContain("was");
            assertThat(reason.lines()).isEqualTo(2);
            assertThat(reason.samples()).hasSize(2);
            assertThat(reason.samples().getLast().text())
                    .contains("\"deviceId\":\"…\"")
                    .contains("\"ipAddress\": \"…\"")
                    .doesNotContain("secret-device")
                    .doesNotContain("203.0.113.9");
        });
        assertThat(intake.meters().scrape())
                .contains("pointstream_intake_lines_total{result=\"refused\",source=\"shop\"} 2");
        assertThat(intake.post("/v1/events?source=a%20b", utf8(line("s4"))).statusCode())
                .isEqualTo(400);
        for (int i = 0; i < 120; i++) {
            intake.post("/v1/events?source=upstream-" + i, new byte[0]);
        }
        assertThat(intake.events().sources().all().size()).isLessThanOrEqualTo(101);
        assertThat(intake.events().sources().find(Sources.OTHERS)).isPresent();
    }

    @Test
    @Order(1)
    void withoutKafkaItSaysSoWithinSecondsAndConfirmsNothing() throws Exception {
        IntakeConfig nowhere = IntakeConfig.of(Map.of("bootstrap.servers", "127.0.0.1:1"), serdes());
        try (Intake alone = Intake.start(nowhere)) {
            HttpResponse<String> answer = alone.post(line("lost1") + "{}\n" + line("lost2"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            assertThat(ids(answer, "unconfirmed")).containsExactly("lost1", "lost2");
            assertThat(json(answer).get("refused").asInt()).isEqualTo(1);
        }
    }

    @Test
    @Order(1)
    void requestsUnderWayTakeNoMoreMemoryThanTheyMay() throws Exception {
        IntakeConfig small = IntakeConfig.of(brokers(), serdes()).withLimits(100_000, 1_000, 100_000);
        try (Intake narrow = Intake.start(small);
                Socket slow = new Socket(
                        narrow.console().address().getHost(),
                        narrow.console().address().getPort())) {
            byte[] body = utf8(lines("slow", 400));
            OutputStream out = slow.getOutputStream();
            out.write(utf8("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
                    + "Content-Length: " + body.length + "\r\n\r\n"));
            out.write(body, 0, body.length - 10);
            out.flush();
            await().atMost(PATIENCE).until(() -> narrow.post(lines("fast", 300)).statusCode() == 429);
            HttpResponse<String> full = narrow.post(lines("full", 300));
            assertThat(full.statusCode()).isEqualTo(429);
            assertThat(full.headers().firstValue("Retry-After")).contains("1");
            out.write(body, body.length - 10, 10);
            out.flush();
            assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 200");
            await().atMost(PATIENCE).until(() -> narrow.post(lines("then", 300)).statusCode() == 200);
        }
        assertThat(idsInKafka()).contains("slow399", "then299").doesNotContain("full0");
    }

    @Test
    @Order(2)
    void whileTheBrokerIsFrozenNothingIsAcceptedThatIsNotThere() throws Exception {
        IntakeConfig small = IntakeConfig.of(brokers(), serdes()).withLimits(200_000, 1_000, 400_000);
        try (Intake narrow = Intake.start(small)) {
            assertThat(narrow.post(lines("warm", 10)).statusCode()).isEqualTo(200);
            Set<String> accepted = new HashSet<>();
            List<Integer> statuses = new ArrayList<>();
            signal("STOP");
            try {
                List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    sent.add(narrow.postLater(lines("frozen" + i + "-", 300)));
                }
                for (CompletableFuture<HttpResponse<String>> each : sent) {
                    HttpResponse<String> answer = each.get();
                    statuses.add(answer.statusCode());
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
            } finally {
                signal("CONT");
            }
            assertThat(statuses).contains(429, 503).isSubsetOf(429, 503);
            // A client that repeats what was not confirmed loses nothing.
            for (int i = 0; i < 20; i++) {
                String again = lines("frozen" + i + "-", 300);
                await().atMost(PATIENCE).until(() -> {
                    HttpResponse<String> answer = narrow.post(again);
                    if (answer.statusCode() == 200) {
                        accepted.addAll(ids(answer, "accepted"));
                    }
                    return answer.statusCode() == 200;
                });
            }
            assertThat(accepted).hasSize(6_000);
            assertThat(idsInKafka()).containsAll(accepted);
        }
    }

    private static void signal(String name) throws Exception {
        int status = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(kafka.process().pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }
}
