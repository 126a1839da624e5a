package io.pointstream.dashboards.rules;

import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.Column;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes the cells of a {@link DiffResult}.
 *
 * @param t the words of the language
 */
public record DiffWords(Texts t) {

    /** Whether a column's figures stand under each other. */
    public boolean isNumber(Column column) {
        return column.type() == Column.Type.INTEGER || column.type() == Column.Type.NUMBER;
    }

    /** A cell. */
    public String cell(Column column, @Nullable Object cell) {
        return switch (cell) {
            case null -> "–";
            case Long number when column.name().endsWith("Change") -> t.signed(number);
            case Long number -> t.number(number);
            case Double number -> t.decimal(number, 1);
            case Instant time -> t.time(time);
            case String text -> text(column.name(), text);
            default -> cell.toString();
        };
    }

    private String text(String column, String text) {
        return switch (column) {
            case "category", "tier" -> t.name(column, text);
            case "ruleId" -> t.name("rule", text);
            case "cap" -> new Words(t).cap(text);
            case "levelBefore", "levelAfter" -> t.name("level", text);
            case "flagChange" -> t.name("flagChange", text);
            default -> text;
        };
    }
}
