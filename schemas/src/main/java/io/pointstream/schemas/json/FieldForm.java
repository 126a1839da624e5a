package io.pointstream.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * How one field of an event is written in JSON: its name, whether it may be absent, and what its text or number must be. Made
 * from the Avro field and its properties {@code minimum}, {@code maximum}, {@code pattern}, {@code format} and {@code freeText}.
 */
final class FieldForm {

    /** Ids are keys of records and state; no real one comes near this length, in UTF-16 units. */
    static final int TEXT_CHARS_MAX = 4096;

    private static final Instant TIME_MIN = Instant.EPOCH;
    private static final Instant TIME_END = Instant.parse("+10000-01-01T00:00:00Z");

    /** Formats that a pattern alone cannot check. */
    private enum Format {
        MONTH_DAY("month-day", "a day of the year as MM-DD") {
            @Override
            boolean exists(String text) {
                return MonthDay.parse("--" + text).isValidYear(2000);
            }
        },
        ISO_WEEK("iso-week", "an ISO week such as 2026-W20") {
            @Override
            boolean exists(String text) {
                int year = Integer.parseInt(text.substring(0, 4));
                int week = Integer.parseInt(text.substring(6));
                return week <= LocalDate.of(year, 12, 28).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            }
        },
        MONTH_OR_YEAR("month-or-year", "a month such as 2026-05 or a year such as 2026") {
            @Override
            boolean exists(String text) {
                return true;
            }
        };

        private final String property;
        private final String words;

        Format(String property, String words) {
            this.property = property;
            this.words = words;
        }

        /** Whether a text that fits the pattern is on the calendar. */
        abstract boolean exists(String text);

        static @Nullable Format of(@Nullable Object property) {
            if (property == null) {
                return null;
            }
            for (Format format : values()) {
                if (format.property.equals(property)) {
                    return format;
                }
            }
            throw new IllegalArgumentException("unknown format " + property);
        }
    }

