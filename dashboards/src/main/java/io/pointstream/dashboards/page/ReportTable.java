package io.pointstream.dashboards.page;

import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.Column;
import io.pointstream.sinks.report.Reason;
import io.pointstream.sinks.report.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report as people read it: values by their names, numbers as numbers, ids as links.
 *
 * @param heads the columns
 * @param rows the rows that a page shows, at most {@link #ROWS_MAX}
 * @param totals the last line; null if there is none
 * @param leftOut rows that only the files have
 */
public record ReportTable(
        List<Head> heads, List<List<Cell>> rows, @Nullable List<Cell> totals, int leftOut) {

    /** More cannot be read, and would make the page slow. */
    static final int ROWS_MAX = 500;

    /**
     * A column.
     *
     * @param label its name
     * @param isNumber whether it stands on the right
     * @param hasBar whether a bar beside each number shows it
     */
    public record Head(String label, boolean isNumber, boolean hasBar) {}

    /**
     * What stands in a cell.
     *
     * @param text for people
     * @param sub what programs call it, where that differs; empty if not
     * @param href where it leads; empty if nowhere
     * @param style classes
     * @param bar of the column's largest, 0 to 1
     * @param tick what it is held against, in the same measure; negative without
     */
    public record Cell(String text, String sub, String href, String style, double bar, double tick) {

        static Cell of(String text, String style) {
            return new Cell(text, "", "", style, 0, -1);
        }
    }

    /** The column of a report that bars show, and the one that a tick on the bar shows. */
    private record Bar(String column, String tick) {}

    private static final Map<String, Bar> BARS = Map.of(
            "mix", new Bar("share", "referenceShare"),
            "earners", new Bar("points", ""),
            "redemptions", new Bar("captureRate", ""),
            "costs", new Bar("yuanPerAccount", ""),
            "caps", new Bar("cutPoints", ""),
            "leaderboard", new Bar("points", ""),
            "detectors", new Bar("precision", "shadowPrecision"),
            "storage", new Bar("bytes", ""));

    private static final String NOTHING = "–";

    /**
     * @param opensCases whether whoever looks may open cases
     */
    static ReportTable of(Table table, Texts t, boolean opensCases) {
        var writer = new Writer(table, t, new Words(t), opensCases, BARS.getOrDefault(table.name(), new Bar("", "")));
        List<List<Cell>> rows = new ArrayList<>();
        for (List<@Nullable Object> row :
                table.rows().subList(0, Math.min(ROWS_MAX, table.rows().size()))) {
            rows.add(writer.row(row));
        }
        List<@Nullable Object> totals = table.totals();
        return new ReportTable(
                table.columns().stream()
                        .map(column -> new Head(
                                column.label(t.language().locale()),
                                isNumber(column),
                                column.name().equals(writer.bar().column())))
                        .toList(),
                rows,
                totals == null ? null : writer.sums(totals),
                table.rows().size() - rows.size());
    }

    private static boolean isNumber(Column column) {
        return switch (column.type()) {
            case INTEGER, DECIMAL, NUMBER, SHARE -> true;
            case TEXT, TIME, DATE, LIST -> false;
        };
    }

    private record Writer(Table table, Texts t, Words words, boolean opensCases, Bar bar) {

        List<Cell> row(List<@Nullable Object> row) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(cell(table.columns().get(i), row, row.get(i)));
            }
            return cells;
        }

        /** Under a column that is not summed up nothing stands, not even a dash. */
        List<Cell> sums(List<@Nullable Object> totals) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < totals.size(); i++) {
                Object sum = totals.get(i);
                cells.add(
                        sum == null
                                ? Cell.of(i == 0 ? t.lookup("total") : "", "")
                                : cell(table.columns().get(i), totals, sum));
            }
            return cells;
        }

        private Cell cell(Column column, List<@Nullable Object> row, @Nullable Object value) {
            return switch (value) {
                case null -> Cell.of(NOTHING, isNumber(column) ? "num quiet" : "quiet");
                case Long number -> number(column, row, integer(column.name(), number), number);
                case BigDecimal number ->
                    number(column, row, t.fixed(number, isMoney(column) ? 2 : 1), number.doubleValue());
                case Double number -> number(column, row, real(column, number), number);
                case Instant time -> Cell.of(t.time(time), "nowrap quiet");
                case LocalDate day -> Cell.of(t.day(day), "nowrap");
                case List<?> list -> Cell.of(list(list), "");
                default -> text(column.name(), row, value.toString());
            };
        }

        private Cell number(Column column, List<@Nullable Object> row, String text, double value) {
            boolean hasBar = column.name().equals(bar.column());
            double tick = hasBar && beside(row, bar.tick()) instanceof Number other ? other.doubleValue() : -1;
            return new Cell(text, "", "", "num", hasBar ? value / most(column) : 0, tick);
        }

        // A share is of 1; everything else of the column's largest.
        private double most(Column column) {
            if (column.type() == Column.Type.SHARE) {
                return 1;
            }
            int index = table.indexOf(column.name());
            return table.rows().stream()
                    .mapToDouble(row -> row.get(index) instanceof Number number ? number.doubleValue() : 0)
                    .reduce(1e-9, Math::max);
        }

        private String integer(String column, long number) {
            if (column.equals("bytes")) {
                return t.bytes(number);
            }
            return column.endsWith("Change") ? t.signed(number) : t.number(number);
        }

        private String real(Column column, double number) {
            if (column.type() == Column.Type.SHARE) {
                return t.percent(number);
            }
            return column.name().endsWith("Change")
                    ? t.points(number)
                    : t.fixed(BigDecimal.valueOf(number), isMoney(column) ? 2 : 1);
        }

        private static boolean isMoney(Column column) {
            return column.name().toLowerCase(Locale.ROOT).contains("yuan");
        }

        private String list(List<?> list) {
            return list.stream()
                    .map(each -> each instanceof Reason reason ? t.name("code", reason.code()) : each.toString())
                    .collect(Collectors.joining(" · "));
        }

        private Cell text(String column, List<@Nullable Object> row, String value) {
            if (value.isEmpty()) {
                return Cell.of(NOTHING, "quiet");
            }
            return switch (column) {
                case "accountId" -> new Cell(value, "", PageContext.account(value), "mono", 0, -1);
                case "caseId", "mergedInto" ->
                    new Cell(value, "", opensCases ? PageContext.url("/case", Map.of("id", value)) : "", "mono", 0, -1);
                case "ruleId" -> named(t.name("rule", value), value);
                case "cap" -> named(words.cap(value), value);
                case "category", "tier", "status", "code", "window", "entry", "partner" ->
                    Cell.of(t.name(column, value), "");
                case "level" ->
                    Cell.of(t.name(column, value), value.equals("HOLD") ? "bad" : value.equals("REVIEW") ? "warn" : "");
                case "endCause" -> Cell.of(t.name("end", value), "");
                case "kind" -> Cell.of(t.name("redemption", value), "");
                case "type" -> Cell.of(words.title(textBeside(row, "entry"), value, textBeside(row, "reason")), "");
                case "outcome" -> Cell.of(words.tag(textBeside(row, "entry"), value), "");
                case "holds" -> Cell.of(t.name("holds", value), value.equals("yes") ? "good" : "bad");
                case "topic", "table", "check", "itemId", "eventId" -> Cell.of(value, "mono");
                default -> Cell.of(value, "");
            };
        }

        private static Cell named(String name, String value) {
            return new Cell(name, name.equals(value) ? "" : value, "", "", 0, -1);
        }

        private String textBeside(List<@Nullable Object> row, String column) {
            return beside(row, column) instanceof String text ? text : "";
        }

        // How a report was split decides which columns it has.
        private @Nullable Object beside(List<@Nullable Object> row, String column) {
            boolean known =
                    table.columns().stream().anyMatch(each -> each.name().equals(column));
            return known ? row.get(table.indexOf(column)) : null;
        }
    }
}
