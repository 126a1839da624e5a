package io.pointstream.dashboards.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.access.Visitor;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.CaseDesk;
import io.pointstream.dashboards.desk.CaseDesk.Opinion;
import io.pointstream.dashboards.desk.CaseFacts;
import io.pointstream.dashboards.desk.CaseWork;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.DeskState;
import io.pointstream.dashboards.desk.DeskState.User;
import io.pointstream.dashboards.desk.Grounds;
import io.pointstream.dashboards.desk.RefusedException;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.dashboards.desk.Verdict;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.AccountReport;
import io.pointstream.sinks.report.ActFilter;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TimelineQuery;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pages that people work in: the queue, a case, and what was done. Every form carries the key of the act that it asks
 * for, so that sending it again does nothing again, and answers by sending the browser to a page.
 */
public final class DeskPages {

    private static final int CASES_A_PAGE = 50;
    private static final int ENTRIES_A_PAGE = 50;
    private static final int ACTS_A_PAGE = 100;

    private final Renderer renderer;
    private final Reports reports;
    private final CaseReports cases;
    private final Desk desk;
    private final CaseQueue queue;

    public DeskPages(Renderer renderer, Reports reports, CaseReports cases, Desk desk) {
        this.renderer = renderer;
        this.reports = reports;
        this.cases = cases;
        this.desk = desk;
        this.queue = new CaseQueue(cases, desk);
    }

    /** Adds the pages. */
    public void add(RoutesConfig routes) {
        routes.get("/queue", ctx -> queue(ctx, "queue.jte"));
        routes.get("/fragments/queue", ctx -> queue(ctx, "queuerows.jte"));
        routes.post("/queue/next", this::next);
        routes.post("/queue/together", this::together);
        // Whoever changes the language there picks again.
        routes.get("/queue/together", ctx -> go(ctx, "/queue"));
        routes.post("/queue/decide", this::decideSome);
        routes.post("/queue/views", this::saveView);
        routes.post("/queue/views/remove", this::removeView);
        routes.get("/case", this::showCase);
        routes.get("/case/links", this::links);
        routes.post("/case/take", this::take);
        routes.post("/case/put-back", this::putBack);
        routes.post("/case/assign", this::assign);
        routes.post("/case/note", this::note);
        routes.post("/case/decide", this::decide);
        routes.post("/case/approve", this::approve);
        routes.post("/case/refuse", this::refuse);
        routes.post("/case/unmask", this::unmask);
        routes.get("/audit", this::audit);
    }

    private void queue(Context ctx, String template) {
        QueueView view = QueueView.of(ctx);
        DeskState state = desk.state();
        String me = String.valueOf(Visitor.of(ctx).name());
        long offset = Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
        Table table = queue.find(view, me, new Page(CASES_A_PAGE, offset));
        Map<String, Object> model = new HashMap<>();
        model.put("view", view);
        model.put("rows", queue.rows(table));
        model.put("part", new Pages.Part(offset, CASES_A_PAGE, table.rowsInAll()));
        model.put("table", table);
        model.put("views", state.views(me));
        model.put("waiting", state.casesWhere(work -> work.proposal() != null).size());
        model.put("people", people(view));
        model.put("me", me);
        renderer.render(ctx, template, model);
    }

