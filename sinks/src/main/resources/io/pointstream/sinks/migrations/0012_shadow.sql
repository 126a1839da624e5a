-- What is tried out: signals that count for nothing, and the cases that there would be if it were in force.

-- An older sink that is still running names its columns, so its rows get the default.
ALTER TABLE signals
    ADD COLUMN IF NOT EXISTS shadow Bool DEFAULT false AFTER event_ids;

-- The columns of flags and their reasons: a case of the shadow is a case.
CREATE TABLE IF NOT EXISTS shadow_flags AS flags
ENGINE = MergeTree
ORDER BY (case_id, offset)
SETTINGS non_replicated_deduplication_window = 100000;

CREATE MATERIALIZED VIEW IF NOT EXISTS watermarks_shadow_flags_view TO watermarks AS
SELECT topic, partition, count() AS records, max(offset) AS last_offset, max(updated_at) AS newest
FROM shadow_flags GROUP BY topic, partition;
