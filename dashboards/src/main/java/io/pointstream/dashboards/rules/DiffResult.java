package io.pointstream.dashboards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.sinks.report.Column;
import io.pointstream.sinks.report.Table;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code rules diff --format json} has written: what a candidate would have done to past events.
 *
 * @param tables as they stand in the file
 */
public record DiffResult(List<Table> tables) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "rulesDiff.";
    private static final String COVERS = PREFIX + "covers";

    /** Rows of a table that are shown. */
    public static final int ROWS_MAX = 100;

    /**
     * Which events were compared.
     *
     * @param files that they came from
     * @param from the time of the earliest; null when there was none
     * @param wrong lines and events that were left out
     * @param before the mark of the book that was compared with
     * @param after the mark of the candidate
     */
    public record Covers(
            String files,
            long events,
            long accounts,
            @Nullable Instant from,
            @Nullable Instant until,
            long wrong,
            String before,
            String after) {}

    /** The text is none that {@code rules diff} writes; the message says what is wrong, and where. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(int line, String problem) {
            super("line " + line + ": " + problem);
        }
    }

    /** Reads it, a table in each line. */
    static DiffResult read(String text) throws UnreadableException {
        List<Table> tables = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                try {
                    tables.add(table(JSON.readTree(line)));
                } catch (JsonProcessingException e) {
                    throw new UnreadableException(number, "no JSON: " + e.getOriginalMessage());
                } catch (IllegalArgumentException | DateTimeException | MissingResourceException e) {
                    throw new UnreadableException(number, "no table of rules diff: " + e.getMessage());
                }
            }
        }
        if (tables.isEmpty()) {
            throw new UnreadableException(1, "no table of rules diff");
        }
        return new DiffResult(tables);
    }

    private static Table table(JsonNode json) {
        String name = json.path("name").asText();
        if (!name.startsWith(PREFIX)) {
            throw new IllegalArgumentException("its name is '" + name + "'");
        }
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : json.path("columns")) {
            columns.add(new Column(
                    column.path("name").asText(),
                    Column.Type.valueOf(column.path("type").asText())));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (JsonNode row : json.path("rows")) {
            rows.add(cells(columns, row));
        }
        JsonNode totals = json.path("totals");
        Table table = new Table(
                name,
                columns,
                rows,
                totals.isObject() ? cells(columns, totals) : null,
                json.path("rowsInAll").asLong(rows.size()),
                null);
        // A table or a column that has no words is none of ours.
        table.title(Locale.ENGLISH);
        columns.forEach(column -> column.label(Locale.ENGLISH));
        if (isCovers(table)) {
            covers(table);
        }
        return table;
    }

    private static List<@Nullable Object> cells(List<Column> columns, JsonNode row) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (Column column : columns) {
            cells.add(cell(column, row.path(column.name())));
        }
        return cells;
    }

    private static @Nullable Object cell(Column column, JsonNode cell) {
        if (cell.isNull() || cell.isMissingNode()) {
            return null;
        }
        return switch (column.type()) {
            case TEXT -> cell.asText();
            case INTEGER -> cell.asLong();
            case NUMBER -> cell.asDouble();
            case TIME -> Instant.parse(cell.asText());
            default -> throw new IllegalArgumentException("a column of " + column.type());
        };
    }

    /** Which events it is about; empty where the file does not say, as those of earlier releases do not. */
    public Optional<Covers> covers() {
        return tables.stream().filter(DiffResult::isCovers).findFirst().map(DiffResult::covers);
    }

    private static boolean isCovers(Table table) {
        return table.name().equals(COVERS) && table.rows().size() == 1;
    }

    private static Covers covers(Table table) {
        return new Covers(
                text(table, "files"),
                table.integer(0, "events"),
                table.integer(0, "accounts"),
                table.cell(0, "from") instanceof Instant from ? from : null,
                table.cell(0, "until") instanceof Instant until ? until : null,
                table.integer(0, "wrong"),
                text(table, "bookBefore"),
                text(table, "bookAfter"));
    }

    private static String text(Table table, String column) {
        return table.cell(0, column) instanceof String text ? text : "";
    }

    /** What it found, without what it is about. */
    public List<Table> findings() {
        return tables.stream().filter(table -> !table.name().equals(COVERS)).toList();
    }
}
