-- What people did in the console, one row per act. No partitions, as with reviews: people are few, and what one person did,
-- or what was done about one case, must be found without its month.
CREATE TABLE IF NOT EXISTS acts
(
    act_id            String                          CODEC(ZSTD(1)),
    at                DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    day               Date32 MATERIALIZED toDate32(at, 'Asia/Shanghai') CODEC(Delta, ZSTD(1)),
    person            LowCardinality(String),
    roles             Array(LowCardinality(String)),
    came_from         LowCardinality(String),
    kind              LowCardinality(String),
    subject_type      LowCardinality(String),
    subject           String                          CODEC(ZSTD(1)),
    case_id           String                          CODEC(ZSTD(1)),
    -- JSON; '' where there is nothing.
    before            String                          CODEC(ZSTD(3)),
    after             String                          CODEC(ZSTD(3)),
    reason            LowCardinality(String),
    note              String                          CODEC(ZSTD(3)),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (at, offset)
SETTINGS non_replicated_deduplication_window = 100000;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_acts_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(at) AS newest
FROM acts GROUP BY topic, partition;
