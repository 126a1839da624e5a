package io.pointstream.sinks.report;

import io.pointstream.sinks.ClickHouseConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What reviewers work with: the queue, one case, and what people did. Safe for use by several threads; bound and failing as
 * {@link Reports} is.
 */
public final class CaseReports {

    // The accounts of a case: a ring's members, or the one account.
    private static final String NAMED = "arrayJoin(if(empty(members), [account_id], members))";

    private static final String QUEUE = """
            WITH waiting AS (
                     SELECT case_id, account_id, members, score, level, codes, raised_at, updated_at, toInt64(0) AS frozen
                     FROM cases FINAL WHERE status = 'OPEN'
                     UNION ALL
                     %2$s),
                 chosen AS (
                     SELECT * FROM waiting
                     WHERE (? = '' OR level = ?) AND (? = '' OR has(codes, ?))
                       AND raised_at <= fromUnixTimestamp64Milli(toInt64(?), 'UTC') AND greatest(length(members), 1) >= ?
                       AND (? = 0 OR case_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)'))))
                       AND case_id NOT IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)')))),
                 money AS (
                     SELECT case_id, sum(balances.available) AS available, sum(balances.held) AS held,
                            anyIf(balances.tier, named.one = named.account_id) AS tier
                     FROM (SELECT case_id, account_id, %1$s AS one FROM chosen) AS named
                     INNER JOIN (SELECT account_id, tier, available, held FROM account_balances FINAL
                                 WHERE account_id IN (SELECT %1$s FROM chosen)) AS balances
                     ON named.one = balances.account_id
                     GROUP BY case_id)
            SELECT chosen.case_id, chosen.account_id, greatest(length(members), 1), score, level, toJSONString(codes),
                   money.tier, money.held, money.available,
                   if(frozen > 0, frozen, toInt64(score / 100 * (money.held + greatest(money.available, 0)))) AS stake,
                   toUnixTimestamp64Milli(raised_at), toUnixTimestamp64Milli(updated_at), count() OVER ()
            FROM chosen
            LEFT JOIN money ON chosen.case_id = money.case_id
            WHERE ? = '' OR money.tier = ?
            ORDER BY stake DESC, score DESC, chosen.case_id
            LIMIT ? OFFSET ?
            """.formatted(NAMED, RedemptionCases.OPEN);

    private static final String CASE = """
            WITH (SELECT (sum(held), sum(available)) FROM account_balances FINAL
                  WHERE account_id IN (SELECT %1$s FROM cases FINAL WHERE case_id = ?)) AS money
            SELECT case_id, account_id, score, level, status,
                   toJSONString(arrayMap((code, strength, contribution, reason, numbers, counterparts, event_ids) ->
                       CAST((code, strength, contribution, reason, numbers, counterparts, event_ids),
                            'Tuple(code String, strength Float64, contribution Float64, reason String,
                                   numbers Map(String, Float64), counterparts Array(String),
                                   eventIds Array(String))'),
                       reasons.code, reasons.strength, reasons.contribution, reasons.reason,
                       reasons.numbers, reasons.counterparts, reasons.event_ids)),
                   toJSONString(members), toUnixTimestamp64Milli(raised_at), toUnixTimestamp64Milli(updated_at),
                   nullIf(counterfactual, ''), nullIf(end_why, ''),
                   (SELECT argMax(toString(decision), (occurred_at, partition, offset)) FROM reviews
                    WHERE case_id = ? AND decision != 'ESCALATE'
                      AND occurred_at >= (SELECT raised_at FROM cases FINAL WHERE case_id = ?)) AS verdict,
                   money.1, money.2
            FROM flags WHERE case_id = ? ORDER BY offset DESC LIMIT 1
            """.formatted(NAMED);

    private static final int CASE_PARAMETERS = 4;

    private static final String NAMED_TOGETHER = """
            WITH together AS (
                     SELECT DISTINCT %s AS account_id FROM cases FINAL
                     WHERE case_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)'))))
            SELECT (SELECT count() FROM together), sum(held) FROM account_balances FINAL
            WHERE account_id IN (SELECT account_id FROM together)
            """.formatted(NAMED);

    private static final String EVENTS = """
            SELECT event_id, account_id, toUnixTimestamp64Milli(occurred_at), event_type, outcome, rule_id, base_points,
                   granted_points + bonus_points, reason
            FROM decisions
            WHERE account_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)')))
              AND event_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)'))) AND outcome != 'DUPLICATE'
            ORDER BY occurred_at, step LIMIT 1 BY account_id, event_id LIMIT 1000
            """;

