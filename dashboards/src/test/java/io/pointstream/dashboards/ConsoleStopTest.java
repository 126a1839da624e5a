package io.pointstream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleStopTest {

    private static final ConsoleConfig IMPATIENT =
            new ConsoleConfig("127.0.0.1", 0, ZoneOffset.UTC, Duration.ofMillis(200), Set.of(), null);

    @Test
    void aRequestThatDoesNotEndKeepsNobodyFromStopping() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Console console = Console.startForOperators(
                IMPATIENT,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                List::of,
                routes -> routes.get("/v1/endless", ctx -> {
                    begun.countDown();
                    while (true) {
                        try {
                            end.await();
                            return;
                        } catch (InterruptedException e) {
                            // As code does that waits for a server and does not look.
                        }
                    }
                }));
        URI address = console.address();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.sendAsync(
                    HttpRequest.newBuilder(address.resolve("/v1/endless")).build(), BodyHandlers.discarding());
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThatCode(console::close).doesNotThrowAnyException();

            assertThatThrownBy(() -> new Socket(address.getHost(), address.getPort()).close())
                    .isInstanceOf(ConnectException.class);
            end.countDown();
            assertThat(answer).failsWithin(Duration.ofSeconds(10));
        }
    }
}
