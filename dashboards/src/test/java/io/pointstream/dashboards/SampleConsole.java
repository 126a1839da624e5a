package io.pointstream.dashboards;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.dashboards.account.AccountsApi;
import io.pointstream.dashboards.account.LiveAccounts;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskConfig;
import io.pointstream.dashboards.desk.ListDesk.Wish;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.Secrets;
import io.pointstream.dashboards.http.Peers;
import io.pointstream.dashboards.intake.EventSource;
import io.pointstream.dashboards.intake.EventsApi;
import io.pointstream.dashboards.intake.IntakeConfig;
import io.pointstream.dashboards.letters.LetterReader;
import io.pointstream.dashboards.letters.LettersApi;
import io.pointstream.dashboards.letters.Resends;
import io.pointstream.dashboards.rules.RulesApi;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.SinkConfig;
import io.pointstream.sinks.report.CaseReports;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A console over a real ClickHouse with the real migrations and a month of generated rows, and over a real broker with a desk;
 * one for all tests of a run. Whoever has not signed in is a viewer.
 */
final class SampleConsole {

    /** An account, an event and a device whose ids try to become markup. */
    static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&/../ {{7*7}} 小明";

    /** The state of the process's roles, as a test wants it. */
    private static volatile List<Health.Check> roles = List.of();

    /** What the state of accounts says, as a test wants it; there is no points application here. */
    private static volatile LiveAccounts live = id -> new LiveAccounts.Answer.Unavailable("it is elsewhere");

    /** How far the desk's clock is ahead of this machine's. */
    private static volatile Duration ahead = Duration.ZERO;

    private static final SampleConsole ONE = start();

    private static boolean planted;

    private static boolean statementPlanted;

    /** Shortly after the newest event. */
    static final Instant PROGRAM_NOW = Instant.parse("2026-05-30T16:00:00Z");

    private static final Actor ROOT = Actor.atCommandLine("root");

    private final ClickHouseConfig clickHouse;
    private final Map<String, Object> kafka;
    private final Desk desk;
    private final PrometheusMeterRegistry registry;
    private final Console console;

    private SampleConsole(
            ClickHouseConfig clickHouse,
            Map<String, Object> kafka,
            Desk desk,
            PrometheusMeterRegistry registry,
            Console console) {
        this.clickHouse = clickHouse;
        this.kafka = kafka;
        this.desk = desk;
        this.registry = registry;
        this.console = console;
    }

    static void roles(Health.Check... checks) {
        roles = List.of(checks);
    }

    static void live(LiveAccounts accounts) {
        live = accounts;
    }

    /** Lets time pass at the desk. */
    static void wait(Duration time) {
        ahead = ahead.plus(time);
    }

    static ClickHouseConfig clickHouse() {
        return ONE.clickHouse;
    }

    /** Properties of a Kafka client, and those of the registry. */
    static Map<String, Object> kafka() {
        return ONE.kafka;
    }

    static Desk desk() {
        return ONE.desk;
    }

    static Console console() {
        return ONE.console;
    }

    /** Adds somebody; gives their password. */
    static String added(String name, Role... roles) {
        String password = Secrets.password();
        desk().addUser(ROOT, name, Set.of(roles), password);
        return password;
    }

