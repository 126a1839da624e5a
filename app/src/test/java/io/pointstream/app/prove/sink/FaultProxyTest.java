package io.pointstream.app.prove.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.pointstream.app.prove.sink.FaultProxy.Strike;
import io.pointstream.app.prove.sink.FaultProxy.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FaultProxyTest {

    private final AtomicInteger received = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.incrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        proxy = new FaultProxy(server.getAddress().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    private String send(String query) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + "/?query=" + query))
                                    .timeout(Duration.ofSeconds(2))
                                    .POST(HttpRequest.BodyPublishers.ofString("x".repeat(5_000)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void withoutAStrikeAllPasses() throws Exception {
        assertThat(send("INSERT")).hasSize(5_000);
    }

    @Test
    void aStrikeHitsTheNextInsertAndNothingElse() throws Exception {
        Strike strike = Strike.of(Wire.CUT_ANSWER, 100, Duration.ZERO);
        proxy.arm(strike);

        assertThat(send("SELECT")).hasSize(5_000);
        assertThat(strike.hit()).isNotDone();
        assertThatThrownBy(() -> send("INSERT")).isInstanceOf(IOException.class);
        assertThat(strike.hit()).isDone();
        assertThat(send("INSERT")).hasSize(5_000);
        assertThat(received).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DELAY_ANSWER")
    void theClientHearsOfNoSuccess(Wire wire) {
        Strike strike = Strike.of(wire, 100, Duration.ZERO);
        strike.released().complete(null);
        proxy.arm(strike);

        assertThatThrownBy(() -> send("INSERT")).isInstanceOf(IOException.class);
        assertThat(strike.hit()).isDone();
        assertThat(received).hasValue(wire.hitsRequest() ? 0 : 1);
    }

    @Test
    void aDelayedAnswerIsWhole() throws Exception {
        proxy.arm(Strike.of(Wire.DELAY_ANSWER, 100, Duration.ofMillis(200)));

        assertThat(send("INSERT")).hasSize(5_000);
    }
}
