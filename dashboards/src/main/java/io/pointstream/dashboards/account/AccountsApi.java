package io.pointstream.dashboards.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UnauthorizedResponse;
import io.pointstream.dashboards.Endpoints;
import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.http.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/accounts/{id}}: an account from the state of the points application. The process that is asked answers when it
 * owns the account, and otherwise asks the one that does, under {@code /internal/accounts/{id}}. Processes know each
 * other by a secret that they share; a process without one neither asks nor answers others.
 */
public final class AccountsApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccountsApi.class);

    /** Not Authorization: that is what people and programs show at the door of a console. */
    private static final String PEER = "X-Pointstream-Peer";

    private static final String HOPS = "X-Pointstream-Hops";

    /** From a console without state to any process with the role points, and from there to the owner. */
    private static final int HOPS_MAX = 2;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    /** Partitions move and state is restored in seconds, mostly. */
    private static final String RETRY_SECONDS = "1";

    private final LiveAccounts accounts;
    private final Optional<String> peerSecret;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * Asks nobody yet.
     *
     * @param peerSecret what processes of this service show each other; empty for one that is alone
     */
    public AccountsApi(LiveAccounts accounts, Optional<String> peerSecret) {
        this.accounts = accounts;
        this.peerSecret = peerSecret.filter(secret -> !secret.isEmpty());
    }

    /** For whoever may read accounts. */
    public Endpoints forClients() {
        return routes -> routes.get("/v1/accounts/{id}", ctx -> answer(ctx, 0));
    }

    /** For the other processes of this service. */
    public Endpoints forPeers() {
        return routes -> peerSecret.ifPresent(secret -> add(routes, secret));
    }

    private void add(RoutesConfig routes, String secret) {
        byte[] expected = secret.getBytes(StandardCharsets.UTF_8);
        routes.get("/internal/accounts/{id}", ctx -> {
            String shown = Optional.ofNullable(ctx.header(PEER)).orElse("");
            if (!MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8))) {
                throw new UnauthorizedResponse("This is for processes that share peers.secret");
            }
            answer(ctx, ctx.headerAsClass(HOPS, Integer.class).getOrDefault(HOPS_MAX));
        });
    }

    private void answer(Context ctx, int hops) throws InterruptedException {
        String id = Params.accountId(ctx.pathParam("id"));
        switch (accounts.find(id)) {
            case Answer.Found(byte[] json) -> write(ctx, json);
            case Answer.Unknown() -> throw unknown();
            case Answer.Unavailable(String reason) -> throw unavailable(ctx, reason);
            case Answer.Elsewhere(URI process) -> {
                if (hops >= HOPS_MAX) {
                    throw unavailable(ctx, "The account moves from one process to another");
                }
                forward(ctx, process, id, hops + 1);
            }
        }
    }

    private void forward(Context ctx, URI process, String id, int hops) throws InterruptedException {
        String secret = peerSecret.orElseThrow(() ->
                unavailable(ctx, "Another process has the account, and this one has no peers.secret to ask it with"));
        HttpRequest request = HttpRequest.newBuilder(process.resolve("/internal/accounts/" + inPath(id)))
                .timeout(ANSWER_MAX)
                .header(PEER, secret)
                .header(HOPS, Integer.toString(hops))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            switch (response.statusCode()) {
                case 200 -> write(ctx, response.body());
                case 404 -> throw unknown();
                default -> {
                    LOG.warn("accounts peer={} status={}", process, response.statusCode());
                    throw unavailable(ctx, "The process that has the account cannot answer now");
                }
            }
        } catch (IOException e) {
            LOG.warn("accounts peer={} error=\"{}\"", process, e.toString());
            throw unavailable(ctx, "The process that has the account does not answer");
        }
    }

    private static void write(Context ctx, byte[] json) {
        ctx.contentType("application/json; charset=utf-8").result(json);
    }

    private static NotFoundResponse unknown() {
        return new NotFoundResponse("Nothing is known about this account");
    }

    private static HttpResponseException unavailable(Context ctx, String reason) {
        ctx.header("Retry-After", RETRY_SECONDS);
        return Problem.thrown(HttpStatus.SERVICE_UNAVAILABLE, reason);
    }

    private static String inPath(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
