-- One account with a step of every kind. Its redemption and its refund are called what tries to become markup.
INSERT INTO decisions (account_id, step, occurred_at, tier, event_id, event_type, outcome, reason, topic, partition, offset)
VALUES
('mei-lin', 1, '2026-05-03 02:00:00.000', 'GOLD', 'tier-1', 'membership.tier-changed', 'APPLIED', 'tier GOLD from 2026-05-03T02:00:00Z', 'points.journal', 2, 950001),
('mei-lin', 5, '2026-05-21 03:00:00.000', 'GOLD', 'refund-<b>1</b>', 'payment.refunded', 'APPLIED', '60.00 yuan of payment p-1 refunded, of 134.49; 180 points reversed', 'points.journal', 2, 950005),
('mei-lin', 6, '2026-05-22 03:00:00.000', 'GOLD', 'ask-1', 'redemption.requested', 'APPLIED', '100 points frozen; the merchant answers before 2026-05-25T03:00:00Z', 'points.journal', 2, 950006),
('mei-lin', 7, '2026-05-22 04:00:00.000', 'GOLD', 'yes-1', 'redemption.accepted', 'APPLIED', '100 points captured for 80.0 bean, credited on 2026-05-22', 'points.journal', 2, 950007),
('mei-lin', 9, '2026-05-24 03:00:00.000', 'GOLD', 'review-1', 'review.decided', 'APPLIED', 'case case-mei-lin cleared by wang; 1,000 points released', 'points.journal', 2, 950009),
('mei-lin', 11, '2026-05-26 03:00:00.000', 'GOLD', 'pay-1', 'payment.settled', 'DUPLICATE', 'the event id was seen before', 'points.journal', 2, 950011),
('mei-lin', 14, '2026-05-29 03:00:00.000', 'GOLD', 'ask-2', 'redemption.requested', 'APPLIED', '700 points frozen; the merchant answers before 2026-06-01T03:00:00Z', 'points.journal', 2, 950014);

INSERT INTO decisions (account_id, step, occurred_at, tier, event_id, event_type, outcome, rule_id, category, rule_book_version,
                       base_points, granted_points, bonus_points, capped_by, reason, quantity, unit, counted, rate, brackets, weight,
                       running_key, running_before, running_window, running_from, running_earlier, clamp_computed, clamp_to,
                       streak_length, streak_reward, `caps.cap`, `caps.window`, `caps.limit`, `caps.used_before`, `caps.cut`,
                       `bonuses.component`, `bonuses.source`, `bonuses.factor`, `bonuses.points`, topic, partition, offset)
VALUES
('mei-lin', 2, '2026-05-20 03:00:00.000', 'GOLD', 'pay-1', 'payment.settled', 'PARTIALLY_CAPPED', 'pay.jd', 'CONSUMPTION', 1,
 268, 200, 100, ['pay.jd/MONTH'], 'pay.jd: 134.49 yuan × 2 = 268; 200 granted, month cap 10,000 reached (9,800 used before); +100 GOLD (× 1.5)',
 134.49, 'yuan', NULL, 2, '', NULL, '', NULL, '', NULL, 0, NULL, NULL, 0, 0,
 ['pay.jd/TRANSACTION', 'pay.jd/MONTH'], ['TRANSACTION', 'MONTH'], [1000, 10000], [0, 9800], [0, 68],
 ['TIER_BONUS'], ['GOLD'], [1.5], [100], 'points.journal', 2, 950002),
('mei-lin', 3, '2026-05-20 04:00:00.000', 'GOLD', 'pay-2', 'payment.settled', 'CAPPED', 'pay.jd', 'CONSUMPTION', 1,
 5, 0, 0, ['pay.jd/MONTH'], 'pay.jd: 2.50 yuan × 2 = 5; 0 granted, month cap 10,000 reached (10,000 used before)',
 2.5, 'yuan', NULL, 2, '', NULL, '', NULL, '', NULL, 0, NULL, NULL, 0, 0,
 ['pay.jd/TRANSACTION', 'pay.jd/MONTH'], ['TRANSACTION', 'MONTH'], [1000, 10000], [0, 10000], [0, 5],
 [], [], [], [], 'points.journal', 2, 950003),
