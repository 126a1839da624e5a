package io.pointstream.dashboards.account;

import io.pointstream.dashboards.account.LiveAccounts.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds accounts wherever their state is: in this process, or with the one that has it, which is asked under
 * {@code /internal/accounts/{id}}. Processes know each other by a secret that they share; one without it asks nobody. Asked by
 * many threads at once.
 */
final class AccountFinder implements AutoCloseable {

    /** Not Authorization: that is what people and programs show at the door of a console. */
    static final String PEER = "X-Pointstream-Peer";

    static final String HOPS = "X-Pointstream-Hops";

    /** From a console without state to any process with the role points, and from there to the owner. */
    static final int HOPS_MAX = 2;

    private static final Logger LOG = LoggerFactory.getLogger(AccountFinder.class);

    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private final LiveAccounts here;
    private final Optional<String> peerSecret;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** Asks nobody yet. */
    AccountFinder(LiveAccounts here, Optional<String> peerSecret) {
        this.here = here;
        this.peerSecret = peerSecret;
    }

    /**
     * Looks for an account.
     *
     * @param hops processes that were asked before this one
     */
    Answer.Settled find(String accountId, int hops) throws InterruptedException {
        return switch (here.find(accountId)) {
            case Answer.Settled settled -> settled;
            case Answer.Elsewhere(URI process) -> {
                if (hops >= HOPS_MAX) {
                    yield new Answer.Unavailable("The account moves from one process to another");
                }
                if (peerSecret.isEmpty()) {
                    yield new Answer.Unavailable(
                            "Another process has the account, and this one has no peers.secret to ask it with");
                }
                yield ask(process, peerSecret.get(), accountId, hops + 1);
            }
        };
    }

    private Answer.Settled ask(URI process, String secret, String accountId, int hops) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.resolve("/internal/accounts/" + inPath(accountId)))
                .timeout(ANSWER_MAX)
                .header(PEER, secret)
                .header(HOPS, Integer.toString(hops))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> new Answer.Found(response.body());
                case 404 -> new Answer.Unknown();
                default -> {
                    LOG.warn("accounts peer={} status={}", process, response.statusCode());
                    yield new Answer.Unavailable("The process that has the account cannot answer now");
                }
            };
        } catch (IOException e) {
            LOG.warn("accounts peer={} error=\"{}\"", process, e.toString());
            return new Answer.Unavailable("The process that has the account does not answer");
        }
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
