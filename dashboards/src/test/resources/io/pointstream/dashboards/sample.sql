-- A month of a small program: 420 accounts, 26,000 events. Generated, so that the same statements give the same rows.
INSERT INTO decisions (account_id, step, occurred_at, tier, event_id, event_type, outcome, rule_id, category,
                       rule_book_version, base_points, granted_points, bonus_points, capped_by, reason, topic, partition, offset)
WITH
    ['pay.offline-scan', 'pay.offline-scan', 'pay.offline-scan', 'pay.offline-scan', 'pay.jd', 'pay.jd', 'pay.meituan', 'pay.meituan', 'pay.pinduoduo', 'pay.online',
     'social.step-donation', 'social.video-like', 'social.article-forward', 'social.invite', 'life.phone-topup', 'life.ride', 'life.medical', 'fin.wealth-steady', 'content.article', 'content.video',
     'game.puzzle-clear', 'game.harvest', 'game.team-task', 'membership.sign-in', 'membership.sign-in'] AS rules,
    ['CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION', 'CONSUMPTION',
     'SOCIAL', 'SOCIAL', 'SOCIAL', 'SOCIAL', 'LIFE_SERVICE', 'LIFE_SERVICE', 'LIFE_SERVICE', 'FINANCIAL', 'CONTENT', 'CONTENT',
     'GAMING', 'GAMING', 'GAMING', 'MEMBERSHIP', 'MEMBERSHIP'] AS categories,
    ['payment.settled', 'payment.settled', 'payment.settled', 'payment.settled', 'payment.settled', 'payment.settled', 'payment.settled', 'payment.settled', 'payment.settled', 'payment.settled',
     'social.steps-donated', 'social.video-liked', 'social.article-forwarded', 'social.invite-opened', 'payment.settled', 'payment.settled', 'payment.settled', 'finance.statement', 'content.article-read', 'content.video-watched',
     'gaming.level-cleared', 'gaming.crops-harvested', 'gaming.team-challenge-completed', 'membership.signed-in', 'membership.signed-in'] AS types,
    [40, 36, 22, 58, 96, 70, 52, 44, 18, 61, 50, 20, 10, 100, 45, 24, 60, 85, 5, 14, 10, 10, 15, 5, 5] AS typical
SELECT 'u' || leftPad(toString(toUInt32(pow(rand01, 1.7) * 420)), 5, '0'), n + 1, at,
       ['ORDINARY', 'ORDINARY', 'ORDINARY', 'SILVER', 'SILVER', 'GOLD', 'DIAMOND'][1 + cityHash64(account_no) % 7] AS tier,
       'e-' || lower(hex(cityHash64(n, 'event'))), types[slot], outcome,
       if(outcome IN ('NOT_ELIGIBLE', 'DUPLICATE', 'TOO_LATE'), '', rules[slot]), categories[slot], 1,
       if(outcome IN ('NOT_ELIGIBLE', 'DUPLICATE', 'TOO_LATE'), 0, base),
       multiIf(outcome = 'AWARDED', base, outcome = 'PARTIALLY_CAPPED', intDiv(base, 3), 0) AS granted,
       if(granted > 0 AND tier IN ('GOLD', 'DIAMOND') AND categories[slot] != 'MEMBERSHIP', intDiv(granted, if(tier = 'GOLD', 2, 1)), 0),
       if(outcome IN ('PARTIALLY_CAPPED', 'CAPPED'), [concat(rules[slot], '/', if(categories[slot] = 'CONSUMPTION', 'MONTH', 'DAY'))], []),
       multiIf(outcome = 'AWARDED', concat('awarded ', toString(granted), ' points by ', rules[slot]),
               outcome = 'PARTIALLY_CAPPED', concat('awarded ', toString(granted), ' of ', toString(base), ' points by ', rules[slot], '; the rest was cut by its cap'),
               outcome = 'CAPPED', concat('nothing of ', toString(base), ' points was awarded by ', rules[slot], ': its cap was reached'),
               outcome = 'DUPLICATE', 'the event id was seen before',
               outcome = 'TOO_LATE', 'more than 3 days behind the newest event of the account',
               'the day''s total is below what the rule asks for'),
       'points.journal', cityHash64(account_no) % 4, n
FROM
(
    SELECT number AS n, (cityHash64(number, 'who') % 1000000) / 1e6 AS rand01, toUInt32(pow(rand01, 1.7) * 420) AS account_no,
           1 + cityHash64(number, 'rule') % 25 AS slot,
           toDateTime64('2026-04-30 16:00:00', 3, 'UTC')
               + toIntervalSecond(toUInt32(number * 30 * 86400 / 26000))
               + toIntervalMillisecond(cityHash64(number, 'ms') % 90000) AS at,
           toInt64(greatest(1, floor(typical[slot] * exp(1.1 * ((cityHash64(number, 'a') % 1000) / 500.0 - 1)) * if(slot <= 10, 1 + 0.5 * sin(toDayOfWeek(at)), 1)))) AS drawn,
           if(slot IN (11, 12, 13, 14, 21, 22, 23, 24, 25), typical[slot], drawn) AS base,
           multiIf(cityHash64(number, 'o') % 100 < 74, 'AWARDED', cityHash64(number, 'o') % 100 < 80, 'PARTIALLY_CAPPED',
                   cityHash64(number, 'o') % 100 < 86, 'CAPPED', cityHash64(number, 'o') % 100 < 97, 'NOT_ELIGIBLE',
                   cityHash64(number, 'o') % 100 < 99, 'DUPLICATE', 'TOO_LATE') AS outcome
    FROM numbers(26000)
);

INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component, category, rule_id,
                      rule_book_version, points, debit, credit, expires_on, value_coefficient, topic, partition, offset)
SELECT account_id, step, part - 1, occurred_at, tier, concat(account_id, '/', toString(step), '/', toString(part)), event_id,
       'EARN', ['BASE', 'TIER_BONUS'][part], category, rule_id, 1, [granted_points, bonus_points][part], 'PROGRAM', 'AVAILABLE',
       toDate32('2027-05-31'),
       multiIf(rule_id = 'social.invite', 2.0, rule_id = 'social.article-forward', 0.6, rule_id = 'social.video-like', 0.4, 1.0),
       topic, partition, offset
FROM decisions ARRAY JOIN [1, 2] AS part
WHERE [granted_points, bonus_points][part] > 0;

INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
SELECT account_id, step, occurred_at, tier,
       sum(granted_points + bonus_points) OVER (PARTITION BY account_id ORDER BY step), 0, 0, 0, topic, partition, offset
FROM decisions;

INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status,
                   `reasons.code`, `reasons.strength`, `reasons.contribution`, `reasons.reason`, `reasons.numbers`, `reasons.counterparts`, `reasons.event_ids`,
                   topic, partition, offset)
SELECT concat('case-', account), account, [], at - toIntervalHour(30), at, least(100, arraySum(contributions)),
       if(arraySum(contributions) >= 80, 'HOLD', 'REVIEW'), 'OPEN', codes, arrayMap(c -> c / 60, contributions), contributions,
       arrayMap(c -> multiIf(c = 'VELOCITY', concat(toString(20 + n * 3), ' × social.video-liked within 1 min; a person makes at most 12'),
                             c = 'CAP_HUGGING', concat('on ', toString(5 + n % 9), ' of the last 14 days worked several rules up to exactly their daily caps, ', toString(14 + n), ' in all, and stopped there'),
                             concat(toString(6 + n), ' accounts live on the device d-7f3a', toString(n), '; a family is at most 5')), codes),
       arrayMap(c -> multiIf(c = 'VELOCITY', map('events', toFloat64(20 + n * 3), 'limit', 12., 'windowSeconds', 60.),
                             c = 'CAP_HUGGING', map('huggingDays', toFloat64(5 + n % 9), 'hits', toFloat64(14 + n), 'surplus', 2.),
                             map('accounts', toFloat64(6 + n), 'residents', 6.4, 'daysHere', 11., 'daysActive', 12.)), codes),
       arrayMap(c -> if(c = 'SHARED_DEVICE', [concat('d-7f3a', toString(n)), 'u00031', 'u00077', 'u00120'], []), codes),
       arrayMap(c -> if(c = 'SHARED_DEVICE', [], ['e-41c0', 'e-41c7', 'e-41d2', 'e-41e9']), codes),
       'farming.flags', n % 4, n
FROM
(
    SELECT number AS n, concat('u', leftPad(toString(3 + number * 7), 5, '0')) AS account,
           toDateTime64('2026-05-30 15:10:00', 3, 'UTC') - toIntervalMinute(number * 47) AS at,
           [['VELOCITY', 'CAP_HUGGING'], ['SHARED_DEVICE', 'VELOCITY'], ['CAP_HUGGING', 'SHARED_DEVICE', 'VELOCITY'], ['SHARED_DEVICE', 'CAP_HUGGING']][1 + number % 4] AS codes,
           arrayMap((c, i) -> round(if(i = 1, 55., 27.) - number * 0.45 - i * 1.3, 1), codes, arrayEnumerate(codes)) AS contributions
    FROM numbers(36)
);

INSERT INTO signals (account_id, signal_id, code, strength, detected_at, from_time, to_time, reason, numbers, counterparts, event_ids, topic, partition, offset)
SELECT account_id, concat(case_id, '/', toString(i)), code, contribution / 60, raised_at + toIntervalMinute(i), raised_at - toIntervalHour(1), raised_at,
       reason, numbers, counterparts, event_ids, 'farming.signals', partition, offset * 4 + i
FROM flags ARRAY JOIN reasons.code AS code, reasons.contribution AS contribution, reasons.reason AS reason, reasons.numbers AS numbers,
     reasons.counterparts AS counterparts, reasons.event_ids AS event_ids, arrayEnumerate(reasons.code) AS i;
