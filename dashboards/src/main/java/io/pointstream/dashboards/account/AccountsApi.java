package io.pointstream.dashboards.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.pointstream.dashboards.Endpoints;
import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.http.Peers;
import io.pointstream.dashboards.http.Problem;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.sinks.report.Reports;

/**
 * {@code GET /v1/accounts/{id}}: an account from the state of the points application, and {@code /account}, which shows the same to
 * people beside what ClickHouse knows. The process that is asked answers when it owns the account, and otherwise asks the one that
 * does.
 */
public final class AccountsApi {

    /** Partitions move and state is restored in seconds, mostly. */
    private static final String RETRY_SECONDS = "1";

    private final AccountFinder finder;
    private final Peers peers;

    /** Asks nobody yet. */
    public AccountsApi(LiveAccounts accounts, Peers peers) {
        this.peers = peers;
        this.finder = new AccountFinder(accounts, peers);
    }

    /**
     * For whoever may read accounts.
     *
     * @param reports what the page shows of what has been
     */
    public Endpoints forClients(Reports reports) {
        return new Endpoints() {
            @Override
            public void add(RoutesConfig routes) {
                routes.get("/v1/accounts/{id}", ctx -> answer(ctx, 0));
            }

            @Override
            public void addPages(RoutesConfig routes, Renderer renderer) {
                new AccountPages(renderer, reports, finder).add(routes);
            }
        };
    }

    /** For the other processes of this service. */
    public Endpoints forPeers() {
        return routes -> {
            if (peers.known()) {
                routes.get("/internal/accounts/{id}", ctx -> answer(ctx, peers.admit(ctx)));
            }
        };
    }

    private void answer(Context ctx, int hops) throws InterruptedException {
        switch (finder.find(Params.accountId(ctx.pathParam("id")), hops)) {
            case Answer.Found(byte[] json) ->
                ctx.contentType("application/json; charset=utf-8").result(json);
            case Answer.Unknown() -> throw new NotFoundResponse("Nothing is known about this account");
            case Answer.Unavailable(String reason) -> throw unavailable(ctx, reason);
        }
    }

    private static HttpResponseException unavailable(Context ctx, String reason) {
        ctx.header("Retry-After", RETRY_SECONDS);
        return Problem.thrown(HttpStatus.SERVICE_UNAVAILABLE, reason);
    }
}
