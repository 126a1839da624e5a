package io.pointstream.benchmarks.console;

import io.pointstream.app.run.Service;
import io.pointstream.benchmarks.reports.SqlFile;
import io.pointstream.benchmarks.reports.YearOfTraffic;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.embedded.EmbeddedStack;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What a reviewer waits for: the queue, cases and accounts, as whole pages over HTTP, each asked when the last one was
 * answered, with an open case for every account of a year of data in a ClickHouse beside this process; then what comes of
 * a decision ({@link DecisionDelays}).
 */
public final class ConsoleBench {

    private static final String OPEN_CASES = "cases FINAL WHERE status = 'OPEN'";
    private static final long GOAL_MS = 300;

    private final SplittableRandom random = new SplittableRandom(1);
    private final PrintStream out;
    private final int rounds;
    private final Caller reviewer;

    private ConsoleBench(PrintStream out, int rounds, Caller reviewer) {
        this.out = out;
        this.rounds = rounds;
        this.reviewer = reviewer;
    }

    /**
     * Fills and measures; prints a line for each page and for decisions, and {@code key=value …} last.
     *
     * @param postings how many in the year, about; there are a hundred for each account, and so for each case
     * @param rounds times that each page is asked
     * @param decisions that are measured
     * @param directory of all servers; a year that is there is not filled again
     */
    public static void run(long postings, int rounds, int decisions, Path directory, PrintStream out)
            throws IOException, InterruptedException, SQLException {
        try (EmbeddedStack stack = EmbeddedStack.start(directory)) {
            BenchServers servers = new BenchServers(stack, directory);
            ClickHouseConfig database = servers.database();
            Migrations.apply(database);
            YearOfTraffic year = new YearOfTraffic(database, postings);
            if (count(database, "postings") == 0) {
                year.fill();
                Map<String, String> values = Map.of("accounts", Long.toString(year.accounts()));
                for (String sql : SqlFile.statements(ConsoleBench.class, "open-cases.sql", values)) {
                    execute(database, sql);
                }
            }
            long openCases = count(database, OPEN_CASES);
            out.printf("%,d postings, %,d open cases%n", count(database, "postings"), openCases);
            long slowest;
            try (Service service = servers.service("console")) {
                slowest = new ConsoleBench(out, rounds, Caller.reviewer(service)).measure(database);
            }
            DecisionDelays delays = DecisionDelays.measure(servers, decisions);
            delays.print(out);
            out.printf(
                    "open_cases=%d slowest_p95_ms=%d goal_p95_ms=%d decision_state_p99_ms=%d decision_report_p99_ms=%d"
                            + " goal_decision_ms=%d%n",
                    openCases,
                    slowest,
                    GOAL_MS,
                    delays.state().percentileMs(0.99),
                    delays.report().percentileMs(0.99),
                    DecisionDelays.GOAL_MS);
        }
    }

    private record Page(String path, String what, Supplier<String> query) {}

    /** The p95 of the slowest page. */
    private long measure(ClickHouseConfig database) throws IOException, InterruptedException, SQLException {
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
        return slowest;
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
            String address = page.path + page.query.get();
            long startNs = System.nanoTime();
            reviewer.get(address);
            // The first one warms up.
            if (round >= 0) {
                ns[round] = System.nanoTime() - startNs;
            }
        }
        Delays delays = new Delays(ns);
        out.printf("%-12s %-16s %s, p95 %d ms%n", page.path, page.what, delays, delays.percentileMs(0.95));
        out.flush();
        return delays.percentileMs(0.95);
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
