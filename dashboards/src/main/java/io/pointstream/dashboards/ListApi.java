package io.pointstream.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.ListDesk;
import io.pointstream.dashboards.desk.ListDesk.Wish;
import io.pointstream.dashboards.http.Fields;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.page.ListView;
import io.pointstream.schemas.json.ListJson;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lists for programs, under {@code /v1}: what {@code replay --lists} reads, too. */
final class ListApi {

    private final Desk desk;
    private final ListDesk lists;

    ListApi(Desk desk) {
        this.desk = desk;
        this.lists = desk.lists();
    }

    void add(RoutesConfig routes) {
        routes.get("/v1/lists", this::find);
        routes.post("/v1/lists", this::put);
        routes.post("/v1/lists/{id}/changes", this::change);
    }

    private enum Format {
        JSON,
        NDJSON
    }

    private void find(Context ctx) {
        List<ListEntry> entries =
                ListView.of(ctx, ListView.State.ALL).entries(desk.state(), lists.programNow(), Visitor.of(ctx));
        ListJson json = new ListJson();
        switch (Params.choice(ctx, "format", Format.class, Format.JSON)) {
            case JSON ->
                ctx.contentType("application/json; charset=utf-8")
                        .result(entries.stream()
                                .map(json::write)
                                .collect(Collectors.joining(",", "{\"entries\":[", "]}")));
            case NDJSON ->
                ctx.contentType("application/x-ndjson; charset=utf-8")
                        .result(entries.stream()
                                .map(entry -> json.write(entry) + "\n")
                                .collect(Collectors.joining()));
        }
    }

    private void put(Context ctx) {
        Fields fields = Fields.of(ctx);
        ListName list = fields.choice("list", ListName.class);
        ListedKind kind = fields.choice("kind", ListedKind.class);
        String value = fields.text("value");
        Instant from = time(fields, "from");
        Instant until = time(fields, "until");
        String reason = fields.text("reason");
        if (fields.refused(ctx) || list == null || kind == null) {
            return;
        }
        answer(
                ctx,
                lists.put(
                        Visitor.of(ctx).actor(),
                        Visitor.actKey(ctx),
                        new Wish(list, kind, value, from, until, reason)));
    }

    private enum Change {
        END,
        REMOVE
    }

    private void change(Context ctx) {
        Fields fields = Fields.of(ctx);
        Change change = fields.choice("change", Change.class);
        Instant until = time(fields, "until");
        String reason = fields.text("reason");
        if (fields.refused(ctx) || change == null) {
            return;
        }
        String id = ctx.pathParam("id");
        switch (change) {
            case END -> lists.end(Visitor.of(ctx).actor(), Visitor.actKey(ctx), id, until, reason);
            case REMOVE -> lists.remove(Visitor.of(ctx).actor(), Visitor.actKey(ctx), id, reason);
        }
        answer(ctx, desk.state().entry(id).orElseThrow());
    }

    /** A time; null where none is given. */
    private static @Nullable Instant time(Fields fields, String name) {
        JsonNode value = fields.value(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value.asText()).toInstant();
        } catch (DateTimeException e) {
            fields.refuse(name, "expected a time such as 2026-05-01T00:00:00Z");
            return null;
        }
    }

    private static void answer(Context ctx, ListEntry entry) {
        ctx.contentType("application/json; charset=utf-8").result(new ListJson().write(entry));
    }
}
