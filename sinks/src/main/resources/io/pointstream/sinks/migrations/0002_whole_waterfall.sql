-- The rest of the waterfall, so that a report can take a number apart as far as the journal does, and what partners
-- credit. In the order of the calculation: quantity, what of it counts, rate, brackets, weight, running total, clamp,
-- streak, caps, forfeited, bonuses.
--
-- What all of these columns share, and why:
--   * ADD COLUMN changes no part on disk: a row of before is answered with the column's default until a merge happens to
--     write it. An older sink that is still running names its columns, so its rows get the defaults too.
--   * Nullable only where 0 would be a number that was calculated. The sums are plain: sum() needs no branch per row.
--   * Codecs as in the first migration: T64 for plain integers, which drops the bits that no row uses; ZSTD alone for what
--     is mostly empty. A column of one value is next to nothing on disk.
ALTER TABLE decisions
    -- What the quantity is counted in. A rule book has few units.
    ADD COLUMN IF NOT EXISTS unit LowCardinality(String) AFTER quantity,
    -- The part of the quantity that counts; null where all of it does.
    ADD COLUMN IF NOT EXISTS counted Nullable(Decimal(38, 10)) CODEC(ZSTD(1)) AFTER unit,
    -- The other rates in words: one text per rule that has any.
    ADD COLUMN IF NOT EXISTS brackets LowCardinality(String) AFTER rate,
    -- The total of a window that the points are a difference of. What it is told apart by may be an id: no dictionary.
    ADD COLUMN IF NOT EXISTS running_key String CODEC(ZSTD(1)) AFTER weight,
    -- Null where each event is taken by itself: the first of a window has 0.
    ADD COLUMN IF NOT EXISTS running_before Nullable(Decimal(38, 10)) CODEC(ZSTD(1)) AFTER running_key,
    ADD COLUMN IF NOT EXISTS running_window LowCardinality(String) AFTER running_before,
    ADD COLUMN IF NOT EXISTS running_from Nullable(Date32) CODEC(ZSTD(1)) AFTER running_window,
    ADD COLUMN IF NOT EXISTS running_earlier Int64 CODEC(T64, ZSTD(1)) AFTER running_from,
    -- Points before and after they were raised or lowered to the rule's range; null where they were not.
    ADD COLUMN IF NOT EXISTS clamp_computed Nullable(Int64) CODEC(ZSTD(1)) AFTER running_earlier,
    ADD COLUMN IF NOT EXISTS clamp_to Nullable(Int64) CODEC(ZSTD(1)) AFTER clamp_computed,
    -- Days; 0 where the rule has no streak.
    ADD COLUMN IF NOT EXISTS streak_length UInt32 CODEC(T64, ZSTD(1)) AFTER clamp_to,
    ADD COLUMN IF NOT EXISTS streak_reward Int64 CODEC(T64, ZSTD(1)) AFTER streak_length,
    -- What the caps took. Its other half, what was granted, is granted_points since the first migration: a second column
    -- of the same number could only disagree. The default makes the sum right for the rows of before.
    ADD COLUMN IF NOT EXISTS forfeited_points Int64 DEFAULT arraySum(`caps.cut`) CODEC(T64, ZSTD(1))
        AFTER granted_points;

-- What a merchant or partner credits for captured points. One row in thousands has it.
ALTER TABLE postings
    -- Exact, in units; null where nothing is credited.
    ADD COLUMN IF NOT EXISTS credited_amount Nullable(Decimal(38, 10)) CODEC(ZSTD(1)) AFTER redemption_id,
    ADD COLUMN IF NOT EXISTS credited_unit LowCardinality(String) AFTER credited_amount,
    ADD COLUMN IF NOT EXISTS credited_when LowCardinality(String) AFTER credited_unit,
    -- The local day; null also where somebody has to trigger it.
    ADD COLUMN IF NOT EXISTS credited_on Nullable(Date32) CODEC(ZSTD(1)) AFTER credited_when;
