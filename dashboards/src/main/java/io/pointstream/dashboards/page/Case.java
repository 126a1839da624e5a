package io.pointstream.dashboards.page;

import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.sinks.report.Reason;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One case as the pages show it.
 *
 * @param caseId names it
 * @param accountId the account; of a ring, its first member
 * @param members the accounts of a ring; empty for a single account
 * @param score 0 to 100
 * @param level REVIEW or HOLD
 * @param status OPEN or CLOSED
 * @param reasons what the score is the sum of
 * @param raisedAt when the score first crossed the threshold
 * @param updatedAt when it last changed
 * @param counterfactual without what it would not be flagged, as the detectors say it; empty if nobody said
 * @param endWhy why it is closed; empty while it is open, or if nobody said
 */
public record Case(
        String caseId,
        String accountId,
        List<String> members,
        double score,
        String level,
        String status,
        List<Reason> reasons,
        @Nullable Instant raisedAt,
        @Nullable Instant updatedAt,
        String counterfactual,
        String endWhy) {

    /** The cases of a report, without the ids of devices and addresses. */
    public static List<Case> of(Table flags) {
        return inClear(flags).stream().map(Case::masked).toList();
    }

    /** The same with them, for whoever has asked to see them. */
    static List<Case> inClear(Table flags) {
        return Cells.of(flags)
                .map(row -> new Case(
                        row.text("caseId"),
                        row.text("accountId"),
                        row.list("members", String.class),
                        row.number("score"),
                        row.text("level"),
                        row.text("status"),
                        row.list("reasons", Reason.class),
                        row.time("raisedAt"),
                        row.time("updatedAt"),
                        row.text("counterfactual"),
                        row.text("endWhy")))
                .toList();
    }

    /** The same without the ids of devices and addresses. */
    public Case masked() {
        return new Case(
                caseId,
                accountId,
                members,
                score,
                level,
                status,
                reasons.stream().map(Masking::masked).toList(),
                raisedAt,
                updatedAt,
                Masking.masked(counterfactual),
                endWhy);
    }

    /** The names of its reasons, in one line. */
    public String codes(Texts t) {
        return reasons.stream().map(reason -> t.name("code", reason.code())).collect(Collectors.joining(" · "));
    }

    /** The level as a style. */
    public String style() {
        return level.equals("HOLD") ? "hold" : "review";
    }
}
