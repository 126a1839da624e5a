package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskConfig;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.RuleDesk;
import io.pointstream.dashboards.desk.RuleProposal;
import io.pointstream.dashboards.rules.RulesApi;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.Reports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule book over the API, with a real broker. */
class RulesHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Actor ROOT = Actor.atCommandLine("root");
    private static final String SHIPPED = RuleBooks.shippedYaml();

    @SuppressWarnings("NullAway.Init")
    private static String analyst;

    @SuppressWarnings("NullAway.Init")
    private static String supervisor;

    @SuppressWarnings("NullAway.Init")
    private static String viewer;

    @BeforeAll
    static void tokens() {
        analyst = SampleConsole.desk().issueToken(ROOT, "rules-analyst", Set.of(Role.ANALYST));
        supervisor = SampleConsole.desk().issueToken(ROOT, "rules-supervisor", Set.of(Role.SUPERVISOR));
        viewer = SampleConsole.desk().issueToken(ROOT, "rules-viewer", Set.of(Role.VIEWER));
    }

    @BeforeEach
    void nothingWaits() {
        RuleProposal waiting = SampleConsole.desk().state().ruleProposal();
        if (waiting != null) {
            SampleConsole.desk().rules().refuse(ROOT, CaseDesk.newKey(), waiting.actId(), "");
        }
    }

    private static HttpResponse<String> send(URI console, String token, String path, String body, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + token));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(console.resolve(path)).headers(all.toArray(String[]::new));
        if (!body.isEmpty()) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String token, String path, ObjectNode body, String... headers)
            throws Exception {
        return send(SampleConsole.address(), token, path, body.toString(), headers);
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send(SampleConsole.address(), viewer, path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static String later() {
        var newest = SampleConsole.desk().rules().published().read().newest();
        return (newest == null ? Instant.parse("2026-05-01T00:00:00Z") : newest.getEffectiveFrom())
                .plusSeconds(60)
                .toString();
    }

    private static String book(String rate) {
        return SHIPPED.replace("unit: yuan, rate: 2 }", "unit: yuan, rate: " + rate + " }");
    }

    @Test
    void aBookIsProposedByOneAndPublishedByAnother() throws Exception {
        ObjectNode wanted =
                object().put("book", book("7")).put("effectiveFrom", later()).put("reason", "试一试");
        HttpResponse<String> proposed =
                post(analyst, "/v1/rules/proposals", wanted, "Idempotency-Key", "proposal-over-http");
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(202);
        assertThat(JSON.readTree(proposed.body()))
                .isEqualTo(object().put("id", "proposal-over-http").put("state", "PROPOSED"));
        assertThat(post(analyst, "/v1/rules/proposals", wanted, "Idempotency-Key", "proposal-over-http")
                        .statusCode())
                .as("the same again")
                .isEqualTo(202);
        assertThat(post(supervisor, "/v1/rules/proposals", wanted).statusCode()).isEqualTo(409);

        JsonNode waiting = get("/v1/rules").path("proposal");
        assertThat(waiting.path("person").asText()).isEqualTo("rules-analyst");
        assertThat(waiting.path("changes").findValuesAsText("field")).contains("points.rate");

        String approvals = "/v1/rules/proposals/proposal-over-http/approvals";
        ObjectNode approve = object().put("word", "APPROVE");
        assertThat(post(analyst, approvals, approve).statusCode()).isEqualTo(403);
        assertThat(post(viewer, approvals, approve).statusCode()).isEqualTo(403);
        HttpResponse<String> done = post(supervisor, approvals, approve, "Idempotency-Key", "approval-over-http");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        int version = JSON.readTree(done.body()).path("version").asInt();
        assertThat(JSON.readTree(post(supervisor, approvals, approve, "Idempotency-Key", "approval-over-http")
                        .body()))
                .as("the same again")
                .isEqualTo(JSON.readTree(done.body()));
        assertThat(post(supervisor, approvals, approve).statusCode()).isEqualTo(409);

        JsonNode published = get("/v1/rules/" + version);
        assertThat(published.path("yaml").asText()).isEqualTo(book("7"));
        assertThat(published.at("/version/publishedBy").asText())
                .isEqualTo("rules-analyst (approved by rules-supervisor)");
        assertThat(get("/v1/rules").path("proposal").isNull()).isTrue();
        JsonNode compared = get("/v1/rules/" + version + "?against=1").path("changes");
        assertThat(compared).hasSize(1);
        assertThat(compared.get(0).path("id").asText()).isEqualTo("pay.jd");
        assertThat(compared.get(0).path("after").asText()).isEqualTo("7");
    }

    @Test
    void nobodyPublishesTheirOwn() throws Exception {
        ObjectNode wanted =
                object().put("book", book("8")).put("effectiveFrom", later()).put("reason", "mine");
        assertThat(post(supervisor, "/v1/rules/proposals", wanted, "Idempotency-Key", "proposal-of-my-own")
                        .statusCode())
                .isEqualTo(202);
        String approvals = "/v1/rules/proposals/proposal-of-my-own/approvals";
        HttpResponse<String> own = post(supervisor, approvals, object().put("word", "APPROVE"));
        assertThat(own.statusCode()).isEqualTo(403);
        assertThat(own.body()).contains("you proposed it");
        HttpResponse<String> back = post(supervisor, approvals, object().put("word", "REFUSE"));
        assertThat(JSON.readTree(back.body()).path("state").asText()).isEqualTo("REFUSED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                            | book
            {"book": "language: 1", "effectiveFrom": "2041-01-01", "reason": "x"} | book
            {"book": 5, "effectiveFrom": "2041-01-01", "reason": "x"}     | book
            {"book": "SHIPPED", "effectiveFrom": "tomorrow", "reason": "x"} | effectiveFrom
            {"book": "SHIPPED", "effectiveFrom": "2041-01-01T00:00", "reason": "x"} | effectiveFrom
            {"book": "SHIPPED", "effectiveFrom": "2041-01-01", "reason": " "} | reason
            [1]                                                           | body
            """)
    void aProposalThatDoesNotFitIsRefusedFieldByField(String body, String field) throws Exception {
        String whole = body.replace("\"SHIPPED\"", JSON.writeValueAsString(SHIPPED));
        HttpResponse<String> refused = send(SampleConsole.address(), analyst, "/v1/rules/proposals", whole);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(refused.body()).path("errors").has(field))
                .as(refused.body())
                .isTrue();
        assertThat(SampleConsole.desk().state().ruleProposal()).isNull();
    }

    @Test
    void aCandidateIsCheckedWithLineAndColumn() throws Exception {
        HttpResponse<String> wrong = post(
                analyst, "/v1/rules/check", object().put("book", SHIPPED.replace("zone: Asia/Shanghai", "zone: Mars")));
        JsonNode problem = JSON.readTree(wrong.body()).at("/problems/0");
        assertThat(problem.path("line").asInt()).isEqualTo(5);
        assertThat(problem.path("column").asInt()).isEqualTo(7);
        assertThat(problem.path("message").asText()).contains("unknown time zone");
        JsonNode warned = JSON.readTree(post(
                        analyst,
                        "/v1/rules/check",
                        object().put("book", SHIPPED.replace("channel == 'JD'", "channel == 'JD' && 1 > 2")))
                .body());
        assertThat(warned.path("right").asBoolean()).isTrue();
        assertThat(warned.at("/warnings/0/message").asText()).contains("never matches");
        assertThat(warned.path("changes")).isNotEmpty();
        assertThat(post(viewer, "/v1/rules/check", object().put("book", "x")).statusCode())
                .isEqualTo(403);
        String huge = "#".repeat(4 * RuleDesk.BOOK_BYTES_MAX);
        assertThat(post(analyst, "/v1/rules/check", object().put("book", huge)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "payment.settled"}                     | paymentId
            {"type": "nothing.known"}                       | type
            {"type": "membership.signed-in", "occurredAt": "+12345-01-01T00:00:00Z"} | occurredAt
            {"type": "membership.signed-in", "accountId": "other"} | accountId
            """)
    void whatIsNoEventIsRefusedWithTheFieldAtFault(String event, String field) throws Exception {
        ObjectNode body = object().put("accountId", "a1");
        body.set("event", JSON.readTree(event));
        HttpResponse<String> refused = post(viewer, "/v1/rules/dry-run", body);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(refused.body()).at("/errors/event").asText()).contains(field);
    }

    @Test
    void anEventIsTried() throws Exception {
        ObjectNode body = object().put("accountId", "a1");
        body.set("event", object().put("type", "membership.signed-in"));
        JsonNode trial = JSON.readTree(post(viewer, "/v1/rules/dry-run", body).body());
        assertThat(trial.path("basis").asText()).isEqualTo("NOT_HERE");
        assertThat(trial.at("/decision/grantedPoints").asLong()).isEqualTo(5);
        assertThat(trial.at("/postings/0/points").asLong()).isEqualTo(5);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String path : List.of("/v1/rules/999999", "/v1/rules/x", "/v1/rules/0", "/rules?version=999999")) {
            assertThat(send(SampleConsole.address(), viewer, path, "").statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void aConsoleThatCannotReadTheVersionsStartsAndSaysWhatToDo() throws Exception {
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1", SchemaRegistryConfig.URL, "mock://no");
        try (Desk away = Desk.open(nowhere, DeskConfig.DEFAULT, Instant::now, Instant::now);
                Console console = Console.start(
                        ConsoleConfig.on(0).withAnonymous(Set.of(Role.VIEWER)),
                        new Reports(SampleConsole.clickHouse()),
                        new CaseReports(SampleConsole.clickHouse()),
                        away,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        List::of,
                        new RulesApi(away, new SampleBooks(), SampleBooks.trials()))) {
            HttpRequest page = HttpRequest.newBuilder(console.address().resolve("/rules"))
                    .header("Accept", "text/html")
                    .build();
            HttpResponse<String> shown = HTTP.send(page, HttpResponse.BodyHandlers.ofString());
            assertThat(shown.statusCode()).isEqualTo(503);
            assertThat(shown.body()).contains("program.rules does not exist yet");
            HttpResponse<String> api = HTTP.send(
                    HttpRequest.newBuilder(console.address().resolve("/v1/rules"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(api.statusCode()).isEqualTo(503);
            assertThat(api.headers().firstValue("Retry-After")).isPresent();
        }
    }
}
