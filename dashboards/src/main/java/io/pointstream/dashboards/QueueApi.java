package io.pointstream.dashboards;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.http.Fields;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.page.CaseQueue;
import io.pointstream.dashboards.page.QueueView;
import io.pointstream.schemas.json.Times;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The queue for programs, under {@code /v1/queue}: the open cases, the next one, and views of them that are kept. */
final class QueueApi {

    private static final int CASES_MAX = 500;

    private final CaseQueue queue;
    private final Desk desk;

    QueueApi(CaseReports reports, Desk desk) {
        this.queue = new CaseQueue(reports, desk);
        this.desk = desk;
    }

    void add(RoutesConfig routes) {
        routes.get("/v1/queue", this::find);
        routes.post("/v1/queue/next", this::next);
        routes.get("/v1/queue/views", ctx -> ctx.json(views(actor(ctx))));
        routes.put("/v1/queue/views/{name}", this::saveView);
        routes.delete("/v1/queue/views/{name}", this::removeView);
    }

    private record QueueJson(@Nullable String completeUpTo, long total, List<CaseJson.Queued> cases) {}

    private void find(Context ctx) {
        Page page = new Page(
                (int) Params.number(ctx, "limit", 50, 1, CASES_MAX),
                Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE));
        Table found =
                queue.find(QueueView.of(ctx), String.valueOf(Visitor.of(ctx).name()), page);
        Instant completeUpTo = found.completeUpTo();
        ctx.json(new QueueJson(
                completeUpTo == null ? null : Times.utc(completeUpTo),
                found.rowsInAll(),
                queue.rows(found).stream().map(CaseJson.Queued::of).toList()));
    }

    private void next(Context ctx) {
        Optional<String> taken = queue.takeNext(actor(ctx), QueueView.of(ctx));
        if (taken.isPresent()) {
            ctx.json(Map.of("caseId", taken.get()));
        } else {
            ctx.status(HttpStatus.NO_CONTENT);
        }
    }

    private record ViewJson(String name, String query) {}

    private record ViewsJson(List<ViewJson> views) {}

    private ViewsJson views(Actor actor) {
        return new ViewsJson(desk.state().views(actor.name()).entrySet().stream()
                .map(view -> new ViewJson(view.getKey(), view.getValue()))
                .toList());
    }

    private void saveView(Context ctx) {
        Fields fields = Fields.of(ctx);
        String query = fields.text("query");
        if (fields.value("query").isMissingNode()) {
            fields.refuse("query", "expected what stands behind the ? of GET /v1/queue");
        }
        if (fields.refused(ctx)) {
            return;
        }
        desk.cases().saveView(actor(ctx), ctx.pathParam("name"), query);
        ctx.json(views(actor(ctx)));
    }

    private void removeView(Context ctx) {
        desk.cases().removeView(actor(ctx), ctx.pathParam("name"));
        ctx.json(views(actor(ctx)));
    }

    private static Actor actor(Context ctx) {
        return Visitor.of(ctx).actor();
    }
}
