-- Holds, and what reviewers decided.
-- Two of three cases are decided, most of them confirmed; held points are clawed back.
INSERT INTO reviews (case_id, account_id, event_id, occurred_at, decision, reviewer, note, topic, partition, offset)
SELECT case_id, account_id, concat('review-', case_id), raised_at + toIntervalMinute(90 + 37 * offset), if(offset % 5 = 0, 'CLEAR', 'CONFIRM'),
       'reviewer-1', 'no person does this', 'risk.reviews', 0, offset
FROM flags WHERE offset % 3 > 0;

INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component, category, rule_id, rule_book_version,
                      points, debit, credit, value_coefficient, topic, partition, offset)
SELECT account_id, 4000000 + offset, part - 1, occurred_at - toIntervalMinute(2 - part), 'ORDINARY', concat(event_id, '/', toString(part)),
       if(part = 1, '', event_id), ['EARN', 'CLAWBACK'][part], if(part = 1, 'BASE', ''), if(part = 1, 'CONSUMPTION', ''), if(part = 1, 'pay.online', ''), 1,
       if(part = 1, 300, -300), ['PROGRAM', 'HELD'][part], ['HELD', 'CLAWED_BACK'][part], 1, 'points.journal', 2, 4000000 + offset
FROM reviews ARRAY JOIN [1, 2] AS part
WHERE decision = 'CONFIRM';

INSERT INTO flags
SELECT flags.* REPLACE (reviews.occurred_at AS updated_at, 'CLOSED' AS status, flags.offset + 1000 AS offset)
FROM flags INNER JOIN (SELECT case_id, occurred_at FROM reviews) AS reviews ON flags.case_id = reviews.case_id;