    private static final String LINKS = """
            WITH named AS (
                     SELECT account_id, code, strength, arrayJoin(counterparts) AS counterpart FROM signals
                     WHERE account_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)'))) AND NOT shadow)
            SELECT account_id, code, counterpart, max(strength) AS strongest,
                   counterpart IN (SELECT account_id FROM account_balances WHERE account_id IN (SELECT counterpart FROM named)),
                   count() OVER ()
            FROM named GROUP BY account_id, code, counterpart
            ORDER BY strongest DESC, account_id, code, counterpart
            LIMIT ? OFFSET ?
            """;

    // Likeness is the share of the codes of either that both have.
    private static final String SIMILAR = """
            WITH arrayDistinct(JSONExtract(?, 'Array(String)')) AS own,
                 decided AS (
                     SELECT case_id, argMax((toString(decision), reviewer, note), (occurred_at, partition, offset)) AS word,
                            max(occurred_at) AS at
                     FROM reviews WHERE decision != 'ESCALATE' AND case_id != ? GROUP BY case_id)
            SELECT like.case_id, account_id, greatest(length(members), 1), score, toJSONString(codes), likeness,
                   word.1, word.2, word.3, toUnixTimestamp64Milli(at)
            FROM (SELECT case_id, account_id, members, score, arrayDistinct(cases.codes) AS codes,
                         length(arrayIntersect(codes, own)) / length(arrayDistinct(arrayConcat(codes, own))) AS likeness
                  FROM cases FINAL WHERE case_id IN (SELECT case_id FROM decided)) AS like
            INNER JOIN decided ON like.case_id = decided.case_id
            WHERE likeness >= 0.5
            ORDER BY likeness DESC, abs(score - ?), at DESC, like.case_id
            LIMIT ?
            """;

    private static final String ACTS = """
            SELECT toUnixTimestamp64Milli(at), person, toJSONString(roles), came_from, kind, subject_type, subject, case_id,
                   before, after, reason, note, act_id, count() OVER ()
            FROM acts
            WHERE day BETWEEN toDate32(?) AND toDate32(?) AND (? = '' OR person = ?) AND (? = '' OR startsWith(kind, ?))
              AND (? = '' OR subject = ? OR case_id = ?) AND (? = '' OR positionCaseInsensitiveUTF8(note, ?) > 0)
            ORDER BY at DESC, offset DESC
            LIMIT ? OFFSET ?
            """;

    private final Queries queries;
    private final Reports reports;

    public CaseReports(ClickHouseConfig config) {
        this.queries = new Queries(config.dataSource());
        this.reports = new Reports(config);
    }

    /**
     * What waits for a reviewer, by what is at stake: open cases by score × the points that their accounts still have, held and
     * available, and redemptions that are frozen until somebody decides, by their points.
     */
    public Table queue(QueueFilter filter, Page page) {
        List<Column> columns = List.of(
                Column.text("caseId"),
                Column.text("accountId"),
                Column.integer("accounts"),
                Column.number("score"),
                Column.text("level"),
                Column.list("codes"),
                Column.text("tier"),
                Column.integer("held"),
                Column.integer("available"),
                Column.integer("stake"),
                Column.time("raisedAt"),
                Column.time("updatedAt"));
        Instant before = filter.raisedBefore();
        List<String> only = filter.only();
        List<Object> parameters = new ArrayList<>();
        twice(parameters, filter.level());
        twice(parameters, filter.code());
        parameters.add(before == null ? Instant.parse("2299-12-31T00:00:00Z").toEpochMilli() : before.toEpochMilli());
        parameters.add(filter.accountsMin());
        parameters.add(only == null ? 0 : 1);
        parameters.add(Queries.array(only == null ? List.of() : only));
        parameters.add(Queries.array(filter.without()));
        twice(parameters, filter.tier());
        return queries.page("queue", columns, QUEUE, completeUpTo(), Map.of(), parameters.toArray(), page);
    }

