package io.pointstream.dashboards.page;

import io.pointstream.dashboards.text.Texts;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.Parameter;
import io.pointstream.sinks.report.Parameter.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a report can be asked with, as a form that holds what it was asked with. */
public final class ReportForm {

    /**
     * A field.
     *
     * @param parameter what it sets
     * @param label its name
     * @param help what it does, in a line
     * @param value what it holds
     * @param options what can be chosen; empty where anything can be typed
     */
    public record Field(Parameter parameter, String label, String help, String value, List<Option> options) {}

    /** What can be chosen. */
    public record Option(String value, String label, boolean chosen) {}

    /** What is known of a code, and the kind of its names. */
    private record Known(String names, List<String> values) {}

    /** The categories of DOMAIN 3, in its order. */
    static final List<String> CATEGORIES = List.of(
            "CONSUMPTION", "SOCIAL", "FINANCIAL", "LIFE_SERVICE", "CONTENT", "GAMING", "MEMBERSHIP", "CAMPAIGN");

    private static final Map<String, Known> KNOWN = Map.of(
            "category", new Known("category", CATEGORIES),
            "tier", new Known("tier", List.of("ORDINARY", "SILVER", "GOLD", "DIAMOND")),
            "kind", new Known("redemption", List.of("VIRTUAL", "PHYSICAL", "FINANCIAL", "PARTNER")),
            "partner", new Known("partner", List.of("JD", "PINDUODUO", "MEITUAN")),
            "window", new Known("window", List.of("TRANSACTION", "DAY", "WEEK", "MONTH", "LIFETIME")),
            "status", new Known("status", List.of("OPEN", "CLOSED")),
            "level", new Known("level", List.of("HOLD", "REVIEW")),
            "code", new Known("code", Pages.REASON_CODES),
            "entry", new Known("entry", List.of("DECISION", "POSTING", "SIGNAL", "FLAG", "REVIEW", "NOTICE")));

    /** Where a list begins is the pager's. */
    private static final Set<String> PAGING = Set.of("offset", "step");

    private ReportForm() {}

    /** The fields of a report. */
    static List<Field> of(NamedReport report, Map<String, String> given, Texts t) {
        return report.parameters().stream()
                .filter(parameter -> !PAGING.contains(parameter.name()))
                .map(parameter -> new Field(
                        parameter,
                        t.lookup("param." + parameter.name()),
                        parameter.description(t.language().locale()),
                        given.getOrDefault(
                                parameter.name(),
                                parameter.kind() == Kind.NUMBER ? Long.toString(parameter.fallback()) : ""),
                        options(report, parameter, given.getOrDefault(parameter.name(), ""), t)))
                .toList();
    }

    private static List<Option> options(NamedReport report, Parameter parameter, String value, Texts t) {
        return switch (parameter.kind()) {
            case CHOICE ->
                parameter.choices().stream()
                        .map(choice -> new Option(
                                choice,
                                choice(report, parameter, choice, t),
                                choice.equalsIgnoreCase(
                                        value.isEmpty() ? parameter.choices().getFirst() : value)))
                        .toList();
            case CHOICES -> {
                List<String> chosen =
                        Arrays.asList(value.toLowerCase(Locale.ROOT).split(",", -1));
                // The first is always there.
                yield parameter.choices().stream()
                        .filter(choice -> !choice.equals("category"))
                        .map(choice ->
                                new Option(choice, choice(report, parameter, choice, t), chosen.contains(choice)))
                        .toList();
            }
            case CODE -> codes(parameter.name(), value, t);
            case DAY, TEXT, NUMBER -> List.of();
        };
    }

    private static String choice(NamedReport report, Parameter parameter, String choice, Texts t) {
        String own = "choice." + report.name() + "." + parameter.name();
        return t.names(own, choice) ? t.name(own, choice) : t.lookup("choice." + parameter.name() + "." + choice);
    }

    /** The codes that a parameter is known to take, after all of them. */
    public static List<Option> codes(String parameter, String value, Texts t) {
        Known known = KNOWN.getOrDefault(parameter, new Known(parameter, List.of()));
        List<Option> options = new ArrayList<>(List.of(new Option("", t.lookup("all"), value.isEmpty())));
        // A value that we do not know is somebody's own rule book, or a mistake: it stays to be seen.
        Stream.concat(known.values().stream(), Stream.of(value.toUpperCase(Locale.ROOT)))
                .filter(code -> !code.isEmpty())
                .distinct()
                .map(code -> new Option(code, t.name(known.names(), code), code.equalsIgnoreCase(value)))
                .forEach(options::add);
        return options;
    }
}
