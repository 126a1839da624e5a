-- The newest version of each case, without its evidence: what a queue sorts and filters by. The newest offset wins, so a
-- repeat could do no harm even here. The versions of a case are all in one Kafka partition.
CREATE TABLE IF NOT EXISTS cases
(
    case_id    String                                 CODEC(ZSTD(1)),
    account_id String                                 CODEC(ZSTD(1)),
    members    Array(String)                          CODEC(ZSTD(3)),
    raised_at  DateTime64(3, 'UTC')                   CODEC(ZSTD(1)),
    updated_at DateTime64(3, 'UTC')                   CODEC(ZSTD(1)),
    score      Float64                                CODEC(ZSTD(1)),
    level      LowCardinality(String),
    status     LowCardinality(String),
    codes      Array(LowCardinality(String)),
    version    UInt64                                 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY case_id
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO cases
SELECT case_id, account_id, members, raised_at, updated_at, score, level, status, reasons.code AS codes, offset AS version
FROM (SELECT * FROM flags ORDER BY offset DESC LIMIT 1 BY case_id)
ORDER BY ALL
SETTINGS insert_deduplication_token = '0021_cases', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS cases_view TO cases AS
SELECT case_id, account_id, members, raised_at, updated_at, score, level, status, reasons.code AS codes, offset AS version
FROM flags;
