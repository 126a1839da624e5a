package io.pointstream.sinks.report;

import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The text of the reports' queries, with {@code ?} where a parameter is bound. It is public so that Grafana's dashboards
 * can be held to it: a number there is the number here.
 */
public final class ReportSql {

    // Points issued are what was earned less what was reversed. Moves between available, held and frozen are no source.
    static final String ISSUED = "kind IN ('EARN', 'REVERSE')";

    // 1,000 points are about 30 yuan (DOMAIN 6); exact.
    private static final String YUAN_PER_POINT = "toDecimal64('0.03', 2)";

    // A row of movements_daily holds a set of accounts: few rows are many bytes, and worth two threads. ClickHouse
    // goes by rows, and takes them for too few.
    private static final String IN_PARALLEL =
            " SETTINGS merge_tree_min_rows_for_concurrent_read = 1, merge_tree_min_bytes_for_concurrent_read = 1,"
                    + " merge_tree_min_read_task_size = 1";

    /**
     * The newest versions of the cases that name an account; {@code ?} is the account.
     */
    static final String CASES_OF = """
            (case_id, version) IN (SELECT case_id, max(version) FROM account_cases WHERE account_id = ? GROUP BY case_id)""";

    /** {@link Reports#flags}: each condition twice, then limit and offset. The evidence is read of one page alone. */
    public static final String FLAGS = """
            WITH page AS (
                     SELECT case_id, version, count() OVER () AS in_all FROM cases FINAL
                     WHERE (? = '' OR status = ?) AND (? = '' OR level = ?) AND (? = '' OR has(codes, ?))
                       AND (? = '' OR %s)
                     ORDER BY score DESC, updated_at DESC, case_id
                     LIMIT ? OFFSET ?)
            SELECT newest.case_id, account_id, score, level, status,
                   toJSONString(arrayMap((code, strength, contribution, reason, numbers, counterparts, event_ids) ->
                       CAST((code, strength, contribution, reason, numbers, counterparts, event_ids),
                            'Tuple(code String, strength Float64, contribution Float64, reason String,
                                   numbers Map(String, Float64), counterparts Array(String),
                                   eventIds Array(String))'),
                       reasons.code, reasons.strength, reasons.contribution, reasons.reason,
                       reasons.numbers, reasons.counterparts, reasons.event_ids)),
                   toJSONString(members), toUnixTimestamp64Milli(raised_at), toUnixTimestamp64Milli(updated_at),
                   nullIf(end_cause, ''), toUnixTimestamp64Milli(ended_at), nullIf(reviewer, ''), nullIf(end_why, ''),
                   nullIf(merged_into, ''), nullIf(counterfactual, ''), in_all
            FROM (SELECT * FROM flags WHERE (case_id, offset) IN (SELECT case_id, version FROM page)) AS newest
            INNER JOIN page ON newest.case_id = page.case_id
            ORDER BY score DESC, updated_at DESC, newest.case_id
            """.formatted(CASES_OF);

    /** {@link Reports#throughput}: the seconds to look back. */
    public static final String THROUGHPUT = """
            SELECT toUnixTimestamp(arrivals.second) * 1000 AS at, sum(decisions), sum(points), uniqMerge(accounts)
            FROM arrivals WHERE arrivals.second >= now() - toIntervalSecond(?)
            GROUP BY at ORDER BY at
            """;

    /** {@link Reports#watermarks} */
    public static final String WATERMARKS = """
            SELECT topic, count(), sum(partition_records), toUnixTimestamp64Milli(min(partition_newest)),
                   toUnixTimestamp64Milli(max(partition_newest))
            FROM (SELECT topic, partition, sum(records) AS partition_records, max(newest) AS partition_newest
                  FROM watermarks GROUP BY topic, partition)
            GROUP BY topic ORDER BY topic
            """;

    /** {@link Reports#caps}: the first and the last day, the cap's beginning twice, the window twice. */
    public static final String CAPS = """
            SELECT cap, window, max(limit), sum(asked), sum(cut_events), sum(cut), uniqMerge(accounts_cut),
                   uniqMerge(accounts_at)
            FROM caps_daily
            WHERE day BETWEEN toDate32(?) AND toDate32(?) AND (? = '' OR startsWith(cap, ?)) AND (? = '' OR window = ?)
            GROUP BY cap, window ORDER BY sum(cut) DESC, cap, window
            """;

