package io.pointstream.sinks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** The forms in which a {@link Table} is read. */
public enum TableFormat {

    /** Aligned columns for a terminal, with title, totals and watermark. */
    TEXT {
        @Override
        public void write(Table table, Locale locale, Appendable out) throws IOException {
            TextTable.write(table, locale, out);
        }
    },

    /**
     * RFC 4180 with a header line, for spreadsheets. No totals, so that summing a column is right. Text that a
     * spreadsheet would run as a formula gets an apostrophe before it.
     */
    CSV {
        @Override
        public void write(Table table, Locale locale, Appendable out) throws IOException {
            CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
            printer.printRecord(table.columns().stream().map(Column::name).toList());
            for (List<@Nullable Object> row : table.rows()) {
                for (int i = 0; i < row.size(); i++) {
                    String cell = Cells.plain(row.get(i));
                    printer.print(table.columns().get(i).type().isNumeric() ? cell : harmless(cell));
                }
                printer.println();
            }
            printer.flush();
        }
    },

    /** One JSON object in one line: what the columns are, an object per row, totals and watermark. */
    JSON {
        @Override
        public void write(Table table, Locale locale, Appendable out) throws IOException {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("name", table.name());
            json.put("title", table.title(locale));
            json.put("definition", table.definition(locale));
            json.put("completeUpTo", json(table.completeUpTo()));
            Map<String, @Nullable Object> sources = new LinkedHashMap<>();
            table.sources().forEach(source -> sources.put(source.topic(), json(source.completeUpTo())));
            json.put("sources", sources);
            json.put("rowsInAll", table.rowsInAll());
            json.put(
                    "columns",
                    table.columns().stream()
                            .map(column -> Map.of(
                                    "name", column.name(),
                                    "type", column.type().name(),
                                    "label", column.label(locale)))
                            .toList());
            json.put("rows", table.rows().stream().map(row -> json(table, row)).toList());
            List<@Nullable Object> totals = table.totals();
            json.put("totals", totals == null ? null : json(table, totals));
            out.append(MAPPER.writeValueAsString(json)).append('\n');
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    // What a spreadsheet takes for the start of a formula (OWASP, CSV injection).
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    /**
     * Writes the table.
     *
     * @param locale the language of titles and labels; names of columns never change
     */
    public abstract void write(Table table, Locale locale, Appendable out) throws IOException;

    private static String harmless(String cell) {
        return !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static Map<String, @Nullable Object> json(Table table, List<@Nullable Object> row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            json.put(table.columns().get(i).name(), json(row.get(i)));
        }
        return json;
    }

    private static @Nullable Object json(@Nullable Object cell) {
        return switch (cell) {
            case Instant time -> Cells.time(time);
            case LocalDate date -> date.toString();
            case null, default -> cell;
        };
    }
}
