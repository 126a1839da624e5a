-- A month of the accounts from :first up to but not including :end, month :month of the year, which begins at :start (UTC)
-- and has :days days. Every draw is a hash of who, when and what for, so the same year is the same rows. What an account has is
-- carried on from the month before: balances are sums of postings, and nobody spends what he has not.
TRUNCATE TABLE steps;

INSERT INTO steps
WITH
    (SELECT groupArray(slot) FROM (SELECT slot FROM traffic ARRAY JOIN range(often) ORDER BY slot)) AS slots,
    (SELECT groupArray(typical) FROM (SELECT typical FROM traffic ORDER BY slot)) AS typicals,
    (SELECT groupArray(fixed) FROM (SELECT fixed FROM traffic ORDER BY slot)) AS fixeds,
    (SELECT groupArray(category IN ('MEMBERSHIP', 'CAMPAIGN')) FROM (SELECT category FROM traffic ORDER BY slot)) AS plains,
    (SELECT groupArray(if(empty(caps), 0, caps[-1].limit)) FROM (SELECT caps FROM traffic ORDER BY slot)) AS limits,
    toDateTime64(:start, 3, 'UTC') AS start,
    accounts AS
    (
        SELECT number AS account, concat('u', leftPad(toString(number), 8, '0')) AS account_id, cityHash64(number, 'tier') % 100 AS rank,
               multiIf(rank < 70, 'ORDINARY', rank < 90, 'SILVER', rank < 98, 'GOLD', 'DIAMOND') AS tier,
               number % 500 = 7 AND :month > 1 AS suspect,
               -- Few do much and many little; the last months of the year are the busiest.
               toUInt32(greatest(1, least(400, :mean * (0.8 + :month / 30) * -log((1 + cityHash64(number, 'busy') % 999983) / 1e6)) + (cityHash64(number, :month, 'part') % 1000) / 1000)) AS events,
               opening.step AS opening_step, opening.available AS had, opening.held AS had_held
        FROM numbers(:first, :end - :first) AS everybody
        LEFT JOIN
        (
            SELECT account_id, step, available, held FROM account_balances FINAL
            WHERE account_id >= concat('u', leftPad(toString(:first), 8, '0')) AND account_id < concat('u', leftPad(toString(:end), 8, '0'))
        ) AS opening
        ON concat('u', leftPad(toString(everybody.number), 8, '0')) = opening.account_id
    ),
    drawn AS
    (
        SELECT account, account_id, tier, suspect, opening_step, had, had_held,
               slots[1 + cityHash64(account, :month, i, 'slot') % length(slots)] AS slot,
               start + toIntervalDay(cityHash64(account, :month, i, 'day') % :days)
                   + toIntervalMillisecond(25200000 + cityHash64(account, :month, i, 'time') % 57600000) AS at,
               cityHash64(account, :month, i, 'lot') % 100 AS lot,
               (cityHash64(account, :month, i, 'size') % 10000) / 10000 AS size,
               lower(hex(sipHash64(account, :month, i, 'id'))) AS event_id,
               if(fixeds[slot], typicals[slot], toInt64(greatest(1, typicals[slot] * exp(1.8 * (size - 0.5))))) AS worth,
               -- Some events are worth nothing yet: a third like of ten.
               lot < 23 AS nothing,
               if(nothing, 0, if(limits[slot] > 0, least(worth, limits[slot]), worth)) AS base,
               -- Of what has a cap, one in fourteen meets it.
               limits[slot] > 0 AND lot >= 30 AND lot < 37 AS cut,
               toInt64(if(cut, cityHash64(account, :month, i, 'left') % base, base)) AS granted,
               multiIf(limits[slot] = 0, 0, cut, limits[slot] - granted, cityHash64(account, :month, i, 'used') % (limits[slot] - base + 1)) AS used,
               toInt64(if(plains[slot], 0, floor(granted * multiIf(tier = 'SILVER', 0.2, tier = 'GOLD', 0.5, tier = 'DIAMOND', 1, 0)))) AS bonus
        FROM accounts ARRAY JOIN range(events) AS i
    ),
    moved AS
    (
        -- Some payments are taken back within the hour.
        SELECT account, account_id, tier, suspect, opening_step, had, had_held, at + toIntervalMinute(40 * back) AS at,
               multiIf(back = 1, 'REVERSE', nothing, 'NONE', 'EARN') AS kind, slot, if(back = 1, concat('back-', event_id), event_id) AS event_id,
               if(back = 1, 0, base) AS base, if(back = 1, 0, used) AS used, if(back = 1, 0, granted) AS granted, if(back = 1, 0, bonus) AS bonus,
               if(back = 1, -drawn.granted, 0) AS points, '' AS redemption_id
        FROM drawn ARRAY JOIN if(slot <= 5 AND lot >= 37 AND lot < 40 AND NOT suspect, [0, 1], [0]) AS back
        UNION ALL
        -- What else there may be in a month: points that expire, the outcome of a review, a redemption.
        SELECT account, account_id, tier, suspect, opening_step, had, had_held, act.1, act.2, 0, act.3, 0, 0, 0, 0, act.4, act.5
        FROM
        (
            SELECT *, if(had >= 1000 AND cityHash64(account, :month, 'redeems') % 4 = 0, intDiv(had, 200) * 100, 0) AS asked,
                   cityHash64(account, :month, 'answer') % 100 AS answer,
                   cityHash64(account, :month, 'verdict') % 20 > 0 AS confirmed,
                   concat('r-', account_id, '-', toString(:month)) AS redemption,
                   start + toIntervalDay(cityHash64(account, :month, 'wish') % 24) + toIntervalHour(5) AS wished
            FROM accounts
        )
        ARRAY JOIN arrayFilter(each -> each.4 != 0, [
            (start, 'EXPIRE', '', if(:month > 5 AND had >= 100 AND cityHash64(account, :month, 'expires') % 4 = 0, -intDiv(had, 25), 0), ''),
            (start + toIntervalHour(4), if(confirmed, 'CLAWBACK', 'RELEASE'), concat('review-', account_id, '-', toString(:month - 1)), if(confirmed, -had_held, had_held), ''),
            (wished, 'FREEZE', concat(redemption, '-request'), -asked, redemption),
            (wished + toIntervalHour(1), if(answer < 88, 'CAPTURE', 'UNFREEZE'), concat(redemption, '-answer'), if(answer < 88, -asked, asked), redemption),
            (wished + toIntervalHour(60), 'REFUND', concat(redemption, '-refund'), if(answer < 5, asked, 0), redemption)]) AS act
    )
SELECT account, account_id, tier, at, kind, slot, event_id, base, used, granted, bonus, points, suspect, redemption_id,
       opening_step + row_number() OVER own,
       -- Offsets grow with an account's time and are as far apart as others' records make them: no two have the same in a partition.
       :record + intDiv(512 * row_number() OVER own, 1 + count() OVER (PARTITION BY account)) * intDiv(:accounts + 3, 4) + intDiv(account, 4),
       had + sum(multiIf(kind = 'EARN', if(suspect, 0, granted + bonus), kind IN ('CAPTURE', 'CLAWBACK'), 0, points)) OVER own,
       had_held + sum(multiIf(kind = 'EARN', if(suspect, granted + bonus, 0), kind = 'CLAWBACK', points, kind = 'RELEASE', -points, 0)) OVER own,
       sum(multiIf(kind IN ('FREEZE', 'UNFREEZE'), -points, kind = 'CAPTURE', points, 0)) OVER own
FROM moved
WINDOW own AS (PARTITION BY account ORDER BY at, event_id);