('mei-lin', 4, '2026-05-20 05:00:00.000', 'GOLD', 'comment-5', 'content.live-commented', 'AWARDED', 'content.live-comment', 'CONTENT', 1,
 2, 2, 1, [], 'content.live-comment: 5 comments for TALENT in the day of 2026-05-20 × 1 × 1.2 = 6, less 4 earlier = 2; 2 granted; +1 GOLD (× 1.5)',
 1, 'comments', NULL, 1, '', 1.2, 'TALENT', 4, 'DAY', '2026-05-20', 4, NULL, NULL, 0, 0,
 ['content.live-comment/DAY'], ['DAY'], [50], [4], [0],
 ['TIER_BONUS'], ['GOLD'], [1.5], [1], 'points.journal', 2, 950004),
('mei-lin', 8, '2026-05-23 03:00:00.000', 'GOLD', 'battle-1', 'campaign.battle-won', 'HELD', 'campaign.energy-battle', 'CAMPAIGN', 1,
 1000, 1000, 0, [], 'campaign.energy-battle: 1,200 × 1 = 1,200, lowered to 1,000; 1,000 granted; held until case case-mei-lin is decided',
 1200, '', NULL, 1, '', NULL, '', NULL, '', NULL, 0, 1200, 1000, 0, 0,
 [], [], [], [], [], [], [], [], [], 'points.journal', 2, 950008),
('mei-lin', 12, '2026-05-27 03:00:00.000', 'GOLD', 'sign-7', 'membership.signed-in', 'AWARDED', 'membership.sign-in', 'MEMBERSHIP', 1,
 10, 10, 0, [], 'membership.sign-in: 5 + 5 for day 7 of a streak = 10; 10 granted',
 NULL, '', NULL, NULL, '', NULL, '', NULL, '', NULL, 0, NULL, NULL, 7, 5,
 [], [], [], [], [], [], [], [], [], 'points.journal', 2, 950012),
('mei-lin', 13, '2026-05-28 03:00:00.000', 'GOLD', 'medical-1', 'payment.settled', 'PARTIALLY_CAPPED', 'life.medical', 'LIFE_SERVICE', 1,
 240, 125, 249, ['life.medical/DAY', 'PROGRAM/WEEK'], 'life.medical: 350.00 yuan, of which 200.00 yuan count, × 1.2 = 240; 125 granted, day cap 200 reached, PROGRAM week cap 9,000 reached (8,875 used before); +62 GOLD (× 1.5); +187 summer (× 2.5)',
 350, 'yuan', 200, 1.2, '', NULL, '', NULL, '', NULL, 0, NULL, NULL, 0, 0,
 ['life.medical/DAY', 'PROGRAM/WEEK', 'PROGRAM/LIFETIME'], ['DAY', 'WEEK', 'LIFETIME'], [200, 9000, 1000000], [0, 8875, 20000], [40, 75, 0],
 ['TIER_BONUS', 'CAMPAIGN_BONUS'], ['GOLD', 'summer <i>'], [1.5, 2.5], [62, 187], 'points.journal', 2, 950013);

INSERT INTO postings (account_id, step, item, occurred_at, tier, posting_id, event_id, kind, component, category, rule_id, points, debit,
                      credit, expires_on, value_coefficient, reverses, redemption_id, credited_amount, credited_unit, credited_when,
                      credited_on, topic, partition, offset)
