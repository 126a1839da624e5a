package io.pointstream.benchmarks.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.run.Service;
import io.pointstream.dashboards.access.Gate;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who asks a service over HTTP, one thing after the other, as somebody whom its desk knows. */
final class Caller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** The header that says who it is. */
    private record Credential(String header, String value) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI console;
    private final Credential credential;

    private Caller(URI console, Credential credential) {
        this.console = console;
        this.credential = credential;
    }

    /** A person who reviews; starts the service and returns when it is ready. */
    static Caller reviewer(Service service) throws IOException, InterruptedException {
        Actor reviewer = new Actor("reviewer", Set.of(Role.VIEWER, Role.REVIEWER), "127.0.0.1");
        return enter(service, desk -> new Credential("Cookie", Gate.COOKIE + "=" + desk.signInFromElsewhere(reviewer)));
    }

    /** A program that sends events and decides; starts the service and returns when it is ready. */
    static Caller program(Service service) throws IOException, InterruptedException {
        // A name is taken for good, and the acts of an earlier run may be there.
        String name = "bench-" + UUID.randomUUID();
        Set<Role> roles = Set.of(Role.UPSTREAM, Role.REVIEWER, Role.VIEWER);
        return enter(
                service,
                desk -> new Credential(
                        "Authorization", "Bearer " + desk.issueToken(Actor.atCommandLine("bench"), name, roles)));
    }

    private static Caller enter(Service service, Function<Desk, Credential> how)
            throws IOException, InterruptedException {
        service.start();
        Desk desk = service.desk().orElseThrow();
        if (!desk.awaitOpen(PATIENCE)) {
            throw new IllegalStateException("the desk is not open after " + PATIENCE.toSeconds() + " s");
        }
        Caller caller = new Caller(service.address().orElseThrow(), how.apply(desk));
        caller.await("/health/ready", answer -> true);
        return caller;
    }

    /** Asks for something that must be there. */
    void get(String path) throws IOException, InterruptedException {
        require(path, send(request(path)));
    }

    /** Sends something that must be taken. */
    void post(String path, String type, String body) throws IOException, InterruptedException {
        require(path, send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body))));
    }

    /** Asks again and again until there is an answer and it is the one that is waited for; returns that. */
    JsonNode await(String path, Predicate<JsonNode> awaited) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<byte[]> answer = send(request(path));
            if (answer.statusCode() == 200) {
                JsonNode json = JSON.readTree(answer.body());
                if (awaited.test(json)) {
                    return json;
                }
            }
            if (System.nanoTime() > untilNs) {
                throw new IllegalStateException("after " + PATIENCE.toSeconds() + " s still " + said(path, answer));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(console.resolve(path)).header(credential.header, credential.value);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void require(String path, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(said(path, answer));
        }
    }

    private static String said(String path, HttpResponse<byte[]> answer) {
        return path + " was answered " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8);
    }
}
