package io.pointstream.sinks.report;

/**
 * Redemptions that wait for a person, as cases: with one reason of a code of their own and without a score, since nobody is
 * suspected.
 */
final class RedemptionCases {

    static final String PREFIX = "redemption-";

    private static final String FROZEN_CASES = "SELECT concat('redemption-', redemption_id) FROM frozen_redemptions";

    /** Those that wait, with the columns of {@code cases} and what is frozen. */
    static final String OPEN = """
            SELECT raised.case_id AS case_id, raised.account_id AS account_id, CAST([], 'Array(String)') AS members,
                   toFloat64(0) AS score, CAST('HOLD', 'LowCardinality(String)') AS level,
                   CAST(['LARGE_REDEMPTION'], 'Array(LowCardinality(String))') AS codes,
                   raised.raised_at AS raised_at, raised.raised_at AS updated_at, waiting.frozen AS frozen
            FROM (SELECT * FROM redemption_cases FINAL WHERE case_id IN (%1$s)) AS raised
            INNER JOIN (SELECT redemption_id, account_id, sum(points) AS frozen FROM frozen_redemptions
                        GROUP BY redemption_id, account_id HAVING frozen > 0) AS waiting
            ON raised.redemption_id = waiting.redemption_id AND raised.account_id = waiting.account_id
            LEFT JOIN (SELECT case_id, account_id, max(occurred_at) AS at FROM reviews
                       WHERE case_id IN (%1$s) AND decision IN ('CONFIRM', 'CLEAR')
                       GROUP BY case_id, account_id) AS word
            ON raised.case_id = word.case_id AND raised.account_id = word.account_id
            WHERE word.at < raised.raised_at""".formatted(FROZEN_CASES);

    /** The newest of a case's id, with the columns of {@link CaseReports#find}; {@code ?} is the id, every time. */
    static final String CASE = """
            WITH (SELECT argMax(toString(decision), (occurred_at, partition, offset)) FROM reviews
                  WHERE case_id = ? AND decision != 'ESCALATE'
                    AND occurred_at >= (SELECT max(raised_at) FROM redemption_cases WHERE case_id = ?)) AS verdict
            SELECT one.case_id, one.account_id, toFloat64(0), 'HOLD', if(frozen > 0 AND verdict = '', 'OPEN', 'CLOSED'),
                   toJSONString([CAST(('LARGE_REDEMPTION', 1, 0,
                                       concat('asks for ', toString(asked.points), ' points as ', lower(asked.kind),
                                              if(asked.partner = '', '', concat(' with ', asked.partner)),
                                              ', item ', asked.item_id,
                                              if(accepted, '; the merchant has accepted', '; the merchant has not answered yet')),
                                       map('points', toFloat64(asked.points)),
                                       if(asked.merchant_id = '', [], [asked.merchant_id]), asked.events),
                                      'Tuple(code String, strength Float64, contribution Float64, reason String,
                                             numbers Map(String, Float64), counterparts Array(String),
                                             eventIds Array(String))')]),
                   '[]', toUnixTimestamp64Milli(one.raised_at), toUnixTimestamp64Milli(asked.newest), NULL, NULL, verdict,
                   frozen, balance.available
            FROM (SELECT opened.case_id, opened.account_id, opened.redemption_id, opened.raised_at,
                         moves.frozen - moves.captured - moves.released AS frozen
                  FROM (SELECT * FROM redemption_cases FINAL WHERE case_id = ?) AS opened
                  INNER JOIN (SELECT redemption_id, account_id, sum(redemption_moves.frozen) AS frozen,
                                     sum(redemption_moves.captured) AS captured, sum(redemption_moves.released) AS released
                              FROM redemption_moves WHERE redemption_id = substring(?, length('redemption-') + 1)
                              GROUP BY redemption_id, account_id) AS moves
                  ON opened.redemption_id = moves.redemption_id AND opened.account_id = moves.account_id
                  ORDER BY opened.raised_at DESC LIMIT 1) AS one
            INNER JOIN (SELECT redemption_id, account_id, anyIf(points, event_type = 'redemption.requested') AS points,
                               anyIf(toString(kind), event_type = 'redemption.requested') AS kind,
                               anyIf(toString(partner), event_type = 'redemption.requested') AS partner,
                               anyIf(item_id, event_type = 'redemption.requested') AS item_id,
                               anyIf(merchant_id, event_type = 'redemption.requested') AS merchant_id,
                               countIf(event_type = 'redemption.accepted') > 0 AS accepted,
                               max(occurred_at) AS newest, groupArray(20)(event_id) AS events
                        FROM redemptions WHERE redemption_id = substring(?, length('redemption-') + 1)
                        GROUP BY redemption_id, account_id) AS asked
            ON one.redemption_id = asked.redemption_id AND one.account_id = asked.account_id
            LEFT JOIN (SELECT account_id, available FROM account_balances FINAL
                       WHERE account_id IN (SELECT account_id FROM redemption_cases WHERE case_id = ?)) AS balance
            ON one.account_id = balance.account_id
            """;

    static final int CASE_PARAMETERS = 6;

    private RedemptionCases() {}
}
