package io.pointstream.dashboards.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.access.Routes;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.page.Pages.Part;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.NamedReport.Group;
import io.pointstream.sinks.report.Parameter;
import io.pointstream.sinks.report.ParameterException;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page for each {@link NamedReport}, made from what the report says of itself: the same parameters and the same answer as
 * at the command line and over HTTP. Its address holds every parameter that is set, once, and so shows the same view again.
 */
public final class ReportPages {

    private final Renderer renderer;
    private final Reports reports;
    private final DataDays days;

    ReportPages(Renderer renderer, Reports reports, DataDays days) {
        this.renderer = renderer;
        this.reports = reports;
        this.days = days;
    }

    void add(RoutesConfig routes) {
        routes.get("/reports", this::index);
        routes.get("/reports/{name}", this::report);
    }

    /** A report in the list of all. */
    public record Listed(String href, String title, String definition) {}

    private void index(Context ctx) {
        Texts t = renderer.texts(ctx);
        Map<String, List<Listed>> groups = new LinkedHashMap<>();
        for (Group group : Group.values()) {
            groups.put(
                    t.lookup("reports.group." + group),
                    NamedReport.ALL.stream()
                            .filter(report -> report.group() == group)
                            .map(report -> new Listed(
                                    path(report),
                                    report.title(t.language().locale()),
                                    report.definition(t.language().locale())))
                            .toList());
        }
        renderer.render(ctx, "reports.jte", Map.of("groups", groups));
    }

    private static String path(NamedReport report) {
        return "/reports/" + report.name();
    }

    /** Days that can be asked for with a click. */
    public record Range(String key, String href, boolean chosen) {}

    /** A line of the chart. */
    public record Line(String column, String label, String colour, boolean isStock) {}

    /**
     * What a page of a report shows.
     *
     * @param report which
     * @param fields what it can be asked with
     * @param ranges days that can be asked for with a click; empty for a report without days
     * @param problem what does not fit of what it was asked with; null if all does
     * @param table the answer; null if there is none
     * @param shown the answer for people; null if there is none
     * @param part which part of a longer answer it is; null if it is whole
     * @param chart what is drawn over time; empty if nothing is
     * @param file the address of the same as a file, without its format
     */
    public record View(
            NamedReport report,
            List<ReportForm.Field> fields,
            List<Range> ranges,
            @Nullable String problem,
            @Nullable Table table,
            @Nullable ReportTable shown,
            @Nullable Part part,
            List<Line> chart,
            Map<String, String> file) {

        /** The same as a file. */
        public String file(String format) {
            Map<String, String> query = new LinkedHashMap<>(file);
            query.put("format", format);
            return PageContext.url("/v1/reports/" + report.name(), query);
        }

        /** Whether nothing can be answered before something is given. */
        public boolean waits() {
            return table == null && problem == null;
        }
    }

    private void report(Context ctx) {
        NamedReport report = NamedReport.find(ctx.pathParam("name"))
                .orElseThrow(() -> new NotFoundResponse("There is no such report"));
        Map<String, String> given = given(ctx, report);
        if (given.isEmpty() && has(report, "from")) {
            redirect(ctx, report, usual(report));
            return;
        }
        if (!isPlain(ctx, report)) {
            redirect(ctx, report, given);
            return;
        }
        String problem = null;
        Table table = null;
        if (report.group() != Group.ACCOUNT || given.containsKey("id")) {
            try {
                table = answer(report, given).orElse(null);
                if (table == null) {
                    ctx.status(HttpStatus.NOT_FOUND);
                    renderer.render(ctx, "missing.jte", Map.of("id", given.getOrDefault("id", "")));
                    return;
                }
            } catch (ParameterException e) {
                ctx.status(HttpStatus.BAD_REQUEST);
                problem = e.getMessage();
            }
        }
        renderer.render(ctx, "report.jte", Map.of("view", view(ctx, report, given, table, problem)));
    }

