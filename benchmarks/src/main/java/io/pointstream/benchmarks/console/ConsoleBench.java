package io.pointstream.benchmarks.console;

import io.pointstream.app.config.ConfigException;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.run.Service;
import io.pointstream.benchmarks.reports.SqlFile;
import io.pointstream.benchmarks.reports.YearOfTraffic;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.dashboards.access.Gate;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import io.pointstream.topologies.points.Ticks;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What a reviewer waits for: the queue, cases and accounts, as whole pages over HTTP, each asked when the last one was
 * answered, with an open case for every account of a year of data in a ClickHouse beside this process.
 */
public final class ConsoleBench {

    private static final String DATABASE = "console";
    private static final String OPEN_CASES = "cases FINAL WHERE status = 'OPEN'";
    private static final long GOAL_MS = 300;
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(1);
    private final PrintStream out;
    private final int rounds;
    private final URI console;
    private final String session;

    /** @param session of a reviewer */
    private ConsoleBench(PrintStream out, int rounds, URI console, String session) {
        this.out = out;
        this.rounds = rounds;
        this.console = console;
        this.session = session;
    }

    /**
     * Fills and measures; prints a line for each page, and {@code key=value …} last.
     *
     * @param postings how many in the year, about; there are a hundred for each account, and so for each case
     * @param rounds times that each page is asked
     * @param directory of ClickHouse and Kafka; a year that is there is not filled again
     */
    public static void run(long postings, int rounds, Path directory, PrintStream out)
            throws IOException, InterruptedException, SQLException {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory.resolve("clickhouse"));
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
            ClickHouseConfig database = ClickHouseConfig.local(URI.create(server.url()), DATABASE);
            Migrations.apply(database);
            YearOfTraffic year = new YearOfTraffic(database, postings);
            if (count(database, "postings") == 0) {
                year.fill();
                Map<String, String> values = Map.of("accounts", Long.toString(year.accounts()));
                for (String sql : SqlFile.statements(ConsoleBench.class, "open-cases.sql", values)) {
                    execute(database, sql);
                }
            }
            out.printf("%,d postings, %,d open cases%n", count(database, "postings"), count(database, OPEN_CASES));
            try (Service service = service(server, kafka, directory)) {
                service.start();
                String session = signIn(service.desk().orElseThrow());
                new ConsoleBench(out, rounds, service.address().orElseThrow(), session).measure(database);
            }
        }
    }

    private static Service service(EmbeddedClickHouse server, EmbeddedKafka kafka, Path directory) {
        try {
            return new Service(
                    RunConfig.load(
                            Optional.empty(),
                            Map.of(
                                    "POINTSTREAM_ROLES",
                                    "console",
                                    "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                                    kafka.bootstrapServers(),
                                    "POINTSTREAM_SCHEMA_REGISTRY_URL",
                                    "mock://bench-console",
                                    "POINTSTREAM_CLICKHOUSE_URL",
                                    server.url(),
                                    "POINTSTREAM_CLICKHOUSE_DATABASE",
                                    DATABASE,
                                    "POINTSTREAM_STREAMS_STATE_DIR",
                                    directory.resolve("state").toString(),
                                    "POINTSTREAM_CONSOLE_HOST",
                                    "127.0.0.1",
                                    "POINTSTREAM_CONSOLE_PORT",
                                    "0")),
                    Ticks.none());
        } catch (IOException | ConfigException e) {
            throw new IllegalStateException("the bench's own settings are wrong", e);
        }
    }

    private static String signIn(Desk desk) throws InterruptedException {
        if (!desk.awaitOpen(READY_WITHIN)) {
            throw new IllegalStateException("the desk is not open after " + READY_WITHIN.toSeconds() + " s");
        }
        return desk.signInFromElsewhere(new Actor("reviewer", Set.of(Role.VIEWER, Role.REVIEWER), "127.0.0.1"));
    }

    private record Page(String path, String what, Supplier<String> query) {}

    private void measure(ClickHouseConfig database) throws IOException, InterruptedException, SQLException {
        awaitReady();
        List<String> accounts = suspects(database, "empty(members)");
        List<String> rings = suspects(database, "notEmpty(members)");
        List<Page> pages = List.of(
                new Page("/queue", "as it opens", () -> ""),
                new Page("/queue", "of one reason", () -> "?code=CLOCKWORK"),
                new Page("/queue", "rings on hold", () -> "?level=HOLD&ring=10"),
                new Page("/queue", "far down", () -> "?offset=" + 50 * random.nextInt(500)),
                new Page("/case", "any", () -> "?id=open-" + any(accounts)),
                new Page("/case", "a ring", () -> "?id=open-" + any(rings)),
                new Page("/case/links", "a ring", () -> "?id=open-" + any(rings)),
                new Page("/account", "any", () -> "?id=" + any(accounts)));
        long slowest = 0;
        for (Page page : pages) {
            slowest = Math.max(slowest, ask(page));
        }
        out.printf("open_cases=%d slowest_p95_ms=%d goal_p95_ms=%d%n", count(database, OPEN_CASES), slowest, GOAL_MS);
    }

    private String any(List<String> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    /** A sample of the accounts that open-cases.sql made cases of. */
    private static List<String> suspects(ClickHouseConfig database, String which) throws SQLException {
        String sql = "SELECT account_id FROM cases FINAL WHERE startsWith(case_id, 'open-') AND " + which
                + " ORDER BY cityHash64(case_id) LIMIT 1000";
        List<String> accounts = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                accounts.add(result.getString(1));
            }
        }
        return accounts;
    }

    /** The p95. */
    private long ask(Page page) throws IOException, InterruptedException {
        long[] ns = new long[rounds];
        for (int round = -1; round < rounds; round++) {
            URI address = console.resolve(page.path + page.query.get());
            long startNs = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request(address), BodyHandlers.ofByteArray());
            // The first one warms up.
            if (round >= 0) {
                ns[round] = System.nanoTime() - startNs;
            }
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(address + " was answered " + answer.statusCode());
            }
        }
        Delays delays = new Delays(ns);
        out.printf("%-12s %-16s %s, p95 %d ms%n", page.path, page.what, delays, delays.percentileMs(0.95));
        out.flush();
        return delays.percentileMs(0.95);
    }

    private HttpRequest request(URI address) {
        return HttpRequest.newBuilder(address)
                .header("Cookie", Gate.COOKIE + "=" + session)
                .build();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + READY_WITHIN.toNanos();
        HttpRequest ready = request(console.resolve("/health/ready"));
        while (http.send(ready, BodyHandlers.discarding()).statusCode() != 200) {
            if (System.nanoTime() > untilNs) {
                throw new IllegalStateException("the console is not ready after " + READY_WITHIN.toSeconds() + " s");
            }
            Thread.sleep(200);
        }
    }

    private static long count(ClickHouseConfig database, String what) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count() FROM " + what)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void execute(ClickHouseConfig database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
