package io.pointstream.sinks.report;

import io.pointstream.sinks.report.Parameter.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a report is asked with, read and checked. */
final class Arguments {

    /** No id upstream is longer; a longer one is a mistake, or an attack. */
    private static final int TEXT_LENGTH_MAX = 512;

    private static final int USUAL_DAYS = 30;

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{0,63}");

    // Wide enough for any question, narrow enough that arithmetic on days cannot overflow.
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    private final Map<String, Object> values;

    private Arguments(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads what was given for each parameter.
     *
     * @param given the text of a parameter; null or empty if it was not given
     * @throws ParameterException if one does not fit
     */
    static Arguments read(List<Parameter> parameters, Function<String, @Nullable String> given) {
        Map<String, Object> values = new HashMap<>();
        for (Parameter parameter : parameters) {
            String text = given.apply(parameter.name());
            if (text != null && !text.isEmpty()) {
                values.put(parameter.name(), read(parameter, text));
            } else if (parameter.kind() == Kind.NUMBER) {
                values.put(parameter.name(), parameter.fallback());
            }
        }
        return new Arguments(values);
    }

    private static Object read(Parameter parameter, String text) {
        return switch (parameter.kind()) {
            case DAY -> day(parameter, text);
            case CHOICE -> choice(parameter, text, "must be one of ");
            case CHOICES -> choices(parameter, text);
            case CODE -> code(parameter, text);
            case TEXT -> text(parameter, text);
            case NUMBER -> number(parameter, text);
        };
    }

    private static LocalDate day(Parameter parameter, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)) {
                return day;
            }
        } catch (DateTimeException e) {
            // said below, with the form
        }
        throw wrong(parameter, "must be a day such as 2026-05-01, from " + FIRST_DAY + " to " + LAST_DAY);
    }

    private static String choice(Parameter parameter, String text, String expected) {
        String choice = text.strip().toLowerCase(Locale.ROOT);
        if (!parameter.choices().contains(choice)) {
            throw wrong(parameter, expected + String.join(", ", parameter.choices()));
        }
        return choice;
    }

    private static Set<String> choices(Parameter parameter, String text) {
        Set<String> choices = new HashSet<>();
        for (String part : text.split(",", parameter.choices().size() + 1)) {
            choices.add(choice(parameter, part, "must be a list of "));
        }
        return choices;
    }

    private static String code(Parameter parameter, String text) {
        String code = text.toUpperCase(Locale.ROOT);
        if (!CODE.matcher(code).matches()) {
            throw wrong(parameter, "must be a name such as HOLD or SHARED_DEVICE");
        }
        return code;
    }

    private static String text(Parameter parameter, String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw wrong(parameter, "has at most " + TEXT_LENGTH_MAX + " characters");
        }
        return text;
    }

    private static Long number(Parameter parameter, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= parameter.min() && number <= parameter.max()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the bounds
        }
        throw wrong(parameter, "must be a whole number from " + parameter.min() + " to " + parameter.max());
    }

    private static ParameterException wrong(Parameter parameter, String expected) {
        return new ParameterException(parameter.name() + " " + expected);
    }

    /** The days from {@code from} to {@code to}; without one of them, from the first or to the last. */
    Days days() {
        LocalDate from = day("from");
        LocalDate to = day("to");
        LocalDate first = from == null ? Days.ALL.from() : from;
        LocalDate last = to == null ? Days.ALL.to() : to;
        if (first.isAfter(last)) {
            throw new ParameterException("from must not be after to");
        }
        return new Days(first, last);
    }

    /** The same; without {@code to} up to the newest day, and without {@code from} the last {@link #USUAL_DAYS} of them. */
    Days days(Supplier<LocalDate> newest) {
        LocalDate from = day("from");
        LocalDate to = day("to");
        LocalDate last = to == null ? newest.get() : to;
        LocalDate first = from == null ? Days.notBeforeAll(last.minusDays(USUAL_DAYS - 1L)) : from;
        if (first.isAfter(last)) {
            throw new ParameterException("from must not be after to");
        }
        return new Days(first, last);
    }

    @Nullable
    LocalDate day(String name) {
        return (LocalDate) values.get(name);
    }

    @Nullable
    String text(String name) {
        return (String) values.get(name);
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw new ParameterException(name + " is required");
        }
        return text;
    }

    long number(String name) {
        return (Long) values.getOrDefault(name, 0L);
    }

    Page page() {
        return new Page((int) number("limit"), number("offset"));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
        String choice = text(name);
        return choice == null ? fallback : Enum.valueOf(type, choice.toUpperCase(Locale.ROOT));
    }

    <E extends Enum<E>> Set<E> choices(String name, Class<E> type) {
        Set<E> chosen = EnumSet.noneOf(type);
        if (values.get(name) instanceof Set<?> names) {
            for (E choice : type.getEnumConstants()) {
                if (names.contains(choice.name().toLowerCase(Locale.ROOT))) {
                    chosen.add(choice);
                }
            }
        }
        return chosen;
    }
}
