package io.pointstream.dashboards.http;

import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The other processes of this service, which are asked under {@code /internal}. Processes know each other by a secret that they
 * share; one without it asks nobody and answers nobody. Used by many threads at once.
 */
public final class Peers implements AutoCloseable {

    /** Not Authorization: that is what people and programs show at the door of a console. */
    private static final String SECRET = "X-Pointstream-Peer";

    private static final String HOPS = "X-Pointstream-Hops";

    /** From a console without state to any process with the role points, and from there to the owner. */
    private static final int HOPS_MAX = 2;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private final Optional<String> secret;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * Asks nobody yet.
     *
     * @param secret what they show each other; empty for a process that is alone
     */
    public Peers(Optional<String> secret) {
        this.secret = secret.filter(given -> !given.isEmpty());
    }

    /** Whether this process knows the others' secret. */
    public boolean known() {
        return secret.isPresent();
    }

    /** Whether a question that so many processes were asked before may go on to another one. */
    public boolean mayGoOn(int hops) {
        return hops < HOPS_MAX;
    }

    /**
     * Asks a process.
     *
     * @param hops processes that were asked before this one
     * @param body null to GET
     */
    public HttpResponse<byte[]> ask(URI process, String path, int hops, byte @Nullable [] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(process.resolve(path))
                .timeout(ANSWER_MAX)
                .header(SECRET, secret.orElseThrow())
                .header(HOPS, Integer.toString(hops + 1));
        if (body != null) {
            request.POST(BodyPublishers.ofByteArray(body));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /**
     * Lets a question of another process in.
     *
     * @return the processes that were asked before this one
     * @throws UnauthorizedResponse for who does not know the secret
     */
    public int admit(Context ctx) {
        String shown = Optional.ofNullable(ctx.header(SECRET)).orElse("");
        byte[] expected = secret.orElseThrow().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8))) {
            throw new UnauthorizedResponse("This is for processes that share peers.secret");
        }
        return ctx.headerAsClass(HOPS, Integer.class).getOrDefault(HOPS_MAX);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
