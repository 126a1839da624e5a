package io.pointstream.sinks.report;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table for a terminal: aligned by the width that characters take there, of which Chinese ones take two places. */
final class TextTable {

    private static final String GAP = "  ";

    // A longer cell is cut: one reason in words must not push every other column off the screen.
    private static final int CELL_WIDTH_MAX = 60;

    private TextTable() {}

    static void write(Table table, Locale locale, Appendable out) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns().stream().map(column -> column.label(locale)).toList());
        for (List<@Nullable Object> row : table.rows()) {
            lines.add(line(table, row));
        }
        List<@Nullable Object> totals = table.totals();
        if (totals != null) {
            lines.add(line(table, totals));
        }
        int[] widths = new int[table.columns().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        String rule = rule(widths);
        out.append(table.title(locale)).append('\n');
        for (int i = 0; i < lines.size(); i++) {
            append(out, table, widths, lines.get(i));
            if (i == 0 || (totals != null && i == lines.size() - 2)) {
                out.append(rule).append('\n');
            }
        }
        if (table.rowsInAll() > table.rows().size()) {
            out.append(String.format(
                            locale,
                            ReportTexts.get("text.page", locale),
                            table.rows().size(),
                            table.rowsInAll()))
                    .append('\n');
        }
        Instant completeUpTo = table.completeUpTo();
        if (!table.sources().isEmpty()) {
            for (Table.Source source : table.sources()) {
                completeUpTo(out, locale, source.topic() + ": ", source.completeUpTo());
            }
        } else if (completeUpTo != null) {
            completeUpTo(out, locale, "", completeUpTo);
        }
    }

    private static void completeUpTo(Appendable out, Locale locale, String source, @Nullable Instant time)
            throws IOException {
        out.append(source)
                .append(ReportTexts.get("text.completeUpTo", locale))
                .append(' ')
                .append(time == null ? "—" : Cells.time(time))
                .append('\n');
    }

    private static List<String> line(Table table, List<@Nullable Object> row) {
        List<String> line = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            line.add(cut(harmless(text(row.get(i), table.columns().get(i).type()))));
        }
        return line;
    }

    private static String text(@Nullable Object cell, Column.Type type) {
        return switch (cell) {
            case null -> "";
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            case Double number when type == Column.Type.SHARE -> String.format(Locale.ROOT, "%.1f%%", number * 100);
            case Double number -> String.format(Locale.ROOT, "%.1f", number);
            default -> Cells.plain(cell);
        };
    }

    // Text comes from upstream: a terminal must not run what is in it.
    private static String harmless(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(character -> clean.appendCodePoint(
                        Character.isISOControl(character) || Character.getType(character) == Character.FORMAT
                                ? '\uFFFD'
                                : character));
        return clean.toString();
    }

    private static String cut(String text) {
        if (width(text) <= CELL_WIDTH_MAX) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            width += width(character);
            if (width > CELL_WIDTH_MAX - 1) {
                break;
            }
            cut.appendCodePoint(character);
        }
        return cut.append('…').toString();
    }

    private static void append(Appendable out, Table table, int[] widths, List<String> line) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = line.get(i);
            String padding = " ".repeat(widths[i] - width(cell));
            text.append(i == 0 ? "" : GAP)
                    .append(table.columns().get(i).type().isNumeric() ? padding + cell : cell + padding);
        }
        out.append(text.toString().stripTrailing()).append('\n');
    }

    private static String rule(int[] widths) {
        List<String> lines = new ArrayList<>();
        for (int width : widths) {
            lines.add("─".repeat(width));
        }
        return String.join(GAP, lines);
    }

    /** The places that a text takes on a terminal. */
    static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    // Unicode's East Asian Width W and F, by block; combining marks stand on the character before them.
    private static int width(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = (character >= 0x1100 && character <= 0x115F)
                || (character >= 0x2E80 && character <= 0x303E)
                || (character >= 0x3041 && character <= 0xA4CF)
                || (character >= 0xAC00 && character <= 0xD7A3)
                || (character >= 0xF900 && character <= 0xFAFF)
                || (character >= 0xFE30 && character <= 0xFE6F)
                || (character >= 0xFF00 && character <= 0xFF60)
                || (character >= 0xFFE0 && character <= 0xFFE6)
                || (character >= 0x1F300 && character <= 0x1FAFF)
                || (character >= 0x20000 && character <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