VALUES
('mei-lin', 2, 0, '2026-05-20 03:00:00.000', 'GOLD', 'mei-lin/2/1', 'pay-1', 'EARN', 'BASE', 'CONSUMPTION', 'pay.jd', 200, 'PROGRAM', 'AVAILABLE', '2027-05-20', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950002),
('mei-lin', 2, 1, '2026-05-20 03:00:00.000', 'GOLD', 'mei-lin/2/2', 'pay-1', 'EARN', 'TIER_BONUS', 'CONSUMPTION', 'pay.jd', 100, 'PROGRAM', 'AVAILABLE', '2027-05-20', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950002),
('mei-lin', 4, 0, '2026-05-20 05:00:00.000', 'GOLD', 'mei-lin/4/1', 'comment-5', 'EARN', 'BASE', 'CONTENT', 'content.live-comment', 2, 'PROGRAM', 'AVAILABLE', '2026-11-20', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950004),
('mei-lin', 4, 1, '2026-05-20 05:00:00.000', 'GOLD', 'mei-lin/4/2', 'comment-5', 'EARN', 'TIER_BONUS', 'CONTENT', 'content.live-comment', 1, 'PROGRAM', 'AVAILABLE', '2026-11-20', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950004),
('mei-lin', 5, 0, '2026-05-21 03:00:00.000', 'GOLD', 'mei-lin/5/1', 'refund-<b>1</b>', 'REVERSE', 'BASE', 'CONSUMPTION', 'pay.jd', -120, 'AVAILABLE', 'PROGRAM', '2027-05-20', 1, 'mei-lin/2/1', '', NULL, '', '', NULL, 'points.journal', 2, 950005),
('mei-lin', 5, 1, '2026-05-21 03:00:00.000', 'GOLD', 'mei-lin/5/2', 'refund-<b>1</b>', 'REVERSE', 'TIER_BONUS', 'CONSUMPTION', 'pay.jd', -60, 'AVAILABLE', 'PROGRAM', '2027-05-20', 1, 'mei-lin/2/2', '', NULL, '', '', NULL, 'points.journal', 2, 950005),
('mei-lin', 6, 0, '2026-05-22 03:00:00.000', 'GOLD', 'mei-lin/6/1', 'ask-1', 'FREEZE', '', '', '', -100, 'AVAILABLE', 'FROZEN', NULL, 1, '', '<img src=x onerror=alert(1)>', NULL, '', '', NULL, 'points.journal', 2, 950006),
('mei-lin', 7, 0, '2026-05-22 04:00:00.000', 'GOLD', 'mei-lin/7/1', 'yes-1', 'CAPTURE', '', '', '', -100, 'FROZEN', 'REDEEMED', NULL, 1, '', '<img src=x onerror=alert(1)>', 80, 'bean', 'AT_ONCE', '2026-05-22', 'points.journal', 2, 950007),
('mei-lin', 8, 0, '2026-05-23 03:00:00.000', 'GOLD', 'mei-lin/8/1', 'battle-1', 'EARN', 'BASE', 'CAMPAIGN', 'campaign.energy-battle', 1000, 'PROGRAM', 'AVAILABLE', '2026-06-22', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950008),
('mei-lin', 8, 1, '2026-05-23 03:00:00.000', 'GOLD', 'mei-lin/8/2', 'battle-1', 'HOLD', 'BASE', 'CAMPAIGN', 'campaign.energy-battle', -1000, 'AVAILABLE', 'HELD', '2026-06-22', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950008),
('mei-lin', 9, 0, '2026-05-24 03:00:00.000', 'GOLD', 'mei-lin/9/1', 'review-1', 'RELEASE', 'BASE', 'CAMPAIGN', 'campaign.energy-battle', 1000, 'HELD', 'AVAILABLE', '2026-06-22', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950009),
('mei-lin', 10, 0, '2026-05-24 16:00:00.000', 'GOLD', 'mei-lin/10/1', '', 'EXPIRE', '', '', '', -3, 'AVAILABLE', 'EXPIRED', '2026-05-24', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950010),
('mei-lin', 12, 0, '2026-05-27 03:00:00.000', 'GOLD', 'mei-lin/12/1', 'sign-7', 'EARN', 'BASE', 'MEMBERSHIP', 'membership.sign-in', 10, 'PROGRAM', 'AVAILABLE', '2026-11-27', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950012),
('mei-lin', 13, 0, '2026-05-28 03:00:00.000', 'GOLD', 'mei-lin/13/1', 'medical-1', 'EARN', 'BASE', 'LIFE_SERVICE', 'life.medical', 125, 'PROGRAM', 'AVAILABLE', '2027-05-28', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950013),
('mei-lin', 13, 1, '2026-05-28 03:00:00.000', 'GOLD', 'mei-lin/13/2', 'medical-1', 'EARN', 'TIER_BONUS', 'LIFE_SERVICE', 'life.medical', 62, 'PROGRAM', 'AVAILABLE', '2027-05-28', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950013),
('mei-lin', 13, 2, '2026-05-28 03:00:00.000', 'GOLD', 'mei-lin/13/3', 'medical-1', 'EARN', 'CAMPAIGN_BONUS', 'LIFE_SERVICE', 'life.medical', 187, 'PROGRAM', 'AVAILABLE', '2027-05-28', 1, '', '', NULL, '', '', NULL, 'points.journal', 2, 950013),
('mei-lin', 14, 0, '2026-05-29 03:00:00.000', 'GOLD', 'mei-lin/14/1', 'ask-2', 'FREEZE', '', '', '', -700, 'AVAILABLE', 'FROZEN', NULL, 1, '', 'r-2', NULL, '', '', NULL, 'points.journal', 2, 950014),
('mei-lin', 15, 0, '2026-06-01 03:00:00.000', 'GOLD', 'mei-lin/15/1', 'ask-2', 'UNFREEZE', '', '', '', 700, 'FROZEN', 'AVAILABLE', NULL, 1, '', 'r-2', NULL, '', '', NULL, 'points.journal', 2, 950015);

