package io.pointstream.dashboards.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.dashboards.http.Params;
import io.pointstream.dashboards.page.ReportPages.Range;
import io.pointstream.sinks.report.Against;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Only;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pages for people. Each shows one view that its address reproduces; all of them only read. */
public final class Pages {

    // So that a chart has at most about three thousand points, and the answer stays small.
    private static final int RANGE_DAYS_MAX = 3660;

    /** The reason codes of DOMAIN 5, for the filter. */
    public static final List<String> REASON_CODES = List.of(
            "VELOCITY",
            "CAP_HUGGING",
            "CLOCKWORK",
            "IMPOSSIBLE_ENGAGEMENT",
            "SPLIT_PAYMENTS",
            "REFUND_CHURN",
            "MERCHANT_COLLUSION",
            "SHARED_DEVICE",
            "INVITE_RING",
            "LOCKSTEP",
            "DORMANT_BURST",
            "REDEMPTION_RUSH",
            "ACCOUNT_TAKEOVER",
            "DENY_LISTED");

    private static final int CASES_A_PAGE = 30;
    private static final int TOP_CASES = 8;
    private static final int TOP_EARNERS = 20;

    private final Renderer renderer;
    private final Reports reports;
    private final PulseReader pulse;
    private final DataDays days;

    public Pages(Renderer renderer, Reports reports, MeterRegistry meters, InstantSource clock, ZoneId zone) {
        this.renderer = renderer;
        this.reports = reports;
        this.pulse = new PulseReader(reports, meters, clock);
        this.days = new DataDays(reports, clock, zone);
    }

    /** Adds the pages. */
    public void add(RoutesConfig routes) {
        routes.get("/", this::overview);
        routes.get("/fragments/pulse", this::pulseFragment);
        routes.get("/fragments/arrivals", this::arrivalsFragment);
        routes.get("/fragments/standing", this::standingFragment);
        routes.get("/mix", this::mix);
        routes.get("/flags", this::flags);
        new ReportPages(renderer, reports, days).add(routes);
    }

    private void overview(Context ctx) {
        render(ctx, "overview.jte", Map.of("pulse", pulse.read(), "standing", standing()));
    }

    private void pulseFragment(Context ctx) {
        render(ctx, "pulse.jte", Map.of("pulse", pulse.read()));
    }

    private void arrivalsFragment(Context ctx) {
        render(ctx, "arrivals.jte", Map.of("pulse", pulse.read()));
    }

    private void standingFragment(Context ctx) {
        render(ctx, "standing.jte", Map.of("standing", standing()));
    }

    /** What of the overview changes slowly: the mix of the newest days and the cases with the highest scores. */
    public record Standing(Mix mix, List<Case> top) {}

    private Standing standing() {
        return new Standing(
                Mix.of(reports, new MixQuery(DataDays.upTo(days.newest(), DataDays.USUAL), Set.of(), Period.DAY), null),
                Case.of(reports.flags(FlagFilter.OPEN, Page.first(TOP_CASES))));
    }

    /** How the mix page cuts its rows. */
    public enum By {
        CATEGORY,
        RULE
    }

    /** What the mix page's chart shows. */
    public enum Measure {
        POINTS,
        VALUE
    }

    /** How the mix page's chart shows it. */
    public enum Scale {
        AMOUNT,
        SHARE
    }

    /** The spans that the mix page can step by. */
    public enum Step {
        DAY,
        WEEK,
        MONTH
    }

    /** What the mix page is held against. */
    public enum Earlier {
        NONE,
        PREVIOUS,
        YEAR;

        @Nullable
        Days of(Days days) {
            return this == NONE ? null : Against.valueOf(name()).of(days);
        }
    }

