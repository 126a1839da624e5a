package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions over the API (INTERFACES 4), and the audit, with a real broker, a real sink and a real ClickHouse. */
class CaseHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private static String reviewer;

    @SuppressWarnings("NullAway.Init")
    private static String supervisor;

    @BeforeAll
    static void tokens() {
        reviewer =
                SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "robot-reviewer", Set.of(Role.REVIEWER));
        supervisor = SampleConsole.desk()
                .issueToken(Actor.atCommandLine("root"), "robot-supervisor", Set.of(Role.SUPERVISOR));
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return HTTP.send(
                HttpRequest.newBuilder(SampleConsole.address().resolve(path))
                        .headers(all.toArray(String[]::new))
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

    /** Holds what is said of acts to what the desk writes. */
    @Test
    void whatever_is_done_stands_in_the_audit_in_words() throws Exception {
        Desk desk = SampleConsole.desk();
        Actor ann = new Actor("audit-ann", Set.of(Role.REVIEWER, Role.SUPERVISOR), "");
        Actor bob = new Actor("audit-bob", Set.of(Role.SUPERVISOR), "");
        String password = Secrets.password();
        desk.addUser(ann, "audit-ann", Set.of(Role.REVIEWER, Role.SUPERVISOR), password);
        desk.addUser(ann, "audit-cy", Set.of(Role.VIEWER), password);
        desk.setPassword(ann, "audit-cy", password);
        desk.removeUser(ann, "audit-cy");
        desk.issueToken(ann, "audit-robot", Set.of(Role.UPSTREAM));
        desk.withdrawToken(ann, "audit-robot");
        desk.signOut(ann, desk.signIn(ann));
        desk.signInFromElsewhere(bob);
        CaseFacts large = facts("audit-large", 12_340);
        Opinion confirm = new Opinion(Verdict.CONFIRM, Grounds.SAME_HANDS, "");
        assertThat(get("/queue?whose=audit-ann", supervisor).body())
                .contains("<option value=\"audit-ann\" selected>audit-ann</option>");
        assertThat(get("/queue", supervisor).body())
                .contains("<option value=\"audit-ann\">audit-ann</option>")
                .doesNotContain("audit-cy");
        desk.cases().take(ann, large);
        desk.cases().putBack(ann, large.caseId());
        desk.cases().assign(ann, large.caseId(), "audit-ann");
        desk.cases().note(ann, CaseDesk.newKey(), large.caseId(), "so");
        desk.cases().unmask(ann, large.caseId(), "so");
        desk.cases().decide(ann, CaseDesk.newKey(), large, confirm);
        desk.cases().refuse(bob, CaseDesk.newKey(), large.caseId(), "");
        desk.cases().decide(ann, CaseDesk.newKey(), large, confirm);
        desk.cases().approve(bob, CaseDesk.newKey(), large, "");
        desk.cases().decide(ann, CaseDesk.newKey(), facts("audit-small", 7), confirm);
        desk.cases().saveView(ann, "audit", "level=HOLD&ring=10");
        desk.cases().removeView(ann, "audit");
        desk.noteResend(ann, "points.events/0/0");
        Wish wish = new Wish(ListName.DENY, ListedKind.DEVICE, "audit-d \"1\"", null, null, "so");
        String entry = desk.lists().put(ann, CaseDesk.newKey(), wish).getId();
        Instant end = SampleConsole.PROGRAM_NOW.plus(Duration.ofDays(1));
        desk.lists().end(ann, CaseDesk.newKey(), entry, end, "so");
        desk.lists().remove(ann, CaseDesk.newKey(), entry, "so");
        Draft draft = new Draft("language: 1", Instant.parse("2099-01-01T00:00:00Z"), "so");
        String proposal = desk.rules().propose(ann, CaseDesk.newKey(), draft);
        desk.rules().refuse(bob, CaseDesk.newKey(), proposal, "");

        await().untilAsserted(() ->
                assertThat(get("/audit?person=audit-bob", supervisor).body()).contains("Rule-book proposal refused"));
        String done = get("/audit?person=audit-ann", supervisor).body()
                + get("/audit?person=audit-bob", supervisor).body();
        assertThat(done)
                .doesNotContain("class=\"mono small\"")
                .contains(
                        "roles: reviewer, supervisor",
                        "locked until",
                        "before: nobody",
                        "assigned to audit-ann",
                        "Confirm, on 12,340 held points; accounts: 3",
                        "proposed by audit-ann: Confirm",
                        "Level: Hold · Ring: 10 accounts or more",
                        "Deny · Device: audit-d \"1\" · audit-ann, from 2026-05-31 00:00:00 until 2026-06-01 00:00:00",
                        "for events from 2099-01-01 08:00:00 on");
        String admin = desk.issueToken(Actor.atCommandLine("root"), "audit-admin", Set.of(Role.ADMIN));
        assertThat(get("/audit?kind=list.&person=audit-ann", admin).body())
                .contains("Deny · Device: •")
                .doesNotContain("audit-d ");
    }

    private static CaseFacts facts(String caseId, long heldPoints) {
        Instant raised = Instant.parse("2026-05-29T12:00:00Z");
        return new CaseFacts(caseId, caseId, 3, true, raised, raised, null, heldPoints);
    }

    @Test
    void a_program_works_through_the_queue_as_people_do() throws Exception {
        JsonNode queue =
                JSON.readTree(get("/v1/queue?whose=nobody&limit=20", reviewer).body());
        assertThat(queue.at("/total").asLong())
                .isGreaterThanOrEqualTo(queue.at("/cases").size());
        assertThat(queue.at("/cases/0/stake").asLong())
                .isGreaterThanOrEqualTo(queue.at("/cases/1/stake").asLong());

        JsonNode taken = JSON.readTree(
                send("POST", "/v1/queue/next?whose=nobody", "", reviewer).body());
        String caseId = taken.path("caseId").asText();
        assertThat(queue.path("cases").findValuesAsText("caseId")).contains(caseId);
        String path = "/v1/flags/" + caseId;
        JsonNode inHand = JSON.readTree(get(path, reviewer).body());
        assertThat(inHand.at("/hand/lockedBy").asText()).isEqualTo("robot-reviewer");
        assertThat(inHand.at("/reasons/0/code").asText()).isNotEmpty();
        assertThat(inHand.path("choices").findValuesAsText("decision")).containsExactly("CONFIRM", "CLEAR", "ESCALATE");
        assertThat(inHand.at("/choices/0/points").asLong())
                .isEqualTo(inHand.path("held").asLong());

        // Two on one case: the second is refused, and takes another.
        assertThat(send("PUT", path + "/lock", "", supervisor).statusCode()).isEqualTo(409);
        assertThat(send("DELETE", path + "/lock", "", supervisor).statusCode()).isEqualTo(409);
        JsonNode other =
                JSON.readTree(send("POST", "/v1/queue/next", "", supervisor).body());
        assertThat(other.path("caseId").asText()).isNotEqualTo(caseId).isNotEmpty();
        send("DELETE", "/v1/flags/" + other.path("caseId").asText() + "/lock", "", supervisor);

        JsonNode noted = JSON.readTree(
                send("POST", path + "/notes", "{\"note\": \"问过店主\"}", reviewer).body());
        assertThat(noted.path("notes").findValuesAsText("text")).contains("问过店主");
        assertThat(send("PUT", path + "/assignee", "{\"asignee\": \"mei\"}", supervisor)
                        .statusCode())
                .isEqualTo(422);
        assertThat(send("PUT", path + "/assignee", "{\"assignee\": \"nobody-known\"}", supervisor)
                        .statusCode())
                .isEqualTo(422);
        JsonNode back =
                JSON.readTree(send("DELETE", path + "/lock", "", reviewer).body());
        assertThat(back.at("/hand/lockedBy").isNull()).isTrue();
        assertThat(send("DELETE", path + "/lock", "", reviewer).statusCode()).isEqualTo(409);
    }

    @Test
    void several_are_decided_without_what_somebody_else_has_or_what_is_closed() throws Exception {
        String caseId = JSON.readTree(
                        send("POST", "/v1/queue/next", "", reviewer).body())
                .path("caseId")
                .asText();
        String form = "case=" + caseId + "&case=closed-long-ago";
        HttpResponse<String> others =
                post("/queue/together", form, "Authorization", "Bearer " + supervisor, "Accept", "text/html");
        assertThat(others.body())
                .contains("There is nothing to decide", "Picked: 2; closed by now: 1.", "Left out: not free now")
                .contains("robot-reviewer");
        HttpResponse<String> own =
                post("/queue/together", form, "Authorization", "Bearer " + reviewer, "Accept", "text/html");
        assertThat(own.body())
                .contains("Cases: 1", "Claws back", "Picked: 2; closed by now: 1.")
                .doesNotContain("Left out");
        send("DELETE", "/v1/flags/" + caseId + "/lock", "", reviewer);
        assertThat(get("/queue/together", reviewer).headers().firstValue("Location"))
                .hasValue("/queue");
    }

    @Test
    void a_view_is_kept_for_who_saved_it() throws Exception {
        send("PUT", "/v1/queue/views/" + "%E5%A4%A7%20rings", "{\"query\": \"ring=11\"}", reviewer);
        assertThat(get("/v1/queue/views", reviewer).body())
                .isEqualTo("{\"views\":[{\"name\":\"大 rings\",\"query\":\"ring=11\"}]}");
        assertThat(get("/v1/queue/views", supervisor).body()).isEqualTo("{\"views\":[]}");
        assertThat(send("DELETE", "/v1/queue/views/" + "%E5%A4%A7%20rings", "", reviewer)
                        .body())
                .isEqualTo("{\"views\":[]}");
    }

    @Test
    void devices_of_a_case_are_shown_to_programs_of_reviewers_and_that_is_recorded() throws Exception {
        String analyst =
                SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "robot-analyst", Set.of(Role.ANALYST));
        String detective =
                SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "robot-detective", Set.of(Role.REVIEWER));
        for (String path : List.of("/v1/flags/case-u00010", "/v1/flags/case-u00010/links")) {
            assertThat(get(path, analyst).body()).contains("•").doesNotContain("d-7f3a");
            assertThat(get(path, detective).body()).contains("d-7f3a");
        }
        await().untilAsserted(() -> assertThat(get("/v1/acts?kind=ids.unmasked&person=robot-detective", supervisor)
                        .body())
                .contains("\"GET /v1/flags/case-u00010\"", "\"GET /v1/flags/case-u00010/links\""));
    }

    private static HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(SampleConsole.address().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_decision_is_made_once_and_stands_in_the_audit() throws Exception {
        String path = "/v1/flags/case-u00171/decisions";
        String body = "{\"decision\": \"CONFIRM\", \"reason\": \"SAME_HANDS\", \"note\": \"同一设备\"}";
        String key = UUID.randomUUID().toString();
        HttpResponse<String> first = post(path, body, "Authorization", "Bearer " + reviewer, "Idempotency-Key", key);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(JSON.readTree(first.body()).get("id").asText()).isEqualTo(key);
        assertThat(JSON.readTree(first.body()).get("state").asText()).isEqualTo("DECIDED");
        HttpResponse<String> again = post(path, body, "Authorization", "Bearer " + reviewer, "Idempotency-Key", key);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        HttpResponse<String> another = post(path, body, "Authorization", "Bearer " + reviewer);
        assertThat(another.statusCode()).isEqualTo(409);
        assertThat(another.body()).contains("decided already");

        await().untilAsserted(() -> {
            JsonNode acts =
                    JSON.readTree(get("/v1/acts?about=case-u00171", supervisor).body());
            assertThat(acts.get("rowsInAll").asInt()).isEqualTo(1);
            JsonNode act = acts.get("rows").get(0);
            assertThat(act.get("person").asText()).isEqualTo("robot-reviewer");
            assertThat(act.get("kind").asText()).isEqualTo("case.decided");
            assertThat(act.get("note").asText()).isEqualTo("同一设备");
            assertThat(act.get("cameFrom").asText()).isEqualTo("127.0.0.1");
            JsonNode timeline = JSON.readTree(get("/v1/accounts/u00171/timeline?order=newest_first&limit=1", supervisor)
                    .body());
            assertThat(timeline.get("rows").get(0).get("entry").asText()).isEqualTo("REVIEW");
        });
        assertThat(get("/v1/acts", reviewer).statusCode()).isEqualTo(403);

        JsonNode similar = JSON.readTree(
                        get("/v1/flags/case-u00199/similar", reviewer).body())
                .get("rows");
        JsonNode decided = StreamSupport.stream(similar.spliterator(), false)
                .filter(row -> row.get("caseId").asText().equals("case-u00171"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("stands on the same two reasons: " + similar));
        assertThat(decided.get("likeness").asDouble()).isEqualTo(1);
        assertThat(decided.get("verdict").asText()).isEqualTo("CONFIRM");
        assertThat(decided.get("reviewer").asText()).isEqualTo("robot-reviewer");
        assertThat(get("/case?id=case-u00199", reviewer).body())
                .contains("Similar cases, as decided")
                .contains("同一设备");
        assertThat(get("/v1/flags/case-u00178/similar", reviewer).body())
                .as("has one of three reasons in common")
                .doesNotContain("case-u00171");
        assertThat(get("/v1/flags/nowhere/similar", reviewer).statusCode()).isEqualTo(404);
    }

    @Test
    void without_a_name_nobody_decides() throws Exception {
        HttpResponse<String> nobody = post("/v1/flags/case-u00178/decisions", "{\"decision\": \"CLEAR\"}");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).contains("/sign-in").contains("Bearer");
        String viewer = SampleConsole.desk()
                .issueToken(Actor.atCommandLine("root"), "robot-viewer", Set.of(Role.VIEWER, Role.ANALYST, Role.ADMIN));
        assertThat(post("/v1/flags/case-u00178/decisions", "{}", "Authorization", "Bearer " + viewer)
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON | body",
                "[] | body",
                "{} | decision",
                "{\"decision\": \"confirm\", \"note\": \"x\"} | decision",
                "{\"decision\": 1, \"note\": \"x\"} | decision",
                "{\"decision\": \"CONFIRM\"} | note",
                "{\"decision\": \"CONFIRM\", \"reason\": \"HEAVY_USER\"} | reason",
                "{\"decision\": \"CONFIRM\", \"reason\": \"x\"} | reason"
            })
    void what_does_not_fit_is_named_by_field(String body, String field) throws Exception {
        HttpResponse<String> answer =
                post("/v1/flags/case-u00178/decisions", body, "Authorization", "Bearer " + reviewer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(JSON.readTree(answer.body()).get("errors").fieldNames().next())
                .isEqualTo(field);
    }

    @Test
    void devices_are_hidden_from_whoever_does_not_need_them() throws Exception {
        String path = "/v1/flags?code=SHARED_DEVICE&account=u00010";
        String viewer = SampleConsole.desk()
                .issueToken(Actor.atCommandLine("root"), "robot-looker", Set.of(Role.VIEWER, Role.ANALYST));
        JsonNode hidden = JSON.readTree(get(path, viewer).body()).at("/rows/0/reasons/0");
        assertThat(hidden.get("counterparts").get(0).asText()).startsWith("•").hasSize(6);
        assertThat(hidden.get("counterparts").get(1).asText()).isEqualTo("u00031");
        assertThat(hidden.get("reason").asText())
                .contains("the device " + hidden.get("counterparts").get(0).asText() + ";");
        assertThat(get("/v1/accounts/u00010/timeline", viewer).body()).doesNotContain("d-7f3a");
        // A name of its own: what the other tests are shown is noted under theirs.
        String asker =
                SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "robot-asker", Set.of(Role.REVIEWER));
        assertThat(get(path, asker).body()).contains("d-7f3a1");
        assertThat(get(path, asker).body()).contains("d-7f3a1");
        await().untilAsserted(() -> {
            JsonNode acts = JSON.readTree(get("/v1/acts?kind=ids.unmasked&person=robot-asker", supervisor)
                            .body())
                    .get("rows");
            assertThat(acts).as("one, however often it asks").hasSize(1);
            assertThat(acts.get(0).get("subject").asText()).isEqualTo("GET /v1/flags");
            assertThat(acts.get(0).get("note").asText()).isEqualTo(path);
        });
    }

    @Test
    void a_case_with_its_graph_loads_no_more_than_600_kb() throws Exception {
        Matcher assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
                .matcher(get("/case?id=case-u00010", reviewer).body());
        Set<String> addresses = new TreeSet<>();
        while (assets.find()) {
            addresses.add(assets.group(1));
        }
        assertThat(addresses).hasSize(5);
        int bytes = 0;
        for (String address : addresses) {
            bytes += get(address, reviewer).body().getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(bytes).isLessThan(600_000);
    }

    @Test
    void links_are_bounded_and_hide_devices() throws Exception {
        JsonNode links =
                JSON.readTree(get("/case/links?id=case-u00010", reviewer).body());
        assertThat(links.get("edges")).hasSize(4);
        assertThat(links.get("leftOut").asInt()).isZero();
        assertThat(links.get("nodes").findValuesAsText("kind")).contains("account", "place");
        assertThat(links.toString()).doesNotContain("d-7f3a").contains("u00031");
    }

    @Test
    void an_unknown_case_is_not_found_whatever_it_is_called() throws Exception {
        String body = "{\"decision\": \"CLEAR\", \"note\": \"x\"}";
        assertThat(post("/v1/flags/nowhere/decisions", body, "Authorization", "Bearer " + reviewer)
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("/v1/flags/a%2Fb%27%3B--/decisions", body, "Authorization", "Bearer " + reviewer)
                        .statusCode())
                .isEqualTo(404);
    }
}