    // Whose a case can be; and whoever is asked for, who may have come from elsewhere.
    private List<String> people(QueueView view) {
        SortedSet<String> people = desk.state().users().stream()
                .filter(user -> user.roles().stream().anyMatch(CaseDesk.DECIDERS::contains))
                .map(User::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (view.isOfPerson()) {
            people.add(view.whose());
        }
        return List.copyOf(people);
    }

    private void next(Context ctx) {
        QueueView view = QueueView.of(ctx);
        Optional<String> taken = queue.takeNext(Visitor.of(ctx).actor(), view);
        Map<String, String> query = new LinkedHashMap<>(view.query());
        if (taken.isPresent()) {
            query.put("id", taken.get());
            go(ctx, PageContext.url("/case", query));
        } else {
            query.put("said", "none");
            go(ctx, PageContext.url("/queue", query));
        }
    }

    // Shows what a decision on all of them would do; nothing is done yet.
    private void together(Context ctx) {
        Together together = queue.together(
                ctx.formParams("case"), String.valueOf(Visitor.of(ctx).name()));
        renderer.render(ctx, "together.jte", Map.of("together", together, "key", CaseDesk.newKey()));
    }

    private void decideSome(Context ctx) {
        Actor actor = Visitor.of(ctx).actor();
        Opinion opinion = opinion(ctx);
        String key = required(ctx, "key");
        int decided = 0;
        int waiting = 0;
        List<String> refused = new ArrayList<>();
        for (String caseId : ctx.formParams("case")) {
            try {
                // One act for each, all of one form: the same form again is the same acts.
                String own = key + "-" + Integer.toHexString(caseId.hashCode());
                boolean waits = desk.cases()
                        .decide(actor, own, CaseFile.find(cases, caseId).facts(), opinion)
                        .waits();
                decided += waits ? 0 : 1;
                waiting += waits ? 1 : 0;
            } catch (RefusedException e) {
                refused.add(caseId + ": " + e.in(renderer.texts(ctx)));
            }
        }
        renderer.render(ctx, "bulk.jte", Map.of("decided", decided, "waiting", waiting, "refused", refused));
    }

    private void saveView(Context ctx) {
        String query = ctx.formParam("query");
        desk.cases().saveView(Visitor.of(ctx).actor(), required(ctx, "name"), query == null ? "" : query);
        go(ctx, "/queue" + (query == null || query.isEmpty() ? "" : "?" + query));
    }

    private void removeView(Context ctx) {
        desk.cases().removeView(Visitor.of(ctx).actor(), required(ctx, "name"));
        go(ctx, "/queue");
    }

    private void showCase(Context ctx) {
        String caseId = Optional.ofNullable(ctx.queryParam("id"))
                .filter(id -> !id.isBlank())
                .orElseThrow(() -> new BadRequestResponse("id is required"));
        CaseFile file = CaseFile.find(cases, caseId);
        CaseFacts facts = file.facts();
        CaseWork work = desk.state().work(caseId);
        Visitor visitor = Visitor.of(ctx);
        String member = Optional.ofNullable(ctx.queryParam("member"))
                .filter(file.item().members()::contains)
                .orElse(facts.accountId());
        long offset = Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
        Words words = new Words(renderer.texts(ctx));
        Optional<AccountReport> account = reports.account(
                member,
                new TimelineQuery(new Page(ENTRIES_A_PAGE, offset), Order.NEWEST_FIRST, Params.code(ctx, "entry")));
        Map<String, Object> model = new HashMap<>();
        boolean inClear = desk.cases().isUnmasked(visitor.name(), caseId);
        model.put("file", file);
        model.put("item", inClear ? file.item() : file.item().masked());
        model.put("inClear", inClear);
        model.put("work", work);
        model.put("lock", work.lockedAt(desk.now()).orElse(null));
        model.put("verdict", work.verdict(facts));
        model.put("listed", ListPages.of(file.item(), desk.state(), desk.lists().programNow(), inClear));
        model.put("previews", desk.cases().previews(facts));
        model.put("mayDecide", visitor.has(Role.REVIEWER) || visitor.has(Role.SUPERVISOR));
        model.put(
                "mayApprove",
                work.proposal() != null
                        && visitor.hasAny(desk.config().approvers())
                        && !work.proposal().person().equals(visitor.name()));
        model.put("me", String.valueOf(visitor.name()));
        model.put("key", CaseDesk.newKey());
        model.put("view", QueueView.of(ctx));
        model.put("events", Evidence.of(cases.events(file.accounts(), file.eventIds()), words));
        model.put(
                "earlier",
                Case.of(reports.flags(FlagFilter.of(facts.accountId()), Page.first(CASES_A_PAGE))).stream()
                        .filter(other -> !other.caseId().equals(caseId))
                        .toList());
        model.put("similar", SimilarCase.of(SimilarCase.find(cases, file.item())));
        model.put("member", member);
        model.put(
                "entries",
                account.map(found -> Entry.of(found.timeline(), words)).orElse(List.of()));
        model.put(
                "part",
                new Pages.Part(
                        offset,
                        ENTRIES_A_PAGE,
                        account.map(found -> found.timeline().rowsInAll()).orElse(0L)));
        renderer.render(ctx, "case.jte", model);
    }

    // Of the case's accounts, or of one that somebody wants to see more of.
    private void links(Context ctx) {
        String caseId = Params.accountId(String.valueOf(ctx.queryParam("id")));
        List<String> own = CaseFile.find(cases, caseId).accounts();
        String account = ctx.queryParam("account");
        Table table = cases.links(account == null ? own : List.of(account), Page.first(Links.EDGES_MAX));
        ctx.json(Links.of(table, own, desk.cases().isUnmasked(Visitor.of(ctx).name(), caseId)));
    }

    private void take(Context ctx) {
        desk.cases().take(Visitor.of(ctx).actor(), facts(ctx));
        back(ctx);
    }

    private void putBack(Context ctx) {
        desk.cases().putBack(Visitor.of(ctx).actor(), required(ctx, "id"));
        back(ctx);
    }

    private void assign(Context ctx) {
        String assignee = ctx.formParam("assignee");
        desk.cases()
                .assign(
                        Visitor.of(ctx).actor(),
                        facts(ctx).caseId(),
                        assignee == null || assignee.isBlank() ? null : assignee.strip());
        back(ctx);
    }

    private void note(Context ctx) {
        desk.cases()
                .note(Visitor.of(ctx).actor(), required(ctx, "key"), facts(ctx).caseId(), required(ctx, "note"));
        back(ctx);
    }

    private void decide(Context ctx) {
        Actor actor = Visitor.of(ctx).actor();
        CaseFacts facts = facts(ctx);
        boolean waits = desk.cases()
                .decide(actor, required(ctx, "key"), facts, opinion(ctx))
                .waits();
        Map<String, String> query = new LinkedHashMap<>(QueueView.of(ctx).query());
        query.put("said", waits ? "waits" : "decided");
        query.put("saidOf", facts.caseId());
        Optional<String> next =
                ctx.formParam("next") == null ? Optional.empty() : queue.takeNext(actor, QueueView.of(ctx));
        if (next.isPresent()) {
            query.put("id", next.get());
            go(ctx, PageContext.url("/case", query));
        } else if (ctx.formParam("next") != null) {
            go(ctx, PageContext.url("/queue", query));
        } else {
            query.put("id", facts.caseId());
            go(ctx, PageContext.url("/case", query));
        }
    }

    private void approve(Context ctx) {
        desk.cases().approve(Visitor.of(ctx).actor(), required(ctx, "key"), facts(ctx), text(ctx, "note"));
        back(ctx);
    }

    private void refuse(Context ctx) {
        desk.cases().refuse(Visitor.of(ctx).actor(), required(ctx, "key"), required(ctx, "id"), text(ctx, "note"));
        back(ctx);
    }

    private void unmask(Context ctx) {
        desk.cases().unmask(Visitor.of(ctx).actor(), facts(ctx).caseId(), required(ctx, "note"));
        back(ctx);
    }

    private static Opinion opinion(Context ctx) {
        Verdict verdict = choice(ctx, "decision", Verdict.class);
        Grounds grounds = choice(ctx, "grounds-" + verdict, Grounds.class);
        return new Opinion(verdict, grounds, text(ctx, "note"));
    }

    private static <E extends Enum<E>> E choice(Context ctx, String field, Class<E> type) {
        try {
            return Enum.valueOf(type, required(ctx, field));
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse(field + " is none of those of the page");
        }
    }

    private CaseFacts facts(Context ctx) {
        return CaseFile.find(cases, required(ctx, "id")).facts();
    }

    private static String required(Context ctx, String field) {
        String text = ctx.formParam(field);
        if (text == null || text.isBlank()) {
            throw new BadRequestResponse(field + " is required");
        }
        return text;
    }

    private static String text(Context ctx, String field) {
        @Nullable String text = ctx.formParam(field);
        return text == null ? "" : text;
    }

    private static void back(Context ctx) {
        Map<String, String> query = new LinkedHashMap<>(QueueView.of(ctx).query());
        query.put("id", required(ctx, "id"));
        go(ctx, PageContext.url("/case", query));
    }

    private static void go(Context ctx, String path) {
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }

    /** What the audit was asked for. */
    public record AuditView(String person, String kind, String about, String words, String from, String to) {}

    private void audit(Context ctx) {
        AuditView view = new AuditView(
                query(ctx, "person"),
                query(ctx, "kind"),
                query(ctx, "about"),
                query(ctx, "words"),
                query(ctx, "from"),
                query(ctx, "to"));
        long offset = Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
        Table table = cases.acts(
                new ActFilter(Params.days(ctx), view.person(), view.kind(), view.about(), view.words()),
                new Page(ACTS_A_PAGE, offset));
        renderer.render(
                ctx,
                "audit.jte",
                Map.of(
                        "view",
                        view,
                        "acts",
                        ActRow.of(
                                Visitor.of(ctx).hasAny(Masking.NEEDED_BY) ? table : Masking.masked(table),
                                renderer.texts(ctx)),
                        "part",
                        new Pages.Part(offset, ACTS_A_PAGE, table.rowsInAll()),
                        "table",
                        table));
    }

    private static String query(Context ctx, String name) {
        @Nullable String text = ctx.queryParam(name);
        return text == null ? "" : text.strip();
    }
}
