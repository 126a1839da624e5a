package io.pointstream.dashboards;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.CaseDesk;
import java.util.Objects;

/**
 * What is shown of devices and addresses under {@code /v1}. A person sees their ids on the page of a case, having said why; a
 * program of theirs sees them here, which is noted.
 */
final class Unmasking {

    private Unmasking() {}

    /** One of two forms of the same, by who asks. */
    static <T> T shown(Context ctx, CaseDesk desk, T inClear, T masked) {
        Visitor visitor = Visitor.of(ctx);
        if (visitor.session() != null || !visitor.hasAny(Masking.NEEDED_BY) || masked.equals(inClear)) {
            return masked;
        }
        Endpoint route = Objects.requireNonNull(ctx.endpoints().matchedHttpEndpoint());
        String query = ctx.queryString();
        // Of one case: that case. Of many: the route, and what was asked first.
        String subject = ctx.pathParamMap().containsKey("caseId") ? ctx.path() : route.path;
        desk.noteShown(visitor.actor(), ctx.method() + " " + subject, ctx.path() + (query == null ? "" : "?" + query));
        return inClear;
    }
}
