-- What was asked for and what reviewers decided, as upstream sent it. The journal says what became of an event, but not
-- what was redeemed or who decided about a case; reports join the two by account and redemption id, or event id.
--
-- One row per record, like the other facts, so that rows = records can be proved of these topics too: an event that was
-- sent twice is there twice, and reports take the first.

-- Sorted by redemption: its request and the answers to it lie side by side.
CREATE TABLE IF NOT EXISTS redemptions
(
    redemption_id     String                          CODEC(ZSTD(1)),
    account_id        String                          CODEC(ZSTD(1)),
    event_id          String                          CODEC(ZSTD(1)),
    event_type        LowCardinality(String),
    occurred_at       DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    day               Date32 MATERIALIZED toDate32(occurred_at, 'Asia/Shanghai') CODEC(Delta, ZSTD(1)),
    -- Of a request; '' and 0 in the answers.
    kind              LowCardinality(String),
    partner           LowCardinality(String),
    item_id           String                          CODEC(ZSTD(1)),
    merchant_id       String                          CODEC(ZSTD(1)),
    points            Int64                           CODEC(T64, ZSTD(1)),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (redemption_id, account_id, occurred_at)
SETTINGS non_replicated_deduplication_window = 100000;

-- No partitions: reviews are few, and a case's must be found without its month.
CREATE TABLE IF NOT EXISTS reviews
(
    case_id           String                          CODEC(ZSTD(1)),
    account_id        String                          CODEC(ZSTD(1)),
    event_id          String                          CODEC(ZSTD(1)),
    occurred_at       DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    day               Date32 MATERIALIZED toDate32(occurred_at, 'Asia/Shanghai') CODEC(Delta, ZSTD(1)),
    decision          LowCardinality(String),
    reviewer          String                          CODEC(ZSTD(1)),
    note              String                          CODEC(ZSTD(3)),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (case_id, occurred_at)
SETTINGS non_replicated_deduplication_window = 100000;
