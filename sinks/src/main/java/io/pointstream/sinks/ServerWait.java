package io.pointstream.sinks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a ClickHouse that is not up yet: servers start in any order. */
final class ServerWait {

    private static final Logger LOG = LoggerFactory.getLogger(ServerWait.class);

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration BETWEEN_LOG_LINES = Duration.ofSeconds(10);

    private ServerWait() {}

    /** Returns when the server answers its ping. */
    static void untilUp(ClickHouseConfig config) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            HttpRequest ping = HttpRequest.newBuilder(config.url().resolve("/ping"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            for (long attempt = 0; !answers(client, ping); attempt++) {
                if (attempt % BETWEEN_LOG_LINES.dividedBy(PAUSE) == 0) {
                    LOG.warn("event=waiting-for-clickhouse url={}", config.url());
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static boolean answers(HttpClient client, HttpRequest ping) throws InterruptedException {
        try {
            return client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
