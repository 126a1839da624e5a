package io.pointstream.sinks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a report can be asked with. The command line and HTTP offer the same, under the same names.
 *
 * @param name the public name: an option, or a query parameter
 * @param kind what it takes
 * @param choices what can be chosen, in lower case; empty where it is free
 * @param fallback of a number, when it is not given
 * @param min of a number
 * @param max of a number
 */
public record Parameter(String name, Kind kind, List<String> choices, long fallback, long min, long max) {

    /** What a parameter takes. */
    public enum Kind {
        /** A local day, {@code 2026-05-01}. */
        DAY,
        /** One of the choices; the first, when it is not given. */
        CHOICE,
        /** Any of the choices, with commas between. */
        CHOICES,
        /** A name in capitals such as {@code SHARED_DEVICE}; given in either case. */
        CODE,
        /** Any text, such as an id. */
        TEXT,
        /** A whole number within bounds. */
        NUMBER
    }

    static final Parameter FROM = new Parameter("from", Kind.DAY);
    static final Parameter TO = new Parameter("to", Kind.DAY);
    static final Parameter ON = new Parameter("on", Kind.DAY);
    static final Parameter TIER = new Parameter("tier", Kind.CODE);
    static final Parameter OFFSET = new Parameter("offset", Kind.NUMBER, List.of(), 0, 0, Integer.MAX_VALUE);

    public Parameter {
        choices = List.copyOf(choices);
    }

    private Parameter(String name, Kind kind) {
        this(name, kind, List.of(), 0, 0, 0);
    }

    static Parameter code(String name) {
        return new Parameter(name, Kind.CODE);
    }

    static Parameter text(String name) {
        return new Parameter(name, Kind.TEXT);
    }

    static Parameter choice(String name, Enum<?>... choices) {
        return new Parameter(name, Kind.CHOICE, lower(choices), 0, 0, 0);
    }

    static Parameter choices(String name, Enum<?>... choices) {
        return new Parameter(name, Kind.CHOICES, lower(choices), 0, 0, 0);
    }

    static Parameter number(String name, long fallback, long min, long max) {
        return new Parameter(name, Kind.NUMBER, List.of(), fallback, min, max);
    }

    private static List<String> lower(Enum<?>... choices) {
        return Arrays.stream(choices)
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** What it does, in a line for people. */
    public String description(Locale locale) {
        return ReportTexts.get("parameter." + name, locale);
    }
}
