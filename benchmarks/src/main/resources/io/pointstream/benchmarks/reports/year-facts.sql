-- The rows of the facts that the steps come to, each table by itself.
INSERT INTO decisions (account_id, step, occurred_at, tier, event_id, event_type, outcome, rule_id, category, rule_book_version,
                       base_points, granted_points, bonus_points, capped_by, reason, quantity, unit, rate,
                       caps.cap, caps.window, caps.limit, caps.used_before, caps.cut, forfeited_points,
                       bonuses.component, bonuses.source, bonuses.factor, bonuses.points, topic, partition, offset)
SELECT account_id, step, at, tier, event_id,
       multiIf(kind = 'REVERSE', 'payment.refunded', kind = 'FREEZE', 'redemption.requested', kind = 'CAPTURE', 'redemption.accepted',
               kind = 'UNFREEZE', 'redemption.declined', kind = 'REFUND', 'redemption.refunded', kind IN ('CLAWBACK', 'RELEASE'), 'review.decided',
               event_type),
       multiIf(kind = 'NONE', 'NOT_ELIGIBLE', kind != 'EARN', 'APPLIED', suspect, 'HELD', granted = base, 'AWARDED', granted = 0, 'CAPPED', 'PARTIALLY_CAPPED') AS outcome,
       if(kind = 'EARN', rule_id, ''), category, 1, base, granted, bonus,
       if(kind = 'EARN' AND granted < base, [concat(rule_id, '/', caps[-1].window)], []),
       multiIf(kind = 'NONE', concat(rule_id, ': ', toString(1 + used % 9), ' of 10 so far today'),
               kind != 'EARN', concat(lower(kind), ' of ', toString(abs(points)), ' points'),
               concat(rule_id, ': ', toString(base), '.', toString(used % 90 + 10), ' × 1 = ', toString(base), '; ', toString(granted), ' granted',
                      if(granted < base, concat(', ', lower(caps[-1].window), ' cap ', toString(caps[-1].limit), ' reached'), ''),
                      if(bonus > 0, concat('; + ', toString(bonus), ' ', tier), ''))),
       if(kind = 'EARN', toDecimal128(base + (used % 90 + 10) / 100, 10), NULL), if(kind = 'EARN', 'yuan', ''), if(kind = 'EARN', toDecimal128(1, 10), NULL),
       if(kind = 'EARN', arrayMap(c -> concat(rule_id, '/', c.window), caps), []), if(kind = 'EARN', caps.window, []), if(kind = 'EARN', caps.limit, []),
       if(kind = 'EARN', arrayMap(c -> if(c.window = 'TRANSACTION', 0, used), caps), []),
       if(kind = 'EARN', arrayMap(c -> if(c.window = 'TRANSACTION', 0, base - granted), caps), []),
       base - granted,
       if(bonus > 0, ['TIER_BONUS'], []), if(bonus > 0, [tier], []), if(bonus > 0, [multiIf(tier = 'SILVER', toDecimal64(1.2, 6), tier = 'GOLD', toDecimal64(1.5, 6), toDecimal64(2, 6))], []),
       if(bonus > 0, [bonus], []),
       'points.journal', account % 4, record
FROM steps LEFT JOIN traffic ON steps.slot = traffic.slot
WHERE kind != 'EXPIRE';

INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component, category, rule_id,
                      rule_book_version, points, debit, credit, expires_on, value_coefficient, redemption_id, topic, partition, offset)
SELECT account_id, step, part - 1, at, tier, concat(account_id, '/', toString(step), '/', toString(part - 1)), event_id, kind,
       if(kind IN ('EARN', 'REVERSE'), ['BASE', 'TIER_BONUS'][part], ''), category, rule_id, 1, if(kind = 'EARN', [granted, bonus][part], points) AS moved,
       multiIf(kind = 'EARN', 'PROGRAM', kind IN ('FREEZE', 'REVERSE', 'EXPIRE'), 'AVAILABLE', kind IN ('CAPTURE', 'UNFREEZE'), 'FROZEN', kind = 'REFUND', 'REDEEMED', 'HELD'),
       multiIf(kind = 'EARN', if(suspect, 'HELD', 'AVAILABLE'), kind = 'REVERSE', 'PROGRAM', kind = 'FREEZE', 'FROZEN', kind = 'CAPTURE', 'REDEEMED',
               kind = 'EXPIRE', 'EXPIRED', kind = 'CLAWBACK', 'CLAWED_BACK', 'AVAILABLE'),
       if(kind = 'EARN', toDate32(at, 'Asia/Shanghai') + toIntervalMonth(months), NULL), if(kind IN ('EARN', 'REVERSE'), coefficient, 1), redemption_id,
       'points.journal', account % 4, record
FROM steps LEFT JOIN traffic ON steps.slot = traffic.slot ARRAY JOIN [1, 2] AS part
WHERE kind != 'NONE' AND if(kind = 'EARN', [granted, bonus][part] > 0, part = 1 AND points != 0);

INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
SELECT account_id, step, at, tier, available, held, frozen, greatest(0, -available), 'points.journal', account % 4, record
FROM steps;