    /** Another console over the same servers and the same desk. */
    static Console another(ConsoleConfig config) {
        return Console.start(
                config,
                new Reports(clickHouse()),
                new CaseReports(clickHouse()),
                desk(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                () -> roles);
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
            EmbeddedClickHouse server = EmbeddedClickHouse.start(directory);
            EmbeddedKafka broker = EmbeddedKafka.start(Files.createTempDirectory(Path.of("target"), "kafka"));
            Map<String, Object> kafka = Map.of(
                    "bootstrap.servers", broker.bootstrapServers(), SchemaRegistryConfig.URL, "mock://sample-console");
            TopicAdmin.create(
                    Map.of("bootstrap.servers", broker.bootstrapServers()), new TopicAdmin.Overrides(null, (short) 1));
            Desk desk = Desk.open(kafka, DeskConfig.DEFAULT, () -> Instant.now().plus(ahead), () -> PROGRAM_NOW);
            ClickHouseConfig config = ClickHouseConfig.local(URI.create(server.url()), "pointstream");
            Migrations.apply(config);
            for (String resource : List.of("sample.sql", "movements.sql", "closed.sql")) {
                fill(config, resource);
            }
            ClickHouseSink sink = ClickHouseSink.start(SinkConfig.of(kafka, config), new SimpleMeterRegistry());
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Reports reports = new Reports(config);
            Console console = Console.start(
                    ConsoleConfig.on(0).withAnonymous(Set.of(Role.VIEWER)),
                    reports,
                    new CaseReports(config),
                    desk,
                    registry,
                    () -> roles,
                    new EventsApi(IntakeConfig.of(kafka, kafka), EventSource.byToken(), registry),
                    new AccountsApi(id -> live.find(id), new Peers(Optional.empty())).forClients(reports),
                    new LettersApi(
                            new LetterReader(kafka),
                            new Resends(kafka, InstantSource.system()),
                            SchemaRegistryConfig.of(kafka).client(),
                            LettersApi.Clerk.of(desk)),
                    new RulesApi(desk, new SampleBooks(), SampleBooks.trials()));
            // The servers die with this process; all are stopped in order, so that nobody waits for one that is gone.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                console.close();
                desk.close();
                sink.close();
                broker.close();
                server.close();
            }));
            if (!desk.awaitOpen(Duration.ofSeconds(30))) {
                throw new IllegalStateException("The log of acts was not read");
            }
            return new SampleConsole(config, kafka, desk, registry, console);
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

    /** Puts something on each list. */
    static void plantLists() {
        Actor lin = new Actor("lin", Set.of(Role.SUPERVISOR), "");
        Instant later = PROGRAM_NOW.plus(Duration.ofDays(30));
        List<Wish> wishes = List.of(
                new Wish(ListName.DENY, ListedKind.DEVICE, "d-0017", null, null, "Phone of a farm that was confirmed"),
                new Wish(ListName.DENY, ListedKind.ACCOUNT, "u00017", null, null, "案件确认后仍在刷分"),
                new Wish(
                        ListName.ALLOW,
                        ListedKind.ADDRESS,
                        "203.0.113.9",
                        null,
                        null,
                        "The office in Shenzhen: 300 people"),
                new Wish(ListName.ALLOW, ListedKind.MERCHANT, HOSTILE, null, later, HOSTILE),
                new Wish(ListName.SNOOZE, ListedKind.ACCOUNT, "u00033", null, later, "Called back on Monday"),
                new Wish(
                        ListName.DENY,
                        ListedKind.MERCHANT,
                        "m-12",
                        PROGRAM_NOW.plus(Duration.ofDays(2)),
                        later,
                        "Its contract ends"));
        for (int i = 0; i < wishes.size(); i++) {
            desk().lists().put(lin, "planted-" + i, wishes.get(i));
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

    /** Adds the account {@code mei-lin}, with a step of every kind, once. */
    static synchronized void plantStatement() throws IOException, SQLException {
        if (!statementPlanted) {
            statementPlanted = true;
            fill(clickHouse(), "account.sql");
        }
    }

    /** Adds a case, with what its first account has on hold. */
    static void plantCase(String caseId, List<String> accounts, long held) throws SQLException {
        try (Connection connection = clickHouse().dataSource().getConnection()) {
            try (PreparedStatement balance = connection.prepareStatement("""
                    INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
                    SELECT ?, 1, toDateTime64('2026-05-30 12:00:00', 3, 'UTC'), 'GOLD', 1200, ?, 0, 0, 'points.journal', 0, 910000
                    """)) {
                balance.setString(1, accounts.getFirst());
                balance.setLong(2, held);
                balance.execute();
            }
            try (PreparedStatement flag = connection.prepareStatement("""
                    INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status, `reasons.code`,
                        `reasons.strength`, `reasons.contribution`, `reasons.reason`, `reasons.numbers`,
                        `reasons.counterparts`, `reasons.event_ids`, topic, partition, offset)
                    SELECT ?, ?, JSONExtract(?, 'Array(String)'), toDateTime64('2026-05-29 12:00:00', 3, 'UTC'),
                        toDateTime64('2026-05-30 12:00:00', 3, 'UTC'), 91, 'HOLD', 'OPEN', ['LOCKSTEP'], [0.9], [91.],
                        ['did the same 41 times within 3 minutes'], [map('accounts', 12.)], [[]], [[]], 'farming.flags', 0, 910000
                    """)) {
                flag.setString(1, caseId);
                flag.setString(2, accounts.getFirst());
                flag.setString(
                        3,
                        accounts.size() == 1
                                ? "[]"
                                : accounts.stream().collect(Collectors.joining("\",\"", "[\"", "\"]")));
                flag.execute();
            }
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