    // Who a case is about, if it is open or was confirmed and the account not reinstated since. Reinstating is asked
    // for by case, like confirming.
    private static final String FLAGGED = """
            SELECT arrayJoin(arrayPushBack(members, account_id))
            FROM (SELECT case_id, account_id, members, status FROM cases FINAL) AS cases
            LEFT JOIN (SELECT case_id, argMax(decision, (occurred_at, partition, offset)) AS newest FROM reviews
                       WHERE decision != 'ESCALATE' GROUP BY case_id) AS reviewed
            ON cases.case_id = reviewed.case_id
            WHERE status = 'OPEN' OR newest = 'CONFIRM'
            """;

    // The accounts of open cases: 2 on hold, 1 to review.
    private static final String OPEN_LEVELS = """
            SELECT arrayJoin(arrayPushBack(members, account_id)) AS account_id, max(if(level = 'HOLD', 2, 1)) AS level
                       FROM cases FINAL
                       WHERE status = 'OPEN' GROUP BY account_id""";

    /** {@link Reports#risk} */
    public static final String RISK = """
            SELECT multiIf(level = 2, 'HOLD', level = 1, 'REVIEW', 'NONE'), count(), sum(available), sum(held), sum(frozen),
                   sum(debt)
            FROM (SELECT account_id, available, held, frozen, debt FROM account_balances FINAL) AS balances
            LEFT JOIN (%s) AS risk
            ON balances.account_id = risk.account_id
            GROUP BY level ORDER BY level DESC
            """.formatted(OPEN_LEVELS);

    // The first and the last day, category, rule and tier, each twice.
    private static final String EARNED = """
            %s AND day BETWEEN toDate32(?) AND toDate32(?)
                  AND (? = '' OR category = ?) AND (? = '' OR rule_id = ?) AND (? = '' OR tier = ?)""".formatted(ISSUED);

    /**
     * {@link Reports#earners}, who they are: what {@link #EARNED} asks for twice, then limit and offset. No column is read for
     * everybody that is shown of a few.
     */
    static final String EARNERS = """
            WITH (SELECT sum(points) FROM movements_daily WHERE %1$s) AS whole
            SELECT account_id, earned, if(whole = 0, NULL, earned / whole), count() OVER ()
            FROM (SELECT account_id, sum(postings.points) AS earned FROM postings WHERE %1$s
                  GROUP BY account_id HAVING earned > 0)
            ORDER BY earned DESC, account_id LIMIT ? OFFSET ?
            """.formatted(EARNED);

    /** {@link Reports#earners}, what else is said of them: their ids as JSON twice, then what {@link #EARNED} asks for. */
    static final String EARNERS_MORE = """
            SELECT account_id, sum(postings.points * CAST(value_coefficient, 'Decimal(38, 4)')), count(),
                   multiIf(any(risk.level) = 2, 'HOLD', any(risk.level) = 1, 'REVIEW', NULL)
            FROM postings
            LEFT JOIN (SELECT account_id, max(if(level = 'HOLD', 2, 1)) AS level
                       FROM account_cases INNER JOIN (SELECT case_id, version, level FROM cases FINAL WHERE status = 'OPEN') AS open
                       ON account_cases.case_id = open.case_id AND account_cases.version = open.version
                       WHERE account_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)')))
                       GROUP BY account_id) AS risk
            ON postings.account_id = risk.account_id
            WHERE account_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)'))) AND %s
            GROUP BY account_id
            """.formatted(EARNED);

