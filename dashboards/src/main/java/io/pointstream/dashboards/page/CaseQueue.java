package io.pointstream.dashboards.page;

import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.RefusedException;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.QueueFilter;
import io.pointstream.sinks.report.Table;
import java.util.List;
import java.util.Optional;

/** The open cases as somebody finds them: what detection says of them beside what people have done about them. */
public final class CaseQueue {

    /** Cases that are tried for the next one: so many people at once may be faster. */
    private static final int NEXT_TRIED = 20;

    private final CaseReports reports;
    private final Desk desk;

    public CaseQueue(CaseReports reports, Desk desk) {
        this.reports = reports;
        this.desk = desk;
    }

    /** Those of a view, most at stake first; {@link #rows} has more of each. */
    public Table find(QueueView view, String me, Page page) {
        return reports.queue(
                view.filter(desk.state(), me, desk.now(), desk.cases().programNow()), page);
    }

    /** What was found, with who has it in hand. */
    public List<QueueRow> rows(Table found) {
        return QueueRow.of(found, desk, desk.now(), desk.cases().programNow());
    }

    /** What one decision on some cases would do. */
    Together together(List<String> caseIds, String me) {
        if (caseIds.isEmpty()) {
            return Together.NOTHING;
        }
        List<QueueRow> open = rows(reports.queue(QueueFilter.ALL.only(caseIds), Page.first(caseIds.size())));
        List<String> free = open.stream()
                .filter(row -> row.isFreeFor(me) && !row.isRedemption())
                .map(QueueRow::caseId)
                .toList();
        return Together.of(caseIds.size(), open, me, reports.named(free), desk.cases());
    }

    /**
     * Takes the first of a view that is free: whoever is faster on one does not keep somebody from the next.
     *
     * @return its id; empty if none is free
     */
    public Optional<String> takeNext(Actor actor, QueueView view) {
        Table found = reports.queue(
                view.next(desk.state(), actor.name(), desk.now(), desk.cases().programNow()), Page.first(NEXT_TRIED));
        for (QueueRow row : rows(found)) {
            try {
                desk.cases().take(actor, CaseFile.find(reports, row.caseId()).facts());
                return Optional.of(row.caseId());
            } catch (RefusedException e) {
                // Of a redemption the queue may know before its request has arrived.
                if (e.why() != RefusedException.Why.CONFLICT && e.why() != RefusedException.Why.UNKNOWN) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }
}
