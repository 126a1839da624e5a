package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.schemas.json.ListJson;
import io.pointstream.schemas.lists.ListEntry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists over HTTP, with a real broker. */
class ListHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private static String reviewer;

    @SuppressWarnings("NullAway.Init")
    private static String supervisor;

    @SuppressWarnings("NullAway.Init")
    private static String analyst;

    @BeforeAll
    static void tokens() {
        Actor root = Actor.atCommandLine("root");
        reviewer = SampleConsole.desk().issueToken(root, "lists-reviewer", Set.of(Role.REVIEWER));
        supervisor = SampleConsole.desk().issueToken(root, "lists-supervisor", Set.of(Role.SUPERVISOR));
        analyst = SampleConsole.desk().issueToken(root, "lists-analyst", Set.of(Role.ANALYST));
    }

    private static HttpResponse<String> post(String path, String body, String token) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(SampleConsole.address().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String token) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(SampleConsole.address().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String device(String list, String value, String more) {
        return "{\"list\":\"" + list + "\",\"kind\":\"DEVICE\",\"value\":\"" + value + "\",\"reason\":\"http-test\""
                + more + "}";
    }

    @Test
    void an_entry_is_put_changed_and_removed() throws Exception {
        HttpResponse<String> put = post("/v1/lists", device("DENY", "http-d1", ""), supervisor);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        JsonNode entry = JSON.readTree(put.body());
        assertThat(entry.get("owner").asText()).isEqualTo("lists-supervisor");
        assertThat(entry.get("from").asText()).isEqualTo("2026-05-30T16:00:00.000Z");
        assertThat(entry.has("until")).isFalse();
        String changes = "/v1/lists/" + entry.get("id").asText() + "/changes";
        String end = "{\"change\":\"END\",\"until\":\"2026-07-01T00:00:00+08:00\",\"reason\":\"x\"}";
        assertThat(post(changes, end, reviewer).statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(post(changes, end, supervisor).body())
                        .get("until")
                        .asText())
                .isEqualTo("2026-06-30T16:00:00.000Z");
        JsonNode removed = JSON.readTree(post(changes, "{\"change\":\"REMOVE\",\"reason\":\"x\"}", supervisor)
                .body());
        assertThat(removed.get("removed").asBoolean()).isTrue();
        assertThat(removed.get("until").asText()).isEqualTo("2026-05-30T16:00:00.000Z");
        assertThat(post("/v1/lists/nothing/changes", "{\"change\":\"REMOVE\",\"reason\":\"x\"}", supervisor)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_replay_reads_what_the_api_gives() throws Exception {
        post("/v1/lists", device("ALLOW", "http-d2", ""), supervisor);
        HttpResponse<String> all = get("/v1/lists?format=ndjson&words=http-d2", supervisor);
        assertThat(all.headers().firstValue("Content-Type")).contains("application/x-ndjson; charset=utf-8");
        List<ListEntry> entries = new ArrayList<>();
        ListJson json = new ListJson();
        for (String line : all.body().lines().toList()) {
            entries.add(json.parse(line));
        }
        assertThat(entries).singleElement().extracting(ListEntry::getValue).isEqualTo("http-d2");
        assertThat(JSON.readTree(get("/v1/lists?words=http-d2", supervisor).body())
                        .get("entries"))
                .hasSize(1);
    }

    @Test
    void who_does_not_need_devices_sees_marks() throws Exception {
        post("/v1/lists", device("ALLOW", "http-secret", ""), supervisor);
        assertThat(get("/v1/lists?words=http-test", reviewer).body()).contains("http-secret");
        String masked = get("/v1/lists?words=http-test", analyst).body();
        assertThat(masked).contains("\"value\":\"•").doesNotContain("http-secret");
        assertThat(get("/v1/lists?words=http-secret", analyst).body()).isEqualTo("{\"entries\":[]}");
        assertThat(get("/lists?words=http-test", analyst).body()).doesNotContain("http-secret");
        String admin = SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "lists-admin", Set.of(Role.ADMIN));
        await().untilAsserted(() -> assertThat(
                        get("/v1/acts?kind=list.&words=http-test", supervisor).body())
                .contains("http-secret"));
        assertThat(get("/v1/acts?kind=list.&words=http-test", admin).body())
                .contains("\\\"value\\\":\\\"•")
                .doesNotContain("http-secret");
        assertThat(post("/v1/lists", device("ALLOW", "http-d3", ""), analyst).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | body",
                "{} | list",
                "{\"list\":\"DENY\"} | kind",
                "{\"list\":\"deny\",\"kind\":\"DEVICE\"} | list",
                "{\"list\":\"DENY\",\"kind\":\"DEVICE\",\"from\":\"yesterday\"} | from",
                "{\"list\":\"DENY\",\"kind\":\"DEVICE\",\"until\":7} | until",
                "{\"list\":\"DENY\",\"kind\":\"DEVICE\",\"value\":7} | value"
            })
    void what_does_not_fit_is_named_by_field(String body, String field) throws Exception {
        HttpResponse<String> answer = post("/v1/lists", body, supervisor);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(JSON.readTree(answer.body()).get("errors").fieldNames().next())
                .isEqualTo(field);
    }

    @Test
    void what_cannot_be_is_refused_in_words() throws Exception {
        HttpResponse<String> snooze = post("/v1/lists", device("SNOOZE", "http-d4", ""), reviewer);
        assertThat(snooze.statusCode()).isEqualTo(422);
        assertThat(snooze.body()).contains("A snooze has an end");
        post("/v1/lists", device("DENY", "http-d5", ""), supervisor);
        HttpResponse<String> twice = post("/v1/lists", device("ALLOW", "http-d5", ""), supervisor);
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("DENY, by lists-supervisor");
    }
}
