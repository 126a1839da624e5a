package io.pointstream.sinks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tables of the migrations and the columns that the sink writes, in the order in which {@link Rows} writes them. */
enum FactTable {
    DECISIONS(
            "account_id",
            "step",
            "tier",
            "event_id",
            "event_type",
            "occurred_at",
            "outcome",
            "rule_id",
            "category",
            "rule_book_version",
            "base_points",
            "granted_points",
            "bonus_points",
            "capped_by",
            "reason",
            "quantity",
            "unit",
            "counted",
            "rate",
            "brackets",
            "weight",
            "running_key",
            "running_before",
            "running_window",
            "running_from",
            "running_earlier",
            "clamp_computed",
            "clamp_to",
            "streak_length",
            "streak_reward",
            "caps.cap",
            "caps.window",
            "caps.limit",
            "caps.used_before",
            "caps.cut",
            "forfeited_points",
            "bonuses.component",
            "bonuses.source",
            "bonuses.factor",
            "bonuses.points"),
    POSTINGS(
            "account_id",
            "step",
            "tier",
            "item",
            "posting_id",
            "event_id",
            "occurred_at",
            "kind",
            "component",
            "category",
            "rule_id",
            "rule_book_version",
            "points",
            "debit",
            "credit",
            "expires_on",
            "value_coefficient",
            "reverses",
            "redemption_id",
            "credited_amount",
            "credited_unit",
            "credited_when",
            "credited_on"),
    BALANCES("account_id", "step", "tier", "occurred_at", "available", "held", "frozen", "debt"),
    SIGNALS(
            "account_id",
            "signal_id",
            "code",
            "strength",
            "detected_at",
            "from_time",
            "to_time",
            "reason",
            "numbers",
            "counterparts",
            "event_ids",
            "shadow",
            "suppressed_by"),
    FLAGS(
            "case_id",
            "account_id",
            "members",
            "raised_at",
            "updated_at",
            "score",
            "level",
            "status",
            "reasons.code",
            "reasons.strength",
            "reasons.contribution",
            "reasons.reason",
            "reasons.numbers",
            "reasons.counterparts",
            "reasons.event_ids",
            "merged_into",
            "counterfactual",
            "end_cause",
            "ended_at",
            "reviewer",
            "end_why"),
    NOTICES("account_id", "kind", "points", "occurred_at", "expires_on"),
    REDEMPTIONS(
            "redemption_id",
            "account_id",
            "event_id",
            "event_type",
            "occurred_at",
            "kind",
            "partner",
            "item_id",
            "merchant_id",
            "points",
            "mainland_address",
            "customs_points",
            "beneficiary_id",
            "linked"),
    REVIEWS("case_id", "account_id", "event_id", "occurred_at", "decision", "reviewer", "note"),
    SHADOW_FLAGS(FLAGS),
    ACTS(
            "act_id",
            "at",
            "person",
            "roles",
            "came_from",
            "kind",
            "subject_type",
            "subject",
            "case_id",
            "before",
            "after",
            "reason",
            "note");

    @SuppressWarnings("ImmutableEnumChecker") // Stream.toList() cannot be changed.
    private final List<String> columns;

    FactTable(String... own) {
        // Every row ends with the record that it came from.
        this.columns = Stream.concat(Arrays.stream(own), Stream.of("topic", "partition", "offset"))
                .toList();
    }

    FactTable(FactTable alike) {
        this.columns = alike.columns;
    }

    String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The columns that a row has, in order; the server fills in the others. */
    List<String> columns() {
        return columns;
    }
}
