-- The facts: one row per record of an output topic, or per part of one. Nothing here is ever updated.
--
-- What all of these tables share, and why:
--   * topic, partition, offset say which record a row came from (and `item` which part of it), so that a report can
--     prove rows = records. Within a block they are constant or counting: next to nothing on disk.
--   * PARTITION BY the month of the event's local day: reports ask for ranges of days, and months can be dropped whole.
--     A coarser unit would read too much for a 30-day question, a finer one makes too many parts per insert.
--   * non_replicated_deduplication_window: how many of the newest blocks have their insert token remembered. Without it
--     a token is silently ignored. 100,000 blocks are hours at a block a second per partition, and minutes at the
--     worst; the sink gives up an insert after half a minute, so a late repeat always meets its token.
--   * LowCardinality where a column has a few hundred different values at most: rules, categories, types, reason codes.
--   * Enum nowhere: a new outcome or reason code must not need a migration.
--   * ZSTD for text that people read; Delta or DoubleDelta before ZSTD for numbers that grow along the sort key.
--   * Absent text is '' and an absent version 0: a Nullable column costs a second file and a branch per row.
--   * Days are those of the program zone (DOMAIN 1), computed by the server so that no writer can disagree.

-- One row per decision. Sorted by account, then time: "why did this account get 3 points?" reads one granule, and an
-- account's rows repeat each other, so they compress best side by side. Reports over days read whole months, by column.
-- The waterfall is columns and nested columns: sum(arraySum(caps.cut)), or ARRAY JOIN caps GROUP BY caps.cap.
CREATE TABLE IF NOT EXISTS decisions
(
    account_id        String                          CODEC(ZSTD(1)),
    step              UInt64                          CODEC(Delta, ZSTD(1)),
    occurred_at       DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    day               Date32 MATERIALIZED toDate32(occurred_at, 'Asia/Shanghai') CODEC(Delta, ZSTD(1)),
    tier              LowCardinality(String),
    event_id          String                          CODEC(ZSTD(1)),
    event_type        LowCardinality(String),
    outcome           LowCardinality(String),
    rule_id           LowCardinality(String),
    category          LowCardinality(String),
    rule_book_version UInt32                          CODEC(T64, ZSTD(1)),
    base_points       Int64                           CODEC(T64, ZSTD(1)),
    granted_points    Int64                           CODEC(T64, ZSTD(1)),
    bonus_points      Int64                           CODEC(T64, ZSTD(1)),
    capped_by         Array(LowCardinality(String)),
    reason            String                          CODEC(ZSTD(3)),
    -- Exact decimals as the rule gave them; null for a fixed award, which has no quantity.
    quantity          Nullable(Decimal(38, 10))       CODEC(ZSTD(1)),
    rate              Nullable(Decimal(38, 10))       CODEC(ZSTD(1)),
    weight            Nullable(Decimal(38, 10))       CODEC(ZSTD(1)),
    -- Every cap that was asked, in order: what it allows, what was used before, what it took.
    caps Nested
    (
        cap         LowCardinality(String),
        window      LowCardinality(String),
        limit       Int64,
        used_before Int64,
        cut         Int64
    ),
    bonuses Nested
    (
        component   LowCardinality(String),
        source      LowCardinality(String),
        factor      Decimal(18, 6),
        points      Int64
    ),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1)),
    -- When the row came in, by the server's clock: throughput and delay. One value per block.
    sunk_at           DateTime64(3, 'UTC') DEFAULT now64(3) CODEC(Delta, ZSTD(1)),
    INDEX sunk_at_range sunk_at TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (account_id, occurred_at, step)
SETTINGS non_replicated_deduplication_window = 100000;

