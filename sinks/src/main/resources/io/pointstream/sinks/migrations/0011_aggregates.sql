-- Aggregates and current state, kept by materialized views, so that a report over a year reads thousands of rows and
-- not a hundred million.
--
-- What all of these views share, and why:
--   * A view sees each block once, when it is inserted, and never looks back. So it stays right under retries only if a
--     repeated block is dropped for it too: the sink inserts with a token and with
--     deduplicate_blocks_in_dependent_materialized_views, and every target has a deduplication window of its own.
--   * Every view groups its block before it writes: what merges later is a fraction of the rows.
--   * `report reconcile` recomputes each of them from the facts and names what differs.
--   * Sums are exact. Accounts are counted by uniq: exact up to 65,536 of a cell and of an answer, within about half a
--     per cent above, 4 bytes an account. uniqCombined64(12) would be 3 KB at most, but says 413 for 420.
--   * No partitions: the tables are small, and a partition more is a part more for every insert.
--   * What was there before the view is inserted once, as one block with a token, so that an instance that dies in the
--     middle, or two at once, do it again to the same end. A sink of an older version must not run meanwhile: what it
--     inserts between the two statements would be missing here. Reconciliation finds it.

-- Every movement of points by local day: the mix (EARN and REVERSE by category, rule and tier), and issuance, redemption,
-- expiry and liability (by the ledger accounts that points move between).
CREATE TABLE IF NOT EXISTS points_daily
(
    day          Date32,
    kind         LowCardinality(String),
    category     LowCardinality(String),
    rule_id      LowCardinality(String),
    tier         LowCardinality(String),
    debit        LowCardinality(String),
    credit       LowCardinality(String),
    -- Signed, from the owner's point of view.
    points       SimpleAggregateFunction(sum, Int64),
    value_points SimpleAggregateFunction(sum, Decimal(38, 4)),
    -- What went from debit to credit, never negative.
    moved        SimpleAggregateFunction(sum, Int64),
    postings     SimpleAggregateFunction(sum, UInt64),
    accounts     AggregateFunction(uniq, String)
)
ENGINE = AggregatingMergeTree
ORDER BY (day, kind, category, rule_id, tier, debit, credit)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO points_daily
SELECT day, kind, category, rule_id, tier, debit, credit, sum(postings.points) AS points,
       sum(postings.points * CAST(value_coefficient, 'Decimal(38, 4)')) AS value_points, toInt64(sum(abs(postings.points))) AS moved,
       count() AS postings, uniqState(account_id) AS accounts
FROM postings GROUP BY day, kind, category, rule_id, tier, debit, credit
ORDER BY day, kind, category, rule_id, tier, debit, credit
SETTINGS insert_deduplication_token = '0011_points_daily', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS points_daily_view TO points_daily AS
SELECT day, kind, category, rule_id, tier, debit, credit, sum(postings.points) AS points,
       sum(postings.points * CAST(value_coefficient, 'Decimal(38, 4)')) AS value_points, toInt64(sum(abs(postings.points))) AS moved,
       count() AS postings, uniqState(account_id) AS accounts
FROM postings GROUP BY day, kind, category, rule_id, tier, debit, credit;

-- What each cap was asked and what it took, by local day.
CREATE TABLE IF NOT EXISTS caps_daily
(
    day          Date32,
    cap          LowCardinality(String),
    window       LowCardinality(String),
    limit        SimpleAggregateFunction(max, Int64),
    asked        SimpleAggregateFunction(sum, UInt64),
    cut_events   SimpleAggregateFunction(sum, UInt64),
    cut          SimpleAggregateFunction(sum, Int64),
    -- Accounts that lost points to it, and accounts that stood at it after an event.
    accounts_cut AggregateFunction(uniq, String),
    accounts_at  AggregateFunction(uniq, String)
)
ENGINE = AggregatingMergeTree
ORDER BY (day, cap, window)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO caps_daily
SELECT day, one.1 AS cap, one.2 AS window, max(one.3) AS limit, count() AS asked, countIf(one.5 > 0) AS cut_events,
       sum(one.5) AS cut, uniqStateIf(account_id, one.5 > 0) AS accounts_cut,
       uniqStateIf(account_id, one.4 + granted_points >= one.3) AS accounts_at
FROM decisions ARRAY JOIN arrayZip(caps.cap, caps.window, caps.limit, caps.used_before, caps.cut) AS one
GROUP BY day, cap, window
ORDER BY day, cap, window
SETTINGS insert_deduplication_token = '0011_caps_daily', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS caps_daily_view TO caps_daily AS
SELECT day, one.1 AS cap, one.2 AS window, max(one.3) AS limit, count() AS asked, countIf(one.5 > 0) AS cut_events,
       sum(one.5) AS cut, uniqStateIf(account_id, one.5 > 0) AS accounts_cut,
       uniqStateIf(account_id, one.4 + granted_points >= one.3) AS accounts_at
FROM decisions ARRAY JOIN arrayZip(caps.cap, caps.window, caps.limit, caps.used_before, caps.cut) AS one
GROUP BY day, cap, window;

