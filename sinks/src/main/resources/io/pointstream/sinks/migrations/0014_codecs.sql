-- Codecs by measurement: 360,580 postings and 507,100 decisions of `./pointstream demo --once --no-farming` (2,000 accounts,
-- 30 days), merged, in compressed bytes a row. Together: postings 12.8 (15.5 before), decisions 23.9 (29.1), balances 6.2 (7.0).
--
--   * occurred_at: Delta 3.36, nothing but ZSTD 3.32, T64 3.79, DoubleDelta 4.33. An account's events come at no interval,
--     so the difference of two differences is larger than one of them.
--   * step, day: DoubleDelta 0.46 and 0.15, Delta 0.59 and 0.22. They do grow evenly.
--   * LowCardinality columns had no codec, which is LZ4: with ZSTD(1) rule_id 0.46 (0.80), category 0.32 (0.57),
--     component 0.09 (0.19). The Nested columns of decisions, too.
--   * account_id: ZSTD(3) 0.03, ZSTD(1) 0.28: the sort key repeats itself over longer than level 1 looks back.
--   * posting_id: ZSTD(3) 2.14, ZSTD(1) 2.56. It follows from account and step, but a column that is computed instead could
--     not be written by an older sink that is still running.
--   * event_id stays: 2.4 where ids count, 16 where they are random, at any level. It is what a row is found by upstream.
--   * points stays T64, ZSTD(1) at 0.80 (ZSTD 0.95), offset Delta, ZSTD(1) at 1.57 (DoubleDelta 1.94).
--
-- MODIFY COLUMN … CODEC changes no part on disk: inserts and merges write with the new codec from now on, and every sink,
-- older ones too, goes on undisturbed.
--
-- No TTL on rows: `report reconcile` holds balances against the sum of all postings, aggregates against their facts, and
-- the rows against each record that Kafka still has. A row that went away by itself would be reported as missing, and
-- rightly so; whoever drops a month of decisions by hand reconciles with --from its end, and may drop none of postings or
-- balances. Nor a TTL on sunk_at alone: a part without the column is answered with its default, which is now. What is rarely
-- read may move to a slower disk, which changes no answer, where a storage policy has one:
-- ALTER TABLE decisions MODIFY TTL toDateTime(day) + INTERVAL 1 YEAR TO VOLUME 'cold'
--
-- No projections: reports over days read aggregates (0011), questions about an account are the sort key, and a projection
-- by day would store every posting twice.
ALTER TABLE postings
    MODIFY COLUMN IF EXISTS account_id CODEC(ZSTD(3)),
    MODIFY COLUMN IF EXISTS step CODEC(DoubleDelta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS occurred_at CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS day CODEC(DoubleDelta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS tier CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS posting_id CODEC(ZSTD(3)),
    MODIFY COLUMN IF EXISTS kind CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS component CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS category CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS rule_id CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS debit CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS credit CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS expires_on CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS credited_unit CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS credited_when CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS topic CODEC(ZSTD(1));

ALTER TABLE decisions
    MODIFY COLUMN IF EXISTS account_id CODEC(ZSTD(3)),
    MODIFY COLUMN IF EXISTS step CODEC(DoubleDelta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS occurred_at CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS day CODEC(DoubleDelta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS tier CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS event_type CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS outcome CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS rule_id CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS category CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS capped_by CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS unit CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS brackets CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS running_window CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `caps.cap` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `caps.window` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `caps.limit` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `caps.used_before` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `caps.cut` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `bonuses.component` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `bonuses.source` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `bonuses.factor` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS `bonuses.points` CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS topic CODEC(ZSTD(1));

ALTER TABLE balances
    MODIFY COLUMN IF EXISTS account_id CODEC(ZSTD(3)),
    MODIFY COLUMN IF EXISTS step CODEC(DoubleDelta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS occurred_at CODEC(Delta, ZSTD(1)),
    MODIFY COLUMN IF EXISTS tier CODEC(ZSTD(1)),
    MODIFY COLUMN IF EXISTS topic CODEC(ZSTD(1));
