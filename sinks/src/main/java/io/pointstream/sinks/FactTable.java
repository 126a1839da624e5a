package io.pointstream.sinks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * The tables of the migrations and the columns that the sink writes, each with the type of its bytes, in the order in which
 * {@link Rows} writes them.
 *
 * <p>The server is told these types and makes of them what its columns have, a whole column at a time: of String a
 * LowCardinality(String), say. Reading a LowCardinality from RowBinary, value by value, took it three quarters of all reading.
 * A migration may widen a column while an older sink is still running.
 */
enum FactTable {
    DECISIONS(
            "account_id String",
            "step UInt64",
            "tier String",
            "event_id String",
            "event_type String",
            "occurred_at DateTime64(3, 'UTC')",
            "outcome String",
            "rule_id String",
            "category String",
            "rule_book_version UInt32",
            "base_points Int64",
            "granted_points Int64",
            "bonus_points Int64",
            "capped_by Array(String)",
            "reason String",
            "quantity Nullable(Decimal(38, 10))",
            "unit String",
            "counted Nullable(Decimal(38, 10))",
            "rate Nullable(Decimal(38, 10))",
            "brackets String",
            "weight Nullable(Decimal(38, 10))",
            "running_key String",
            "running_before Nullable(Decimal(38, 10))",
            "running_window String",
            "running_from Nullable(Date32)",
            "running_earlier Int64",
            "clamp_computed Nullable(Int64)",
            "clamp_to Nullable(Int64)",
            "streak_length UInt32",
            "streak_reward Int64",
            "caps.cap Array(String)",
            "caps.window Array(String)",
            "caps.limit Array(Int64)",
            "caps.used_before Array(Int64)",
            "caps.cut Array(Int64)",
            "forfeited_points Int64",
            "bonuses.component Array(String)",
            "bonuses.source Array(String)",
            "bonuses.factor Array(Decimal(18, 6))",
            "bonuses.points Array(Int64)"),
    POSTINGS(
            "account_id String",
            "step UInt64",
            "tier String",
            "item UInt16",
            "posting_id String",
            "event_id String",
            "occurred_at DateTime64(3, 'UTC')",
            "kind String",
            "component String",
            "category String",
            "rule_id String",
            "rule_book_version UInt32",
            "points Int64",
            "debit String",
            "credit String",
            "expires_on Nullable(Date32)",
            "value_coefficient Decimal(9, 4)",
            "reverses String",
            "redemption_id String",
            "credited_amount Nullable(Decimal(38, 10))",
            "credited_unit String",
            "credited_when String",
            "credited_on Nullable(Date32)"),
    BALANCES(
            "account_id String",
            "step UInt64",
            "tier String",
            "occurred_at DateTime64(3, 'UTC')",
            "available Int64",
            "held Int64",
            "frozen Int64",
            "debt Int64"),
    SIGNALS(
            "account_id String",
            "signal_id String",
            "code String",
            "strength Float64",
            "detected_at DateTime64(3, 'UTC')",
            "from_time DateTime64(3, 'UTC')",
            "to_time DateTime64(3, 'UTC')",
            "reason String",
            "numbers Map(String, Float64)",
            "counterparts Array(String)",
            "event_ids Array(String)",
            "shadow Bool",
            "suppressed_by String"),
    FLAGS(
            "case_id String",
            "account_id String",
            "members Array(String)",
            "raised_at DateTime64(3, 'UTC')",
            "updated_at DateTime64(3, 'UTC')",
            "score Float64",
            "level String",
            "status String",
            "reasons.code Array(String)",
            "reasons.strength Array(Float64)",
            "reasons.contribution Array(Float64)",
            "reasons.reason Array(String)",
            "reasons.numbers Array(Map(String, Float64))",
            "reasons.counterparts Array(Array(String))",
            "reasons.event_ids Array(Array(String))",
            "merged_into String",
            "counterfactual String",
            "end_cause String",
            "ended_at Nullable(DateTime64(3, 'UTC'))",
            "reviewer String",
            "end_why String"),
    NOTICES(
            "account_id String",
            "kind String",
            "points Int64",
            "occurred_at DateTime64(3, 'UTC')",
            "expires_on Nullable(Date32)"),
    REDEMPTIONS(
            "redemption_id String",
            "account_id String",
            "event_id String",
            "event_type String",
            "occurred_at DateTime64(3, 'UTC')",
            "kind String",
            "partner String",
            "item_id String",
            "merchant_id String",
            "points Int64",
            "mainland_address Nullable(Bool)",
            "customs_points Nullable(Int64)",
            "beneficiary_id String",
            "linked Nullable(Bool)"),
    REVIEWS(
            "case_id String",
            "account_id String",
            "event_id String",
            "occurred_at DateTime64(3, 'UTC')",
            "decision String",
            "reviewer String",
            "note String"),
    SHADOW_FLAGS(FLAGS),
    ACTS(
            "act_id String",
            "at DateTime64(3, 'UTC')",
            "person String",
            "roles Array(String)",
            "came_from String",
            "kind String",
            "subject_type String",
            "subject String",
            "case_id String",
            "before String",
            "after String",
            "reason String",
            "note String");

    @SuppressWarnings("ImmutableEnumChecker") // Stream.toList() cannot be changed.
    private final List<String> columns;

    // Of what a row's bytes are: a literal of the server's.
    private final String structure;

    FactTable(String... own) {
        List<String> typed =
                Stream.concat(Arrays.stream(own), Stream.of("offset UInt64")).toList();
        // Backticks, because a part of a Nested column has a dot in its name.
        this.structure = typed.stream()
                .map(column -> "`" + column.replaceFirst(" ", "` "))
                .collect(Collectors.joining(", "))
                .replace("'", "\\'");
        this.columns = Stream.concat(
                        typed.stream().map(column -> column.substring(0, column.indexOf(' '))),
                        Stream.of("topic", "partition"))
                .toList();
    }

    FactTable(FactTable alike) {
        this.columns = alike.columns;
        this.structure = alike.structure;
    }

    String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The columns that are inserted, in order; the server fills in the others. The last three say which record a row came
     * from; topic and partition are a block's and not in its rows.
     */
    List<String> columns() {
        return columns;
    }

    /** What stands between INSERT INTO and FORMAT for rows out of a partition. */
    String insert(TopicPartition source) {
        return "%s (%s) SELECT *, '%s', %d FROM input('%s')"
                .formatted(tableName(), String.join(", ", columns), source.topic(), source.partition(), structure);
    }
}
