package io.pointstream.sinks.report;

import java.util.List;

/**
 * Two ways to the same number, both inside ClickHouse.
 *
 * @param check which family it belongs to, for the metric
 * @param table what is checked
 * @param meaning what a difference says
 * @param byDay whether the query takes a range of days, the first and the last, twice
 * @param sql answers {@code local_day} (may be null), {@code key}, {@code expected} and {@code actual}
 */
record Invariant(String check, String table, String meaning, boolean byDay, String sql) {

    private static final String DAYS = "day BETWEEN toDate32(?) AND toDate32(?)";

    static final List<Invariant> ALL = List.of(
            new Invariant(
                    "mix",
                    "movements_daily",
                    "points in the ledger are not those in the mix",
                    true,
                    both(
                            "day, concat(category, ' ', kind)",
                            "SELECT day, category, kind, sum(points) AS value FROM postings WHERE " + DAYS
                                    + " GROUP BY day, category, kind",
                            "SELECT day, category, kind, sum(points) AS value FROM movements_daily WHERE " + DAYS
                                    + " GROUP BY day, category, kind")),
            new Invariant(
                    "mix",
                    "movements_daily",
                    "what left the issuer's account is not what was earned and reversed",
                    true,
                    both(
                            "day, 'PROGRAM'",
                            "SELECT day, toInt64(sumIf(abs(points), debit = 'PROGRAM') - sumIf(abs(points), credit = 'PROGRAM'))"
                                    + " AS value FROM postings WHERE " + DAYS + " GROUP BY day",
                            "SELECT day, sum(points) AS value FROM movements_daily WHERE " + ReportSql.ISSUED + " AND "
                                    + DAYS + " GROUP BY day")),
            new Invariant(
                    "aggregates",
                    "caps_daily",
                    "what the cap took in the decisions is not what its report says",
                    true,
                    both(
                            "day, cap",
                            "SELECT day, cap, sum(cut) AS value FROM decisions ARRAY JOIN caps.cap AS cap, caps.cut AS cut WHERE "
                                    + DAYS + " GROUP BY day, cap",
                            "SELECT day, cap, sum(cut) AS value FROM caps_daily WHERE " + DAYS + " GROUP BY day, cap")),
            new Invariant(
                    "aggregates",
                    "earned_weekly",
                    "points issued in the week are not those of the leaderboard",
                    false,
                    both(
                            "week, account_id",
                            "SELECT CAST(toStartOfWeek(day, 1), 'Date32') AS week, account_id, sum(points) AS value FROM postings"
                                    + " WHERE " + ReportSql.ISSUED + " GROUP BY week, account_id",
                            "SELECT week, account_id, sum(points) AS value FROM earned_weekly GROUP BY week, account_id")),
            new Invariant(
                    "aggregates",
                    "earned_total",
                    "points issued are not those of the leaderboard",
                    false,
                    both(
                            "NULL, account_id",
                            "SELECT account_id, sum(points) AS value FROM postings WHERE " + ReportSql.ISSUED
                                    + " GROUP BY account_id",
                            "SELECT account_id, sum(points) AS value FROM earned_total GROUP BY account_id")),
            new Invariant(
                    "aggregates",
                    "redemption_moves",
                    "the redemption's postings are not what its report says",
                    false,
                    both(
                            "NULL, redemption_id",
                            "SELECT redemption_id, sum(points) AS value FROM postings WHERE redemption_id != ''"
                                    + " AND kind IN ('FREEZE', 'CAPTURE', 'UNFREEZE', 'REFUND') GROUP BY redemption_id",
                            "SELECT redemption_id, sum(released) + sum(refunded) - sum(frozen) - sum(captured) AS value"
                                    + " FROM redemption_moves GROUP BY redemption_id")),
            new Invariant(
                    "aggregates",
                    "frozen_redemptions",
                    "the points that are frozen for the redemption are not those of its postings",
                    false,
                    both(
                            "NULL, redemption_id",
                            "SELECT redemption_id, sum(if(kind = 'CAPTURE', points, -points)) AS value FROM postings"
                                    + " WHERE redemption_id != '' AND kind IN ('FREEZE', 'CAPTURE', 'UNFREEZE')"
                                    + " GROUP BY redemption_id",
                            "SELECT redemption_id, sum(points) AS value FROM frozen_redemptions GROUP BY redemption_id")),
            new Invariant(
                    "aggregates",
                    "clawbacks",
                    "points clawed back are not those that the detectors' report says were saved",
                    true,
                    both(
                            "day, event_id",
                            "SELECT day, event_id, -sum(points) AS value FROM postings WHERE kind = 'CLAWBACK' AND "
                                    + DAYS + " GROUP BY day, event_id",
                            "SELECT day, event_id, sum(points) AS value FROM clawbacks WHERE " + DAYS
                                    + " GROUP BY day, event_id")),
            new Invariant(
                    "balances",
                    "account_balances",
                    "the newest balance is not that of the newest step",
                    false,
                    both(
                            "NULL, account_id",
                            "SELECT account_id, argMax(available + held + frozen, step) AS value FROM balances GROUP BY account_id",
                            "SELECT account_id, available + held + frozen AS value FROM account_balances FINAL")),
            new Invariant(
                    "balances",
                    "balances",
                    "the newest balance is not the sum of the postings",
                    false,
                    both(
                            "NULL, concat(account_id, ' ', ledger)",
                            "SELECT account_id, ledger, toInt64(sumIf(abs(points), credit = ledger) - sumIf(abs(points), debit = ledger))"
                                    + " AS value FROM postings ARRAY JOIN ['AVAILABLE', 'HELD', 'FROZEN'] AS ledger"
                                    + " GROUP BY account_id, ledger",
                            "SELECT account_id, ledger, argMax(multiIf(ledger = 'AVAILABLE', available, ledger = 'HELD', held, frozen), step)"
                                    + " AS value FROM balances ARRAY JOIN ['AVAILABLE', 'HELD', 'FROZEN'] AS ledger"
                                    + " GROUP BY account_id, ledger")),
            new Invariant("balances", "balances", "a step is missing, or there twice", false, """
                    SELECT CAST(NULL, 'Nullable(Date32)') AS local_day, account_id AS key, toInt64(max(step)) AS expected,
                           toInt64(if(count() = uniqExact(step), count(), max(step) + count() - uniqExact(step))) AS actual
                    FROM balances GROUP BY account_id
                    """));

    // One row a key, with what the facts and what the aggregate say; 0 where one of them says nothing.
    private static String both(String dayAndKey, String facts, String aggregate) {
        int comma = dayAndKey.indexOf(", ");
        return "SELECT "
                + (dayAndKey.startsWith("NULL") ? "CAST(NULL, 'Nullable(Date32)')" : dayAndKey.substring(0, comma))
                + " AS local_day, toString(" + dayAndKey.substring(comma + 2)
                + ") AS key, sum(fact) AS expected, sum(kept) AS actual"
                + " FROM (SELECT *, value AS fact, toInt64(0) AS kept FROM (" + facts + ")"
                + " UNION ALL SELECT *, toInt64(0) AS fact, value AS kept FROM (" + aggregate
                + ")) GROUP BY local_day, key";
    }

    Object[] parameters(Days days) {
        String from = days.from().toString();
        String to = days.to().toString();
        return byDay ? new Object[] {from, to, from, to} : new Object[0];
    }
}
