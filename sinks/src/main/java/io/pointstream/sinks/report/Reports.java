package io.pointstream.sinks.report;

import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.report.MixQuery.Only;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The questions of DOMAIN 6, asked of ClickHouse. Safe for use by several threads.
 *
 * <p>Whatever comes from outside is bound as a parameter; SQL is put together from constants of this class alone. Every
 * method throws {@link ReportException} if the server is away or refuses.
 */
public final class Reports {

    /**
     * The shares that the program was planned with (DOMAIN 6). They add up to 116%, so they are lines to compare with
     * and no partition.
     */
    public static final Map<String, Double> REFERENCE_SHARES = Map.of(
            "CONSUMPTION", 0.65,
            "SOCIAL", 0.18,
            "FINANCIAL", 0.09,
            "LIFE_SERVICE", 0.12,
            "CONTENT", 0.07,
            "GAMING", 0.05);

    private final Queries queries;
    private final AccountHistory history;
    private final Reconciler reconciler;

    /** Of a process that does not know Kafka: it does not {@link #reconcile}. */
    public Reports(ClickHouseConfig config) {
        this(config, Reconciler.NONE);
    }

    public Reports(ClickHouseConfig config, Reconciler reconciler) {
        this.queries = new Queries(config.dataSource());
        this.history = new AccountHistory(queries);
        this.reconciler = reconciler;
    }

    /**
     * The earning mix: points issued, and points × value coefficient, by category, with their shares of the row's
     * period. By category alone it stands beside {@link #REFERENCE_SHARES}.
     */
    public Table mix(MixQuery query) {
        boolean byPeriod = query.period() != Period.ALL;
        boolean byRule = query.by().contains(Split.RULE);
        boolean byTier = query.by().contains(Split.TIER);
        List<Column> columns = new ArrayList<>();
        if (byPeriod) {
            columns.add(Column.date("period"));
        }
        columns.add(Column.text("category"));
        if (byRule) {
            columns.add(Column.text("ruleId"));
        }
        if (byTier) {
            columns.add(Column.text("tier"));
        }
        int keys = columns.size();
        columns.add(Column.integer("points"));
        columns.add(Column.decimal("valuePoints"));
        columns.add(Column.integer("postings"));
        columns.add(Column.integer("accounts"));
        List<List<@Nullable Object>> rows = queries.rows(
                columns,
                ReportSql.mix(query.by(), query.period()),
                bound(
                        query.days(),
                        query.only().category(),
                        query.only().ruleId(),
                        query.only().tier()));
        return withShares(columns, rows, keys, byPeriod, !byRule && !byTier);
    }

    private Table withShares(
            List<Column> columns,
            List<List<@Nullable Object>> rows,
            int keys,
            boolean byPeriod,
            boolean withReference) {
        int category = byPeriod ? 1 : 0;
        Map<Object, Long> points = new HashMap<>();
        Map<Object, BigDecimal> values = new HashMap<>();
        for (List<@Nullable Object> row : rows) {
            Object period = periodOf(row, byPeriod);
            points.merge(period, (Long) cell(row, keys), Long::sum);
            values.merge(period, (BigDecimal) cell(row, keys + 1), BigDecimal::add);
        }
        columns.add(keys + 1, Column.share("share"));
        columns.add(keys + 3, Column.share("valueShare"));
        if (withReference) {
            columns.add(keys + 4, Column.share("referenceShare"));
        }
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            Object period = periodOf(row, byPeriod);
            List<@Nullable Object> wide = new ArrayList<>(row);
            wide.add(keys + 1, share((Long) cell(row, keys), points.getOrDefault(period, 0L)));
            wide.add(keys + 3, share((BigDecimal) cell(row, keys + 1), values.getOrDefault(period, BigDecimal.ZERO)));
            if (withReference) {
                wide.add(keys + 4, REFERENCE_SHARES.get((String) cell(row, category)));
            }
            all.add(wide);
        }
        List<@Nullable Object> totals = new ArrayList<>(Arrays.asList(new Object[columns.size()]));
        totals.set(keys, points.values().stream().mapToLong(Long::longValue).sum());
        totals.set(keys + 2, values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        totals.set(
                columns.size() - 2,
                rows.stream().mapToLong(row -> (Long) cell(row, row.size() - 2)).sum());
        return new Table("mix", columns, all, totals, all.size(), completeUpTo());
    }

