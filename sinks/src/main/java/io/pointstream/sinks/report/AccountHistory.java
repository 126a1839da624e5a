package io.pointstream.sinks.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one account, step by step: its statement and its tiers. */
final class AccountHistory {

    // Nested records travel as JSON, as the reasons of a case do. A step has one decision at most, and one balance.
    private static final String STATEMENT = """
            WITH chosen AS (
                     SELECT step, occurred_at, tier, available, held, frozen, debt, partition, offset, count() OVER () AS in_all
                     FROM balances
                     WHERE account_id = ? AND step <= ?
                       AND (? = 'ALL' OR step IN (SELECT step FROM postings WHERE account_id = ?)
                            OR step IN (SELECT step FROM decisions WHERE account_id = ? AND base_points > 0))
                     ORDER BY step DESC LIMIT ? OFFSET ?),
                 decided AS (
                     SELECT step, event_id, toString(event_type) AS type, toString(outcome) AS became, toString(rule_id) AS rule,
                            toString(decisions.category) AS of_category, decisions.reason AS why,
                            if(rule_id = '', '[]', toJSONString([CAST(
                                (quantity, unit, counted, rate, brackets, weight,
                                 running_key, running_before, running_window, toString(running_from), running_earlier,
                                 clamp_computed, clamp_to, streak_length, streak_reward, base_points,
                                 arrayZip(`caps.cap`, `caps.window`, `caps.limit`, `caps.used_before`, `caps.cut`), capped_by,
                                 granted_points, forfeited_points,
                                 arrayZip(`bonuses.component`, `bonuses.source`, `bonuses.factor`, `bonuses.points`), bonus_points),
                                'Tuple(quantity Nullable(Decimal(38, 10)), unit String, counted Nullable(Decimal(38, 10)),
                                       rate Nullable(Decimal(38, 10)), brackets String, weight Nullable(Decimal(38, 10)),
                                       runningKey String, runningBefore Nullable(Decimal(38, 10)), runningWindow String,
                                       runningFrom Nullable(String), runningEarlier Int64, clampComputed Nullable(Int64),
                                       clampTo Nullable(Int64), streakLength UInt32, streakReward Int64, base Int64,
                                       caps Array(Tuple(cap String, window String, limit Int64, usedBefore Int64, cut Int64)),
                                       cappedBy Array(String), granted Int64, forfeited Int64,
                                       bonuses Array(Tuple(component String, source String, factor Decimal(18, 6), points Int64)),
                                       bonus Int64)')])) AS waterfall
                     FROM decisions WHERE account_id = ? AND step IN (SELECT step FROM chosen)),
                 moved AS (
                     SELECT step, toJSONString(arrayMap(each -> each.2, arraySort(each -> each.1, groupArray((item, CAST(
                                (posting_id, event_id, kind, component, rule_id, postings.points, debit, credit,
                                 toString(expires_on), reverses, redemption_id, credited_amount, credited_unit, credited_when,
                                 toString(credited_on)),
                                'Tuple(postingId String, eventId String, kind String, component String, ruleId String,
                                       points Int64, debit String, credit String, expiresOn Nullable(String), reverses String,
                                       redemptionId String, creditedAmount Nullable(Decimal(38, 10)), creditedUnit String,
                                       creditedWhen String, creditedOn Nullable(String))')))))) AS movements
                     FROM postings WHERE account_id = ? AND step IN (SELECT step FROM chosen) GROUP BY step)
            SELECT chosen.step, toUnixTimestamp64Milli(chosen.occurred_at), toString(chosen.tier), decided.event_id, decided.type,
                   decided.became, decided.rule, decided.of_category, decided.why,
                   if(decided.waterfall = '', '[]', decided.waterfall), if(moved.movements = '', '[]', moved.movements),
                   chosen.available, chosen.held, chosen.frozen, chosen.debt, chosen.partition, chosen.offset, chosen.in_all
            FROM chosen
            LEFT JOIN decided ON chosen.step = decided.step
            LEFT JOIN moved ON chosen.step = moved.step
            ORDER BY chosen.step DESC
            """;

    // A change to the tier that the account had already is no part of the history. Who has changed none was always
    // ORDINARY.
    private static final String TIERS = """
            SELECT toUnixTimestamp64Milli(occurred_at), tier, before, event_id, count() OVER ()
            FROM (SELECT occurred_at, step, toString(tier) AS tier, event_id,
                         lagInFrame(toString(tier), 1, 'ORDINARY') OVER
                             (ORDER BY occurred_at, step ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
                  FROM decisions
                  WHERE account_id = ? AND event_type = 'membership.tier-changed' AND outcome = 'APPLIED')
            WHERE tier != before
            ORDER BY occurred_at DESC, step DESC
            LIMIT ? OFFSET ?
            """;

    private final Queries queries;

    AccountHistory(Queries queries) {
        this.queries = queries;
    }

    Table statement(String accountId, StatementQuery query, @Nullable Instant completeUpTo) {
        List<Column> columns = List.of(
                Column.integer("step"),
                Column.time("occurredAt"),
                Column.text("tier"),
                Column.text("eventId"),
                Column.text("type"),
                Column.text("outcome"),
                Column.text("ruleId"),
                Column.text("category"),
                Column.text("reason"),
                Column.list("waterfall"),
                Column.list("movements"),
                Column.integer("available"),
                Column.integer("held"),
                Column.integer("frozen"),
                Column.integer("debt"),
                Column.integer("partition"),
                Column.integer("offset"));
        List<Column> counted = new ArrayList<>(columns);
        counted.add(Column.integer("inAll"));
        List<List<@Nullable Object>> rows = queries.rows(
                counted,
                STATEMENT,
                Map.of("waterfall", Waterfall.class, "movements", Movement.class),
                accountId,
                query.upTo(),
                query.show().name(),
                accountId,
                accountId,
                query.page().limit(),
                query.page().offset(),
                accountId,
                accountId);
        return new Table(
                "statement",
                columns,
                rows.stream().map(row -> row.subList(0, columns.size())).toList(),
                null,
                rows.isEmpty() ? 0 : inAll(rows.getFirst()),
                completeUpTo);
    }

    private static long inAll(List<@Nullable Object> row) {
        return row.getLast() instanceof Long number ? number : 0;
    }

    Table tiers(String accountId, Page page, @Nullable Instant completeUpTo) {
        List<Column> columns =
                List.of(Column.time("occurredAt"), Column.text("tier"), Column.text("before"), Column.text("eventId"));
        return queries.page("tiers", columns, TIERS, completeUpTo, Map.of(), new Object[] {accountId}, page);
    }
}