-- Points issued to each account, for the leaderboards. A row is of one week and one month, so that both add up from it;
-- sorted by month, because a week has one or two of them.
CREATE TABLE IF NOT EXISTS earned_weekly
(
    month      Date32                                 CODEC(Delta, ZSTD(1)),
    week       Date32                                 CODEC(Delta, ZSTD(1)),
    account_id String                                 CODEC(ZSTD(1)),
    points     SimpleAggregateFunction(sum, Int64)    CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (month, week, account_id)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO earned_weekly
SELECT CAST(toStartOfMonth(day), 'Date32') AS month, CAST(toStartOfWeek(day, 1), 'Date32') AS week, account_id,
       sum(postings.points) AS points
FROM postings WHERE kind IN ('EARN', 'REVERSE') GROUP BY month, week, account_id
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_earned_weekly', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS earned_weekly_view TO earned_weekly AS
SELECT CAST(toStartOfMonth(day), 'Date32') AS month, CAST(toStartOfWeek(day, 1), 'Date32') AS week, account_id,
       sum(postings.points) AS points
FROM postings WHERE kind IN ('EARN', 'REVERSE') GROUP BY month, week, account_id;

-- The same without weeks: a leaderboard of all time must not add up every week of every account.
CREATE TABLE IF NOT EXISTS earned_total
(
    account_id String                                 CODEC(ZSTD(1)),
    points     SimpleAggregateFunction(sum, Int64)    CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY account_id
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO earned_total
SELECT account_id, sum(postings.points) AS points FROM postings WHERE kind IN ('EARN', 'REVERSE') GROUP BY account_id
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_earned_total', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS earned_total_view TO earned_total AS
SELECT account_id, sum(postings.points) AS points FROM postings WHERE kind IN ('EARN', 'REVERSE') GROUP BY account_id;

-- What became of each redemption. One request in hundreds of postings: reports must not look for them in all.
CREATE TABLE IF NOT EXISTS redemption_moves
(
    redemption_id String                              CODEC(ZSTD(1)),
    account_id    String                              CODEC(ZSTD(1)),
    frozen        SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    captured      SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    released      SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    refunded      SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (redemption_id, account_id)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO redemption_moves
SELECT redemption_id, account_id, -sumIf(postings.points, kind = 'FREEZE') AS frozen, -sumIf(postings.points, kind = 'CAPTURE') AS captured,
       sumIf(postings.points, kind = 'UNFREEZE') AS released, sumIf(postings.points, kind = 'REFUND') AS refunded
FROM postings WHERE redemption_id != '' GROUP BY redemption_id, account_id
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_redemption_moves', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS redemption_moves_view TO redemption_moves AS
SELECT redemption_id, account_id, -sumIf(postings.points, kind = 'FREEZE') AS frozen, -sumIf(postings.points, kind = 'CAPTURE') AS captured,
       sumIf(postings.points, kind = 'UNFREEZE') AS released, sumIf(postings.points, kind = 'REFUND') AS refunded
FROM postings WHERE redemption_id != '' GROUP BY redemption_id, account_id;

-- The newest balance of each account. The newest step wins, so a repeat could do no harm even here.
CREATE TABLE IF NOT EXISTS account_balances
(
    account_id  String                                CODEC(ZSTD(1)),
    step        UInt64                                CODEC(T64, ZSTD(1)),
    occurred_at DateTime64(3, 'UTC')                  CODEC(ZSTD(1)),
    tier        LowCardinality(String),
    available   Int64                                 CODEC(T64, ZSTD(1)),
    held        Int64                                 CODEC(T64, ZSTD(1)),
    frozen      Int64                                 CODEC(T64, ZSTD(1)),
    debt        Int64                                 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(step)
ORDER BY account_id
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO account_balances
SELECT account_id, newest.1 AS step, newest.2 AS occurred_at, newest.3 AS tier, newest.4 AS available, newest.5 AS held,
       newest.6 AS frozen, newest.7 AS debt
FROM (SELECT account_id, max((step, occurred_at, tier, available, held, frozen, debt)) AS newest
      FROM balances GROUP BY account_id)
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_account_balances', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS account_balances_view TO account_balances AS
SELECT account_id, newest.1 AS step, newest.2 AS occurred_at, newest.3 AS tier, newest.4 AS available, newest.5 AS held,
       newest.6 AS frozen, newest.7 AS debt
FROM (SELECT account_id, max((step, occurred_at, tier, available, held, frozen, debt)) AS newest
      FROM balances GROUP BY account_id);

-- How far each partition of each topic has come: what a report is complete up to, without looking for it in the facts.
CREATE TABLE IF NOT EXISTS watermarks
(
    topic       LowCardinality(String),
    partition   UInt32,
    records     SimpleAggregateFunction(sum, UInt64),
    last_offset SimpleAggregateFunction(max, UInt64),
    newest      SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (topic, partition)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO watermarks
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM balances GROUP BY topic, partition
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_watermarks_balances', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_balances_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM balances GROUP BY topic, partition;

INSERT INTO watermarks
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM notices GROUP BY topic, partition
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_watermarks_notices', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_notices_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM notices GROUP BY topic, partition;

INSERT INTO watermarks
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(detected_at) AS newest
FROM signals GROUP BY topic, partition
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_watermarks_signals', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_signals_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(detected_at) AS newest
FROM signals GROUP BY topic, partition;

INSERT INTO watermarks
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(updated_at) AS newest
FROM flags GROUP BY topic, partition
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_watermarks_flags', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_flags_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(updated_at) AS newest
FROM flags GROUP BY topic, partition;

INSERT INTO watermarks
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM redemptions GROUP BY topic, partition
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_watermarks_redemptions', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_redemptions_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM redemptions GROUP BY topic, partition;

INSERT INTO watermarks
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM reviews GROUP BY topic, partition
ORDER BY ALL
SETTINGS insert_deduplication_token = '0011_watermarks_reviews', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_reviews_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(occurred_at) AS newest
FROM reviews GROUP BY topic, partition;
