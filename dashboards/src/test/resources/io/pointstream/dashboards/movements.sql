-- What the month of sample.sql has nothing of: caps in the waterfall, redemptions, expiry.
INSERT INTO decisions (account_id, step, occurred_at, tier, event_id, event_type, outcome, rule_id, category, rule_book_version,
                       base_points, granted_points, bonus_points, capped_by, reason, caps.cap, caps.window, caps.limit, caps.used_before, caps.cut,
                       topic, partition, offset)
SELECT account_id, step + 1000000, occurred_at, tier, concat(event_id, '-capped'), event_type, 'PARTIALLY_CAPPED', rule_id, category, 1,
       base_points, granted_points, 0, capped_by, reason, capped_by, [if(category = 'CONSUMPTION', 'MONTH', 'DAY')], [base_points * 3],
       [base_points * 3 - granted_points], [base_points - granted_points], topic, partition, offset + 1000000
FROM decisions WHERE outcome = 'PARTIALLY_CAPPED';

INSERT INTO redemptions (redemption_id, account_id, event_id, event_type, occurred_at, kind, partner, item_id, merchant_id, points, topic, partition, offset)
SELECT concat('r-', toString(number)), concat('u', leftPad(toString(number * 4), 5, '0')), concat('asked-', toString(number)), 'redemption.requested',
       toDateTime64('2026-05-02 03:00:00', 3, 'UTC') + toIntervalHour(number * 6), ['VIRTUAL', 'PHYSICAL', 'FINANCIAL', 'PARTNER'][1 + number % 4],
       if(number % 4 = 3, 'JD', ''), concat('item-', toString(number % 5)), '', 500 + number * 10, 'activity.redemption', 0, number
FROM numbers(100);

INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component, category, rule_id, rule_book_version,
                      points, debit, credit, value_coefficient, redemption_id, topic, partition, offset)
SELECT account_id, 2000000 + offset, part - 1, occurred_at + toIntervalHour(part), 'ORDINARY', concat(redemption_id, '/', toString(part)), event_id,
       ['FREEZE', 'CAPTURE', 'REFUND'][part], '', '', '', 0, if(part = 3, points, -points), ['AVAILABLE', 'FROZEN', 'REDEEMED'][part],
       ['FROZEN', 'REDEEMED', 'AVAILABLE'][part], 1, redemption_id, 'points.journal', 0, 2000000 + offset
FROM redemptions ARRAY JOIN [1, 2, 3] AS part
WHERE part = 1 OR (part = 2 AND offset % 3 > 0) OR (part = 3 AND offset % 9 = 1);

INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component, category, rule_id, rule_book_version,
                      points, debit, credit, value_coefficient, topic, partition, offset)
SELECT concat('u', leftPad(toString(number * 4), 5, '0')), 3000000 + number, 0, toDateTime64('2026-05-20 16:00:00', 3, 'UTC'), 'ORDINARY',
       concat('x-', toString(number)), '', 'EXPIRE', '', '', '', 0, -20, 'AVAILABLE', 'EXPIRED', 1, 'points.journal', 1, 3000000 + number
FROM numbers(100);