INSERT INTO redemptions (redemption_id, account_id, event_id, event_type, occurred_at, kind, partner, item_id, merchant_id, points, topic, partition, offset)
SELECT redemption_id, account_id, event_id,
       multiIf(steps.kind = 'FREEZE', 'redemption.requested', steps.kind = 'CAPTURE', 'redemption.accepted', steps.kind = 'UNFREEZE', 'redemption.declined', 'redemption.refunded'),
       at, if(steps.kind = 'FREEZE', ['VIRTUAL', 'PHYSICAL', 'FINANCIAL', 'PARTNER'][1 + account % 4], ''),
       if(steps.kind = 'FREEZE' AND account % 4 = 3, ['JD', 'PINDUODUO', 'MEITUAN'][1 + account % 3], ''),
       if(steps.kind = 'FREEZE', concat('item-', toString(cityHash64(redemption_id) % 40)), ''), if(steps.kind = 'FREEZE', concat('m-', toString(account % 900)), ''),
       if(steps.kind = 'FREEZE', -points, 0), 'activity.redemption', account % 4, record
FROM steps WHERE redemption_id != '';

-- A case for every account that is held, of six together where they are a ring; decided in the month after, by what became of it.
INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status,
                   reasons.code, reasons.strength, reasons.contribution, reasons.reason, reasons.numbers, reasons.counterparts, reasons.event_ids,
                   topic, partition, offset)
SELECT concat('case-', account_id, '-', toString(:month)), account_id,
       if(account % 5000 = 7, arrayMap(i -> concat('u', leftPad(toString(account + i), 8, '0')), range(6)), []),
       min(at), if(:month = 12, min(at), toDateTime64(:start, 3, 'UTC') + toIntervalDay(:days)), 60 + account % 41, if(account % 41 >= 20, 'HOLD', 'REVIEW'),
       if(:month = 12, 'OPEN', 'CLOSED'), codes, arrayMap(c -> 0.9, codes), arrayMap(c -> toFloat64(30 + account % 20), codes),
       arrayMap(c -> concat(lower(c), ' as seen in ', toString(count()), ' events'), codes), arrayMap(c -> map('events', toFloat64(count())), codes),
       arrayMap(c -> emptyArrayString(), codes), arrayMap(c -> arraySlice(groupArray(event_id), 1, 20), codes),
       'farming.flags', account % 4, min(record)
FROM (SELECT *, arrayDistinct([codes_of[1 + account % 13], codes_of[1 + intDiv(account, 13) % 13]]) AS codes
      FROM (SELECT *, ['VELOCITY', 'CAP_HUGGING', 'CLOCKWORK', 'IMPOSSIBLE_ENGAGEMENT', 'SPLIT_PAYMENTS', 'REFUND_CHURN', 'MERCHANT_COLLUSION',
                       'SHARED_DEVICE', 'INVITE_RING', 'LOCKSTEP', 'DORMANT_BURST', 'REDEMPTION_RUSH', 'ACCOUNT_TAKEOVER'] AS codes_of
            FROM steps WHERE suspect AND kind = 'EARN'))
GROUP BY account, account_id, codes;

INSERT INTO signals (account_id, signal_id, code, strength, detected_at, from_time, to_time, reason, numbers, counterparts, event_ids, topic, partition, offset)
SELECT account_id, concat('s-', event_id), codes_of[1 + if(record % 2 = 0, account, intDiv(account, 13)) % 13], 0.5 + (record % 50) / 100, at, at - toIntervalHour(1), at,
       concat(toString(record % 50), ' events within an hour'), map('events', toFloat64(record % 50)), [], [event_id], 'farming.signals', account % 4, record
FROM (SELECT *, ['VELOCITY', 'CAP_HUGGING', 'CLOCKWORK', 'IMPOSSIBLE_ENGAGEMENT', 'SPLIT_PAYMENTS', 'REFUND_CHURN', 'MERCHANT_COLLUSION',
                 'SHARED_DEVICE', 'INVITE_RING', 'LOCKSTEP', 'DORMANT_BURST', 'REDEMPTION_RUSH', 'ACCOUNT_TAKEOVER'] AS codes_of
      FROM steps WHERE suspect AND kind = 'EARN');

INSERT INTO reviews (case_id, account_id, event_id, occurred_at, decision, reviewer, note, topic, partition, offset)
SELECT concat('case-', account_id, '-', toString(:month - 1)), account_id, event_id, at, if(kind = 'CLAWBACK', 'CONFIRM', 'CLEAR'),
       concat('reviewer-', toString(account % 7)), 'looked at', 'risk.reviews', account % 4, record
FROM steps WHERE kind IN ('CLAWBACK', 'RELEASE');

INSERT INTO notices (account_id, kind, points, occurred_at, expires_on, topic, partition, offset)
SELECT account_id, 'EXPIRY', -points, at - toIntervalDay(7), toDate32(at, 'Asia/Shanghai'), 'points.notices', account % 4, record
FROM steps WHERE kind = 'EXPIRE';
