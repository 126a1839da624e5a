-- Redemptions for which points are frozen now. Rows of one redemption that come to nothing go with the next merge, so that the
-- table stays as small as there are redemptions that wait, however many there ever were.
CREATE TABLE IF NOT EXISTS frozen_redemptions
(
    redemption_id String CODEC(ZSTD(1)),
    account_id    String CODEC(ZSTD(1)),
    points        Int64  CODEC(T64, ZSTD(1))
)
ENGINE = SummingMergeTree(points)
ORDER BY (redemption_id, account_id)
SETTINGS non_replicated_deduplication_window = 100000;

INSERT INTO frozen_redemptions
SELECT redemption_id, account_id,
       sum(if(kind = 'CAPTURE', postings.points, -postings.points)) AS points
FROM postings WHERE redemption_id != '' AND kind IN ('FREEZE', 'CAPTURE', 'UNFREEZE') GROUP BY redemption_id, account_id
HAVING points != 0
ORDER BY ALL
SETTINGS insert_deduplication_token = '0026_frozen_redemptions', max_insert_threads = 1,
    min_insert_block_size_rows = 1000000000, min_insert_block_size_bytes = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS frozen_redemptions_view TO frozen_redemptions AS
SELECT redemption_id, account_id,
       sum(if(kind = 'CAPTURE', postings.points, -postings.points)) AS points
FROM postings WHERE redemption_id != '' AND kind IN ('FREEZE', 'CAPTURE', 'UNFREEZE') GROUP BY redemption_id, account_id;
