package io.pointstream.sinks.report;

import io.pointstream.schemas.Topics;
import io.pointstream.sinks.report.MixQuery.Only;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.StatementQuery.Steps;
import io.pointstream.sinks.report.TimelineQuery.Order;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report that is asked for by name. The command line and HTTP offer the same ones, with the same parameters; a new
 * report is an entry here, its method in {@link Reports} and its texts.
 */
public final class NamedReport {

    private enum MixSplit {
        /** Always there. */
        CATEGORY,
        RULE,
        TIER
    }

    private enum CostSplit {
        /** Always there. */
        CATEGORY,
        RULE
    }

    /** What it is about, and so who asks for it. */
    public enum Group {
        PROGRAM,
        FARMING,
        ACCOUNT,
        OPERATORS
    }

    private static final int ROWS = 100;
    private static final int ROWS_MAX = 1_000;

    private static final Parameter LIMIT = Parameter.number("limit", ROWS, 1, ROWS_MAX);
    private static final Parameter PERIOD = Parameter.choice("period", Period.values());
    private static final Parameter ID = Parameter.text("id");
    private static final Parameter STEP = Parameter.number("step", StatementQuery.NEWEST, 1, StatementQuery.NEWEST);

    private static final String JOURNAL = Topics.POINTS_JOURNAL.name();
    private static final String REDEMPTIONS = Topics.ACTIVITY_REDEMPTION.name();
    private static final String SIGNALS = Topics.FARMING_SIGNALS.name();
    private static final String FLAGS = Topics.FARMING_FLAGS.name();
    private static final String SHADOW_FLAGS = Topics.FARMING_SHADOW_FLAGS.name();
    private static final String REVIEWS = Topics.RISK_REVIEWS.name();
    private static final String NOTICES = Topics.POINTS_NOTICES.name();

