package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.Reports;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs rely on (INTERFACES 4), against a real ClickHouse. */
class HttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return get(SampleConsole.address(), path, headers);
    }

    private static HttpResponse<String> get(URI console, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static List<String> texts(JsonNode rows, String field) {
        return rows.findValuesAsText(field);
    }

    @Test
    void flags_come_by_score_and_can_be_narrowed() throws Exception {
        JsonNode flags = JSON.readTree(get("/v1/flags?limit=5").body());
        assertThat(flags.get("name").asText()).isEqualTo("flags");
        assertThat(flags.get("rows")).hasSize(5);
        assertThat(flags.get("rowsInAll").asLong()).isGreaterThanOrEqualTo(36);
        List<Double> scores = texts(flags.get("rows"), "score").stream()
                .map(Double::parseDouble)
                .toList();
        assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));

        JsonNode holds = JSON.readTree(
                get("/v1/flags?level=HOLD&status=OPEN&code=SHARED_DEVICE").body());
        assertThat(texts(holds.get("rows"), "level")).isNotEmpty().containsOnly("HOLD");

        JsonNode one = JSON.readTree(get("/v1/flags?account=u00003").body());
        assertThat(texts(one.get("rows"), "accountId")).containsExactly("u00003");
    }

    @Test
    void a_timeline_is_in_time_order_and_paged() throws Exception {
        JsonNode first =
                JSON.readTree(get("/v1/accounts/u00003/timeline?limit=20").body());
        assertThat(texts(first.get("rows"), "occurredAt")).hasSize(20).isSorted();
        JsonNode second = JSON.readTree(
                get("/v1/accounts/u00003/timeline?limit=20&offset=20").body());
        assertThat(second.get("rowsInAll")).isEqualTo(first.get("rowsInAll"));
        assertThat(second.get("rows").get(0).get("occurredAt").asText())
                .isGreaterThanOrEqualTo(
                        first.get("rows").get(19).get("occurredAt").asText());
        JsonNode newest = JSON.readTree(
                get("/v1/accounts/u00003/timeline?limit=1&order=newest_first").body());
        assertThat(newest.get("rows").get(0).get("occurredAt").asText()).startsWith("2026-05-30");
    }

    @Test
    void an_account_may_be_called_anything() throws Exception {
        SampleConsole.plantHostile();
        String encoded =
                URLEncoder.encode(SampleConsole.HOSTILE, StandardCharsets.UTF_8).replace("+", "%20");
        JsonNode timeline =
                JSON.readTree(get("/v1/accounts/" + encoded + "/timeline").body());
        assertThat(texts(timeline.get("rows"), "eventId")).contains(SampleConsole.HOSTILE);
        HttpResponse<String> page = get("/account?id=" + encoded, "Accept", "text/html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<img src=x").contains("&lt;img src=x");
    }

    @Test
    void the_mix_sums_up_and_is_the_same_as_json_and_csv() throws Exception {
        JsonNode mix = JSON.readTree(
                get("/v1/reports/mix?from=2026-05-01&to=2026-05-31").body());
        double shares = texts(mix.get("rows"), "share").stream()
                .mapToDouble(Double::parseDouble)
                .sum();
        assertThat(shares).isBetween(0.999999, 1.000001);
        HttpResponse<String> csv = get("/v1/reports/mix?from=2026-05-01&to=2026-05-31&format=csv");
        assertThat(header(csv, "Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(header(csv, "Content-Disposition")).isEqualTo("attachment; filename=\"mix.csv\"");
        assertThat(csv.body().lines()).hasSize(mix.get("rows").size() + 1);
        assertThat(csv.body()).startsWith("category,points,share,valuePoints,valueShare,referenceShare,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mix?period=week&by=rule,tier",
                "flags",
                "account?id=u00003",
                "timeline?id=u00003",
                "statement?id=u00003",
                "throughput?seconds=60",
                "watermarks",
                "storage"
            })
    void every_report_speaks_both_languages(String report) throws Exception {
        JsonNode english = JSON.readTree(get("/v1/reports/" + report).body());
        JsonNode chinese = JSON.readTree(get("/v1/reports/" + report, "Accept-Language", "zh-CN,zh;q=0.9")
                .body());
        assertThat(chinese.get("name")).isEqualTo(english.get("name"));
        assertThat(chinese.get("title")).isNotEqualTo(english.get("title"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/flags?limit=0, 400, limit must be a whole number from 1 to 1000",
        "/v1/flags?limit=many, 400, limit must be a whole number from 1 to 1000",
        "/v1/flags?offset=-1, 400, offset must be",
        "/v1/flags?level=<b>, 400, level must be a name",
        "/v1/flags?format=xml, 400, 'format must be one of text, csv, json'",
        "/v1/reports/mix?from=yesterday, 400, from must be a day such as 2026-05-01",
        "/v1/reports/mix?from=2026-06-01&to=2026-05-01, 400, from must not be after to",
        "/v1/reports/mix?by=colour, 400, by must be a list",
        "/v1/reports/account, 400, id is required",
        "/v1/reports/nonsense, 404, There is no such report",
        "/v1/accounts/nobody/timeline, 404, Nothing is known about this account",
        "/v1/nonsense, 404, Endpoint GET /v1/nonsense not found"
    })
    void a_refusal_is_a_problem_that_says_what_was_expected(String path, int status, String detail) throws Exception {
        HttpResponse<String> answer = get(path.replace("<", "%3C").replace(">", "%3E"), "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).contains(detail);
    }

    @Test
    void what_can_only_be_read_cannot_be_written() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(SampleConsole.address().resolve("/v1/flags"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(HTTP.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void readiness_names_what_is_missing() throws Exception {
        try {
            SampleConsole.roles(new Health.Check("points", true, "RUNNING"));
            HttpResponse<String> ready = get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(ready.body()).get("ready").asBoolean()).isTrue();

            SampleConsole.roles(new Health.Check("points", false, "REBALANCING"));
            HttpResponse<String> waiting = get("/health/ready");
            assertThat(waiting.statusCode()).isEqualTo(503);
            assertThat(waiting.body()).contains("REBALANCING").contains("clickhouse");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            SampleConsole.roles();
        }
    }

    @Test
    void without_clickhouse_the_console_runs_and_says_so() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        var config = ClickHouseConfig.local(URI.create("http://127.0.0.1:" + nobody), "pointstream");
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Console console = Console.start(
                ConsoleConfig.on(0).withAnonymous(Set.of(Role.VIEWER)),
                new Reports(config),
                new CaseReports(config),
                SampleConsole.desk(),
                registry,
                List::of)) {
            HttpResponse<String> ready = get(console.address(), "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"name\":\"clickhouse\",\"ready\":false");
            HttpResponse<String> page = get(console.address(), "/", "Accept", "text/html");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("ClickHouse does not answer");
            assertThat(header(get(console.address(), "/v1/flags"), "Content-Type"))
                    .startsWith("application/problem+json");
            assertThat(get(console.address(), "/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requests_are_measured_by_route_and_never_by_address() throws Exception {
        get("/v1/accounts/a-certain-person/timeline");
        HttpResponse<String> metrics = get("/metrics");
        assertThat(header(metrics, "Content-Type")).startsWith("text/plain");
        assertThat(metrics.body())
                .contains("http_server_requests_seconds_count{")
                .contains("uri=\"/v1/accounts/{id}/timeline\"")
                .doesNotContain("a-certain-person");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/mix", "/v1/flags", "/metrics", "/nonsense"})
    void every_answer_has_the_headers_that_keep_a_browser_safe(String path) throws Exception {
        HttpResponse<String> answer = get(path, "Accept", "text/html");
        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe")
                .doesNotContain("http");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "Server")).isEmpty();
    }

    @Test
    void no_page_loads_more_than_600_kb_and_assets_may_be_kept_for_ever() throws Exception {
        Matcher assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
                .matcher(get("/mix", "Accept", "text/html").body());
        TreeSet<String> addresses = new TreeSet<>();
        while (assets.find()) {
            addresses.add(assets.group(1));
        }
        assertThat(addresses).hasSize(4);
        int bytes = 0;
        for (String address : addresses) {
            HttpResponse<String> asset = get(address);
            assertThat(asset.statusCode()).isEqualTo(200);
            assertThat(header(asset, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            bytes += asset.body().getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(bytes).isLessThan(600_000);
        assertThat(get(addresses.first().replaceFirst("/assets/[0-9a-f]+/", "/assets/0123456789abcdef/"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_language_is_that_of_the_address_then_the_cookie_then_the_browser() throws Exception {
        assertThat(get("/account", "Accept-Language", "de,zh;q=0.5").body()).contains("<html lang=\"zh\">");
        assertThat(get("/account", "Accept-Language", "zh", "Cookie", "lang=en").body())
                .contains("<html lang=\"en\">");
        HttpResponse<String> switched = get("/account?lang=zh", "Cookie", "lang=en");
        assertThat(switched.body()).contains("<html lang=\"zh\">");
        assertThat(header(switched, "Set-Cookie"))
                .contains("lang=zh")
                .contains("HttpOnly")
                .contains("SameSite=Lax");
        assertThat(get("/account", "Accept-Language", ";;;=").body()).contains("<html lang=\"en\">");
    }

    @Test
    void the_description_names_every_report() throws Exception {
        JsonNode paths = JSON.readTree(get("/openapi.json").body()).get("paths");
        JsonNode names = paths.at("/~1v1~1reports~1{name}/get/parameters/0/schema/enum");
        assertThat(names).hasSameSizeAs(NamedReport.ALL);
        for (JsonNode name : names) {
            HttpResponse<String> report = get("/v1/reports/" + name.asText() + "?id=u00003&seconds=60");
            if (name.asText().equals("reconcile")) {
                // This console has no broker.
                assertThat(report.statusCode()).isEqualTo(503);
                assertThat(header(report, "Retry-After")).isEqualTo("10");
            } else {
                assertThat(report.statusCode()).as(name.asText()).isEqualTo(200);
            }
        }
    }
}