    /**
     * What the mix page was asked for.
     *
     * @param before the earlier days that it is held against; null for none
     */
    public record MixView(
            Days days,
            Only only,
            By by,
            Step step,
            Measure measure,
            Scale scale,
            Earlier against,
            @Nullable Days before) {

        /** The report behind the chart as a file. */
        public String series(String format) {
            Map<String, String> query = asked();
            query.put("period", value(step));
            query.put("format", format);
            return PageContext.url("/v1/reports/mix", query);
        }

        /** The report behind the table as a file. */
        public String table(String format) {
            Map<String, String> query = asked();
            if (against != Earlier.NONE) {
                query.put("against", value(against));
            }
            query.put("format", format);
            return PageContext.url(against == Earlier.NONE ? "/v1/reports/mix" : "/v1/reports/changes", query);
        }

        /** The accounts that earned what is shown. */
        public String earners() {
            Map<String, String> query = asked();
            query.remove("by");
            return PageContext.url("/reports/earners", query);
        }

        private Map<String, String> asked() {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("from", days.from().toString());
            query.put("to", days.to().toString());
            if (by == By.RULE) {
                query.put("by", "rule");
            }
            put(query, "category", only.category());
            put(query, "rule", only.ruleId());
            put(query, "tier", only.tier());
            return query;
        }

        private static void put(Map<String, String> query, String name, @Nullable String value) {
            if (value != null) {
                query.put(name, value);
            }
        }

        /** A choice as it stands in an address. */
        public static String value(Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT);
        }
    }

    /** An account that earned much of a rule. */
    public record Earner(String accountId, long points, double share, long postings, String level) {}

    private void mix(Context ctx) {
        LocalDate newest = days.newest();
        Days asked = days(ctx, newest);
        String rule = Params.text(ctx, "rule");
        Only only = new Only(
                Params.code(ctx, "category"), rule == null || rule.isBlank() ? null : rule, Params.code(ctx, "tier"));
        Earlier against = Params.choice(ctx, "against", Earlier.class, Earlier.NONE);
        MixView view = new MixView(
                asked,
                only,
                Params.choice(ctx, "by", By.class, By.CATEGORY),
                Params.choice(ctx, "period", Step.class, Step.DAY),
                Params.choice(ctx, "measure", Measure.class, Measure.POINTS),
                Params.choice(ctx, "scale", Scale.class, Scale.AMOUNT),
                against,
                against.of(asked));
        Set<Split> by = view.by() == By.RULE ? Set.of(Split.RULE) : Set.of();
        Period period = Period.valueOf(view.step().name());
        Mix mix = Mix.of(reports, new MixQuery(asked, by, period, only), view.before());
        render(
                ctx,
                "mix.jte",
                Map.of(
                        "view",
                        view,
                        "mix",
                        mix,
                        "ranges",
                        ranges(ctx, asked, newest),
                        "earners",
                        // One scan of the postings: where a single rule is asked for, and not before.
                        only.ruleId() == null ? List.of() : earners(asked, only)));
    }

    private static List<Range> ranges(Context ctx, Days asked, LocalDate newest) {
        List<Range> ranges = new ArrayList<>();
        DataDays.usual(newest).forEach((key, range) -> {
            Map<String, String> query = new LinkedHashMap<>();
            ctx.queryParamMap().forEach((name, values) -> query.put(name, values.getFirst()));
            query.remove("lang");
            query.put("from", range.from().toString());
            query.put("to", range.to().toString());
            ranges.add(new Range(key, PageContext.url("/mix", query), range.equals(asked)));
        });
        return ranges;
    }

    private List<Earner> earners(Days asked, Only only) {
        return Cells.of(reports.earners(asked, only, Page.first(TOP_EARNERS)))
                .map(row -> new Earner(
                        row.text("accountId"),
                        row.integer("points"),
                        row.number("share"),
                        row.integer("postings"),
                        row.text("level")))
                .toList();
    }

    private static Days days(Context ctx, LocalDate newest) {
        LocalDate from = Params.day(ctx, "from");
        LocalDate to = Params.day(ctx, "to");
        LocalDate last = to == null ? newest : to;
        LocalDate first = from == null ? DataDays.upTo(last, DataDays.USUAL).from() : from;
        if (first.isAfter(last)) {
            throw new BadRequestResponse("from must not be after to");
        }
        if (first.plusDays(RANGE_DAYS_MAX).isBefore(last)) {
            throw new BadRequestResponse("A range has at most " + RANGE_DAYS_MAX + " days");
        }
        return new Days(first, last);
    }

    /** A part of a long list. */
    public record Part(long offset, int size, long inAll) {

        /** The first row's number, from 1. */
        public long first() {
            return Math.min(offset + 1, inAll);
        }

        /** The last row's number. */
        public long last() {
            return Math.min(offset + size, inAll);
        }

        /** Whether rows come after. */
        public boolean hasNext() {
            return offset + size < inAll;
        }

        /** Where the part before begins. */
        public long previous() {
            return Math.max(0, offset - size);
        }

        /** Where the part after begins. */
        public long next() {
            return offset + size;
        }
    }

    /** Which cases a page shows. */
    public enum Status {
        OPEN,
        CLOSED,
        ALL
    }

    private void flags(Context ctx) {
        Status status = Params.choice(ctx, "status", Status.class, Status.OPEN);
        FlagFilter filter = new FlagFilter(
                status == Status.ALL ? null : status.name(), Params.code(ctx, "level"), Params.code(ctx, "code"), null);
        long offset = Params.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
        Table table = reports.flags(filter, new Page(CASES_A_PAGE, offset));
        render(
                ctx,
                "flags.jte",
                Map.of(
                        "filter",
                        filter,
                        "status",
                        status,
                        "cases",
                        Case.of(table),
                        "part",
                        new Part(offset, CASES_A_PAGE, table.rowsInAll()),
                        "table",
                        table));
    }

    private void render(Context ctx, String template, Map<String, Object> model) {
        renderer.render(ctx, template, model);
    }
}
