package io.pointstream.dashboards;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.text.Language;
import io.pointstream.sinks.report.AccountReport;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TableFormat;
import io.pointstream.sinks.report.TimelineQuery;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The reports for programs, under {@code /v1} (INTERFACES 4): JSON, or CSV where a table makes sense. */
final class Api {

    private static final int ROWS = 100;
    private static final int ROWS_MAX = 1000;

    private final Reports reports;
    private final Map<String, Function<Context, Table>> byName = new LinkedHashMap<>();

    Api(Reports reports) {
        this.reports = reports;
        byName.put("mix", this::mix);
        byName.put("flags", this::flags);
        byName.put("account", ctx -> account(ctx, required(ctx, "id")).account());
        byName.put("timeline", ctx -> account(ctx, required(ctx, "id")).timeline());
        byName.put(
                "throughput",
                ctx -> reports.throughput(Duration.ofSeconds(Params.number(
                        ctx, "seconds", 300, 1, Duration.ofHours(1).toSeconds()))));
        byName.put("watermarks", ctx -> reports.watermarks());
        byName.put("storage", ctx -> reports.storage());
    }

    void add(RoutesConfig routes) {
        routes.get("/v1/flags", ctx -> write(ctx, flags(ctx)));
        routes.get(
                "/v1/accounts/{id}/timeline",
                ctx -> write(ctx, account(ctx, ctx.pathParam("id")).timeline()));
        routes.get("/v1/reports/{name}", this::report);
    }

    private void report(Context ctx) {
        Function<Context, Table> report = byName.get(ctx.pathParam("name"));
        if (report == null) {
            throw new NotFoundResponse("There is no such report; there are " + String.join(", ", byName.keySet()));
        }
        write(ctx, report.apply(ctx));
    }

    private Table mix(Context ctx) {
        LocalDate from = Params.day(ctx, "from");
        LocalDate to = Params.day(ctx, "to");
        LocalDate first = from == null ? Days.ALL.from() : from;
        LocalDate last = to == null ? Days.ALL.to() : to;
        if (first.isAfter(last)) {
            throw new BadRequestResponse("from must not be after to");
        }
        return reports.mix(new MixQuery(
                new Days(first, last), splits(ctx), Params.choice(ctx, "period", Period.class, Period.ALL)));
    }

    private static Set<Split> splits(Context ctx) {
        Set<Split> splits = EnumSet.noneOf(Split.class);
        String by = ctx.queryParam("by");
        for (String name : by == null ? new String[0] : by.split(",", 3)) {
            switch (name) {
                case "rule" -> splits.add(Split.RULE);
                case "tier" -> splits.add(Split.TIER);
                case "category" -> {
                    // always there
                }
                default -> throw new BadRequestResponse("by must be a list of category, rule, tier");
            }
        }
        return splits;
    }

    private Table flags(Context ctx) {
        return reports.flags(
                new FlagFilter(
                        Params.code(ctx, "status"),
                        Params.code(ctx, "level"),
                        Params.code(ctx, "code"),
                        ctx.queryParam("account")),
                page(ctx));
    }

    private AccountReport account(Context ctx, String accountId) {
        Order order = Params.choice(ctx, "order", Order.class, Order.OLDEST_FIRST);
        return reports.account(Params.accountId(accountId), new TimelineQuery(page(ctx), order))
                .orElseThrow(() -> new NotFoundResponse("Nothing is known about this account"));
    }

    private static String required(Context ctx, String name) {
        String value = ctx.queryParam(name);
        if (value == null) {
            throw new BadRequestResponse(name + " is required");
        }
        return value;
    }

    private static Page page(Context ctx) {
        return new Page(
                (int) Params.number(ctx, "limit", ROWS, 1, ROWS_MAX),
                Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE));
    }

    private enum Format {
        JSON,
        CSV
    }

    private static void write(Context ctx, Table table) {
        Format format = Params.choice(ctx, "format", Format.class, Format.JSON);
        Locale locale = Language.ofTag(ctx.queryParam("lang"))
                .orElseGet(() -> Language.accepted(ctx.header("Accept-Language")))
                .locale();
        StringBuilder out = new StringBuilder();
        try {
            switch (format) {
                case JSON -> {
                    TableFormat.JSON.write(table, locale, out);
                    ctx.contentType("application/json; charset=utf-8");
                }
                case CSV -> {
                    TableFormat.CSV.write(table, locale, out);
                    ctx.contentType("text/csv; charset=utf-8")
                            .header("Content-Disposition", "attachment; filename=\"" + table.name() + ".csv\"");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot be written to", e);
        }
        ctx.result(out.toString());
    }
}
