-- Cases that are decided and closed, and what is on trial: what the quality of detectors is made of.
INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status,
                   `reasons.code`, `reasons.strength`, `reasons.contribution`, `reasons.reason`, `reasons.numbers`, `reasons.counterparts`, `reasons.event_ids`,
                   end_cause, ended_at, reviewer, end_why, topic, partition, offset)
SELECT concat('closed-', account), account, [], at, at + toIntervalHour(5), 70, 'REVIEW', 'CLOSED',
       [code], [0.8], [70.], ['as it was found'], [map()], [[]], [[]],
       if(n % 4 = 0, 'CLEARED', 'CONFIRMED'), at + toIntervalHour(5), 'reviewer-1', if(n % 4 = 0, 'a family', 'no person does this'),
       'farming.flags', 1, 5000 + n
FROM
(
    SELECT number AS n, concat('u', leftPad(toString(380 + number), 5, '0')) AS account,
           toDateTime64('2026-05-10 04:00:00', 3, 'UTC') + toIntervalHour(number * 7) AS at,
           ['VELOCITY', 'LOCKSTEP', 'SPLIT_PAYMENTS', 'VELOCITY', 'INVITE_RING'][1 + number % 5] AS code
    FROM numbers(30)
);

INSERT INTO reviews (case_id, account_id, event_id, occurred_at, decision, reviewer, note, topic, partition, offset)
SELECT case_id, account_id, concat('review-', case_id), ended_at, if(end_cause = 'CLEARED', 'CLEAR', 'CONFIRM'), reviewer, end_why,
       'risk.reviews', 1, offset
FROM flags WHERE status = 'CLOSED';

INSERT INTO shadow_flags
SELECT flags.* REPLACE ('OPEN' AS status, 'farming.shadow-flags' AS topic) FROM (SELECT * FROM flags WHERE status = 'CLOSED' AND offset % 3 > 0) AS flags;
