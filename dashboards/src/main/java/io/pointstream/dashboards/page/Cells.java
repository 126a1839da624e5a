package io.pointstream.dashboards.page;

import io.pointstream.sinks.report.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One row of a report, read by the columns' names. */
public record Cells(Table table, int row) {

    /** The rows, in order. */
    public static Stream<Cells> of(Table table) {
        return IntStream.range(0, table.rows().size()).mapToObj(row -> new Cells(table, row));
    }

    /** Text; empty if there is none. */
    public String text(String column) {
        return table.cell(row, column) instanceof String text ? text : "";
    }

    /** A whole number; 0 if there is none. */
    public long integer(String column) {
        return table.cell(row, column) instanceof Long number ? number : 0;
    }

    /** A whole number, or null if there is none. */
    public @Nullable Long integerOrNull(String column) {
        return table.cell(row, column) instanceof Long number ? number : null;
    }

    /** An exact number; 0 if there is none. */
    public BigDecimal exact(String column) {
        return table.cell(row, column) instanceof BigDecimal number ? number : BigDecimal.ZERO;
    }

    /** A share or a measure; 0 if there is none. */
    public double number(String column) {
        return table.cell(row, column) instanceof Double number ? number : 0;
    }

    /** A share or a measure, or null if there is none. */
    public @Nullable Double numberOrNull(String column) {
        return table.cell(row, column) instanceof Double number ? number : null;
    }

    /** A time, or null if there is none. */
    public @Nullable Instant time(String column) {
        return table.cell(row, column) instanceof Instant time ? time : null;
    }

    /**
     * A day.
     *
     * @throws IllegalStateException if there is none
     */
    public LocalDate day(String column) {
        if (table.cell(row, column) instanceof LocalDate day) {
            return day;
        }
        throw new IllegalStateException("No day in " + column);
    }

    /** The elements of a list that are of the given type. */
    public <T> List<T> list(String column, Class<T> type) {
        return table.cell(row, column) instanceof List<?> list
                ? list.stream().filter(type::isInstance).map(type::cast).toList()
                : List.of();
    }
}
