-- What an insert and its merges cost the server again. 666,667 decisions and as many postings in blocks of 100,000, without views, in seconds of one
-- processor: inserting decisions 1.10, now 0.92, and postings 0.54, now 0.46; merging decisions 2.08, now 1.71.
--
--   * A part of up to 64 MiB, before compression, is one file instead of two a column: what the sink inserts, and not what is merged
--     of it. Making and removing some hundred files a block was an eighth of the server's time.
--   * LZ4 for columns of decisions that are long and say little: mostly null, or the same few texts. They were 240 of a row's 440 bytes and had
--     a fifth of the compressor's time; a decision takes 20.3 compressed bytes, and took 21.3. What differs from row to row stays in ZSTD: the
--     bonuses would take 1.5 bytes more.
--   * Merging decisions all columns at once up to 2 million rows, as postings at any size: beyond, column by column, since the
--     server holds a buffer for every column of every part, and a decision has 45.
ALTER TABLE decisions
    MODIFY COLUMN IF EXISTS capped_by CODEC(LZ4),
    MODIFY COLUMN IF EXISTS counted CODEC(LZ4),
    MODIFY COLUMN IF EXISTS rate CODEC(LZ4),
    MODIFY COLUMN IF EXISTS brackets CODEC(LZ4),
    MODIFY COLUMN IF EXISTS weight CODEC(LZ4),
    MODIFY COLUMN IF EXISTS running_before CODEC(LZ4),
    MODIFY COLUMN IF EXISTS running_from CODEC(LZ4),
    MODIFY COLUMN IF EXISTS clamp_computed CODEC(LZ4),
    MODIFY COLUMN IF EXISTS clamp_to CODEC(LZ4),
    MODIFY COLUMN IF EXISTS `caps.cap` CODEC(LZ4),
    MODIFY COLUMN IF EXISTS `caps.window` CODEC(LZ4),
    MODIFY COLUMN IF EXISTS `caps.limit` CODEC(LZ4),
    MODIFY COLUMN IF EXISTS `caps.used_before` CODEC(LZ4),
    MODIFY COLUMN IF EXISTS `caps.cut` CODEC(LZ4);

ALTER TABLE decisions MODIFY SETTING min_bytes_for_wide_part = 67108864, vertical_merge_algorithm_min_rows_to_activate = 2000000;

ALTER TABLE postings MODIFY SETTING min_bytes_for_wide_part = 67108864;
