-- How cases end, what they stand on, and the terms of a redemption: what the topics say and had no column.
--
-- As in the second migration: ADD COLUMN changes no part on disk, rows of before are answered with the default, and an
-- older sink that is still running names its columns, so its rows get the defaults too. A case that was closed before has
-- status CLOSED and no end_cause: not recorded.
ALTER TABLE flags
    -- The ring's case that this one goes on as; '' for none.
    ADD COLUMN IF NOT EXISTS merged_into String CODEC(ZSTD(1)) AFTER `reasons.event_ids`,
    -- Without what it would not be flagged, in words.
    ADD COLUMN IF NOT EXISTS counterfactual String CODEC(ZSTD(3)) AFTER merged_into,
    -- How it ended: CONFIRMED, CLEARED, REINSTATED, LAPSED or MERGED; '' while it is open.
    ADD COLUMN IF NOT EXISTS end_cause LowCardinality(String) AFTER counterfactual,
    ADD COLUMN IF NOT EXISTS ended_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)) AFTER end_cause,
    -- Of a reviewer's decision; '' where nobody decided.
    ADD COLUMN IF NOT EXISTS reviewer String CODEC(ZSTD(1)) AFTER ended_at,
    -- The reviewer's note, or what happened, in words.
    ADD COLUMN IF NOT EXISTS end_why String CODEC(ZSTD(3)) AFTER reviewer;

ALTER TABLE shadow_flags
    ADD COLUMN IF NOT EXISTS merged_into String CODEC(ZSTD(1)) AFTER `reasons.event_ids`,
    ADD COLUMN IF NOT EXISTS counterfactual String CODEC(ZSTD(3)) AFTER merged_into,
    ADD COLUMN IF NOT EXISTS end_cause LowCardinality(String) AFTER counterfactual,
    ADD COLUMN IF NOT EXISTS ended_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)) AFTER end_cause,
    ADD COLUMN IF NOT EXISTS reviewer String CODEC(ZSTD(1)) AFTER ended_at,
    ADD COLUMN IF NOT EXISTS end_why String CODEC(ZSTD(3)) AFTER reviewer;

-- What a request says beyond its points; null and '' where its kind needs none, and in the answers. Nullable, because a
-- request that leaves a condition out is refused for another reason than one that denies it.
ALTER TABLE redemptions
    ADD COLUMN IF NOT EXISTS mainland_address Nullable(Bool) CODEC(ZSTD(1)) AFTER points,
    ADD COLUMN IF NOT EXISTS customs_points Nullable(Int64) CODEC(ZSTD(1)) AFTER mainland_address,
    ADD COLUMN IF NOT EXISTS beneficiary_id String CODEC(ZSTD(1)) AFTER customs_points,
    ADD COLUMN IF NOT EXISTS linked Nullable(Bool) CODEC(ZSTD(1)) AFTER beneficiary_id;