INSERT INTO balances (account_id, step, occurred_at, tier, available, held, frozen, debt, topic, partition, offset)
VALUES
('mei-lin', 1, '2026-05-03 02:00:00.000', 'GOLD', 0, 0, 0, 0, 'points.journal', 2, 950001),
('mei-lin', 2, '2026-05-20 03:00:00.000', 'GOLD', 300, 0, 0, 0, 'points.journal', 2, 950002),
('mei-lin', 3, '2026-05-20 04:00:00.000', 'GOLD', 300, 0, 0, 0, 'points.journal', 2, 950003),
('mei-lin', 4, '2026-05-20 05:00:00.000', 'GOLD', 303, 0, 0, 0, 'points.journal', 2, 950004),
('mei-lin', 5, '2026-05-21 03:00:00.000', 'GOLD', 123, 0, 0, 0, 'points.journal', 2, 950005),
('mei-lin', 6, '2026-05-22 03:00:00.000', 'GOLD', 23, 0, 100, 0, 'points.journal', 2, 950006),
('mei-lin', 7, '2026-05-22 04:00:00.000', 'GOLD', 23, 0, 0, 0, 'points.journal', 2, 950007),
('mei-lin', 8, '2026-05-23 03:00:00.000', 'GOLD', 23, 1000, 0, 0, 'points.journal', 2, 950008),
('mei-lin', 9, '2026-05-24 03:00:00.000', 'GOLD', 1023, 0, 0, 0, 'points.journal', 2, 950009),
('mei-lin', 10, '2026-05-24 16:00:00.000', 'GOLD', 1020, 0, 0, 0, 'points.journal', 2, 950010),
('mei-lin', 11, '2026-05-26 03:00:00.000', 'GOLD', 1020, 0, 0, 0, 'points.journal', 2, 950011),
('mei-lin', 12, '2026-05-27 03:00:00.000', 'GOLD', 1030, 0, 0, 0, 'points.journal', 2, 950012),
('mei-lin', 13, '2026-05-28 03:00:00.000', 'GOLD', 1404, 0, 0, 0, 'points.journal', 2, 950013),
('mei-lin', 14, '2026-05-29 03:00:00.000', 'GOLD', 704, 0, 700, 0, 'points.journal', 2, 950014),
('mei-lin', 15, '2026-06-01 03:00:00.000', 'GOLD', 1404, 0, 0, 0, 'points.journal', 2, 950015);

INSERT INTO flags (case_id, account_id, members, raised_at, updated_at, score, level, status, `reasons.code`, `reasons.strength`,
                   `reasons.contribution`, `reasons.reason`, `reasons.numbers`, `reasons.counterparts`, `reasons.event_ids`, end_cause,
                   end_why, topic, partition, offset)
VALUES
('case-mei-lin', 'mei-lin', [], '2026-05-22 12:00:00.000', '2026-05-24 03:00:00.000', 83, 'HOLD', 'CLOSED', ['VELOCITY'], [0.9], [83],
 ['41 × social.video-liked within 1 min; a person makes at most 12'], [map('events', 41., 'limit', 12., 'windowSeconds', 60.)], [[]], [['pay-1']],
 'CLEARED', 'a family', 'farming.flags', 2, 950001);
