package io.pointstream.dashboards;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.CaseDesk.Opinion;
import io.pointstream.dashboards.desk.CaseDesk.Outcome;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Grounds;
import io.pointstream.dashboards.desk.Verdict;
import io.pointstream.dashboards.http.Fields;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.page.Case;
import io.pointstream.dashboards.page.CaseFile;
import io.pointstream.dashboards.page.Links;
import io.pointstream.dashboards.page.SimilarCase;
import io.pointstream.sinks.report.ActFilter;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Table;
import java.util.List;
import java.util.Map;

/** A case for programs, under {@code /v1/flags} (INTERFACES 4): why, what can be done about it, and doing it; and what people did. */
final class CaseApi {

    private static final int ACTS_MAX = 1_000;

    private final CaseReports reports;
    private final Desk desk;
    private final CaseDesk cases;

    CaseApi(CaseReports reports, Desk desk) {
        this.reports = reports;
        this.desk = desk;
        this.cases = desk.cases();
    }

    void add(RoutesConfig routes) {
        routes.get("/v1/flags/{caseId}", ctx -> show(ctx, find(ctx)));
        routes.get("/v1/flags/{caseId}/events", this::events);
        routes.get("/v1/flags/{caseId}/links", this::links);
        routes.get("/v1/flags/{caseId}/similar", this::similar);
        routes.put("/v1/flags/{caseId}/lock", this::take);
        routes.delete("/v1/flags/{caseId}/lock", this::putBack);
        routes.put("/v1/flags/{caseId}/assignee", this::assign);
        routes.post("/v1/flags/{caseId}/notes", this::note);
        routes.post("/v1/flags/{caseId}/decisions", this::decide);
        routes.post("/v1/flags/{caseId}/approvals", this::approve);
        routes.get("/v1/acts", this::acts);
    }

    private CaseFile find(Context ctx) {
        return CaseFile.find(reports, ctx.pathParam("caseId"));
    }

    private void show(Context ctx, CaseFile file) {
        Case shown = Unmasking.shown(ctx, cases, file.item(), file.item().masked());
        ctx.json(CaseJson.of(
                file, shown, desk.state().work(file.facts().caseId()), cases.previews(file.facts()), desk.now()));
    }

    private void events(Context ctx) {
        CaseFile file = find(ctx);
        Api.write(ctx, reports.events(file.accounts(), file.eventIds()));
    }

    // Of the case's accounts, or of one that somebody wants to see more of.
    private void links(Context ctx) {
        List<String> own = find(ctx).accounts();
        String account = Params.text(ctx, "account");
        Table table = reports.links(account == null ? own : List.of(account), Page.first(Links.EDGES_MAX));
        ctx.json(Unmasking.shown(ctx, cases, Links.of(table, own, true), Links.of(table, own, false)));
    }

    private void similar(Context ctx) {
        Api.write(ctx, SimilarCase.find(reports, find(ctx).item()));
    }

    private void take(Context ctx) {
        CaseFile file = find(ctx);
        cases.take(Visitor.of(ctx).actor(), file.facts());
        show(ctx, file);
    }

    private void putBack(Context ctx) {
        CaseFile file = find(ctx);
        cases.putBack(Visitor.of(ctx).actor(), file.facts().caseId());
        show(ctx, file);
    }

    private void assign(Context ctx) {
        Fields fields = Fields.of(ctx);
        String assignee = fields.text("assignee").strip();
        if (fields.value("assignee").isMissingNode()) {
            fields.refuse("assignee", "expected a user's name, or null for nobody");
        }
        if (fields.refused(ctx)) {
            return;
        }
        CaseFile file = find(ctx);
        cases.assign(Visitor.of(ctx).actor(), file.facts().caseId(), assignee.isEmpty() ? null : assignee);
        show(ctx, file);
    }

    private void note(Context ctx) {
        Fields fields = Fields.of(ctx);
        String note = fields.text("note");
        if (fields.refused(ctx)) {
            return;
        }
        CaseFile file = find(ctx);
        cases.note(Visitor.of(ctx).actor(), Visitor.actKey(ctx), file.facts().caseId(), note);
        show(ctx, file);
    }

    private void decide(Context ctx) {
        Fields fields = Fields.of(ctx);
        Verdict verdict = fields.choice("decision", Verdict.class);
        String note = fields.text("note");
        // Who gives no grounds of ours has some of their own.
        Grounds grounds = fields.text("reason").isEmpty() ? Grounds.OTHER : fields.choice("reason", Grounds.class);
        if (verdict != null && grounds != null) {
            if (!Grounds.of(verdict).contains(grounds)) {
                fields.refuse("reason", "expected one of " + Grounds.of(verdict));
            } else if (grounds == Grounds.OTHER && note.isBlank()) {
                fields.refuse("note", "expected text, where there is no reason or it is OTHER");
            }
        }
        if (fields.refused(ctx) || verdict == null || grounds == null) {
            return;
        }
        CaseFile file = find(ctx);
        Outcome outcome = cases.decide(
                Visitor.of(ctx).actor(), Visitor.actKey(ctx), file.facts(), new Opinion(verdict, grounds, note));
        answer(ctx, outcome);
    }

    private enum Word {
        APPROVE,
        REFUSE
    }

    private void approve(Context ctx) {
        Fields fields = Fields.of(ctx);
        Word word = fields.choice("word", Word.class);
        String note = fields.text("note");
        if (fields.refused(ctx) || word == null) {
            return;
        }
        String caseId = ctx.pathParam("caseId");
        String key = Visitor.actKey(ctx);
        if (word == Word.REFUSE) {
            cases.refuse(Visitor.of(ctx).actor(), key, caseId, note);
            ctx.json(Map.of("id", key, "state", "REFUSED"));
        } else {
            answer(ctx, cases.approve(Visitor.of(ctx).actor(), key, find(ctx).facts(), note));
        }
    }

    private static void answer(Context ctx, Outcome outcome) {
        ctx.status(outcome.waits() ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .json(Map.of("id", outcome.actId(), "state", outcome.waits() ? "PROPOSED" : "DECIDED"));
    }

    private void acts(Context ctx) {
        ActFilter filter = new ActFilter(
                Params.days(ctx),
                Params.text(ctx, "person"),
                Params.text(ctx, "kind"),
                Params.text(ctx, "about"),
                Params.text(ctx, "words"));
        Page page = new Page(
                (int) Params.number(ctx, "limit", 100, 1, ACTS_MAX),
                Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE));
        Table acts = reports.acts(filter, page);
        Api.write(ctx, Visitor.of(ctx).hasAny(Masking.NEEDED_BY) ? acts : Masking.masked(acts));
    }
}
