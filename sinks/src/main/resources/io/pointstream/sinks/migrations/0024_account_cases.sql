-- In which cases an account is or was named, and which version of each named it last: what finds an account's cases without
-- looking through everybody's. It is named still if that version is the case's newest.
CREATE TABLE IF NOT EXISTS account_cases
(
    account_id String CODEC(ZSTD(1)),
    case_id    String CODEC(ZSTD(1)),
    version    UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (account_id, case_id)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO account_cases
SELECT arrayJoin(arrayPushBack(members, account_id)) AS named, case_id, max(offset) AS version
FROM flags
GROUP BY named, case_id
ORDER BY ALL
SETTINGS insert_deduplication_token = '0024_account_cases', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS account_cases_view TO account_cases AS
SELECT arrayJoin(arrayDistinct(arrayPushBack(members, flags.account_id))) AS account_id, case_id, offset AS version
FROM flags;
