package io.pointstream.dashboards.account;

import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.http.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds accounts wherever their state is: in this process, or with the one that has it, which is asked under
 * {@code /internal/accounts/{id}}. Asked by many threads at once.
 */
final class AccountFinder {

    private static final Logger LOG = LoggerFactory.getLogger(AccountFinder.class);

    private final LiveAccounts here;
    private final Peers peers;

    /** Asks nobody yet. */
    AccountFinder(LiveAccounts here, Peers peers) {
        this.here = here;
        this.peers = peers;
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
                if (!peers.mayGoOn(hops)) {
                    yield new Answer.Unavailable("The account moves from one process to another");
                }
                if (!peers.known()) {
                    yield new Answer.Unavailable(
                            "Another process has the account, and this one has no peers.secret to ask it with");
                }
                yield ask(process, accountId, hops);
            }
        };
    }

    private Answer.Settled ask(URI process, String accountId, int hops) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = peers.ask(process, "/internal/accounts/" + inPath(accountId), hops, null);
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
}
