-- Redemptions that were frozen until a person decides. The points application opens such a case, and says so in the reason of
-- the request's decision alone.
CREATE TABLE IF NOT EXISTS redemption_cases
(
    case_id       String              CODEC(ZSTD(1)),
    account_id    String              CODEC(ZSTD(1)),
    redemption_id String              CODEC(ZSTD(1)),
    raised_at     DateTime64(3, 'UTC') CODEC(ZSTD(1)),
    version       UInt64              CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (case_id, account_id)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO redemption_cases
SELECT extract(reason, '(?s) frozen until case (redemption-.*) is decided$') AS case_id, account_id,
       substring(case_id, length('redemption-') + 1) AS redemption_id, occurred_at AS raised_at, offset AS version
FROM decisions WHERE event_type = 'redemption.requested' AND outcome = 'APPLIED' AND case_id != ''
ORDER BY ALL
SETTINGS insert_deduplication_token = '0025_redemption_cases', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS redemption_cases_view TO redemption_cases AS
SELECT extract(reason, '(?s) frozen until case (redemption-.*) is decided$') AS case_id, account_id,
       substring(case_id, length('redemption-') + 1) AS redemption_id, occurred_at AS raised_at, offset AS version
FROM decisions WHERE event_type = 'redemption.requested' AND outcome = 'APPLIED' AND case_id != '';
