package io.pointstream.sinks.report;

import java.util.Locale;

/**
 * A column of a {@link Table}.
 *
 * @param name what it is called in CSV, JSON, HTTP and code, in every report the same; see {@link #label} for people
 * @param type what its cells are
 */
public record Column(String name, Type type) {

    /** What a cell is. Every cell may also be null: not known, or not there. */
    public enum Type {
        /** {@link String} */
        TEXT,
        /** {@link Long} */
        INTEGER,
        /** {@link java.math.BigDecimal}, exact. */
        DECIMAL,
        /** {@link Double} */
        NUMBER,
        /** {@link Double} from 0 to 1, which people read as a percentage. */
        SHARE,
        /** {@link java.time.Instant} */
        TIME,
        /** {@link java.time.LocalDate}, a day of the program zone. */
        DATE,
        /** {@link java.util.List} of {@link String}s, or of records such as {@link Reason}. */
        LIST;

        boolean isNumeric() {
            return this == INTEGER || this == DECIMAL || this == NUMBER || this == SHARE;
        }
    }

    static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    static Column integer(String name) {
        return new Column(name, Type.INTEGER);
    }

    static Column decimal(String name) {
        return new Column(name, Type.DECIMAL);
    }

    static Column number(String name) {
        return new Column(name, Type.NUMBER);
    }

    static Column share(String name) {
        return new Column(name, Type.SHARE);
    }

    static Column time(String name) {
        return new Column(name, Type.TIME);
    }

    static Column date(String name) {
        return new Column(name, Type.DATE);
    }

    static Column list(String name) {
        return new Column(name, Type.LIST);
    }

    /** The column's heading for people. */
    public String label(Locale locale) {
        return ReportTexts.get("column." + name, locale);
    }
}