    /** {@link Reports#detectors}: the first day, then the first and the last three times. */
    public static final String DETECTORS = """
            WITH decided AS (
                     SELECT case_id, argMax(decision, (occurred_at, partition, offset)) AS verdict,
                            min(occurred_at) AS decided_at
                     FROM reviews WHERE decision IN ('CONFIRM', 'CLEAR') GROUP BY case_id),
                 saved AS (
                     SELECT case_id, toInt64(sum(taken)) AS points
                     FROM (SELECT account_id, event_id, sum(points) AS taken FROM clawbacks
                           WHERE day >= toDate32(?) GROUP BY account_id, event_id) AS taken_back
                     INNER JOIN (SELECT DISTINCT event_id, case_id FROM reviews) AS reviewed
                     ON taken_back.event_id = reviewed.event_id
                     GROUP BY case_id),
                 raised AS (
                     SELECT case_id, raised_at, arrayJoin(arrayDistinct(codes)) AS code
                     FROM cases FINAL
                     WHERE toDate32(raised_at, 'Asia/Shanghai') BETWEEN toDate32(?) AND toDate32(?)),
                 shadows AS (
                     SELECT account_id, arrayJoin(arrayDistinct(reasons.code)) AS code
                     FROM (SELECT * FROM shadow_flags ORDER BY offset DESC LIMIT 1 BY case_id)
                     WHERE toDate32(raised_at, 'Asia/Shanghai') BETWEEN toDate32(?) AND toDate32(?)),
                 flagged AS (
                     SELECT account_id, 1 AS live, max(verdict) AS word
                     FROM (SELECT case_id, arrayJoin(arrayPushBack(members, account_id)) AS account_id
                           FROM cases FINAL) AS named
                     LEFT JOIN decided ON named.case_id = decided.case_id
                     GROUP BY account_id)
            SELECT code, sum(signals), sum(accounts), sum(raised), sum(waiting), sum(confirmed), sum(cleared),
                   if(sum(confirmed) + sum(cleared) = 0, NULL, sum(confirmed) / (sum(confirmed) + sum(cleared))),
                   max(hours), sum(points_saved), sum(shadow), sum(shadow_live),
                   if(sum(shadow_confirmed) + sum(shadow_cleared) = 0, NULL,
                      sum(shadow_confirmed) / (sum(shadow_confirmed) + sum(shadow_cleared))),
                   sum(at_stake)
            FROM (SELECT code, count() AS signals, uniqExact(account_id) AS accounts, 0 AS raised, 0 AS waiting,
                         0 AS confirmed, 0 AS cleared, CAST(NULL, 'Nullable(Float64)') AS hours, 0 AS points_saved,
                         0 AS shadow, 0 AS shadow_live, 0 AS shadow_confirmed, 0 AS shadow_cleared, 0 AS at_stake
                  FROM signals WHERE day BETWEEN toDate32(?) AND toDate32(?) GROUP BY code
                  UNION ALL
                  SELECT code, 0, 0, count(), countIf(verdict = ''), countIf(verdict = 'CONFIRM'), countIf(verdict = 'CLEAR'),
                         if(countIf(verdict != '') = 0, NULL,
                            quantileExactInclusiveIf(0.5)(dateDiff('second', raised_at, decided_at) / 3600, verdict != '')),
                         sum(saved.points), 0, 0, 0, 0, 0
                  FROM raised
                  LEFT JOIN decided ON raised.case_id = decided.case_id
                  LEFT JOIN saved ON raised.case_id = saved.case_id
                  GROUP BY code
                  UNION ALL
                  SELECT code, 0, 0, 0, 0, 0, 0, NULL, 0, count(), countIf(live = 1), countIf(word = 'CONFIRM'),
                         countIf(word = 'CLEAR'), sumIf(available + held, live = 0)
                  FROM shadows
                  LEFT JOIN flagged ON shadows.account_id = flagged.account_id
                  LEFT JOIN (SELECT account_id, available, held FROM account_balances FINAL) AS balances
                  ON shadows.account_id = balances.account_id
                  GROUP BY code)
            GROUP BY code ORDER BY code
            """;

    /** {@link Reports#storage} */
    public static final String STORAGE = """
            SELECT table, sum(rows), sum(data_compressed_bytes)
            FROM system.parts WHERE database = currentDatabase() AND active
            GROUP BY table ORDER BY table
            """;

    private ReportSql() {}