-- One row per posting. Sorted like decisions, for the same questions. `tier` is the account's at the posting's time:
-- the mix by tier then needs no join.
CREATE TABLE IF NOT EXISTS postings
(
    account_id        String                          CODEC(ZSTD(1)),
    step              UInt64                          CODEC(Delta, ZSTD(1)),
    item              UInt16                          CODEC(T64, ZSTD(1)),
    occurred_at       DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    day               Date32 MATERIALIZED toDate32(occurred_at, 'Asia/Shanghai') CODEC(Delta, ZSTD(1)),
    tier              LowCardinality(String),
    posting_id        String                          CODEC(ZSTD(1)),
    event_id          String                          CODEC(ZSTD(1)),
    kind              LowCardinality(String),
    component         LowCardinality(String),
    category          LowCardinality(String),
    rule_id           LowCardinality(String),
    rule_book_version UInt32                          CODEC(T64, ZSTD(1)),
    points            Int64                           CODEC(T64, ZSTD(1)),
    debit             LowCardinality(String),
    credit            LowCardinality(String),
    expires_on        Nullable(Date32)                CODEC(ZSTD(1)),
    value_coefficient Decimal(9, 4)                   CODEC(ZSTD(1)),
    reverses          String                          CODEC(ZSTD(1)),
    redemption_id     String                          CODEC(ZSTD(1)),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (account_id, occurred_at, step, item)
SETTINGS non_replicated_deduplication_window = 100000;

-- The balance after every step: exactly one row per journal record, so this table also proves that the journal is here
-- whole. An account's newest row is its balance; it is never replaced, because a replaced row could not be counted.
-- No partitions: "the newest row of an account" must not visit every month.
CREATE TABLE IF NOT EXISTS balances
(
    account_id        String                          CODEC(ZSTD(1)),
    step              UInt64                          CODEC(Delta, ZSTD(1)),
    occurred_at       DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    tier              LowCardinality(String),
    available         Int64                           CODEC(Delta, ZSTD(1)),
    held              Int64                           CODEC(Delta, ZSTD(1)),
    frozen            Int64                           CODEC(Delta, ZSTD(1)),
    debt              Int64                           CODEC(Delta, ZSTD(1)),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (account_id, step)
SETTINGS non_replicated_deduplication_window = 100000;

-- One row per signal. Evidence stays readable: named figures as a map, ids as arrays.
CREATE TABLE IF NOT EXISTS signals
(
    account_id        String                          CODEC(ZSTD(1)),
    signal_id         String                          CODEC(ZSTD(1)),
    code              LowCardinality(String),
    strength          Float64                         CODEC(ZSTD(1)),
    detected_at       DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    day               Date32 MATERIALIZED toDate32(detected_at, 'Asia/Shanghai') CODEC(Delta, ZSTD(1)),
    from_time         DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    to_time           DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    reason            String                          CODEC(ZSTD(3)),
    numbers           Map(LowCardinality(String), Float64),
    counterparts      Array(String)                   CODEC(ZSTD(3)),
    event_ids         Array(String)                   CODEC(ZSTD(3)),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (account_id, detected_at, signal_id)
SETTINGS non_replicated_deduplication_window = 100000;

-- One row per version of a case: the newest offset of a case id is the case, the older ones are its history. A case id
-- is the record's key, so all its versions are in one Kafka partition and their offsets are in order. No partitions:
-- cases are few, and the newest version must be found without its month.
CREATE TABLE IF NOT EXISTS flags
(
    case_id           String                          CODEC(ZSTD(1)),
    account_id        String                          CODEC(ZSTD(1)),
    members           Array(String)                   CODEC(ZSTD(3)),
    raised_at         DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    updated_at        DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    score             Float64                         CODEC(ZSTD(1)),
    level             LowCardinality(String),
    status            LowCardinality(String),
    reasons Nested
    (
        code          LowCardinality(String),
        strength      Float64,
        contribution  Float64,
        reason        String,
        numbers       Map(String, Float64),
        counterparts  Array(String),
        event_ids     Array(String)
    ),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (case_id, offset)
SETTINGS non_replicated_deduplication_window = 100000;

-- One row per notice to an owner.
CREATE TABLE IF NOT EXISTS notices
(
    account_id        String                          CODEC(ZSTD(1)),
    kind              LowCardinality(String),
    points            Int64                           CODEC(T64, ZSTD(1)),
    occurred_at       DateTime64(3, 'UTC')            CODEC(DoubleDelta, ZSTD(1)),
    day               Date32 MATERIALIZED toDate32(occurred_at, 'Asia/Shanghai') CODEC(Delta, ZSTD(1)),
    expires_on        Nullable(Date32)                CODEC(ZSTD(1)),
    topic             LowCardinality(String),
    partition         UInt32                          CODEC(T64, ZSTD(1)),
    offset            UInt64                          CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (account_id, occurred_at, kind)
SETTINGS non_replicated_deduplication_window = 100000;
