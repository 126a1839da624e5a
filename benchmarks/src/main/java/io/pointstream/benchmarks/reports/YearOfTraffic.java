package io.pointstream.benchmarks.reports;

import io.pointstream.app.Terminal;
import io.pointstream.sinks.ClickHouseConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Fills the shipped schema with a year of a program, month by month and some accounts at a time, by {@code INSERT …
 * SELECT} inside ClickHouse: {@code year-*.sql}. Materialized views fill the aggregates as they do behind the sink. The
 * ledger is whole: balances are the sums of postings. The same number of postings gives the same rows.
 */
public final class YearOfTraffic {

    static final int YEAR = 2026;

    private static final ZoneId PROGRAM_ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** Of an account in the year, about: a hundred thousand accounts have ten million. */
    private static final int POSTINGS_PER_ACCOUNT = 100;

    /** Events of an account in a month that come to so many postings in the year. */
    private static final double EVENTS_PER_MONTH = 8.0;

    /** As large as a block of steps may get; more of them at once is more memory and no faster. */
    private static final long POSTINGS_PER_SLICE = 1_000_000;

    private final ClickHouseConfig database;
    private final long accounts;
    private final int slices;

    /** A hundred postings an account, about. */
    public YearOfTraffic(ClickHouseConfig database, long postings) {
        this.database = database;
        this.accounts = Math.max(1, postings / POSTINGS_PER_ACCOUNT);
        this.slices = (int) Math.max(1, postings / 12 / POSTINGS_PER_SLICE);
    }

    public long accounts() {
        return accounts;
    }

    /** Fills a schema that is empty. */
    public void fill() throws SQLException, IOException, InterruptedException {
        for (String statement : statements("year-tables.sql", Map.of())) {
            execute(statement);
        }
        ProgressBar bar = Terminal.isWatched()
                ? new ProgressBarBuilder()
                        .setTaskName("year")
                        .setInitialMax(12L * slices)
                        .setStyle(ProgressBarStyle.ASCII)
                        .build()
                : null;
        long record = 0;
        for (int month = 1; month <= 12; month++) {
            for (int slice = 0; slice < slices; slice++) {
                Map<String, String> values = values(month, slice, record);
                for (String statement : statements("year-steps.sql", values)) {
                    execute(statement);
                }
                executeAll(statements("year-facts.sql", values));
                if (bar != null) {
                    bar.step();
                }
            }
            // Past every offset of the month; there may be gaps.
            record += 512L * (accounts + 4);
        }
        if (bar != null) {
            bar.close();
        }
        execute("DROP TABLE steps");
        execute("DROP TABLE traffic");
    }

    private Map<String, String> values(int month, int slice, long record) {
        YearMonth of = YearMonth.of(YEAR, month);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("accounts", Long.toString(accounts));
        values.put("first", Long.toString(accounts * slice / slices));
        values.put("end", Long.toString(accounts * (slice + 1) / slices));
        values.put("month", Integer.toString(month));
        values.put("days", Integer.toString(of.lengthOfMonth()));
        values.put(
                "start",
                "'" + UTC.format(of.atDay(1).atStartOfDay(PROGRAM_ZONE).withZoneSameInstant(ZoneOffset.UTC)) + "'");
        values.put("mean", Double.toString(EVENTS_PER_MONTH));
        values.put("record", Long.toString(record));
        return values;
    }

    private static List<String> statements(String file, Map<String, String> values) throws IOException {
        return SqlFile.statements(YearOfTraffic.class, file, values);
    }

    /** All at once: each writes a table of its own. */
    private void executeAll(List<String> statements) throws InterruptedException, SQLException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (String statement : statements) {
                tasks.add(() -> execute(statement));
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new SQLException(e.getCause());
        }
    }

    private boolean execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
