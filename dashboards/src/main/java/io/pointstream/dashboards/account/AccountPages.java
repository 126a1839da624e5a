package io.pointstream.dashboards.account;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pointstream.dashboards.account.LiveAccounts.Answer;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.page.Case;
import io.pointstream.dashboards.page.Entry;
import io.pointstream.dashboards.page.PageContext;
import io.pointstream.dashboards.page.Pages.Part;
import io.pointstream.dashboards.page.Renderer;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.AccountReport;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.StatementQuery;
import io.pointstream.sinks.report.StatementQuery.Steps;
import io.pointstream.sinks.report.Table;
import io.pointstream.sinks.report.TimelineQuery;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of one account: what it has now, from its state, and what became of it, from ClickHouse. */
public final class AccountPages {

    private static final Logger LOG = LoggerFactory.getLogger(AccountPages.class);

    private static final int STEPS_A_PAGE = 50;
    private static final int ENTRIES_A_PAGE = 100;
    private static final int CASES_MAX = 30;
    private static final int TIERS_MAX = 20;

    private final Renderer renderer;
    private final Reports reports;
    private final AccountFinder finder;

    AccountPages(Renderer renderer, Reports reports, AccountFinder finder) {
        this.renderer = renderer;
        this.reports = reports;
        this.finder = finder;
    }

    void add(RoutesConfig routes) {
        routes.get("/account", this::show);
    }

    /** What the page shows of what has been. */
    public enum View {
        /** What moved points, with the reasons and the balance after it. */
        STATEMENT,
        /** Everything, signals and cases too, by event time. */
        TIMELINE
    }

    /** The address of a view of an account. */
    public static String view(String accountId, View view) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("id", accountId);
        query.put("view", view.name().toLowerCase(Locale.ROOT));
        return PageContext.url("/account", query);
    }

    /** The address of everything that an event caused. */
    public static String event(String accountId, String eventId) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("id", accountId);
        query.put("view", "timeline");
        query.put("event", eventId);
        return PageContext.url("/account", query) + "#history";
    }

    /** The address of a statement that begins at a step. */
    public static String step(String accountId, long step) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("id", accountId);
        query.put("step", Long.toString(step));
        return PageContext.url("/account", query) + "#history";
    }

    private void show(Context ctx) throws InterruptedException {
        String given = ctx.queryParam("id");
        if (given == null || given.isBlank()) {
            renderer.render(ctx, "find.jte", Map.of());
            return;
        }
        String id = Params.accountId(given.strip());
        long offset = Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
        String event = Params.text(ctx, "event");
        View wanted = Params.choice(ctx, "view", View.class, fallback(ctx));
        Answer.Settled answer = finder.find(id, 0);
        AccountNow now = now(answer);
        Order order = "oldest".equals(ctx.queryParam("order")) ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
        Optional<AccountReport> known = reports.account(
                id,
                wanted == View.TIMELINE
                        ? new TimelineQuery(new Page(ENTRIES_A_PAGE, offset), order, Params.code(ctx, "entry"), event)
                        : new TimelineQuery(Page.first(1), order));
        if (known.isEmpty() && now == null) {
            ctx.status(HttpStatus.NOT_FOUND);
            renderer.render(ctx, "missing.jte", Map.of("id", id));
            return;
        }
        Texts t = renderer.texts(ctx);
        Standing stored = known.flatMap(report -> Standing.of(report.account())).orElse(null);
        List<Case> cases = Case.of(reports.flags(FlagFilter.of(id), Page.first(CASES_MAX)));
        Map<String, Object> model = new HashMap<>();
        model.put("id", id);
        model.put("now", now);
        model.put("standing", now == null ? stored : Standing.of(now));
        model.put("behind", now == null ? 0L : now.step() - (stored == null ? 0 : stored.step()));
        model.put("stranger", answer instanceof Answer.Unknown);
        model.put("lots", now == null ? List.of() : LotMonth.of(now, t.zone()));
        model.put("limits", now == null ? List.of() : CapWindow.of(now.caps()));
        model.put("tiers", TierSpan.of(reports.tiers(id, Page.first(TIERS_MAX))));
        model.put("cases", cases);
        if (wanted == View.TIMELINE && known.isPresent()) {
            timeline(model, known.get().timeline(), offset, order, event, t);
        } else {
            statement(ctx, model, id, offset, new StatementReader(t, cases));
        }
        renderer.render(ctx, "account.jte", model);
    }

    // Who asks for a part of the timeline wants to see it.
    private static View fallback(Context ctx) {
        return ctx.queryParam("entry") == null && ctx.queryParam("order") == null && ctx.queryParam("event") == null
                ? View.STATEMENT
                : View.TIMELINE;
    }

    private static @Nullable AccountNow now(Answer.Settled answer) {
        if (!(answer instanceof Answer.Found(byte[] json))) {
            return null;
        }
        try {
            return AccountNow.read(json);
        } catch (IOException e) {
            LOG.warn("accounts page=unreadable error=\"{}\"", e.toString());
            return null;
        }
    }

    private static void timeline(
            Map<String, Object> model, Table timeline, long offset, Order order, @Nullable String event, Texts t) {
        model.put("view", View.TIMELINE);
        model.put("entries", Entry.of(timeline, new Words(t)));
        model.put("oldest", order == Order.OLDEST_FIRST);
        model.put("event", event == null ? "" : event);
        model.put("part", new Part(offset, ENTRIES_A_PAGE, timeline.rowsInAll()));
        model.put("table", timeline);
    }

    private void statement(Context ctx, Map<String, Object> model, String id, long offset, StatementReader reader) {
        Steps show = Params.choice(ctx, "show", Steps.class, Steps.MOVING);
        long upTo = Params.number(ctx, "step", StatementQuery.NEWEST, 1, StatementQuery.NEWEST);
        Table statement = reports.statement(id, new StatementQuery(new Page(STEPS_A_PAGE, offset), show, upTo));
        model.put("view", View.STATEMENT);
        model.put("lines", reader.read(statement));
        model.put("allSteps", show == Steps.ALL);
        model.put("upTo", upTo == StatementQuery.NEWEST ? 0L : upTo);
        model.put("part", new Part(offset, STEPS_A_PAGE, statement.rowsInAll()));
        model.put("table", statement);
    }
}