    private static Object periodOf(List<@Nullable Object> row, boolean byPeriod) {
        return byPeriod ? cell(row, 0) : "";
    }

    private static @Nullable Double share(Number part, Number whole) {
        return whole.doubleValue() == 0 ? null : part.doubleValue() / whole.doubleValue();
    }

    /**
     * What changed in the earning mix, the greatest change first: points and shares of earlier days, of the days asked for,
     * and the difference; of shares in percentage points. What was earned in one of the two alone has a row too.
     *
     * @param query of {@link Period#ALL}
     * @param before the earlier days
     */
    public Table changes(MixQuery query, Days before) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("category")));
        if (query.by().contains(Split.RULE)) {
            columns.add(Column.text("ruleId"));
        }
        if (query.by().contains(Split.TIER)) {
            columns.add(Column.text("tier"));
        }
        int keys = columns.size();
        columns.addAll(List.of(Column.integer("pointsBefore"), Column.integer("pointsAfter")));
        Days after = query.days();
        String[] both = {
            before.from().toString(),
            before.to().toString(),
            after.from().toString(),
            after.to().toString()
        };
        Only only = query.only();
        Object[] parameters = Stream.of(both, both, twice(only.category(), only.ruleId(), only.tier()))
                .flatMap(Arrays::stream)
                .toArray();
        List<List<@Nullable Object>> sums = queries.rows(columns, ReportSql.changes(query.by()), parameters);
        columns.addAll(List.of(
                Column.integer("pointsChange"),
                Column.share("shareBefore"),
                Column.share("shareAfter"),
                Column.number("shareChange")));
        long wholeBefore =
                sums.stream().mapToLong(row -> (Long) cell(row, keys)).sum();
        long wholeAfter =
                sums.stream().mapToLong(row -> (Long) cell(row, keys + 1)).sum();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> sum : sums) {
            long pointsBefore = (Long) cell(sum, keys);
            long pointsAfter = (Long) cell(sum, keys + 1);
            Double shareBefore = share(pointsBefore, wholeBefore);
            Double shareAfter = share(pointsAfter, wholeAfter);
            List<@Nullable Object> row = new ArrayList<>(sum);
            row.add(pointsAfter - pointsBefore);
            row.add(shareBefore);
            row.add(shareAfter);
            row.add(shareBefore == null || shareAfter == null ? null : (shareAfter - shareBefore) * 100);
            rows.add(row);
        }
        Set<String> summed = Set.of("pointsBefore", "pointsAfter", "pointsChange");
        return new Table("changes", columns, rows, Totals.of(columns, rows, summed), rows.size(), completeUpTo());
    }

    /**
     * The accounts that earned most of some of the points, with the level of their open cases: who is behind a figure of
     * the {@link #mix}.
     */
    public Table earners(Days days, Only only, Page page) {
        Object[] asked = bound(days, only.category(), only.ruleId(), only.tier());
        Table top = queries.page(
                "earners",
                List.of(Column.text("accountId"), Column.integer("points"), Column.share("share")),
                ReportSql.EARNERS,
                completeUpTo(),
                Map.of(),
                Stream.of(asked, asked).flatMap(Arrays::stream).toArray(),
                page);
        List<Column> more = List.of(Column.decimal("valuePoints"), Column.integer("postings"), Column.text("level"));
        List<Column> keyed = new ArrayList<>(more);
        keyed.addFirst(Column.text("accountId"));
        String ids = Queries.array(
                top.rows().stream().map(row -> (String) cell(row, 0)).toList());
        Map<Object, List<@Nullable Object>> byAccount = queries
                .rows(
                        keyed,
                        ReportSql.EARNERS_MORE,
                        Stream.of(new Object[] {ids, ids}, asked)
                                .flatMap(Arrays::stream)
                                .toArray())
                .stream()
                .collect(Collectors.toMap(row -> cell(row, 0), row -> row.subList(1, row.size())));
        List<Column> columns = new ArrayList<>(top.columns());
        columns.addAll(more);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> one : top.rows()) {
            List<@Nullable Object> row = new ArrayList<>(one);
            // Somebody whose rows went away in between is there without them.
            row.addAll(byAccount.getOrDefault(cell(one, 0), Collections.nCopies(more.size(), null)));
            rows.add(row);
        }
        return new Table(top.name(), columns, rows, null, top.rowsInAll(), top.completeUpTo());
    }

    /**
     * Cases by score, highest first: the newest version of each, with its reasons ({@link Reason}) and how it ended. The
     * end's cells are null while the case is open, and where it was closed before ends were recorded.
     */
    public Table flags(FlagFilter filter, Page page) {
        List<Column> columns = List.of(
                Column.text("caseId"),
                Column.text("accountId"),
                Column.number("score"),
                Column.text("level"),
                Column.text("status"),
                Column.list("reasons"),
                Column.list("members"),
                Column.time("raisedAt"),
                Column.time("updatedAt"),
                Column.text("endCause"),
                Column.time("endedAt"),
                Column.text("reviewer"),
                Column.text("endWhy"),
                Column.text("mergedInto"),
                Column.text("counterfactual"));
        return queries.page(
                "flags",
                columns,
                ReportSql.FLAGS,
                completeUpTo(),
                Map.of("reasons", Reason.class),
                twice(filter.status(), filter.level(), filter.code(), filter.accountId()),
                page);
    }

    // Each optional condition is asked for twice: whether it is there, and what it is.
    private static String[] twice(@Nullable String... conditions) {
        String[] parameters = new String[conditions.length * 2];
        for (int i = 0; i < conditions.length; i++) {
            String condition = conditions[i];
            parameters[2 * i] = condition == null ? "" : condition;
            parameters[2 * i + 1] = parameters[2 * i];
        }
        return parameters;
    }

    private static Object[] bound(Days days, @Nullable String... conditions) {
        return Stream.concat(Stream.of(days.from().toString(), days.to().toString()), Arrays.stream(twice(conditions)))
                .toArray();
    }

    /**
     * What the program owes: points issued, redeemed, expired and taken back in each period, and what its owners have at
     * the period's end, in points and in yuan. A period in which nothing moved has no row.
     */
    public Table liability(Days days, Period period) {
        List<Column> columns = new ArrayList<>();
        if (period != Period.ALL) {
            columns.add(Column.date("period"));
        }
        columns.addAll(List.of(
                Column.integer("issued"),
                Column.integer("redeemed"),
                Column.integer("expired"),
                Column.integer("clawedBack"),
                Column.integer("available"),
                Column.integer("held"),
                Column.integer("frozen"),
                Column.integer("outstanding"),
                Column.decimal("outstandingYuan")));
        Set<String> summed = Set.of("issued", "redeemed", "expired", "clawedBack");
        return answer("liability", columns, summed, ReportSql.liability(period), bound(days));
    }

    /**
     * What each category, or rule, costs per account that earned by it: the dearest first.
     *
     * @param tier only this tier; null for all
     */
    public Table costs(Days days, boolean byRule, @Nullable String tier) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("category")));
        if (byRule) {
            columns.add(Column.text("ruleId"));
        }
        columns.addAll(List.of(
                Column.integer("points"),
                Column.decimal("yuan"),
                Column.integer("accounts"),
                Column.number("pointsPerAccount"),
                Column.number("yuanPerAccount")));
        return answer("costs", columns, Set.of("points", "yuan"), ReportSql.costs(byRule), bound(days, tier));
    }

    /** What was asked for, and what became of it: by kind, partner and item. */
    public Table redemptions(RedemptionQuery query) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("kind")));
        if (query.by().contains(RedemptionQuery.Split.PARTNER)) {
            columns.add(Column.text("partner"));
        }
        if (query.by().contains(RedemptionQuery.Split.ITEM)) {
            columns.add(Column.text("itemId"));
        }
        List<Column> counted = List.of(
                Column.integer("requests"),
                Column.integer("refused"),
                Column.integer("waiting"),
                Column.integer("captured"),
                Column.integer("released"),
                Column.integer("refunded"),
                Column.integer("requestedPoints"),
                Column.integer("capturedPoints"),
                Column.integer("refundedPoints"));
        columns.addAll(counted);
        columns.addAll(List.of(Column.share("captureRate"), Column.share("refundRate"), Column.integer("accounts")));
        return answer(
                "redemptions",
                columns,
                counted.stream().map(Column::name).collect(Collectors.toSet()),
                ReportSql.redemptions(query.by()),
                bound(query.days(), query.kind(), query.partner(), query.itemId()));
    }

    /**
     * What each cap took, how often, from how many accounts, and how many stood at it: the one that took most first.
     *
     * @param cap how its name begins, such as a rule id; null for all
     * @param window only caps of this window; null for all
     */
    public Table caps(Days days, @Nullable String cap, @Nullable String window) {
        List<Column> columns = List.of(
                Column.text("cap"),
                Column.text("window"),
                Column.integer("limit"),
                Column.integer("asked"),
                Column.integer("cutEvents"),
                Column.integer("cutPoints"),
                Column.integer("accountsCut"),
                Column.integer("accountsAt"));
        return answer("caps", columns, Set.of("cutEvents", "cutPoints"), ReportSql.CAPS, bound(days, cap, window));
    }

    /**
     * Who earned most, without the accounts of open and of confirmed cases.
     *
     * @param span all time, or the week or month of a day
     * @param on a day of it; null for the newest that has come in
     * @param limit how many, 1 to {@link Page#LIMIT_MAX}
     */
    public Table leaderboard(Period span, @Nullable LocalDate on, int limit) {
        List<Column> columns = List.of(Column.integer("rank"), Column.text("accountId"), Column.integer("points"));
        int rows = Page.first(limit).limit();
        String day = (on == null ? newestDay() : on).toString();
        Object[] parameters = span == Period.ALL ? new Object[] {rows} : new Object[] {day, rows};
        return answer("leaderboard", columns, Set.of(), ReportSql.leaderboard(span), parameters);
    }

    // Nothing has come in yet: the first day there is.
    LocalDate newestDay() {
        LocalDate newest =
                (LocalDate) queries.one(List.of(Column.date("day")), """
                SELECT toDate32(max(newest), 'Asia/Shanghai') FROM watermarks WHERE topic = 'points.journal'
                """).getFirst();
        return newest == null ? Days.ALL.from() : newest;
    }

    /** Accounts by the level of their open cases, with what they have. */
    public Table risk() {
        List<Column> columns = List.of(
                Column.text("level"),
                Column.integer("accounts"),
                Column.integer("available"),
                Column.integer("held"),
                Column.integer("frozen"),
                Column.integer("debt"));
        return answer("risk", columns, Set.of("accounts", "available", "held", "frozen", "debt"), ReportSql.RISK);
    }

    /**
     * What each detector found, what reviewers made of it, and what it would flag if all that is tried out were in force.
     * A case counts for each of its reason codes.
     */
    public Table detectors(Days days) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("code"),
                Column.integer("signals"),
                Column.integer("accounts"),
                Column.integer("cases"),
                Column.integer("waiting"),
                Column.integer("confirmed"),
                Column.integer("cleared"),
                Column.share("precision"),
                Column.number("hoursToDecision"),
                Column.integer("pointsSaved"),
                Column.integer("shadowCases"),
                Column.integer("shadowFlagged"),
                Column.share("shadowPrecision"),
                Column.integer("shadowStake")));
        int confirmed = 5;
        int afterPrecision = 8;
        String from = days.from().toString();
        String to = days.to().toString();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> found :
                queries.rows(columns, ReportSql.DETECTORS, from, from, to, from, to, from, to)) {
            long right = (Long) cell(found, confirmed);
            Wilson interval = Wilson.of(right, right + (Long) cell(found, confirmed + 1));
            List<@Nullable Object> row = new ArrayList<>(found);
            row.add(afterPrecision, interval == null ? null : interval.low());
            row.add(afterPrecision + 1, interval == null ? null : interval.high());
            rows.add(row);
        }
        columns.addAll(afterPrecision, List.of(Column.share("precisionLow"), Column.share("precisionHigh")));
        return new Table(
                "detectors", columns, rows, Totals.of(columns, rows, Set.of("signals")), rows.size(), completeUpTo());
    }

    private Table answer(String name, List<Column> columns, Set<String> summed, String sql, Object... parameters) {
        List<List<@Nullable Object>> rows = queries.rows(columns, sql, parameters);
        return new Table(name, columns, rows, Totals.of(columns, rows, summed), rows.size(), completeUpTo());
    }

    /** One account; empty if nothing is known about it. */
    public Optional<AccountReport> account(String accountId, TimelineQuery query) {
        Table timeline = timeline(accountId, query);
        Table account = balance(accountId);
        if (account.rows().isEmpty() && timeline.rowsInAll() == 0 && !query.isNarrowed()) {
            return Optional.empty();
        }
        return Optional.of(new AccountReport(account, timeline));
    }

    /**
     * What an account got and gave, step by step in the order of its ledger, the newest first: what happened, how an award came
     * about ({@link Waterfall}, one or none), the postings ({@link Movement}), and the balance after it. Where in the journal a
     * step lies is its partition and offset. Empty for an account that has taken none.
     */
    public Table statement(String accountId, StatementQuery query) {
        return history.statement(accountId, query, completeUpTo());
    }

    /** From when on an account had which tier, the newest first; empty for one that was always ORDINARY. */
    public Table tiers(String accountId, Page page) {
        return history.tiers(accountId, page, completeUpTo());
    }

    private Table balance(String accountId) {
        List<Column> columns = List.of(
                Column.text("accountId"),
                Column.text("tier"),
                Column.integer("available"),
                Column.integer("held"),
                Column.integer("frozen"),
                Column.integer("debt"),
                Column.number("score"),
                Column.text("level"),
                Column.integer("step"),
                Column.time("asOf"));
        List<List<@Nullable Object>> rows =
                queries.rows(columns, """
                WITH (SELECT (if(count() = 0, NULL, max(score)), if(count() = 0, NULL, argMax(toString(level), score)))
                      FROM cases FINAL WHERE %s AND status = 'OPEN') AS risk
                SELECT account_id, tier, available, held, frozen, debt, risk.1, risk.2, step,
                       toUnixTimestamp64Milli(occurred_at)
                FROM balances WHERE account_id = ? ORDER BY step DESC LIMIT 1
                """.formatted(ReportSql.CASES_OF), accountId, accountId);
        return new Table("account", columns, rows, null, rows.size(), completeUpTo());
    }

    private Table timeline(String accountId, TimelineQuery query) {
        List<Column> columns = List.of(
                Column.time("occurredAt"),
                Column.text("entry"),
                Column.text("type"),
                Column.text("outcome"),
                Column.text("ruleId"),
                Column.text("category"),
                Column.integer("basePoints"),
                Column.integer("points"),
                Column.list("cappedBy"),
                Column.text("reason"),
                Column.text("eventId"),
                Column.integer("step"));
        String direction = switch (query.order()) {
            case OLDEST_FIRST -> "ASC";
            case NEWEST_FIRST -> "DESC";
        };
        // Signals and flags belong to no step: of one instant they come after what they speak of.
        String sql = """
                SELECT toUnixTimestamp64Milli(at), entry, type, outcome, rule, category, base, points,
                       toJSONString(capped), reason, event, nullIf(step, toUInt64(-1)), count() OVER ()
                FROM (
                    SELECT occurred_at AS at, step, 0 AS rank, toUInt16(0) AS item, 'DECISION' AS entry,
                           toString(event_type) AS type, toString(outcome) AS outcome, toString(rule_id) AS rule,
                           toString(decisions.category) AS category, toNullable(base_points) AS base,
                           toNullable(granted_points + bonus_points) AS points,
                           arrayMap(c -> toString(c), capped_by) AS capped, reason, event_id AS event
                    FROM decisions WHERE account_id = ?
                    UNION ALL
                    SELECT occurred_at, step, 1, item, 'POSTING', toString(kind), toString(component),
                           toString(rule_id), toString(postings.category), NULL, toNullable(postings.points), [],
                           concat(debit, ' → ', credit), event_id
                    FROM postings WHERE account_id = ?
                    UNION ALL
                    SELECT detected_at, toUInt64(-1), 2, toUInt16(0), 'SIGNAL', toString(code),
                           toString(round(strength, 3)), '', '', NULL, NULL, [],
                           if(suppressed_by = '', signals.reason,
                              concat(signals.reason, '; no case is raised: list entry ', suppressed_by)), ''
                    FROM signals WHERE account_id = ?
                    UNION ALL
                    SELECT updated_at, toUInt64(-1), 3, toUInt16(0), 'FLAG', toString(level),
                           concat(toString(status), ' ', toString(round(score, 1))), '', '', NULL, NULL, [],
                           if(end_cause = '', arrayStringConcat(reasons.reason, '; '), concat(toString(end_cause), ': ', end_why)), ''
                    FROM flags
                    WHERE case_id IN (SELECT case_id FROM account_cases WHERE account_id = ?)
                      AND (account_id = ? OR has(members, ?))
                    UNION ALL
                    SELECT occurred_at, toUInt64(-1), 4, toUInt16(0), 'NOTICE', toString(kind), '', '', '', NULL,
                           toNullable(notices.points), [], ifNull(toString(expires_on), ''), ''
                    FROM notices WHERE account_id = ?
                    UNION ALL
                    SELECT occurred_at, toUInt64(-1), 5, toUInt16(0), 'REVIEW', toString(decision), '', '', '', NULL, NULL, [],
                           concat(reviewer, ': ', note), event_id
                    FROM reviews WHERE account_id = ?
                )
                WHERE (? = '' OR entry = ?) AND (? = '' OR event = ?)
                ORDER BY at %1$s, step %1$s, rank %1$s, item %1$s, type %1$s, reason %1$s
                LIMIT ? OFFSET ?
                """.formatted(direction);
        Object[] parameters = new Object[12];
        Arrays.fill(parameters, accountId);
        System.arraycopy(twice(query.entry(), query.eventId()), 0, parameters, 8, 4);
        return queries.page("timeline", columns, sql, completeUpTo(), Map.of(), parameters, query.page());
    }

    /** Whether the database holds together. */
    public Summary summary() {
        List<Summary.TableRows> tables = new ArrayList<>();
        for (String table : List.of(
                "decisions",
                "postings",
                "balances",
                "signals",
                "flags",
                "shadow_flags",
                "notices",
                "redemptions",
                "reviews",
                "acts")) {
            String part = table.equals("postings") ? "item" : "0";
            List<@Nullable Object> row = queries.one(
                    List.of(Column.integer("rows"), Column.integer("distinct")),
                    "SELECT count(), uniqExact(topic, partition, offset, " + part + ") FROM " + table);
            tables.add(new Summary.TableRows(table, (Long) cell(row, 0), (Long) cell(row, 1)));
        }
        return new Summary(
                tables,
                tables.getFirst().rows(),
                number("SELECT uniqExact(account_id) FROM balances"),
                number("SELECT sum(points) FROM postings WHERE " + ReportSql.ISSUED),
                number("""
                        SELECT countIf(status = 'OPEN') FROM cases FINAL
                        """),
                number("""
                        SELECT sum(moved)
                        FROM (SELECT credit AS ledger, toInt64(sum(abs(points))) AS moved FROM postings GROUP BY ledger
                              UNION ALL
                              SELECT debit AS ledger, -toInt64(sum(abs(points))) AS moved FROM postings GROUP BY ledger)
                        """),
                number("""
                        SELECT countIf(available != postedAvailable OR held != postedHeld OR frozen != postedFrozen)
                        FROM (SELECT account_id, argMax(available, step) AS available, argMax(held, step) AS held,
                                     argMax(frozen, step) AS frozen
                              FROM balances GROUP BY account_id) AS stated
                        FULL JOIN (SELECT account_id,
                                          toInt64(sumIf(abs(points), credit = 'AVAILABLE')) - toInt64(sumIf(abs(points), debit = 'AVAILABLE')) AS postedAvailable,
                                          toInt64(sumIf(abs(points), credit = 'HELD')) - toInt64(sumIf(abs(points), debit = 'HELD')) AS postedHeld,
                                          toInt64(sumIf(abs(points), credit = 'FROZEN')) - toInt64(sumIf(abs(points), debit = 'FROZEN')) AS postedFrozen
                                   FROM postings GROUP BY account_id) AS posted
                        ON stated.account_id = posted.account_id
                        """));
    }

    /**
     * Whether ClickHouse has what Kafka says, and hangs together.
     *
     * @throws TryLaterException if that cannot be said now
     */
    public Table reconcile(Days days) {
        return reconciler.reconcile(days).table();
    }

    /** The newest event time of an event that counts for its account (DOMAIN 1), to the millisecond; empty before the first. */
    public Optional<Instant> newestCountedEvent() {
        long newestMs = number("""
                SELECT toUnixTimestamp64Milli(max(occurred_at)) FROM decisions WHERE outcome NOT IN ('DUPLICATE', 'TOO_LATE')
                """);
        return newestMs == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newestMs));
    }

    /**
     * Decisions, awarded points and accounts of each of the last seconds, as they came in by the server's clock; a
     * second without any is left out.
     *
     * @param last how far to look back, from one second to an hour
     */
    public Table throughput(Duration last) {
        if (last.toSeconds() < 1 || last.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("Throughput is shown for a second to an hour, got " + last);
        }
        List<Column> columns = List.of(
                Column.time("second"),
                Column.integer("decisions"),
                Column.integer("points"),
                Column.integer("accounts"));
        List<List<@Nullable Object>> rows = queries.rows(columns, ReportSql.THROUGHPUT, last.toSeconds());
        return new Table("throughput", columns, rows, null, rows.size(), completeUpTo());
    }

    /**
     * How far each topic has come: its rows, and the event time up to which every partition that has any has reached.
     * An event may be up to the lateness limit (DOMAIN 1) older than one before it.
     */
    public Table watermarks() {
        List<Column> columns = List.of(
                Column.text("topic"),
                Column.integer("partitions"),
                Column.integer("records"),
                Column.time("completeUpTo"),
                Column.time("newest"));
        List<List<@Nullable Object>> rows = queries.rows(columns, ReportSql.WATERMARKS);
        return new Table("watermarks", columns, rows, null, rows.size(), null);
    }

    /** The rows of each table and the bytes that they take on disk, from the server's own books: it costs nothing to ask. */
    public Table storage() {
        List<Column> columns = List.of(Column.text("table"), Column.integer("rows"), Column.integer("bytes"));
        List<List<@Nullable Object>> rows = queries.rows(columns, ReportSql.STORAGE);
        return new Table("storage", columns, rows, null, rows.size(), null);
    }

    /** How far some topics have come, in the order of their names as given. */
    List<Table.Source> sources(List<String> topics) {
        Table known = watermarks();
        Map<String, Instant> times = new HashMap<>();
        for (int row = 0; row < known.rows().size(); row++) {
            times.put((String) known.cell(row, "topic"), (Instant) known.cell(row, "completeUpTo"));
        }
        return topics.stream()
                .map(topic -> new Table.Source(topic, times.get(topic)))
                .toList();
    }

    // The journal's: every partition with records has come at least this far in event time.
    private @Nullable Instant completeUpTo() {
        return (Instant) queries.one(List.of(Column.time("completeUpTo")), """
                SELECT if(count() = 0, NULL, toUnixTimestamp64Milli(min(partition_newest)))
                FROM (SELECT max(newest) AS partition_newest FROM watermarks WHERE topic = 'points.journal' GROUP BY partition)
                """).getFirst();
    }

    private long number(String sql) {
        return (Long) cell(queries.one(List.of(Column.integer("number")), sql), 0);
    }

    private static Object cell(List<@Nullable Object> row, int index) {
        Object cell = row.get(index);
        if (cell == null) {
            throw new IllegalStateException("An aggregate without a value");
        }
        return cell;
    }
}
