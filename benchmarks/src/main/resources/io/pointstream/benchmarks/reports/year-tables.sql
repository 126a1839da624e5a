-- What people do in the year: how often in some thousand, for how many points, what it counts, under which caps.
CREATE TABLE traffic
(
    slot        UInt8,
    rule_id     String,
    category    String,
    event_type  String,
    often       UInt16,
    typical     Int64,
    -- A fixed award; others vary around what is typical.
    fixed       Bool,
    coefficient Decimal(9, 4),
    months      UInt8,
    caps        Array(Tuple(window String, limit Int64))
)
ENGINE = Memory;

INSERT INTO traffic VALUES
    (1, 'pay.offline-scan', 'CONSUMPTION', 'payment.settled', 230, 60, false, 1, 12, [('TRANSACTION', 500), ('MONTH', 5000)]),
    (2, 'pay.jd', 'CONSUMPTION', 'payment.settled', 40, 240, false, 1, 12, [('TRANSACTION', 1000), ('MONTH', 10000)]),
    (3, 'pay.pinduoduo', 'CONSUMPTION', 'payment.settled', 60, 45, false, 1, 12, [('TRANSACTION', 300), ('MONTH', 3000)]),
    (4, 'pay.meituan', 'CONSUMPTION', 'payment.settled', 70, 65, false, 1, 12, [('TRANSACTION', 800), ('MONTH', 8000)]),
    (5, 'pay.online', 'CONSUMPTION', 'payment.settled', 60, 110, false, 1, 12, [('TRANSACTION', 800), ('MONTH', 8000)]),
    (6, 'social.step-donation', 'SOCIAL', 'social.steps-donated', 60, 50, true, 1, 6, []),
    (7, 'social.article-forward', 'SOCIAL', 'social.article-forwarded', 40, 10, true, 0.6, 6, [('DAY', 30)]),
    (8, 'social.video-like', 'SOCIAL', 'social.video-liked', 40, 20, true, 0.4, 6, []),
    (9, 'social.invite', 'SOCIAL', 'social.invite-opened', 6, 100, true, 2, 6, []),
    (10, 'fin.balance', 'FINANCIAL', 'finance.statement', 8, 140, false, 1, 12, []),
    (11, 'fin.wealth-steady', 'FINANCIAL', 'finance.statement', 5, 300, false, 1, 12, []),
    (12, 'fin.insurance', 'FINANCIAL', 'finance.premium-paid', 2, 240, false, 1, 12, []),
    (13, 'fin.loan-repayment', 'FINANCIAL', 'finance.loan-repaid', 4, 40, false, 1, 12, []),
    (14, 'life.phone-topup', 'LIFE_SERVICE', 'payment.settled', 18, 45, false, 1, 12, []),
    (15, 'life.credit-card', 'LIFE_SERVICE', 'payment.settled', 12, 400, false, 1, 12, []),
    (16, 'life.medical', 'LIFE_SERVICE', 'payment.settled', 8, 60, false, 1, 12, []),
    (17, 'life.ride', 'LIFE_SERVICE', 'payment.settled', 30, 25, false, 1, 12, []),
    (18, 'content.article', 'CONTENT', 'content.article-read', 90, 5, true, 1, 6, [('DAY', 50)]),
    (19, 'content.video', 'CONTENT', 'content.video-watched', 70, 30, false, 1, 6, [('DAY', 120)]),
    (20, 'content.paid', 'CONTENT', 'content.purchased', 4, 30, false, 1, 6, []),
    (21, 'content.live-comment', 'CONTENT', 'content.live-commented', 30, 1, true, 1, 6, [('DAY', 50)]),
    (22, 'game.puzzle-clear', 'GAMING', 'gaming.level-cleared', 60, 10, true, 1, 6, []),
    (23, 'game.rank-promotion', 'GAMING', 'gaming.rank-promoted', 3, 20, true, 1, 6, []),
    (24, 'game.season-settlement', 'GAMING', 'gaming.season-settled', 1, 200, true, 1, 6, []),
    (25, 'game.harvest', 'GAMING', 'gaming.crops-harvested', 60, 10, true, 1, 6, []),
    (26, 'game.harvest-week', 'GAMING', 'gaming.week-ranked', 2, 100, true, 1, 6, []),
    (27, 'game.team-task', 'GAMING', 'gaming.team-challenge-completed', 40, 15, true, 1, 6, [('DAY', 45)]),
    (28, 'membership.sign-in', 'MEMBERSHIP', 'membership.signed-in', 80, 5, true, 1, 6, []),
    (29, 'membership.ad', 'MEMBERSHIP', 'membership.ad-watched', 30, 10, true, 1, 6, [('DAY', 30)]),
    (30, 'membership.task', 'MEMBERSHIP', 'membership.task-completed', 6, 20, true, 1, 6, [('WEEK', 60)]),
    (31, 'membership.monthly-gift', 'MEMBERSHIP', 'membership.gift-claimed', 2, 200, true, 1, 6, []),
    (32, 'campaign.energy-battle', 'CAMPAIGN', 'campaign.battle-won', 3, 400, false, 1, 1, []),
    (33, 'campaign.brand-chain', 'CAMPAIGN', 'campaign.chain-step', 4, 50, true, 1, 1, []),
    (34, 'campaign.product-trial', 'CAMPAIGN', 'campaign.trial', 2, 150, false, 1, 1, []),
    (35, 'campaign.lucky-wheel', 'CAMPAIGN', 'campaign.wheel-spun', 12, 40, false, 1, 1, []),
    (36, 'campaign.spring-cards', 'CAMPAIGN', 'campaign.card-collected', 1, 500, true, 1, 1, []);

-- The steps of some accounts in a month, from which the rows of the facts are made.
CREATE TABLE steps
(
    account     UInt32,
    account_id  String,
    tier        LowCardinality(String),
    at          DateTime64(3, 'UTC'),
    -- EARN, NONE (an event that awards nothing), or another kind of posting.
    kind        LowCardinality(String),
    slot        UInt8,
    event_id    String,
    base        Int64,
    used        Int64,
    granted     Int64,
    bonus       Int64,
    -- Of what is not earned, signed as the posting is.
    points      Int64,
    suspect     Bool,
    redemption_id String,
    step        UInt64,
    record      UInt64,
    available   Int64,
    held        Int64,
    frozen      Int64
)
ENGINE = Memory;
