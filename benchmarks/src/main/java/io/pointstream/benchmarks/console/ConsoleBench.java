package io.pointstream.benchmarks.console;

import io.pointstream.app.config.ConfigException;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.run.Service;
import io.pointstream.benchmarks.reports.SqlFile;
import io.pointstream.benchmarks.reports.YearOfTraffic;
import io.pointstream.benchmarks.streams.Delays;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What a reviewer waits for: the queue, cases and accounts, as whole pages over HTTP, each asked when the last one was
 * answered, with an open case for every account of a year of data in a ClickHouse beside this process.
 */
public final class ConsoleBench {

    private static final String DATABASE = "console";
    private static final long GOAL_MS = 300;
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(1);
    private final PrintStream out;
    private final int rounds;

    private ConsoleBench(PrintStream out, int rounds) {
        this.out = out;
        this.rounds = rounds;
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
            long cases = count(database, "cases FINAL WHERE status = 'OPEN'");
            out.printf("%,d postings, %,d open cases%n", count(database, "postings"), cases);
            try (Service service = service(server, kafka, directory)) {
                service.start();
                new ConsoleBench(out, rounds).measure(service.address().orElseThrow(), year.accounts(), cases);
            }
        }
    }

    private static Service service(EmbeddedClickHouse server, EmbeddedKafka kafka, Path directory) {
        try {
            return new Service(
                    RunConfig.load(
                            Optional.empty(),
                            Map.of(
                                    "POINTSTREAM_ROLES", "console",
                                    "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                                    "POINTSTREAM_SCHEMA_REGISTRY_URL", "mock://bench-console",
                                    "POINTSTREAM_CLICKHOUSE_URL", server.url(),
                                    "POINTSTREAM_CLICKHOUSE_DATABASE", DATABASE,
                                    "POINTSTREAM_STREAMS_STATE_DIR",
                                            directory.resolve("state").toString(),
                                    "POINTSTREAM_CONSOLE_HOST", "127.0.0.1",
                                    "POINTSTREAM_CONSOLE_PORT", "0",
                                    "POINTSTREAM_CONSOLE_ANONYMOUS", "analyst")),
                    Ticks.none());
        } catch (IOException | ConfigException e) {
            throw new IllegalStateException("the bench's own settings are wrong", e);
        }
    }

    private record Page(String path, String what, Supplier<String> query) {}

    private void measure(URI console, long accounts, long cases) throws IOException, InterruptedException {
        awaitReady(console);
        List<Page> pages = List.of(
                new Page("/queue", "as it opens", () -> ""),
                new Page("/queue", "of one reason", () -> "?code=CLOCKWORK"),
                new Page("/queue", "rings on hold", () -> "?level=HOLD&ring=10"),
                new Page("/queue", "far down", () -> "?offset=" + 50 * random.nextInt(500)),
                new Page("/case", "any", () -> "?id=open-" + account(accounts)),
                new Page("/case", "a ring", () -> "?id=open-" + ring(accounts)),
                new Page("/case/links", "a ring", () -> "?id=open-" + ring(accounts)),
                new Page("/account", "any", () -> "?id=" + account(accounts)));
        long slowest = 0;
        for (Page page : pages) {
            slowest = Math.max(slowest, ask(console, page));
        }
        out.printf("open_cases=%d slowest_p95_ms=%d goal_p95_ms=%d%n", cases, slowest, GOAL_MS);
    }

    private String account(long accounts) {
        return "u%08d".formatted(random.nextLong(accounts));
    }

    /** One of those that open-cases.sql makes a ring. */
    private String ring(long accounts) {
        return "u%08d".formatted(random.nextLong(accounts / 50) * 50 + 7);
    }

    /** The p95. */
    private long ask(URI console, Page page) throws IOException, InterruptedException {
        long[] ns = new long[rounds];
        for (int round = -1; round < rounds; round++) {
            URI address = console.resolve(page.path + page.query.get());
            long startNs = System.nanoTime();
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
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

    private void awaitReady(URI console) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + READY_WITHIN.toNanos();
        HttpRequest ready =
                HttpRequest.newBuilder(console.resolve("/health/ready")).build();
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
