package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.dashboards.access.Routes;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Role;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask for what, over HTTP. */
class AccessTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(SampleConsole.address().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, Map<String, String> form, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"));
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HTTP.send(
                HttpRequest.newBuilder(SampleConsole.address().resolve(path))
                        .headers(all.toArray(String[]::new))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Signs in; gives the cookie. */
    private static String session(String name, String password) throws Exception {
        HttpResponse<String> in = post("/sign-in", Map.of("name", name, "password", password, "to", "/mix"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(header(in, "Location")).endsWith("/mix");
        String cookie = header(in, "Set-Cookie");
        assertThat(cookie).startsWith("session=").contains("HttpOnly").contains("SameSite=Lax");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static String formKey(String cookie) throws Exception {
        Matcher key = Pattern.compile("name=\"form-key\" value=\"([^\"]+)\"")
                .matcher(get("/mix", "Cookie", cookie, "Accept", "text/html").body());
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    @Test
    void every_route_stands_in_the_table() {
        assertThat(Routes.all()).containsAll(SampleConsole.console().routes());
    }

    @Test
    void a_route_that_does_not_stand_in_the_table_is_refused() {
        assertThat(Routes.roles("GET", "/nowhere")).isEmpty();
        assertThat(Routes.roles("DELETE", "/mix")).isEmpty();
        assertThat(Routes.roles("HEAD", "/mix")).isEqualTo(Routes.roles("GET", "/mix"));
    }

    @Test
    void somebody_signs_in_is_known_and_signs_out() throws Exception {
        String cookie = session("lin", SampleConsole.added("lin", Role.REVIEWER));
        assertThat(get("/mix", "Cookie", cookie, "Accept", "text/html").body()).contains("lin");
        assertThat(get("/mix", "Accept", "text/html").body()).doesNotContain(">lin<");

        HttpResponse<String> out = post("/sign-out", Map.of("form-key", formKey(cookie)), "Cookie", cookie);
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(header(out, "Set-Cookie")).startsWith("session=;").contains("Expires=Thu, 01 Jan 1970");
        assertThat(get("/mix", "Cookie", cookie, "Accept", "text/html").body()).doesNotContain(">lin<");
    }

    @Test
    void a_wrong_password_says_nothing_about_who_exists() throws Exception {
        SampleConsole.added("bo", Role.VIEWER);
        HttpResponse<String> wrong = post("/sign-in", Map.of("name", "bo", "password", "guess"));
        HttpResponse<String> nobody = post("/sign-in", Map.of("name", "bo2", "password", "guess"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(nobody.body()).doesNotContain("guess");
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void who_guesses_is_held_off_and_the_right_password_too() throws Exception {
        String password = SampleConsole.added("victim", Role.VIEWER);
        int status = 0;
        for (int i = 0; i < 11; i++) {
            status = post("/sign-in", Map.of("name", "victim", "password", "guess " + i))
                    .statusCode();
        }
        assertThat(status).isEqualTo(429);
        HttpResponse<String> right = post("/sign-in", Map.of("name", "victim", "password", password));
        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(header(right, "Retry-After")).isEqualTo("60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "https://evil.example/", "/\\evil.example", "evil", ""})
    void after_signing_in_nobody_is_sent_to_another_site(String to) throws Exception {
        String name = "to-" + Integer.toHexString(to.hashCode());
        String password = SampleConsole.added(name, Role.VIEWER);
        HttpResponse<String> in = post("/sign-in", Map.of("name", name, "password", password, "to", to));
        assertThat(URI.create(header(in, "Location")).getPath()).isEqualTo("/");
        assertThat(header(in, "Location")).doesNotContain("evil");
    }

    @Test
    void a_form_of_another_site_does_nothing() throws Exception {
        String cookie = session("wen", SampleConsole.added("wen", Role.REVIEWER));
        String key = formKey(cookie);
        assertThat(post("/sign-out", Map.of(), "Cookie", cookie).statusCode()).isEqualTo(403);
        assertThat(post("/sign-out", Map.of("form-key", "x"), "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(post("/sign-out", Map.of("form-key", key), "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/sign-out", Map.of("form-key", key), "Cookie", cookie, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/sign-in", Map.of("name", "wen", "password", "x"), "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/mix", "Cookie", cookie, "Accept", "text/html").body()).contains("wen");
        assertThat(post("/sign-out", Map.of("form-key", key), "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void programs_come_with_a_token_or_a_password() throws Exception {
        String password = SampleConsole.added("report", Role.ANALYST);
        String token = SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "reader", Set.of(Role.VIEWER));
        assertThat(get("/v1/flags", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        assertThat(get("/v1/flags", "Authorization", basic("report", password)).statusCode())
                .isEqualTo(200);
        // Whoever says who they are, and is not, does not go on as nobody in particular.
        assertThat(get("/v1/flags", "Authorization", "Bearer x").statusCode()).isEqualTo(401);
        HttpResponse<String> wrong = get("/v1/flags", "Authorization", basic("report", "guess"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(header(wrong, "WWW-Authenticate")).contains("Bearer").contains("Basic");
        assertThat(header(get("/v1/flags", "Authorization", "Bearer x", "Sec-Fetch-Mode", "cors"), "WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"pointstream\"");

        String upstream = SampleConsole.desk().issueToken(Actor.atCommandLine("root"), "shop-1", Set.of(Role.UPSTREAM));
        HttpResponse<String> other = get("/v1/flags", "Authorization", "Bearer " + upstream);
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body()).contains("viewer, analyst, reviewer, supervisor, admin");
    }

    @Test
    void without_roles_for_everybody_people_are_sent_to_sign_in_and_come_back() throws Exception {
        try (Console closed = SampleConsole.another(ConsoleConfig.on(0))) {
            URI address = closed.address();
            HttpResponse<String> page = HTTP.send(
                    HttpRequest.newBuilder(address.resolve("/flags?level=HOLD"))
                            .header("Accept", "text/html")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(303);
            assertThat(header(page, "Location")).endsWith("/sign-in?to=%2Fflags%3Flevel%3DHOLD");
            HttpResponse<String> program = HTTP.send(
                    HttpRequest.newBuilder(address.resolve("/v1/flags")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(program.statusCode()).isEqualTo(401);
            assertThat(program.body()).contains("Authorization: Bearer TOKEN");
            HttpResponse<String> fragment = HTTP.send(
                    HttpRequest.newBuilder(address.resolve("/fragments/pulse"))
                            .header("HX-Request", "true")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(fragment.statusCode()).isEqualTo(401);
            assertThat(header(fragment, "HX-Redirect")).isEqualTo("/sign-in");
            for (String open : List.of("/health/live", "/metrics", "/openapi.json", "/sign-in")) {
                assertThat(HTTP.send(
                                        HttpRequest.newBuilder(address.resolve(open))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .as(open)
                        .isEqualTo(200);
            }
        }
    }
}