    private enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        ENUM,
        TIME
    }

    private final String name;
    private final int position;
    private final boolean optional;
    private final Kind kind;
    private final String expectation;
    private final @Nullable Double minimum;
    private final @Nullable Double maximum;
    private final @Nullable Pattern pattern;
    private final @Nullable Format format;
    private final boolean freeText;
    private final Map<String, Object> symbols = new HashMap<>();

    FieldForm(Schema.Field field) {
        name = field.name();
        position = field.pos();
        optional = field.schema().isNullable();
        Schema type = optional ? field.schema().getTypes().get(1) : field.schema();
        kind = kind(type);
        minimum = number(field, "minimum");
        maximum = number(field, "maximum");
        Object regex = field.getObjectProp("pattern");
        pattern = regex == null ? null : Pattern.compile(regex.toString());
        format = Format.of(field.getObjectProp("format"));
        freeText = Boolean.TRUE.equals(field.getObjectProp("freeText"));
        if (kind == Kind.ENUM) {
            for (String symbol : type.getEnumSymbols()) {
                symbols.put(symbol, SpecificData.get().createEnum(symbol, type));
            }
        }
        expectation = "expected " + expectation(type);
    }

    String name() {
        return name;
    }

    /** The field's place in its record. */
    int position() {
        return position;
    }

    /**
     * The Avro value for what the JSON says; null for an absent optional field.
     *
     * @throws BadLineException when it is missing, of the wrong type, or out of its bounds
     */
    @Nullable
    Object read(JsonValue value) throws BadLineException {
        if (value.isRepeated()) {
            throw new BadLineException(0, name, ActivityJson.REPEATED);
        }
        if (value.isAbsent()) {
            if (optional) {
                return null;
            }
            throw new BadLineException(0, name, expectation + ", is missing");
        }
        Object read = switch (kind) {
            case TEXT -> value.isText() ? value.text() : null;
            case INTEGER -> value.isInteger() ? Long.valueOf(value.integer()) : null;
            case NUMBER -> value.asDouble();
            case BOOLEAN -> value.asBoolean();
            case ENUM -> value.isText() ? symbols.get(value.text()) : null;
            case TIME -> value.isText() ? time(value.text()) : null;
        };
        if (read == null || !admits(read)) {
            throw new BadLineException(0, name, expectation + ", was " + value.shown());
        }
        return read;
    }

    /** What is wrong with a value that did not come from JSON, in the words of {@link #read}; null when nothing is. */
    @Nullable
    String violation(@Nullable Object value) {
        if (value == null) {
            return optional ? null : name + ": " + expectation + ", is missing";
        }
        return admits(value) ? null : name + ": " + expectation + ", was " + Shown.quoted(value.toString());
    }

    /** Writes the field, or nothing when it is absent. */
    void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            return;
        }
        json.writeFieldName(name);
        switch (kind) {
            case TEXT, ENUM -> json.writeString(value.toString());
            case INTEGER -> json.writeNumber(((Number) value).longValue());
            case NUMBER -> json.writeNumber(((Number) value).doubleValue());
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TIME -> json.writeString(Times.utc((Instant) value));
        }
    }

    /** Whether a value of the right type is within its bounds. */
    private boolean admits(Object value) {
        return switch (kind) {
            case TEXT -> admitsText(value.toString());
            case INTEGER -> admitsInteger((Long) value);
            case NUMBER -> admitsNumber((Double) value);
            case BOOLEAN, ENUM -> true;
            case TIME -> !((Instant) value).isBefore(TIME_MIN) && ((Instant) value).isBefore(TIME_END);
        };
    }

    private boolean admitsText(String text) {
        if (text.length() > TEXT_CHARS_MAX || !isWellFormed(text, freeText)) {
            return false;
        }
        if (freeText) {
            return true;
        }
        return !text.isEmpty()
                && (pattern == null || pattern.matcher(text).matches())
                && (format == null || exists(format, text));
    }

    private static boolean exists(Format format, String text) {
        try {
            return format.exists(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Whether the text can be written as UTF-8, and, unless lines are allowed, has no control characters. */
    private static boolean isWellFormed(String text, boolean controlsAllowed) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || (!controlsAllowed && Character.isISOControl(c))) {
                return false;
            }
        }
        return true;
    }

    private boolean admitsInteger(long integer) {
        return (minimum == null || integer >= minimum.longValue())
                && (maximum == null || integer <= maximum.longValue());
    }

    private boolean admitsNumber(double number) {
        return Double.isFinite(number)
                && (minimum == null || number >= minimum)
                && (maximum == null || number <= maximum);
    }

    private static @Nullable Instant time(String text) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    .parse(text, OffsetDateTime::from)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Kind kind(Schema type) {
        return switch (type.getType()) {
            case STRING -> Kind.TEXT;
            case BOOLEAN -> Kind.BOOLEAN;
            case DOUBLE -> Kind.NUMBER;
            case ENUM -> Kind.ENUM;
            case LONG -> type.getLogicalType() instanceof LogicalTypes.TimestampMillis ? Kind.TIME : Kind.INTEGER;
            default -> throw new IllegalArgumentException("no JSON form for " + type);
        };
    }

    private String expectation(Schema type) {
        return switch (kind) {
            case TEXT -> {
                if (format != null) {
                    yield format.words;
                }
                if (freeText) {
                    yield "a string of at most " + TEXT_CHARS_MAX + " characters";
                }
                String form = pattern == null ? "" : " matching " + pattern.pattern();
                yield "a non-empty string" + form + " without control characters, at most " + TEXT_CHARS_MAX + " long";
            }
            case INTEGER -> "an integer" + bounds();
            case NUMBER -> "a number" + bounds();
            case BOOLEAN -> "true or false";
            case ENUM -> "one of " + String.join(", ", type.getEnumSymbols());
            case TIME -> "an ISO-8601 time with offset, such as 2026-05-01T08:00:00+08:00, from 1970 to 9999";
        };
    }

    private String bounds() {
        if (minimum != null && maximum != null) {
            return " from " + plain(minimum) + " to " + plain(maximum);
        }
        if (minimum != null) {
            return " ≥ " + plain(minimum);
        }
        return maximum == null ? "" : " ≤ " + plain(maximum);
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private static @Nullable Double number(Schema.Field field, String property) {
        return field.getObjectProp(property) instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }
}
