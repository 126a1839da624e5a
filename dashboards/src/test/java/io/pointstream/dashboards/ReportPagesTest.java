package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.sinks.report.NamedReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the reports and their files, over HTTP, against a real ClickHouse. */
class ReportPagesTest {

    /** What the pager sets, and no field. */
    private static final Set<String> PAGING = Set.of("offset", "step");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAY = "from=2026-05-01&to=2026-05-30";

    private static HttpResponse<String> get(String path, String language, HttpClient.Redirect redirect)
            throws Exception {
        return HttpClient.newBuilder()
                .followRedirects(redirect)
                .build()
                .send(
                        HttpRequest.newBuilder(SampleConsole.address().resolve(path))
                                .headers("Accept", "text/html", "Accept-Language", language)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(path, "en", HttpClient.Redirect.NORMAL);
    }

    private static String location(String path) throws Exception {
        HttpResponse<String> answer = get(path, "en", HttpClient.Redirect.NEVER);
        assertThat(answer.statusCode()).as(path).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    static Stream<NamedReport> reports() {
        return NamedReport.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void every_report_has_a_page_with_its_form_definition_and_sources(NamedReport report) throws Exception {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            HttpResponse<String> answer =
                    get("/reports/" + report.name() + "?id=u00003", locale.getLanguage(), HttpClient.Redirect.NORMAL);
            if (report.name().equals("reconcile")) {
                // This console has no broker.
                assertThat(answer.statusCode()).isEqualTo(503);
                continue;
            }
            String page = answer.body();
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(page).contains("<h1>" + report.title(locale) + "</h1>");
            assertThat(page.replace("&#39;", "'").replace("&#34;", "\"")).contains(report.definition(locale));
            report.parameters().stream()
                    .filter(parameter -> !PAGING.contains(parameter.name()))
                    .forEach(parameter -> assertThat(page).contains("name=\"" + parameter.name() + "\""));
            assertThat(page).contains("/v1/reports/" + report.name() + "?");
        }
    }

    @Test
    void all_reports_are_listed_by_group() throws Exception {
        String page = get("/reports").body();

        assertThat(found("<li><h3><a href=\"/reports/([a-z]+)\">", page))
                .containsExactlyElementsOf(
                        NamedReport.ALL.stream().map(NamedReport::name).toList());
        assertThat(page).contains("<h2>The program</h2>", "<h2>Farming</h2>", "<h2>One account</h2>");
    }

    @Test
    void an_address_without_days_leads_to_the_newest_and_one_with_empty_fields_to_a_plain_one() throws Exception {
        assertThat(location("/reports/liability")).isEqualTo("/reports/liability?" + MAY + "&period=day");
        assertThat(location("/reports/caps?lang=zh")).isEqualTo("/reports/caps?" + MAY + "&lang=zh");
        assertThat(location("/reports/mix?" + MAY + "&by=rule&by=tier&tier=&rule=&category=SOCIAL"))
                .isEqualTo("/reports/mix?" + MAY + "&by=rule%2Ctier&category=SOCIAL");
        assertThat(get("/reports/risk", "en", HttpClient.Redirect.NEVER).statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_file_behind_a_page_has_its_rows() throws Exception {
        String page =
                get("/reports/earners?" + MAY + "&rule=social.invite&limit=7").body();
        String file = found("href=\"([^\"]*format=csv)\"", page).getFirst().replace("&amp;", "&");

        HttpResponse<String> csv = get(file);

        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(csv.body()).startsWith("accountId,points,share,valuePoints,postings,level");
        assertThat(csv.body().lines().skip(1).map(line -> line.substring(0, line.indexOf(','))))
                .hasSize(7)
                .containsExactlyElementsOf(found("href=\"/account\\?id=(u\\d+)\"", page));
    }

    @Test
    void earners_add_up_to_the_figure_of_the_mix() throws Exception {
        JsonNode earners = JSON.readTree(get("/v1/reports/earners?" + MAY + "&category=GAMING&limit=1000")
                .body());
        JsonNode mix =
                JSON.readTree(get("/v1/reports/mix?" + MAY + "&category=GAMING").body());

        long sum = earners.get("rows").findValues("points").stream()
                .mapToLong(JsonNode::asLong)
                .sum();
        assertThat(sum).isEqualTo(mix.at("/rows/0/points").asLong()).isPositive();
        assertThat(earners.get("rows")).hasSize(mix.at("/rows/0/accounts").asInt());
    }

    @Test
    void a_longer_list_is_paged_with_what_it_was_asked() throws Exception {
        String first =
                get("/reports/earners?" + MAY + "&category=GAMING&limit=20").body();
        String next = found("href=\"([^\"]*)\" rel=\"next\"", first).getFirst().replace("&amp;", "&");

        assertThat(URI.create(next).getQuery()).contains("category=GAMING", "limit=20", "offset=20");
        assertThat(found("href=\"/account\\?id=(u\\d+)\"", get(next).body()))
                .hasSize(20)
                .doesNotContainAnyElementsOf(found("href=\"/account\\?id=(u\\d+)\"", first));
    }

    @ParameterizedTest
    @CsvSource({
        "/reports/caps?from=yesterday, 400, from must be a day such as 2026-05-01",
        "/reports/caps?from=2026-06-01&to=2026-05-01, 400, from must not be after to",
        "/reports/earners?limit=5000, 400, limit must be a whole number from 1 to 1000",
        "/reports/mix?by=colour, 400, by must be a list of",
        "/reports/timeline?id=nobody, 404, No event",
        "/reports/nonsense, 404, There is no such page"
    })
    void what_does_not_fit_is_said_on_the_page(String path, int status, String words) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(answer.body()).contains(words);
    }

    @Test
    void a_report_about_an_account_waits_for_its_id() throws Exception {
        assertThat(get("/reports/account").body()).contains("Which account?");
    }

    @Test
    void devices_are_hidden_on_the_pages_too() throws Exception {
        String page = get("/reports/timeline?id=u00010&entry=SIGNAL").body();

        assertThat(page).contains("the device •").doesNotContain("d-7f3a");
    }

    @Test
    void the_mix_is_held_against_earlier_days_in_points_and_shares() throws Exception {
        String query = "?from=2026-05-16&to=2026-05-30&against=previous";
        JsonNode changes =
                JSON.readTree(get("/v1/reports/changes" + query).body()).get("rows");
        String page = get("/mix" + query).body();

        assertThat(page).contains("against 2026-05-01 to 2026-05-15").contains("/v1/reports/changes" + "?from");
        for (JsonNode row : changes) {
            long before = row.get("pointsBefore").asLong();
            long change = row.get("pointsChange").asLong();
            assertThat(row.get("pointsAfter").asLong()).isEqualTo(before + change);
            assertThat(page)
                    .contains(">%,d</td>".formatted(before))
                    .contains("%s%,d".formatted(change < 0 ? "\u2212" : "+", Math.abs(change)));
        }
        assertThat(get("/mix?against=year&from=2026-05-01&to=2026-05-31").body())
                .contains("against 2025-05-01 to 2025-05-31");
    }

    @Test
    void a_category_or_a_rule_has_no_reference_share() throws Exception {
        assertThat(get("/mix?" + MAY).body()).contains(">Reference</th>");
        assertThat(get("/mix?" + MAY + "&category=SOCIAL").body()).doesNotContain(">Reference</th>");
    }

    @Test
    void no_report_loads_more_than_600_kb() throws Exception {
        Matcher assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
                .matcher(get("/reports/liability").body());
        TreeSet<String> addresses = new TreeSet<>();
        while (assets.find()) {
            addresses.add(assets.group(1));
        }
        int bytes = 0;
        for (String address : addresses) {
            bytes += get(address).body().getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(addresses).hasSize(4);
        assertThat(bytes).isLessThan(600_000);
    }
}
