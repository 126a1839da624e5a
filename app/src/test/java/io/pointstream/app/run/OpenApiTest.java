package io.pointstream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pointstream.app.config.RunConfig;
import io.pointstream.dashboards.access.Routes;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.CaseDesk.Opinion;
import io.pointstream.dashboards.desk.CaseFacts;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Grounds;
import io.pointstream.dashboards.desk.ListDesk.Wish;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.RuleDesk.Draft;
import io.pointstream.dashboards.desk.Secrets;
import io.pointstream.dashboards.desk.Verdict;
import io.pointstream.embedded.EmbeddedStack;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.topologies.points.Ticks;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code /openapi.json} held against the router of a running service, and every operation of it called as the document says it
 * can be, right and wrong, with each answer checked against its schema.
 */
class OpenApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(com.networknt.schema.SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .build()));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Service service;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode document;

    @SuppressWarnings("NullAway.Init")
    private static String token;

    /** A value of a parameter, and whether the document allows it. */
    private record Value(String text, boolean allowed) {}

    @BeforeAll
    static void start() throws Exception {
        stack = EmbeddedStack.start(directory.resolve("servers"));
        RunConfig config = RunConfig.load(
                Optional.empty(),
                Map.of(
                        "POINTSTREAM_ROLES",
                        "points,sink,console",
                        "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                        stack.bootstrapServers(),
                        "POINTSTREAM_SCHEMA_REGISTRY_URL",
                        stack.registry().url(),
                        "POINTSTREAM_CLICKHOUSE_URL",
                        stack.clickHouse().url(),
                        "POINTSTREAM_STREAMS_STATE_DIR",
                        directory.resolve("state").toString(),
                        "POINTSTREAM_CONSOLE_HOST",
                        "127.0.0.1",
                        "POINTSTREAM_CONSOLE_PORT",
                        "0",
                        // So that the route for them is there.
                        "POINTSTREAM_PEERS_SECRET",
                        "shared"));
        service = new Service(config, Ticks.none());
        service.start();
        Desk desk = service.desk().orElseThrow();
        assertThat(desk.awaitOpen(PATIENCE)).isTrue();
        token = desk.issueToken(Actor.atCommandLine("root"), "all-roles", EnumSet.allOf(Role.class));
        plantCases(config, desk);
        plantProposal(desk);
        document = JSON.readTree(get("/openapi.json").body());
        // The event that the document gives as its example, all the way to the reports.
        HttpResponse<String> posted = call("post", "/v1/events", operation("/v1/events", "post"), Map.of());
        assertThat(posted.statusCode()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> get("/v1/accounts/a1/timeline").statusCode() == 200);
        await().atMost(PATIENCE).until(() -> get("/v1/accounts/a1").statusCode() == 200);
        sendGarbage();
        await().atMost(PATIENCE).until(() -> get("/v1/dead-letters/0/0").statusCode() == 200);
    }

    /** Enough for every partition of the dead letters. */
    private static void sendGarbage() throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>("activity.social", "a" + i, new byte[] {1, 2, 3}))
                        .get();
            }
        }
    }

    /** A case to decide, and one of a ring with a decision that waits for a second person. */
    private static void plantCases(RunConfig config, Desk desk) throws SQLException {
        try (Connection connection =
                        config.clickhouse().connection().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO flags (case_id, account_id, raised_at, updated_at, score, level, status, topic, partition, offset)
                    SELECT id, 'a1', toDateTime64('2026-05-01 04:00:00', 3, 'UTC'), toDateTime64('2026-05-01 04:00:00', 3, 'UTC'),
                        90, 'HOLD', 'OPEN', 'farming.flags', 0, 1 FROM (SELECT arrayJoin(['account-a1', 'ring-r1']) AS id)
                    """);
        }
        // Whom the document gives as its example of an assignee.
        desk.addUser(Actor.atCommandLine("root"), "mei", Set.of(Role.REVIEWER), Secrets.password());
        Instant raised = Instant.parse("2026-05-01T04:00:00Z");
        CaseFacts ring = new CaseFacts("ring-r1", "a1", 20, true, raised, raised, null, 0);
        Actor reviewer = new Actor("mei", Set.of(Role.REVIEWER), "");
        desk.cases().decide(reviewer, CaseDesk.newKey(), ring, new Opinion(Verdict.CONFIRM, Grounds.SAME_HANDS, ""));
        desk.lists()
                .put(
                        reviewer,
                        "entry-of-the-example",
                        new Wish(
                                ListName.SNOOZE,
                                ListedKind.ACCOUNT,
                                "a1",
                                null,
                                Instant.now().plus(Duration.ofDays(1)),
                                "looked at tomorrow"));
    }

    /** A rule book that waits for a second person, under the id that the document gives as its example. */
    private static void plantProposal(Desk desk) {
        Actor analyst = new Actor("ana", Set.of(Role.ANALYST), "");
        desk.rules()
                .propose(
                        analyst,
                        "proposal-of-ana",
                        new Draft(RuleBooks.shippedYaml(), Instant.parse("2040-01-01T00:00:00Z"), "as it was"));
    }

    @AfterAll
    static void stop() {
        service.close();
        stack.close();
    }

    private static JsonNode operation(String path, String method) {
        return document.get("paths").get(path).get(method);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI address = service.address().orElseThrow().resolve(path);
        return HTTP.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anEventIsTriedOnTheAccountAsItIsAndLeavesNoTrace() throws Exception {
        JsonNode example = JSON.readTree(operation("/v1/events", "post")
                .at("/requestBody/content/application~1x-ndjson/example")
                .asText());
        String account = get("/v1/accounts/a1").body();
        JsonNode same = tried("a1", example);
        assertThat(same.path("basis").asText()).isEqualTo("LIVE");
        assertThat(same.at("/decision/outcome").asText()).isEqualTo("DUPLICATE");
        // The payment is known by another event's id too.
        JsonNode again = tried("a1", ((ObjectNode) example.deepCopy()).put("eventId", "another"));
        assertThat(again.at("/decision/outcome").asText()).isEqualTo("NOT_ELIGIBLE");
        assertThat(again.at("/decision/reason").asText()).contains("already paid");
        JsonNode stranger = tried("nobody", ((ObjectNode) example.deepCopy()).put("accountId", "nobody"));
        assertThat(stranger.path("basis").asText()).isEqualTo("NEW");
        assertThat(stranger.at("/decision/outcome").asText()).isEqualTo("PARTIALLY_CAPPED");
        assertThat(stranger.at("/decision/grantedPoints").asLong()).isEqualTo(1_000);
        assertThat(get("/v1/accounts/a1").body()).isEqualTo(account);
        assertThat(get("/v1/accounts/nobody").statusCode()).isEqualTo(404);
    }

    private static JsonNode tried(String account, JsonNode event) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(service.address().orElseThrow().resolve("/v1/rules/dry-run"))
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(JSON.createObjectNode()
                                .put("accountId", account)
                                .set("event", event)
                                .toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void everyRouteStandsInTheTableOfRolesAndTheTableHasNoOther() {
        assertThat(service.console().orElseThrow().routes()).containsExactlyInAnyOrderElementsOf(Routes.all());
    }

    @Test
    void everyRouteForProgramsIsDescribedAndEverythingDescribedIsARoute() {
        TreeSet<String> described = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        TreeSet<String> routes = new TreeSet<>(service.console().orElseThrow().routes());
        routes.removeIf(route -> !route.matches("\\w+ /(v1/.*|health/.*|metrics|openapi\\.json)"));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void everyOperationAnswersAsTheDocumentSays() throws Exception {
        int calls = 0;
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                calls += callEveryWay(path.getKey(), method.getKey(), method.getValue());
            }
        }
        assertThat(calls).isGreaterThan(100);
    }

    /**
     * With the required parameters alone, then with each parameter's values, one at a time; all of it for each name that a path
     * can have, as far as the report of that name takes the parameter. What the document does not allow is refused under at
     * least one of these names.
     */
    private static int callEveryWay(String path, String method, JsonNode operation) throws Exception {
        String name = method + " " + path;
        List<JsonNode> parameters = list(operation.get("parameters"));
        assertThat(parameters)
                .extracting(parameter -> parameter.get("in") + " " + parameter.get("name"))
                .as(name + " has each parameter once")
                .doesNotHaveDuplicates();
        List<Map<JsonNode, String>> variants = variants(parameters);
        int calls = 0;
        boolean succeeded = false;
        for (Map<JsonNode, String> variant : variants) {
            succeeded |= check(name, operation, call(method, path, operation, variant)) < 300;
            calls++;
        }
        for (JsonNode parameter : parameters) {
            List<Value> values = new ArrayList<>(allowed(parameter));
            values.addAll(refused(parameter));
            for (Value value : values) {
                String what = name + " with " + parameter.get("name").asText() + "=" + value.text();
                boolean refused = false;
                for (Map<JsonNode, String> variant : variants) {
                    if (!takes(variant, parameter)) {
                        continue;
                    }
                    Map<JsonNode, String> given = new LinkedHashMap<>(variant);
                    given.put(parameter, value.text());
                    int status = check(what, operation, call(method, path, operation, given));
                    succeeded |= status < 300;
                    refused |= status >= 400 && status < 500;
                    calls++;
                }
                assertThat(value.allowed() || refused).as(what + " is refused").isTrue();
            }
        }
        assertThat(succeeded).as(name + " succeeds").isTrue();
        return calls;
    }

    /** Whether the report that a path names has the parameter, or it is one that no report has as its own, such as the format. */
    private static boolean takes(Map<JsonNode, String> path, JsonNode parameter) {
        String name = parameter.get("name").asText();
        boolean isOfReports = NamedReport.ALL.stream().anyMatch(report -> has(report, name));
        return !isOfReports
                || path.values().stream()
                        .map(NamedReport::find)
                        .allMatch(report -> report.isEmpty() || has(report.get(), name));
    }

    private static boolean has(NamedReport report, String parameter) {
        return report.parameters().stream().anyMatch(own -> own.name().equals(parameter));
    }

    private static List<Map<JsonNode, String>> variants(List<JsonNode> parameters) {
        List<Map<JsonNode, String>> variants = List.of(Map.of());
        for (JsonNode parameter : parameters) {
            if (parameter.path("required").asBoolean()) {
                variants = variants.stream()
                        .flatMap(variant -> allowed(parameter).stream().map(value -> {
                            Map<JsonNode, String> more = new LinkedHashMap<>(variant);
                            more.put(parameter, value.text());
                            return more;
                        }))
                        .toList();
            }
        }
        return variants;
    }

    private static List<JsonNode> list(@Nullable JsonNode array) {
        return array == null
                ? List.of()
                : StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static List<Value> allowed(JsonNode parameter) {
        JsonNode schema = parameter.get("schema");
        List<String> values = new ArrayList<>();
        if (parameter.has("example")) {
            values.add(parameter.get("example").asText());
        }
        list(schema.get("enum")).forEach(value -> values.add(value.asText()));
        if (schema.path("type").asText().equals("boolean")) {
            values.addAll(List.of("true", "false"));
        }
        for (String limit : List.of("minimum", "maximum", "default")) {
            if (schema.has(limit)) {
                values.add(schema.get(limit).asText());
            }
        }
        if (schema.path("format").asText().equals("date")) {
            values.add("2026-05-01");
        }
        return values.stream().distinct().map(value -> new Value(value, true)).toList();
    }

    private static List<Value> refused(JsonNode parameter) {
        JsonNode schema = parameter.get("schema");
        List<String> values = new ArrayList<>();
        if (schema.has("enum") || schema.path("type").asText().matches("boolean|integer|number")) {
            values.add("no-such-thing");
        }
        if (schema.has("minimum")) {
            values.add(Long.toString(schema.get("minimum").asLong() - 1));
        }
        if (schema.has("maximum")) {
            values.add(Long.toString(schema.get("maximum").asLong() + 1));
        }
        if (schema.has("pattern") && !"<!>".matches(schema.get("pattern").asText())) {
            values.add("<!>");
        }
        if (schema.path("format").asText().matches("date|date-time")) {
            values.add("yesterday");
        }
        if (schema.has("maxLength")) {
            values.add("x".repeat(schema.get("maxLength").asInt() + 1));
        }
        return values.stream().map(value -> new Value(value, false)).toList();
    }

    private static HttpResponse<String> call(
            String method, String path, JsonNode operation, Map<JsonNode, String> parameters) throws Exception {
        String address = path;
        String separator = "?";
        HttpRequest.Builder request = HttpRequest.newBuilder().header("Authorization", "Bearer " + token);
        for (Map.Entry<JsonNode, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey().get("name").asText();
            String value = URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8)
                    .replace("+", "%20");
            switch (parameter.getKey().get("in").asText()) {
                case "path" -> address = address.replace("{" + name + "}", value);
                case "query" -> {
                    address += separator + name + "=" + value;
                    separator = "&";
                }
                case "header" -> request.header(name, parameter.getValue());
                default -> throw new AssertionError(parameter.getKey());
            }
        }
        BodyPublisher body = BodyPublishers.noBody();
        JsonNode content = operation.at("/requestBody/content");
        if (!content.isMissingNode()) {
            Map.Entry<String, JsonNode> only = content.properties().iterator().next();
            JsonNode example = only.getValue().get("example");
            request.header("Content-Type", only.getKey());
            body = BodyPublishers.ofString(example.isTextual() ? example.asText() : example.toString());
        }
        return HTTP.send(
                request.uri(service.address().orElseThrow().resolve(address))
                        .method(method.toUpperCase(java.util.Locale.ROOT), body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The answer's status; fails when the answer is none that the document knows. */
    private static int check(String what, JsonNode operation, HttpResponse<String> answer) throws IOException {
        JsonNode response = operation.get("responses").get(Integer.toString(answer.statusCode()));
        assertThat(response)
                .as("%s was answered %s, which is not described: %s", what, answer.statusCode(), answer.body())
                .isNotNull();
        if (answer.statusCode() == 204) {
            assertThat(answer.body()).as(what).isEmpty();
            return answer.statusCode();
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        JsonNode content = response.path("content").get(type);
        assertThat(content)
                .as("%s, status %s, was answered with %s", what, answer.statusCode(), type)
                .isNotNull();
        if (type.matches(".*[/+]json")) {
            ObjectNode schema = content.get("schema").deepCopy();
            schema.set("components", document.get("components"));
            List<Error> errors = SCHEMAS.getSchema(schema).validate(JSON.readTree(answer.body()));
            assertThat(errors).as("%s: %s", what, answer.body()).isEmpty();
        }
        response.path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(answer.headers().firstValue(header))
                        .as("%s: the header %s", what, header)
                        .isPresent());
        return answer.statusCode();
    }
}