    /** All of them, group by group. */
    public static final List<NamedReport> ALL = List.of(
            report(Group.PROGRAM, "mix", NamedReport::mix)
                    .from(JOURNAL)
                    .with(Parameter.FROM, Parameter.TO, Parameter.choices("by", MixSplit.values()), PERIOD)
                    .with(Parameter.code("category"), Parameter.text("rule"), Parameter.TIER),
            report(Group.PROGRAM, "changes", NamedReport::changes)
                    .from(JOURNAL)
                    .with(Parameter.FROM, Parameter.TO, Parameter.choice("against", Against.values()))
                    .with(Parameter.choices("by", MixSplit.values()))
                    .with(Parameter.code("category"), Parameter.text("rule"), Parameter.TIER),
            report(
                            Group.PROGRAM,
                            "earners",
                            (reports, given) -> reports.earners(given.days(), only(given), given.page()))
                    .from(JOURNAL, FLAGS)
                    .with(Parameter.FROM, Parameter.TO)
                    .with(Parameter.code("category"), Parameter.text("rule"), Parameter.TIER, LIMIT, Parameter.OFFSET),
            report(Group.PROGRAM, "liability", (reports, given) -> reports.liability(given.days(), period(given)))
                    .from(JOURNAL)
                    .with(Parameter.FROM, Parameter.TO, PERIOD),
            report(Group.PROGRAM, "redemptions", (reports, given) -> reports.redemptions(redemptions(given)))
                    .from(REDEMPTIONS, JOURNAL)
                    .with(Parameter.FROM, Parameter.TO, Parameter.choices("by", RedemptionQuery.Split.values()))
                    .with(Parameter.code("kind"), Parameter.code("partner"), Parameter.text("item")),
            report(Group.PROGRAM, "costs", NamedReport::costs)
                    .from(JOURNAL)
                    .with(Parameter.FROM, Parameter.TO, Parameter.choices("by", CostSplit.values()), Parameter.TIER),
            report(
                            Group.PROGRAM,
                            "caps",
                            (reports, given) -> reports.caps(given.days(), given.text("cap"), given.text("window")))
                    .from(JOURNAL)
                    .with(Parameter.FROM, Parameter.TO, Parameter.text("cap"), Parameter.code("window")),
            report(Group.PROGRAM, "leaderboard", NamedReport::leaderboard)
                    .from(JOURNAL, FLAGS, REVIEWS)
                    .with(Parameter.choice("period", Period.ALL, Period.WEEK, Period.MONTH), Parameter.ON, LIMIT),
            report(Group.FARMING, "flags", (reports, given) -> reports.flags(flags(given), given.page()))
                    .from(FLAGS)
                    .with(Parameter.code("status"), Parameter.code("level"), Parameter.code("code"))
                    .with(Parameter.text("account"), LIMIT, Parameter.OFFSET),
            report(Group.FARMING, "risk", (reports, given) -> reports.risk()).from(JOURNAL, FLAGS),
            report(Group.FARMING, "detectors", (reports, given) -> reports.detectors(given.days()))
                    .from(SIGNALS, FLAGS, SHADOW_FLAGS, REVIEWS, JOURNAL)
                    .with(Parameter.FROM, Parameter.TO),
            about(
                            Group.ACCOUNT,
                            "account",
                            (reports, given) -> account(reports, given).map(AccountReport::account))
                    .from(JOURNAL, FLAGS)
                    .with(ID),
            about(
                            Group.ACCOUNT,
                            "timeline",
                            (reports, given) -> account(reports, given).map(AccountReport::timeline))
                    .from(JOURNAL, SIGNALS, FLAGS, NOTICES, REVIEWS)
                    .with(
                            ID,
                            Parameter.choice("order", Order.values()),
                            Parameter.code("entry"),
                            Parameter.text("event"),
                            LIMIT,
                            Parameter.OFFSET),
            report(Group.ACCOUNT, "statement", NamedReport::statement)
                    .from(JOURNAL)
                    .with(ID, Parameter.choice("show", Steps.values()), STEP, LIMIT, Parameter.OFFSET),
            report(Group.OPERATORS, "throughput", NamedReport::throughput)
                    .from(JOURNAL)
                    .with(Parameter.number(
                            "seconds", 300, 1, Duration.ofHours(1).toSeconds())),
            report(Group.OPERATORS, "watermarks", (reports, given) -> reports.watermarks()),
            report(Group.OPERATORS, "storage", (reports, given) -> reports.storage()),
            report(
                    Group.OPERATORS,
                    "summary",
                    (reports, given) -> reports.summary().table()),
            report(Group.OPERATORS, "reconcile", (reports, given) -> reports.reconcile(given.days()))
                    .with(Parameter.FROM, Parameter.TO));

    private interface Answer<T> {
        T of(Reports reports, Arguments given);
    }

    private final Group group;
    private final String name;
    private final Answer<Optional<Table>> answer;
    private final List<String> sources;
    private final List<Parameter> parameters;

    private NamedReport(
            Group group,
            String name,
            Answer<Optional<Table>> answer,
            List<String> sources,
            List<Parameter> parameters) {
        this.group = group;
        this.name = name;
        this.answer = answer;
        this.sources = sources;
        this.parameters = parameters;
    }

    private static NamedReport report(Group group, String name, Answer<Table> answer) {
        return about(group, name, (reports, given) -> Optional.of(answer.of(reports, given)));
    }

    /** A report about something that may not be known. */
    private static NamedReport about(Group group, String name, Answer<Optional<Table>> answer) {
        return new NamedReport(group, name, answer, List.of(), List.of());
    }

    private NamedReport from(String... topics) {
        return new NamedReport(group, name, answer, List.of(topics), parameters);
    }

    private NamedReport with(Parameter... more) {
        return new NamedReport(
                group,
                name,
                answer,
                sources,
                Stream.concat(parameters.stream(), Arrays.stream(more)).toList());
    }

