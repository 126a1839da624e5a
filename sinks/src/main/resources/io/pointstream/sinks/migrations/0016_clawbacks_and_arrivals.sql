-- Two questions that read a year of facts for a few rows: which points a reviewer's decision took back, and what has come in
-- within the last minutes. As 0011_aggregates.sql says, the views stay right under retries, and what was there before is put in once.

-- A clawback is one posting in many thousands; it names the event of the decision, and reports the case behind it.
CREATE TABLE IF NOT EXISTS clawbacks
(
    day        Date32                                 CODEC(Delta, ZSTD(1)),
    event_id   String                                 CODEC(ZSTD(1)),
    account_id String                                 CODEC(ZSTD(1)),
    -- Taken back, positive.
    points     SimpleAggregateFunction(sum, Int64)    CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (day, event_id, account_id)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO clawbacks
SELECT day, event_id, account_id, -sum(postings.points) AS points
FROM postings WHERE kind = 'CLAWBACK' GROUP BY day, event_id, account_id
ORDER BY ALL
SETTINGS insert_deduplication_token = '0016_clawbacks', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS clawbacks_view TO clawbacks AS
SELECT day, event_id, account_id, -sum(postings.points) AS points
FROM postings WHERE kind = 'CLAWBACK' GROUP BY day, event_id, account_id;

-- What came in, by the second of the server's clock: the console asks every two seconds how much. Nobody looks back further than an hour, so
-- the rows go after a day, and what came before the view is not put in.
CREATE TABLE IF NOT EXISTS arrivals
(
    second    DateTime('UTC')                         CODEC(Delta, ZSTD(1)),
    decisions SimpleAggregateFunction(sum, UInt64)    CODEC(T64, ZSTD(1)),
    points    SimpleAggregateFunction(sum, Int64)     CODEC(T64, ZSTD(1)),
    accounts  AggregateFunction(uniq, String)
)
ENGINE = AggregatingMergeTree
ORDER BY second
TTL second + INTERVAL 1 DAY
SETTINGS non_replicated_deduplication_window = 100000;

CREATE MATERIALIZED VIEW IF NOT EXISTS arrivals_view TO arrivals AS
SELECT toDateTime(sunk_at, 'UTC') AS second, count() AS decisions,
       sum(granted_points + bonus_points) AS points, uniqState(account_id) AS accounts
FROM decisions GROUP BY second;
