package io.pointstream.dashboards.page;

import io.pointstream.dashboards.desk.CaseFacts;
import io.pointstream.dashboards.desk.RefusedException;
import io.pointstream.dashboards.desk.Verdict;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One case as it is decided.
 *
 * @param item with the ids of devices and addresses
 * @param facts as the desk sees it
 * @param available points that its accounts have free, all together
 * @param table where it comes from
 */
public record CaseFile(Case item, CaseFacts facts, long available, Table table) {

    /**
     * The case of this id.
     *
     * @throws RefusedException if there is none
     */
    public static CaseFile find(CaseReports reports, String caseId) {
        Table table = reports.find(caseId)
                .orElseThrow(() -> new RefusedException(RefusedException.Why.UNKNOWN, "noCase", caseId));
        Case item = Case.inClear(table).getFirst();
        Cells row = Cells.of(table).findFirst().orElseThrow();
        String verdict = row.text("verdict");
        CaseFacts facts = new CaseFacts(
                caseId,
                item.accountId(),
                Math.max(1, item.members().size()),
                item.status().equals("OPEN"),
                time(item.raisedAt()),
                time(item.updatedAt()),
                verdict.isEmpty() ? null : Verdict.valueOf(verdict),
                row.integer("held"));
        return new CaseFile(item, facts, row.integer("available"), table);
    }

    /** Every account that it names. */
    public List<String> accounts() {
        return item.members().isEmpty() ? List.of(item.accountId()) : item.members();
    }

    /** The events that its reasons count. */
    public List<String> eventIds() {
        return item.reasons().stream()
                .flatMap(reason -> reason.eventIds().stream())
                .distinct()
                .toList();
    }

    private static Instant time(@Nullable Instant time) {
        return Objects.requireNonNull(time, "a case has its times");
    }
}