    /** The report of this name; empty if there is none. */
    public static Optional<NamedReport> find(String name) {
        return ALL.stream().filter(report -> report.name.equals(name)).findFirst();
    }

    /** What it is about. */
    public Group group() {
        return group;
    }

    /** The public name, which is also its table's. */
    public String name() {
        return name;
    }

    /** What it can be asked with. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Its title for people. */
    public String title(Locale locale) {
        return ReportTexts.get("table." + name, locale);
    }

    /** What its numbers mean, in one paragraph. */
    public String definition(Locale locale) {
        return ReportTexts.get("definition." + name, locale);
    }

    /**
     * Asks for it.
     *
     * @param given the text that was given for a parameter; null or empty if none was
     * @return empty if nothing is known about the account that it is about
     * @throws ParameterException if a parameter does not fit
     * @throws ReportException if ClickHouse is away or refuses
     * @throws TryLaterException if it cannot be said now
     */
    public Optional<Table> answer(Reports reports, Function<String, @Nullable String> given) {
        // The watermarks first: what is complete by then is in the answer.
        List<Table.Source> known = sources.isEmpty() ? List.of() : reports.sources(sources);
        return answer.of(reports, Arguments.read(parameters, given)).map(table -> table.withSources(known));
    }

    private static Table leaderboard(Reports reports, Arguments given) {
        return reports.leaderboard(period(given), given.day("on"), (int) given.number("limit"));
    }

    private static Table throughput(Reports reports, Arguments given) {
        return reports.throughput(Duration.ofSeconds(given.number("seconds")));
    }

    private static Period period(Arguments given) {
        return given.choice("period", Period.class, Period.ALL);
    }

    private static Table mix(Reports reports, Arguments given) {
        return reports.mix(new MixQuery(given.days(), split(given), period(given), only(given)));
    }

    private static Table changes(Reports reports, Arguments given) {
        Days days = given.days(reports::newestDay);
        Against against = given.choice("against", Against.class, Against.PREVIOUS);
        return reports.changes(new MixQuery(days, split(given), Period.ALL, only(given)), against.of(days));
    }

    private static Set<MixQuery.Split> split(Arguments given) {
        Set<MixSplit> by = given.choices("by", MixSplit.class);
        Set<MixQuery.Split> split = EnumSet.noneOf(MixQuery.Split.class);
        if (by.contains(MixSplit.RULE)) {
            split.add(MixQuery.Split.RULE);
        }
        if (by.contains(MixSplit.TIER)) {
            split.add(MixQuery.Split.TIER);
        }
        return split;
    }

    private static Only only(Arguments given) {
        return new Only(given.text("category"), given.text("rule"), given.text("tier"));
    }

    private static Table costs(Reports reports, Arguments given) {
        boolean byRule = given.choices("by", CostSplit.class).contains(CostSplit.RULE);
        return reports.costs(given.days(), byRule, given.text("tier"));
    }

    private static RedemptionQuery redemptions(Arguments given) {
        return new RedemptionQuery(
                given.days(),
                given.choices("by", RedemptionQuery.Split.class),
                given.text("kind"),
                given.text("partner"),
                given.text("item"));
    }

    private static FlagFilter flags(Arguments given) {
        return new FlagFilter(given.text("status"), given.text("level"), given.text("code"), given.text("account"));
    }

    private static Optional<AccountReport> account(Reports reports, Arguments given) {
        Page page = given.number("limit") == 0 ? Page.first(1) : given.page();
        Order order = given.choice("order", Order.class, Order.OLDEST_FIRST);
        return reports.account(
                given.required("id"), new TimelineQuery(page, order, given.text("entry"), given.text("event")));
    }

    private static Table statement(Reports reports, Arguments given) {
        return reports.statement(
                given.required("id"),
                new StatementQuery(
                        given.page(), given.choice("show", Steps.class, Steps.MOVING), given.number("step")));
    }
}
