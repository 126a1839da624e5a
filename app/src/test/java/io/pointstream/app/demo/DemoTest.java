package io.pointstream.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.Cli;
import io.pointstream.app.ExitStatus;
import io.pointstream.app.Main;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.sinks.ClickHouseConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole product, with real servers. */
class DemoTest {

    private static final Settings SETTINGS = new Settings(60, 6, 5, 20_260_501, LocalDate.of(2026, 5, 1));
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void goesOnAfterAKillAndDecidesAsReplayDoes() throws Exception {
        long events = Simulator.write(SETTINGS, directory.resolve("traffic")).events();
        String file = directory.resolve("traffic/events.ndjson").toString();
        String data = directory.resolve("data").toString();

        killInTheMiddle(
                events,
                "demo",
                "--once",
                "--no-farming",
                "--port",
                "0",
                "--events",
                file,
                "--data",
                data,
                "--events-per-second",
                "400");
        Cli.Result demo = Cli.run("demo", "--once", "--no-farming", "--port", "0", "--events", file, "--data", data);
        assertThat(demo.err()).isEmpty();
        assertThat(demo.out())
                .contains("going on behind line")
                .contains("proved events=" + events + " decisions=" + events + " ")
                .contains("ledger_sum=0 balances_wrong=0 bad_lines=0");
        assertThat(demo.status()).isZero();

        Path replayed = directory.resolve("replayed");
        assertThat(Cli.run("replay", "--no-farming", "--events", file, "--out", replayed.toString())
                        .status())
                .isZero();
        try (EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory.resolve("data/servers/clickhouse"))) {
            ClickHouseConfig config = ClickHouseConfig.local(URI.create(clickHouse.url()), "pointstream");
            assertThat(rows(config, """
                SELECT account_id, event_id, toString(outcome), rule_id, granted_points, bonus_points
                FROM decisions\
                """))
                    .containsExactlyInAnyOrderElementsOf(lines(
                            replayed.resolve("decisions.ndjson"),
                            "accountId",
                            "eventId",
                            "outcome",
                            "ruleId",
                            "grantedPoints",
                            "bonusPoints"));
            assertThat(rows(config, """
                SELECT account_id, argMax(available, step), argMax(held, step), argMax(frozen, step), argMax(debt, step)
                FROM balances GROUP BY account_id\
                """))
                    .containsExactlyInAnyOrderElementsOf(lines(
                            replayed.resolve("balances.ndjson"), "accountId", "available", "held", "frozen", "debt"));
        }
    }

    @Test
    void namesBadLinesAndProvesTheRest() throws Exception {
        Path good = directory.resolve("good");
        long events = Simulator.write(new Settings(5, 2, 0, 7, LocalDate.of(2026, 5, 1)), good)
                .events();
        List<String> lines = new ArrayList<>(Files.readAllLines(good.resolve("events.ndjson")));
        lines.add(1, "{\"type\":\"payment.settled\"}");
        lines.add("no JSON");
        Path file = Files.write(directory.resolve("mixed.ndjson"), lines);
        Cli.Result demo = Cli.run("demo", "--once", "--no-farming", "--port", "0", "--events", file.toString());
        assertThat(demo.status()).isEqualTo(ExitStatus.FAILURE);
        assertThat(demo.err().lines().toList())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith(file + ":2: "),
                        last -> assertThat(last).startsWith(file + ":" + lines.size() + ": "));
        assertThat(demo.out())
                .contains("proved events=" + events + " decisions=" + events + " ")
                .contains("bad_lines=2");
    }

    private void killInTheMiddle(long events, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        Path output = directory.resolve("killed.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> fed(output) > events / 5 || !process.isAlive());
            assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The last number of events that the status line showed. */
    private static long fed(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("events="))
                    .map(line -> line.substring("events=".length(), line.indexOf(' '))
                            .replace(",", ""))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        }
    }

    private static List<List<String>> rows(ClickHouseConfig config, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = config.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String cell = result.getString(i);
                    row.add(cell == null ? "" : cell);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<List<String>> lines(Path file, String... fields) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode object = json.readTree(line);
            rows.add(Stream.of(fields)
                    .map(field -> object.path(field).isNull()
                            ? ""
                            : object.path(field).asText())
                    .toList());
        }
        return rows;
    }
}
