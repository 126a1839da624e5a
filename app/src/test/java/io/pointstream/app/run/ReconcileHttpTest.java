package io.pointstream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.Cli;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.embedded.EmbeddedStack;
import io.pointstream.topologies.points.Ticks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reconciliation that a console gives, whose process has nothing to do with the sink's; with real servers. */
class ReconcileHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private EmbeddedStack servers;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    private RunConfig config;

    @BeforeEach
    void sinkEvents() throws Exception {
        servers = EmbeddedStack.start(directory.resolve("servers"));
        Path file = Files.writeString(directory.resolve("pointstream.yaml"), """
                kafka:
                  bootstrap-servers: %s
                  partitions: 2
                  replication-factor: 1
                schema-registry:
                  url: %s
                clickhouse:
                  url: %s
                streams:
                  state-dir: %s
                  threads: 1
                console:
                  port: 0
                  anonymous: viewer
                """.formatted(
                        servers.bootstrapServers(),
                        servers.registry().url(),
                        servers.clickHouse().url(),
                        directory.resolve("state")));
        config = RunConfig.load(Optional.of(file), Map.of());
        Path traffic = directory.resolve("traffic");
        long events = Simulator.write(new Settings(20, 4, 0, 7, LocalDate.of(2026, 5, 1)), traffic)
                .events();
        try (Service service = new Service(config.withRoles(EnumSet.of(Role.POINTS, Role.SINK)), Ticks.none())) {
            service.start();
            Cli.Result ingested =
                    Cli.run("ingest", traffic.resolve("events.ndjson").toString(), "--config", file.toString());
            assertThat(ingested.status()).as(ingested.err()).isZero();
            await().atMost(PATIENCE).until(() -> number("SELECT count() FROM decisions") == events);
        }
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private long number(String sql) throws Exception {
        try (Connection connection =
                        config.clickhouse().connection().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection =
                        config.clickhouse().connection().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static HttpResponse<String> get(Service service, String query) throws Exception {
        URI address = service.address().orElseThrow().resolve("/v1/reports/reconcile" + query);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** What does not hold: {@code table: finding}. */
    private static List<String> findings(Service service) throws Exception {
        JsonNode table = JSON.readTree(get(service, "").body());
        List<String> findings = new ArrayList<>();
        for (JsonNode row : table.get("rows")) {
            if (row.get("holds").asText().equals("NO")) {
                findings.add(
                        row.get("table").asText() + ": " + row.get("finding").asText());
            }
        }
        return findings;
    }

    @Test
    void aConsoleNamesARowThatIsMissingAndOneThatIsThereTwice() throws Exception {
        try (Service console = new Service(config.withRoles(EnumSet.of(Role.CONSOLE)), Ticks.none())) {
            console.start();
            HttpResponse<String> first = get(console, "");
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(findings(console)).isEmpty();
            assertThat(JSON.readTree(first.body()).get("definition").asText()).contains("none missing, none twice");
            assertThat(get(console, "?lang=zh").body()).contains("\"title\":\"对账\"");
            assertThat(get(console, "?format=csv").body())
                    .startsWith("check,table,topic,partition,day,expected,actual,holds,finding");
            assertThat(get(console, "?from=2026-05-02&to=2026-05-01").statusCode())
                    .isEqualTo(400);

            long missing = number("SELECT min(offset) FROM balances WHERE partition = 0");
            long doubled = number("SELECT max(offset) FROM decisions WHERE partition = 1");
            execute("DELETE FROM balances WHERE partition = 0 AND offset = " + missing);
            execute("INSERT INTO decisions SELECT * FROM decisions WHERE partition = 1 AND offset = " + doubled);

            await().atMost(PATIENCE).until(() -> !findings(console).isEmpty());
            assertThat(findings(console))
                    .contains("balances: missing: offset " + missing)
                    .contains("decisions: more than once: offset " + doubled)
                    .anyMatch(finding -> finding.endsWith("a step is missing, or there twice"));
        }
    }
}
