package io.pointstream.benchmarks.reports;

import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What people wait for: each report over thirty days and over a year, asked one after the other as HTTP and the command
 * line ask, watermarks included, of a year of data in a ClickHouse beside this process.
 */
public final class ReportsBench {

    /** What 95 of 100 answers must not take longer than, in milliseconds. */
    private static final long GOAL_30_DAYS_MS = 300;

    private static final long GOAL_YEAR_MS = 2_000;

    /** Compressed bytes that a posting may take. */
    private static final double GOAL_BYTES = 25;

    private static final LocalDate LAST_DAY = LocalDate.of(YearOfTraffic.YEAR, 12, 31);

    /** Checks of the whole database, no reports that somebody waits for; {@code reconcile} asks Kafka too. */
    static final Set<String> NOT_ASKED = Set.of("summary", "reconcile");

    /** The most expensive form of a report that has several. */
    private static final Map<String, Map<String, String>> DEAREST = Map.of(
            "mix", Map.of("by", "rule,tier", "period", "day"),
            "liability", Map.of("period", "day"),
            "redemptions", Map.of("by", "partner,item"),
            "costs", Map.of("by", "rule"),
            "timeline", Map.of("order", "newest_first"),
            "throughput", Map.of("seconds", "3600"));

    /** Of a directory that was filled before the last hour, nothing came in it. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("throughput");

    /** So long no part is merged before reports are asked. */
    private static final int MERGES_QUIET_SECONDS = 10;

    private final PrintStream out;
    private final ClickHouseConfig database;
    /** Not measured: a console that has run for a while has compiled code and a server with warm caches. */
    private static final int WARM_UP_ROUNDS = 5;

    private final int rounds;
    private final long accounts;
    private final Random random = new Random(1);

    private ReportsBench(PrintStream out, ClickHouseConfig database, int rounds, long accounts) {
        this.out = out;
        this.database = database;
        this.rounds = rounds;
        this.accounts = accounts;
    }

    /**
     * Fills and measures; prints a line for each figure, and {@code key=value …} last.
     *
     * @param postings how many in the year, about
     * @param rounds times that each report is asked
     * @param directory of ClickHouse; a year that is there is not filled again
     */
    public static void run(long postings, int rounds, Path directory, PrintStream out)
            throws IOException, InterruptedException, SQLException {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory)) {
            ClickHouseConfig database = ClickHouseConfig.local(URI.create(server.url()), "bench");
            Migrations.apply(database);
            YearOfTraffic year = new YearOfTraffic(database, postings);
            new ReportsBench(out, database, rounds, year.accounts()).measure(year);
        }
    }

    /** A year of traffic does not come in minutes, and leaves no such heap of parts to be merged. */
    private void awaitMerges() throws InterruptedException, SQLException {
        for (int quiet = 0; quiet < MERGES_QUIET_SECONDS; quiet++) {
            Thread.sleep(1_000);
            if (number("SELECT count() FROM system.merges") > 0) {
                quiet = 0;
            }
        }
    }

    private void measure(YearOfTraffic year) throws IOException, InterruptedException, SQLException {
        long startNanos = System.nanoTime();
        if (number("SELECT count() FROM postings") == 0) {
            year.fill();
        }
        double fillSeconds = (System.nanoTime() - startNanos) / 1e9;
        awaitMerges();
        out.printf("a year of %,d accounts, filled in %.0f s%n", year.accounts(), fillSeconds);
        for (String table : List.of("decisions", "postings", "balances")) {
            out.printf("%-10s %,13d rows, %.1f compressed bytes a row%n", table, rows(table), bytesPerRow(table));
        }

        out.printf("%n%-12s %-40s %s%n", "report", "", "p50 and p95 in ms");
        Slowest days = new Slowest();
        Slowest all = new Slowest();
        for (NamedReport report : NamedReport.ALL) {
            if (NOT_ASKED.contains(report.name())) {
                continue;
            }
            Map<String, String> dearest = DEAREST.getOrDefault(report.name(), Map.of());
            if (report.name().equals("leaderboard")) {
                days.add(report.name(), ask(report, Map.of("period", "month")));
                all.add(report.name(), ask(report, Map.of("period", "all")));
            } else if (has(report, "from")) {
                days.add(report.name(), ask(report, since(LAST_DAY.minusDays(29), dearest)));
                all.add(report.name(), ask(report, since(LAST_DAY.withDayOfYear(1), dearest)));
            } else {
                // What has no range must be as fast as a question about some days.
                days.add(report.name(), ask(report, dearest));
            }
        }
        out.printf(
                "postings=%d fill_seconds=%.0f bytes_per_posting=%.1f goal_bytes=%.0f rounds=%d p95_30_days_ms=%d of=%s"
                        + " goal_30_days_ms=%d p95_year_ms=%d of_year=%s goal_year_ms=%d%n",
                rows("postings"),
                fillSeconds,
                bytesPerRow("postings"),
                GOAL_BYTES,
                rounds,
                days.ms,
                days.report,
                GOAL_30_DAYS_MS,
                all.ms,
                all.report,
                GOAL_YEAR_MS);
    }

    /** The report with the longest p95. */
    private static final class Slowest {
        private String report = "";
        private long ms = -1;

        void add(String asked, Delays delays) {
            if (delays.percentileMs(0.95) > ms) {
                report = asked;
                ms = delays.percentileMs(0.95);
            }
        }
    }

    private static boolean has(NamedReport report, String parameter) {
        return report.parameters().stream().anyMatch(each -> each.name().equals(parameter));
    }

    private static Map<String, String> since(LocalDate day, Map<String, String> given) {
        Map<String, String> all = new TreeMap<>(given);
        all.put("from", day.toString());
        all.put("to", LAST_DAY.toString());
        return all;
    }

    private Delays ask(NamedReport report, Map<String, String> given) {
        Reports reports = new Reports(database);
        long[] ns = new long[rounds];
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            // Accounts spread over all: no two asks read the same granules.
            String account = "u%08d".formatted(random.nextLong(accounts));
            long startNanos = System.nanoTime();
            Optional<Table> answer = report.answer(reports, name -> name.equals("id") ? account : given.get(name));
            if (round >= 0) {
                ns[round] = System.nanoTime() - startNanos;
            }
            boolean empty = answer.isEmpty() || answer.get().rows().isEmpty();
            if (empty && !MAY_BE_EMPTY.contains(report.name())) {
                throw new IllegalStateException(report.name() + " of " + account + " has no rows");
            }
        }
        Delays delays = new Delays(ns);
        out.printf(
                "%-12s %-40s %5d %5d%n",
                report.name(), String.join(" ", given.values()), delays.percentileMs(0.5), delays.percentileMs(0.95));
        out.flush();
        return delays;
    }

    private long rows(String table) throws SQLException {
        return (long) number("SELECT count() FROM " + table);
    }

    private double bytesPerRow(String table) throws SQLException {
        return number("SELECT sum(data_compressed_bytes) / sum(rows) FROM system.parts"
                + " WHERE active AND database = currentDatabase() AND table = '" + table + "'");
    }

    private double number(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getDouble(1);
        }
    }
}
