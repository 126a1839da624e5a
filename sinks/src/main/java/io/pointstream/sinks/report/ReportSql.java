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

    /** {@link Reports#flags}: each condition twice, then limit and offset. */
    public static final String FLAGS = """
            SELECT case_id, account_id, score, level, status,
                   toJSONString(arrayMap((code, strength, contribution, reason, numbers, counterparts, event_ids) ->
                       CAST((code, strength, contribution, reason, numbers, counterparts, event_ids),
                            'Tuple(code String, strength Float64, contribution Float64, reason String,
                                   numbers Map(String, Float64), counterparts Array(String),
                                   eventIds Array(String))'),
                       reasons.code, reasons.strength, reasons.contribution, reasons.reason,
                       reasons.numbers, reasons.counterparts, reasons.event_ids)),
                   toJSONString(members), toUnixTimestamp64Milli(raised_at), toUnixTimestamp64Milli(updated_at),
                   count() OVER ()
            FROM (SELECT * FROM flags ORDER BY offset DESC LIMIT 1 BY case_id)
            WHERE (? = '' OR status = ?) AND (? = '' OR level = ?) AND (? = '' OR has(reasons.code, ?))
              AND (? = '' OR has(arrayPushBack(members, account_id), ?))
            ORDER BY score DESC, updated_at DESC, case_id
            LIMIT ? OFFSET ?
            """;

    /** {@link Reports#throughput}: the seconds to look back. */
    public static final String THROUGHPUT = """
            SELECT toUnixTimestamp(toStartOfSecond(sunk_at)) * 1000 AS second, count(),
                   sum(granted_points + bonus_points), uniqExact(account_id)
            FROM decisions WHERE sunk_at >= now64(3) - toIntervalSecond(?)
            GROUP BY second ORDER BY second
            """;

    /** {@link Reports#watermarks} */
    public static final String WATERMARKS = """
            SELECT topic, count(), sum(records), toUnixTimestamp64Milli(min(newest)), toUnixTimestamp64Milli(max(newest))
            FROM (SELECT toString(topic) AS topic, partition, count() AS records, max(occurred_at) AS newest
                  FROM balances GROUP BY topic, partition
                  UNION ALL
                  SELECT toString(topic) AS topic, partition, count(), max(detected_at) FROM signals GROUP BY topic, partition
                  UNION ALL
                  SELECT toString(topic) AS topic, partition, count(), max(updated_at) FROM flags GROUP BY topic, partition
                  UNION ALL
                  SELECT toString(topic) AS topic, partition, count(), max(occurred_at) FROM notices GROUP BY topic, partition)
            GROUP BY topic ORDER BY topic
            """;

    /** {@link Reports#storage} */
    public static final String STORAGE = """
            SELECT table, sum(rows), sum(data_compressed_bytes)
            FROM system.parts WHERE database = currentDatabase() AND active
            GROUP BY table ORDER BY table
            """;

    private ReportSql() {}

    /** {@link Reports#mix}: the first and the last day. */
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
        return "SELECT " + periodSql(period)
                + "category"
                + (by.contains(Split.RULE) ? ", rule_id AS ruleId" : "")
                + (by.contains(Split.TIER) ? ", tier" : "")
                + ", sum(points), sum(points * value_coefficient), count(), uniqExact(account_id)"
                + " FROM postings WHERE " + ISSUED + " AND day BETWEEN toDate32(?) AND toDate32(?)"
                + " GROUP BY " + keyNames + " ORDER BY " + (period == Period.ALL ? "" : "period, ")
                + "sum(points) DESC, "
                + keyNames;
    }

    private static String periodSql(Period period) {
        return switch (period) {
            case ALL -> "";
            case DAY -> "day AS period, ";
            case WEEK -> "toStartOfWeek(day, 1) AS period, ";
            case MONTH -> "toStartOfMonth(day) AS period, ";
        };
    }
}