    /** {@link Reports#mix}: the first and the last day, then category, rule and tier, each twice. */
    public static String mix(Set<Split> by, Period period) {
        List<String> keys = new ArrayList<>();
        if (period != Period.ALL) {
            keys.add("period");
        }
        keys.add("category");
        if (by.contains(Split.RULE)) {
            keys.add("ruleId");
        }
        if (by.contains(Split.TIER)) {
            keys.add("tier");
        }
        String keyNames = String.join(", ", keys);
        return "SELECT " + (period == Period.ALL ? "" : start(period, "day") + " AS period, ")
                + "category"
                + (by.contains(Split.RULE) ? ", rule_id AS ruleId" : "")
                + (by.contains(Split.TIER) ? ", tier" : "")
                + ", sum(points), sum(value_points), sum(postings), uniqMerge(accounts)"
                + " FROM movements_daily WHERE " + ISSUED + " AND day BETWEEN toDate32(?) AND toDate32(?)"
                + " AND (? = '' OR category = ?) AND (? = '' OR rule_id = ?) AND (? = '' OR tier = ?)"
                + " GROUP BY " + keyNames + " ORDER BY " + (period == Period.ALL ? "" : "period, ")
                + "sum(points) DESC, "
                + keyNames
                + IN_PARALLEL;
    }

    /** {@link Reports#changes}: the first and the last day, before and after; both again; then category, rule and tier, each twice. */
    static String changes(Set<Split> by) {
        String keys =
                "category" + (by.contains(Split.RULE) ? ", rule_id" : "") + (by.contains(Split.TIER) ? ", tier" : "");
        return """
                SELECT %1$s, sumIf(points, day BETWEEN toDate32(?) AND toDate32(?)) AS before,
                       sumIf(points, day BETWEEN toDate32(?) AND toDate32(?)) AS after
                FROM movements_daily
                WHERE %2$s AND (day BETWEEN toDate32(?) AND toDate32(?) OR day BETWEEN toDate32(?) AND toDate32(?))
                  AND (? = '' OR category = ?) AND (? = '' OR rule_id = ?) AND (? = '' OR tier = ?)
                GROUP BY %1$s ORDER BY abs(after - before) DESC, after DESC, %1$s
                """.formatted(keys, ISSUED);
    }

    /** {@link Reports#costs}: the first and the last day, then tier twice. */
    public static String costs(boolean byRule) {
        String keys = byRule ? "category, rule_id" : "category";
        return "SELECT " + keys + ", sum(points), sum(points) * " + YUAN_PER_POINT + ", uniqMerge(accounts),"
                + " sum(points) / uniqMerge(accounts), sum(points) / uniqMerge(accounts) * toFloat64(" + YUAN_PER_POINT
                + ")"
                + " FROM movements_daily WHERE " + ISSUED + " AND day BETWEEN toDate32(?) AND toDate32(?)"
                + " AND (? = '' OR tier = ?)"
                + " GROUP BY " + keys + " ORDER BY sum(points) / uniqMerge(accounts) DESC, " + keys + IN_PARALLEL;
    }

    /** {@link Reports#liability}: the first and the last day. */
    public static String liability(Period period) {
        return """
                WITH toDate32(?) AS first_day, toDate32(?) AS last_day
                SELECT %1$sissued, redeemed, expired, clawed_back, available, held, frozen, available + held + frozen,
                       (available + held + frozen) * %2$s
                FROM (SELECT %3$s AS period, %4$s AS issued, %5$s AS redeemed, %6$s AS expired, %7$s AS clawed_back,
                             %8$s AS available, %9$s AS held, %10$s AS frozen
                      FROM movements_daily WHERE day <= last_day GROUP BY period)
                WHERE period >= %11$s ORDER BY period
                """.formatted(
                        period == Period.ALL ? "" : "period, ",
                        YUAN_PER_POINT,
                        start(period, "day"),
                        "-(" + moved("PROGRAM") + ")",
                        moved("REDEEMED"),
                        moved("EXPIRED"),
                        moved("CLAWED_BACK"),
                        stock("AVAILABLE"),
                        stock("HELD"),
                        stock("FROZEN"),
                        start(period, "first_day"));
    }

