package io.pointstream.dashboards.intake;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.dashboards.page.Spark;
import java.util.Map;
import java.util.Optional;

/** The pages of who sends what: all sources, or one with its refused lines. */
public final class SourcePages {

    private final Renderer renderer;
    private final Sources sources;

    SourcePages(Renderer renderer, Sources sources) {
        this.renderer = renderer;
        this.sources = sources;
    }

    void add(RoutesConfig routes) {
        routes.get("/sources", this::show);
    }

    private void show(Context ctx) {
        String name = ctx.queryParam("name");
        if (name == null || name.isEmpty()) {
            renderer.render(ctx, "sources.jte", Map.of("sources", sources.all()));
            return;
        }
        Optional<Source.Snapshot> source = sources.find(name);
        if (source.isPresent()) {
            renderer.render(ctx, "source.jte", Map.of("source", source.get()));
        } else {
            renderer.error(ctx, HttpStatus.NOT_FOUND, renderer.texts(ctx).lookup("sources.missing"));
        }
    }

    /** The lines accepted in each of the last minutes. */
    public static Spark spark(Source.Snapshot source) {
        return Spark.of(source.perMinute().stream().map(lines -> (double) lines).toList());
    }

    /** Of all lines of the source, 0 to 1. */
    public static double refusedShare(Source.Snapshot source) {
        long lines = source.accepted() + source.refused() + source.unconfirmed();
        return lines == 0 ? 0 : (double) source.refused() / lines;
    }
}
