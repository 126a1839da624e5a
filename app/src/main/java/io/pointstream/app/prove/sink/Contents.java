package io.pointstream.app.prove.sink;

import io.pointstream.app.prove.sink.Expected.Row;
import io.pointstream.sinks.ClickHouseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What ClickHouse has, held against what was written. It asks the server itself, past the proxy. */
final class Contents {

    private static final Set<String> MERGING =
            Set.of("SummingMergeTree", "AggregatingMergeTree", "ReplacingMergeTree", "CoalescingMergeTree");

    private final ClickHouseConfig database;

    Contents(ClickHouseConfig database) {
        this.database = database;
    }

    /**
     * What is wrong.
     *
     * @param lasting rows that are there twice, or that nobody wrote: no waiting mends them
     * @param missing rows that are not there yet
     */
    record Difference(List<String> lasting, List<String> missing) {

        boolean isNone() {
            return lasting.isEmpty() && missing.isEmpty();
        }
    }

    /** The tables that the sink writes: their rows say which record they are from. */
    Set<String> factTables() throws SQLException {
        return new TreeSet<>(
                column("SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'offset'"));
    }

    /** Beside each table a view that counts its rows, so that a repeat which a table hides from shows in a view. */
    void addWitnesses() throws SQLException {
        for (String table : factTables()) {
            execute("""
                    CREATE TABLE witness_%s (topic LowCardinality(String), partition UInt32, rows UInt64)
                    ENGINE = SummingMergeTree ORDER BY (topic, partition)
                    SETTINGS non_replicated_deduplication_window = 100000
                    """.formatted(table));
            execute("""
                    CREATE MATERIALIZED VIEW witness_of_%1$s TO witness_%1$s
                    AS SELECT topic, partition, count() AS rows FROM %1$s GROUP BY topic, partition
                    """.formatted(table));
        }
    }

    /** Whether rows of what was written are still missing and none is too many, by their number alone. */
    boolean isComing(Expected expected) throws SQLException {
        List<String> counts = new ArrayList<>();
        for (Map.Entry<String, NavigableSet<Row>> table : expected.tables().entrySet()) {
            counts.add("SELECT toInt64(count()) - " + table.getValue().size() + " AS more FROM " + table.getKey());
        }
        return cell("SELECT min(more) < 0 AND max(more) <= 0 FROM (" + String.join(" UNION ALL ", counts) + ")")
                .equals("1");
    }

    /** Holds every table, and the view that counts it, against what was written. */
    Difference compare(Expected expected) throws SQLException {
        List<String> lasting = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, NavigableSet<Row>> table : expected.tables().entrySet()) {
            compareRows(table.getKey(), table.getValue(), lasting, missing);
            compareWitness(table.getKey(), table.getValue().size(), lasting, missing);
        }
        return new Difference(lasting, missing);
    }

    private void compareRows(String table, NavigableSet<Row> expected, List<String> lasting, List<String> missing)
            throws SQLException {
        NavigableSet<Row> seen = new TreeSet<>();
        String item = table.equals("postings") ? "item" : "0";
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT topic, partition, offset, " + item
                        + " AS part, count() AS times FROM " + table + " GROUP BY topic, partition, offset, part")) {
            while (rows.next()) {
                Row row = new Row(rows.getString(1), rows.getInt(2), rows.getLong(3), rows.getInt(4));
                if (rows.getLong(5) > 1) {
                    lasting.add(table + " has " + row + " " + rows.getLong(5) + " times");
                }
                if (!expected.contains(row)) {
                    lasting.add(table + " has " + row + ", which nobody committed");
                }
                seen.add(row);
            }
        }
        expected.stream().filter(row -> !seen.contains(row)).forEach(row -> missing.add(table + " lacks " + row));
    }

    private void compareWitness(String table, long expected, List<String> lasting, List<String> missing)
            throws SQLException {
        long counted = Long.parseLong(cell("SELECT sum(rows) FROM witness_" + table));
        String difference = "the view of " + table + " counts " + counted + " rows instead of " + expected;
        if (counted > expected) {
            lasting.add(difference);
        } else if (counted < expected) {
            missing.add(difference);
        }
    }

    /**
     * Computes what the materialized views of the database have written anew from their sources, and names those whose content is
     * another. Several views may write into one table.
     */
    List<String> wrongViews() throws SQLException {
        Map<String, List<String>> byTarget = new TreeMap<>();
        for (String view : views()) {
            byTarget.computeIfAbsent(target(view), table -> new ArrayList<>()).add(view);
        }
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, List<String>> target : byTarget.entrySet()) {
            execute("DROP TABLE IF EXISTS anew");
            execute("CREATE TABLE anew AS `" + target.getKey() + "`");
            for (String view : target.getValue()) {
                execute("INSERT INTO anew "
                        + cell("SELECT as_select FROM system.tables WHERE database = currentDatabase() AND name = '"
                                + view + "'"));
            }
            // When a row came in is ClickHouse's own clock: an insert that broke off between facts and view
            // gave them the seconds of two attempts.
            boolean bySecond = target.getKey().equals("arrivals");
            String is = bySecond ? sums(target.getKey()) : digest(target.getKey());
            String shouldBe = bySecond ? sums("anew") : digest("anew");
            execute("DROP TABLE anew");
            if (!is.equals(shouldBe)) {
                wrong.add("the view " + String.join(", ", target.getValue()) + " has " + is
                        + ", and from its source it would have " + shouldBe);
            }
        }
        return wrong;
    }

    /** The views of which nothing has come: that they hold proves nothing. */
    List<String> idleViews() throws SQLException {
        List<String> idle = new ArrayList<>();
        for (String view : views()) {
            if (cell("SELECT count() FROM `" + target(view) + "`").equals("0")) {
                idle.add("the view " + view + " is empty");
            }
        }
        return idle;
    }

    /** The table into which a view writes. */
    private String target(String view) throws SQLException {
        String named = cell("SELECT extract(create_table_query, ' TO [^ .]+\\\\.`?([^ `(]+)') FROM system.tables"
                + " WHERE database = currentDatabase() AND name = '" + view + "'");
        return named.isEmpty()
                ? cell("SELECT '.inner_id.' || toString(uuid) FROM system.tables"
                        + " WHERE database = currentDatabase() AND name = '" + view + "'")
                : named;
    }

    /** The names of all materialized views. */
    List<String> views() throws SQLException {
        return column("SELECT name FROM system.tables"
                + " WHERE database = currentDatabase() AND engine = 'MaterializedView' ORDER BY name");
    }

    private String sums(String arrivals) throws SQLException {
        return cell("SELECT toString(sum(decisions)) || ' decisions, ' || toString(sum(points)) || ' points' FROM "
                + arrivals);
    }

    // Rows and their hashes, merged; states of aggregates by their values.
    private String digest(String table) throws SQLException {
        String engine =
                cell("SELECT engine FROM system.tables WHERE database = currentDatabase() AND name = '" + table + "'");
        String columns = column("SELECT if(type LIKE 'AggregateFunction%', 'finalizeAggregation(`' || name || '`)',"
                        + " '`' || name || '`') FROM system.columns WHERE database = currentDatabase() AND table = '"
                        + table + "' ORDER BY position")
                .stream()
                .collect(Collectors.joining(", "));
        return cell("SELECT toString(count()) || ' rows, hash ' || toString(sum(cityHash64(" + columns + "))) FROM `"
                + table + "`" + (MERGING.contains(engine) ? " FINAL" : ""));
    }

    private String cell(String sql) throws SQLException {
        return column(sql).getFirst();
    }

    private List<String> column(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