    // Into a ledger account less out of it, on the days asked for.
    private static String moved(String account) {
        return "sumIf(moved, credit = '%1$s' AND day >= first_day) - sumIf(moved, debit = '%1$s' AND day >= first_day)"
                .formatted(account);
    }

    // In a ledger account at the period's end: all that ever went in less all that went out.
    private static String stock(String account) {
        return "sum(sumIf(moved, credit = '%1$s') - sumIf(moved, debit = '%1$s')) OVER (ORDER BY period)"
                .formatted(account);
    }

    /** {@link Reports#redemptions}: the first and the last day, then kind, partner and item, each twice. */
    public static String redemptions(Set<RedemptionQuery.Split> by) {
        String keys = "kind"
                + (by.contains(RedemptionQuery.Split.PARTNER) ? ", partner" : "")
                + (by.contains(RedemptionQuery.Split.ITEM) ? ", item_id" : "");
        return """
                WITH toDate32(?) AS first_day, toDate32(?) AS last_day
                SELECT %1$s, count(), countIf(frozen = 0), countIf(frozen > captured + released), countIf(captured > 0),
                       countIf(released > 0), countIf(refunded > 0), sum(points), sum(captured), sum(refunded),
                       if(countIf(frozen > 0) = 0, NULL, countIf(captured > 0) / countIf(frozen > 0)),
                       if(countIf(captured > 0) = 0, NULL, countIf(refunded > 0) / countIf(captured > 0)),
                       uniqExact(account_id)
                FROM (SELECT redemption_id, account_id, kind, partner, item_id, points FROM redemptions
                      WHERE event_type = 'redemption.requested' AND day BETWEEN first_day AND last_day
                      ORDER BY redemption_id, account_id, occurred_at, partition, offset
                      LIMIT 1 BY redemption_id, account_id) AS requests
                LEFT JOIN (SELECT redemption_id, account_id, sum(redemption_moves.frozen) AS frozen,
                                  sum(redemption_moves.captured) AS captured, sum(redemption_moves.released) AS released,
                                  sum(redemption_moves.refunded) AS refunded
                           FROM redemption_moves
                           WHERE redemption_id IN (SELECT redemption_id FROM redemptions
                                                   WHERE event_type = 'redemption.requested'
                                                     AND day BETWEEN first_day AND last_day)
                           GROUP BY redemption_id, account_id) AS moves
                ON requests.redemption_id = moves.redemption_id AND requests.account_id = moves.account_id
                WHERE (? = '' OR kind = ?) AND (? = '' OR partner = ?) AND (? = '' OR item_id = ?)
                GROUP BY %1$s ORDER BY count() DESC, %1$s
                """.formatted(keys);
    }

    /** {@link Reports#leaderboard}: a day of the span, unless it is all time, then how many. */
    public static String leaderboard(Period span) {
        String earned = switch (span) {
            case ALL -> "earned_total";
            // A week has rows of one or two months.
            case WEEK ->
                "(SELECT toStartOfWeek(toDate32(?), 1) AS monday, * FROM earned_weekly"
                        + " WHERE month IN (toStartOfMonth(monday), toStartOfMonth(monday + 6)) AND week = monday)";
            case MONTH -> "(SELECT * FROM earned_weekly WHERE month = toStartOfMonth(toDate32(?)))";
            case DAY -> throw new IllegalArgumentException("There is no leaderboard of a day");
        };
        return """
                SELECT row_number() OVER (ORDER BY earned DESC, account_id), account_id, earned
                FROM (SELECT account_id, earned
                      FROM (SELECT account_id, sum(points) AS earned FROM %s GROUP BY account_id)
                      WHERE account_id NOT IN (%s) AND earned > 0
                      ORDER BY earned DESC, account_id LIMIT ?)
                ORDER BY earned DESC, account_id
                """.formatted(earned, FLAGGED);
    }

    private static String start(Period period, String day) {
        return switch (period) {
            // One span for all days.
            case ALL -> "0";
            case DAY -> day;
            case WEEK -> "toStartOfWeek(" + day + ", 1)";
            case MONTH -> "toStartOfMonth(" + day + ")";
        };
    }
}