    /** What was given, one text for each parameter: a choice of several comes once for each. */
    private static Map<String, String> given(Context ctx, NamedReport report) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Parameter parameter : report.parameters()) {
            String text = ctx.queryParams(parameter.name()).stream()
                    .filter(each -> !each.isBlank())
                    .collect(Collectors.joining(","));
            if (!text.isEmpty()) {
                given.put(parameter.name(), text);
            }
        }
        return given;
    }

    // A form sends its empty fields too, and a field for each choice.
    private static boolean isPlain(Context ctx, NamedReport report) {
        return report.parameters().stream()
                .map(parameter -> ctx.queryParams(parameter.name()))
                .allMatch(texts -> texts.isEmpty()
                        || (texts.size() == 1 && !texts.getFirst().isBlank()));
    }

    private static void redirect(Context ctx, NamedReport report, Map<String, String> given) {
        Map<String, String> query = new LinkedHashMap<>(given);
        String language = ctx.queryParam("lang");
        if (language != null) {
            query.put("lang", language);
        }
        ctx.redirect(PageContext.url(path(report), query), HttpStatus.SEE_OTHER);
    }

    private static boolean has(NamedReport report, String parameter) {
        return report.parameters().stream().anyMatch(each -> each.name().equals(parameter));
    }

    // What most people want to see first.
    private Map<String, String> usual(NamedReport report) {
        Map<String, String> usual = new LinkedHashMap<>(query(DataDays.upTo(days.newest(), DataDays.USUAL)));
        if (LINES.containsKey(report.name())) {
            usual.put("period", "day");
        }
        return usual;
    }

    private static Map<String, String> query(Days days) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("from", days.from().toString());
        query.put("to", days.to().toString());
        return query;
    }

    private Optional<Table> answer(NamedReport report, Map<String, String> given) {
        return report.answer(reports, given::get).map(Masking::masked);
    }

    private View view(
            Context ctx,
            NamedReport report,
            Map<String, String> given,
            @Nullable Table table,
            @Nullable String problem) {
        Texts t = renderer.texts(ctx);
        boolean opensCases =
                Routes.roles("GET", "/case").filter(Visitor.of(ctx)::hasAny).isPresent();
        return new View(
                report,
                ReportForm.of(report, given, t),
                has(report, "from") ? ranges(report, given) : List.of(),
                problem,
                table,
                table == null ? null : ReportTable.of(table, t, opensCases),
                table == null ? null : part(report, given, table),
                table == null ? List.of() : lines(table, t),
                given);
    }

    private List<Range> ranges(NamedReport report, Map<String, String> given) {
        LocalDate newest = days.newest();
        List<Range> ranges = new ArrayList<>();
        DataDays.usual(newest).forEach((key, range) -> ranges.add(range(report, given, key, query(range))));
        Range all = range(report, given, "range.all", Map.of("to", newest.toString()));
        boolean withoutDays = !given.containsKey("from") && !given.containsKey("to");
        ranges.add(new Range(all.key(), all.href(), all.chosen() || withoutDays));
        return ranges;
    }

    private static Range range(
            NamedReport report, Map<String, String> given, String key, Map<String, String> daysOfRange) {
        Map<String, String> query = new LinkedHashMap<>(given);
        query.keySet().removeAll(List.of("from", "to", "offset"));
        query.putAll(daysOfRange);
        boolean chosen = Stream.of("from", "to").allMatch(end -> Objects.equals(daysOfRange.get(end), given.get(end)));
        return new Range(key, PageContext.url(path(report), query), chosen);
    }

    private static @Nullable Part part(NamedReport report, Map<String, String> given, Table table) {
        if (!has(report, "offset")) {
            return null;
        }
        long rows = report.parameters().stream()
                .filter(parameter -> parameter.name().equals("limit"))
                .mapToLong(Parameter::fallback)
                .findFirst()
                .orElseThrow();
        String limit = given.getOrDefault("limit", Long.toString(rows));
        return new Part(Long.parseLong(given.getOrDefault("offset", "0")), Integer.parseInt(limit), table.rowsInAll());
    }

    /** What is drawn of a report that has a row for each day, week or month: stocks above, and below what flows. */
    private static final Map<String, List<Line>> LINES = Map.of(
            "liability",
            List.of(
                    new Line("available", "", "CONSUMPTION", true),
                    new Line("held", "", "LIFE_SERVICE", true),
                    new Line("frozen", "", "SOCIAL", true),
                    new Line("issued", "", "GAMING", false),
                    new Line("redeemed", "", "FINANCIAL", false),
                    new Line("expired", "", "MEMBERSHIP", false),
                    new Line("clawedBack", "", "CAMPAIGN", false)));

    private static List<Line> lines(Table table, Texts t) {
        boolean overTime =
                table.rows().size() > 1 && table.columns().getFirst().name().equals("period");
        return overTime
                ? LINES.getOrDefault(table.name(), List.of()).stream()
                        .map(line -> new Line(
                                line.column(),
                                table.columns()
                                        .get(table.indexOf(line.column()))
                                        .label(t.language().locale()),
                                line.colour(),
                                line.isStock()))
                        .toList()
                : List.of();
    }
}
