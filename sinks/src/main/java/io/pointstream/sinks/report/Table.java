package io.pointstream.sinks.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a report answers. The command line, the HTTP interface and the files all show this one.
 *
 * @param name which report, such as {@code mix}; part of the interface
 * @param columns the columns, in order
 * @param rows the cells of each row, in the columns' order and of their types
 * @param totals the cells of a last line that sums the rows up; null if there is nothing to sum
 * @param rowsInAll how many rows there are; more than {@code rows} has, where the report is paged
 * @param completeUpTo the event time up to which every Kafka partition of the source has reached the report; null if
 *     nothing has, or if the report shows a current state
 * @param sources how far each topic that the report is made of has come; empty where nobody asked
 */
public record Table(
        String name,
        List<Column> columns,
        List<List<@Nullable Object>> rows,
        @Nullable List<@Nullable Object> totals,
        long rowsInAll,
        @Nullable Instant completeUpTo,
        List<Source> sources) {

    /**
     * How far a topic has come.
     *
     * @param topic its name
     * @param completeUpTo the event time that every partition with records has reached; null if none has any
     */
    public record Source(String topic, @Nullable Instant completeUpTo) {}

    /** Without its sources. */
    public Table(
            String name,
            List<Column> columns,
            List<List<@Nullable Object>> rows,
            @Nullable List<@Nullable Object> totals,
            long rowsInAll,
            @Nullable Instant completeUpTo) {
        this(name, columns, rows, totals, rowsInAll, completeUpTo, List.of());
    }

    public Table {
        sources = List.copyOf(sources);
        columns = List.copyOf(columns);
        List<List<@Nullable Object>> copies = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            copies.add(copyOf(row, columns.size()));
        }
        rows = Collections.unmodifiableList(copies);
        totals = totals == null ? null : copyOf(totals, columns.size());
    }

    // List.copyOf takes no nulls.
    private static List<@Nullable Object> copyOf(List<@Nullable Object> cells, int columns) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("A row of " + cells.size() + " cells in " + columns + " columns");
        }
        return Collections.unmodifiableList(new ArrayList<>(cells));
    }

    /** The same with its sources. */
    Table withSources(List<Source> known) {
        return new Table(name, columns, rows, totals, rowsInAll, completeUpTo, known);
    }

    /** The report's title for people. */
    public String title(Locale locale) {
        return ReportTexts.get("table." + name, locale);
    }

    /** What the report's numbers mean, in one paragraph. */
    public String definition(Locale locale) {
        return ReportTexts.get("definition." + name, locale);
    }

    /**
     * The cell of a column.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public @Nullable Object cell(int row, String column) {
        return rows.get(row).get(indexOf(column));
    }

    /**
     * A whole number of a column.
     *
     * @throws IllegalArgumentException if there is no such column, or it holds something else
     */
    public long integer(int row, String column) {
        if (cell(row, column) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(column + " of row " + row + " is no whole number");
    }

    /**
     * Where a column stands, from 0.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("The report " + name + " has no column " + column);
    }
}
