package io.pointstream.dashboards.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.http.Peers;
import io.pointstream.schemas.activity.AccountKind;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ContentArticleRead;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a trial when the process that has the account answers wrongly; how it answers rightly is AccountsTest. */
class TrialsTest {

    private static final Activity READ = Activity.newBuilder()
            .setEventId("e")
            .setAccountId("a")
            .setOccurredAt(Instant.parse("2026-05-20T02:00:00Z"))
            .setBody(new ContentArticleRead("article", AccountKind.SERVICE, 30L, true))
            .build();

    private static Optional<BookKeeper.Trial> answered(int status, String body) throws Exception {
        HttpServer peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peer.createContext("/internal/trials", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        peer.start();
        try {
            return asked(URI.create("http://127.0.0.1:" + peer.getAddress().getPort()));
        } finally {
            peer.stop(0);
        }
    }

    private static Optional<BookKeeper.Trial> asked(URI process) throws Exception {
        try (Peers peers = new Peers(Optional.of("shared"))) {
            return new Trials(activity -> Optional.empty(), id -> new Answer.Elsewhere(process), peers)
                    .elsewhere(READ, 0);
        }
    }

    @Test
    void anEntryOfAnotherReleaseIsDoneWithout() throws Exception {
        assertThat(answered(200, "{\"basis\":\"LIVE\",\"entry\":\"wwECAwQFBgcICQ==\"}"))
                .isEmpty();
        assertThat(answered(200, "{\"basis\":\"LIVE\",\"entry\":\"AAAA\"}")).isEmpty();
        assertThat(answered(200, "no json")).isEmpty();
    }

    @Test
    void whoCannotAnswerIsDoneWithout() throws Exception {
        assertThat(answered(500, "")).isEmpty();
        assertThat(answered(503, "")).isEmpty();
        assertThat(asked(URI.create("http://127.0.0.1:1"))).isEmpty();
    }

    @Test
    void anEventThatTheAccountCannotTakeIsSaidToBe() {
        assertThatThrownBy(() -> answered(422, "{\"detail\":\"event time is not within the years 1 to 9999\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event time is not within the years 1 to 9999");
    }
}