    /**
     * The newest version of a case, with the last word on it since it was raised (CONFIRM, CLEAR or REINSTATE; empty if none)
     * and what its accounts have; of a redemption's case, what is frozen for it instead of what is held. Empty if there is no
     * such case.
     */
    public Optional<Table> find(String caseId) {
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
                Column.text("counterfactual"),
                Column.text("endWhy"),
                Column.text("verdict"),
                Column.integer("held"),
                Column.integer("available"));
        boolean redemption = caseId.startsWith(RedemptionCases.PREFIX);
        Object[] parameters = new Object[redemption ? RedemptionCases.CASE_PARAMETERS : CASE_PARAMETERS];
        Arrays.fill(parameters, caseId);
        List<List<@Nullable Object>> rows = queries.rows(
                columns, redemption ? RedemptionCases.CASE : CASE, Map.of("reasons", Reason.class), parameters);
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table("case", columns, rows, null, rows.size(), completeUpTo()));
    }

    /** Events of some accounts, with what the program decided about each: the first time that it saw it. */
    public Table events(List<String> accountIds, List<String> eventIds) {
        List<Column> columns = List.of(
                Column.text("eventId"),
                Column.text("accountId"),
                Column.time("occurredAt"),
                Column.text("type"),
                Column.text("outcome"),
                Column.text("ruleId"),
                Column.integer("basePoints"),
                Column.integer("points"),
                Column.text("reason"));
        List<List<@Nullable Object>> rows =
                queries.rows(columns, EVENTS, Map.of(), Queries.array(accountIds), Queries.array(eventIds));
        return new Table("events", columns, rows, null, rows.size(), null);
    }

    /** What the signals of some accounts name, the strongest first, and whether that is an account. */
    public Table links(List<String> accountIds, Page page) {
        List<Column> columns = List.of(
                Column.text("accountId"),
                Column.text("code"),
                Column.text("counterpart"),
                Column.number("strength"),
                Column.integer("isAccount"));
        return queries.page("links", columns, LINKS, null, Map.of(), new Object[] {Queries.array(accountIds)}, page);
    }

    /**
     * Other cases that somebody has decided, and how: those that stand on the same reasons first, among them the nearest in score.
     * Less than half of the reasons alike is not similar.
     *
     * @param codes of the case's reasons
     */
    public Table similar(String caseId, List<String> codes, double score, int limit) {
        List<Column> columns = List.of(
                Column.text("caseId"),
                Column.text("accountId"),
                Column.integer("accounts"),
                Column.number("score"),
                Column.list("codes"),
                Column.number("likeness"),
                Column.text("verdict"),
                Column.text("reviewer"),
                Column.text("note"),
                Column.time("decidedAt"));
        List<List<@Nullable Object>> rows =
                queries.rows(columns, SIMILAR, Map.of(), Queries.array(codes), caseId, score, limit);
        return new Table("similar", columns, rows, null, rows.size(), null);
    }

    /**
     * The accounts that some cases name, each once.
     *
     * @param held points that they have together
     */
    public record Named(long accounts, long held) {}

    /** What some cases name together; those of redemptions name nobody. */
    public Named named(List<String> caseIds) {
        List<@Nullable Object> row = queries.one(
                List.of(Column.integer("accounts"), Column.integer("held")), NAMED_TOGETHER, Queries.array(caseIds));
        return new Named(number(row, 0), number(row, 1));
    }

    private static long number(List<@Nullable Object> row, int place) {
        return ((Number) Objects.requireNonNull(row.get(place))).longValue();
    }

    /** What people did, newest first. */
    public Table acts(ActFilter filter, Page page) {
        List<Column> columns = List.of(
                Column.time("at"),
                Column.text("person"),
                Column.list("roles"),
                Column.text("cameFrom"),
                Column.text("kind"),
                Column.text("subjectType"),
                Column.text("subject"),
                Column.text("caseId"),
                Column.text("before"),
                Column.text("after"),
                Column.text("reason"),
                Column.text("note"),
                Column.text("actId"));
        List<Object> parameters = new ArrayList<>();
        parameters.add(filter.days().from().toString());
        parameters.add(filter.days().to().toString());
        twice(parameters, filter.person());
        twice(parameters, filter.kind());
        twice(parameters, filter.about());
        parameters.add(parameters.getLast());
        twice(parameters, filter.words());
        return queries.page("acts", columns, ACTS, null, Map.of(), parameters.toArray(), page);
    }

    private @Nullable Instant completeUpTo() {
        return reports.sources(List.of("points.journal")).getFirst().completeUpTo();
    }

    // Each optional condition is asked for twice: whether it is there, and what it is.
    private static void twice(List<Object> parameters, @Nullable String condition) {
        String text = condition == null ? "" : condition;
        parameters.add(text);
        parameters.add(text);
    }
}
