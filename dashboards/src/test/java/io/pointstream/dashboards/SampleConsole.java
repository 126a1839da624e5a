package io.pointstream.dashboards;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.report.Reports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A console over a real ClickHouse with the real migrations and a month of generated rows; one for all tests of a run. */
final class SampleConsole {

    /** An account, an event and a device whose ids try to become markup. */
    static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&/../ {{7*7}} 小明";

    /** The state of the process's roles, as a test wants it. */
    private static volatile List<Health.Check> roles = List.of();

    private static final SampleConsole ONE = start();

    private static boolean planted;

    private final ClickHouseConfig clickHouse;
    private final PrometheusMeterRegistry registry;
    private final Console console;

    private SampleConsole(ClickHouseConfig clickHouse, PrometheusMeterRegistry registry, Console console) {
        this.clickHouse = clickHouse;
        this.registry = registry;
        this.console = console;
    }

    static void roles(Health.Check... checks) {
        roles = List.of(checks);
    }

    static ClickHouseConfig clickHouse() {
        return ONE.clickHouse;
    }

    static PrometheusMeterRegistry registry() {
        return ONE.registry;
    }

    static URI address() {
        return ONE.console.address();
    }

    private static SampleConsole start() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "clickhouse");
            // The server dies with this process; it is stopped in order so that its last lines are not of an error.
            EmbeddedClickHouse server = EmbeddedClickHouse.start(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            ClickHouseConfig config = ClickHouseConfig.local(URI.create(server.url()), "pointstream");
            Migrations.apply(config);
            fill(config, "sample.sql");
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Console console = Console.start(ConsoleConfig.on(0), new Reports(config), registry, () -> roles);
            return new SampleConsole(config, registry, console);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The sample console did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the sample console started", e);
        }
    }

    /** Runs the statements of a resource. */
    static void fill(ClickHouseConfig config, String resource) throws IOException, SQLException {
        try (Connection connection = config.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : read(resource).replaceAll("(?m)^--.*$", "").split(";\\s*\\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** Adds the hostile account to every table, once. */
    static synchronized void plantHostile() throws SQLException {
        if (planted) {
            return;
        }
        planted = true;
        try (Connection connection = clickHouse().dataSource().getConnection()) {
            insertHostile(connection, """
                    INSERT INTO decisions (account_id, step, occurred_at, tier, event_id, event_type, outcome, rule_id,
                        category, base_points, granted_points, bonus_points, capped_by, reason, topic, partition, offset)
                    SELECT h, 1, toDateTime64('2026-05-30 12:00:00', 3, 'UTC'), h, h, h, h, h, h, 1, 1, 0, [h, concat(h, '/DAY')], h,
                        'points.journal', 0, 900000 FROM (SELECT ? AS h)
                    """);
            insertHostile(connection, """
                    INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component,
                        category, rule_id, points, debit, credit, value_coefficient, topic, partition, offset)
                    SELECT h, 1, 0, toDateTime64('2026-05-30 12:00:00', 3, 'UTC'), h, h, h, 'EARN', h, h, h, 1, h, h, 1,
                        'points.journal', 0, 900000 FROM (SELECT ? AS h)
                    """);
            insertHostile(connection, """
                    INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
                    SELECT h, 1, toDateTime64('2026-05-30 12:00:00', 3, 'UTC'), h, 1, 0, 0, 0, 'points.journal', 0, 900000
                    FROM (SELECT ? AS h)
                    """);
            insertHostile(connection, """
                    INSERT INTO signals (account_id, signal_id, code, strength, detected_at, from_time, to_time, reason,
                        numbers, counterparts, event_ids, topic, partition, offset)
                    SELECT h, h, h, 1, now64(3), now64(3), now64(3), h, map(h, 1), [h], [h], 'farming.signals', 0, 900000
                    FROM (SELECT ? AS h)
                    """);
            insertHostile(connection, """
                    INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status, `reasons.code`,
                        `reasons.strength`, `reasons.contribution`, `reasons.reason`, `reasons.numbers`,
                        `reasons.counterparts`, `reasons.event_ids`, topic, partition, offset)
                    SELECT h, h, [h, concat(h, '2')], now64(3), now64(3), 99, h, 'OPEN', [h], [1.], [99.], [h],
                        [map(h, 1.)], [[h]], [[h]], 'farming.flags', 0, 900000 FROM (SELECT ? AS h)
                    """);
        }
    }

    private static void insertHostile(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, HOSTILE);
            statement.execute();
        }
    }

    static String read(String resource) throws IOException {
        try (InputStream in = SampleConsole.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
