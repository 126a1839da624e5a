package io.pointstream.dashboards;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.text.Language;
import io.pointstream.sinks.report.NamedReport;
import io.pointstream.sinks.report.ParameterException;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TableFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reports for programs, under {@code /v1} (INTERFACES 4): as JSON, CSV or text. */
final class Api {

    private final Reports reports;
    private final CaseDesk desk;

    Api(Reports reports, CaseDesk desk) {
        this.reports = reports;
        this.desk = desk;
    }

    void add(RoutesConfig routes) {
        routes.get("/v1/flags", ctx -> answer(ctx, "flags", ctx::queryParam));
        routes.get("/v1/accounts/{id}/timeline", ctx -> {
            String id = Params.accountId(ctx.pathParam("id"));
            answer(ctx, "timeline", name -> name.equals("id") ? id : ctx.queryParam(name));
        });
        routes.get("/v1/reports/{name}", ctx -> answer(ctx, ctx.pathParam("name"), ctx::queryParam));
    }

    private void answer(Context ctx, String name, Function<String, @Nullable String> given) {
        NamedReport report = NamedReport.find(name)
                .orElseThrow(() -> new NotFoundResponse("There is no such report; there are "
                        + NamedReport.ALL.stream().map(NamedReport::name).collect(Collectors.joining(", "))));
        try {
            Table table = report.answer(reports, given)
                    .orElseThrow(() -> new NotFoundResponse("Nothing is known about this account"));
            write(ctx, Unmasking.shown(ctx, desk, table, Masking.masked(table)));
        } catch (ParameterException e) {
            throw new BadRequestResponse(String.valueOf(e.getMessage()));
        }
    }

    static void write(Context ctx, Table table) {
        TableFormat format = Params.choice(ctx, "format", TableFormat.class, TableFormat.JSON);
        Locale locale = Language.ofTag(ctx.queryParam("lang"))
                .orElseGet(() -> Language.accepted(ctx.header("Accept-Language")))
                .locale();
        StringBuilder out = new StringBuilder();
        try {
            format.write(table, locale, out);
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot be written to", e);
        }
        ctx.contentType(
                switch (format) {
                    case JSON -> "application/json; charset=utf-8";
                    case CSV -> "text/csv; charset=utf-8";
                    case TEXT -> "text/plain; charset=utf-8";
                });
        if (format == TableFormat.CSV) {
            ctx.header("Content-Disposition", "attachment; filename=\"" + table.name() + ".csv\"");
        }
        ctx.result(out.toString());
    }
}
