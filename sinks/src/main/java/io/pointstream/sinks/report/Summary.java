package io.pointstream.sinks.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is in ClickHouse holds together.
 *
 * @param tables the rows of each table, and of how many different records or parts of records they are
 * @param decisions decisions, which are as many as the input events
 * @param accounts accounts with a balance
 * @param pointsIssued points earned, less what was reversed
 * @param flagsOpen open cases
 * @param ledgerSum the sum of all double-entry accounts, which is 0
 * @param balancesWrong accounts whose newest balance is not the sum of their postings, which are none
 */
public record Summary(
        List<TableRows> tables,
        long decisions,
        long accounts,
        long pointsIssued,
        long flagsOpen,
        long ledgerSum,
        long balancesWrong) {

    /**
     * The rows of one table.
     *
     * @param table its name
     * @param rows how many it has
     * @param distinct how many different (topic, partition, offset, part) they come from: as many, unless a record is
     *     there twice
     */
    public record TableRows(String table, long rows, long distinct) {

        /** Whether no record is there twice. */
        public boolean holds() {
            return rows == distinct;
        }
    }

    public Summary {
        tables = List.copyOf(tables);
    }

    /** Whether no row is there twice, the ledger sums to 0 and every balance is the sum of its postings. */
    public boolean holds() {
        return ledgerSum == 0 && balancesWrong == 0 && tables.stream().allMatch(TableRows::holds);
    }

    /** The rows of one table. */
    public long rows(String table) {
        return tables.stream()
                .filter(counted -> counted.table().equals(table))
                .mapToLong(TableRows::rows)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no table " + table));
    }

    /** The same as a table, a line per check. */
    public Table table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableRows counted : tables) {
            rows.add(check(counted.table() + ".rows", counted.rows(), counted.distinct()));
        }
        rows.add(check("ledgerSum", ledgerSum, 0));
        rows.add(check("balancesWrong", balancesWrong, 0));
        return new Table(
                "summary",
                List.of(
                        Column.text("check"),
                        Column.integer("actual"),
                        Column.integer("expected"),
                        Column.text("holds")),
                rows,
                null,
                rows.size(),
                null);
    }

    private static List<@Nullable Object> check(String name, long actual, long expected) {
        return List.of(name, actual, expected, actual == expected ? "yes" : "NO");
    }
}
