package io.pointstream.dashboards.account;

import io.pointstream.dashboards.page.Cells;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time in which an account had one tier.
 *
 * @param from null for what it was at first
 * @param until null for what it still is
 * @param eventId that made it so; empty for what it was at first
 */
public record TierSpan(
        String tier, @Nullable Instant from, @Nullable Instant until, String eventId) {

    /** Those of a report of changes, the newest first. */
    static List<TierSpan> of(Table changes) {
        List<Cells> rows = Cells.of(changes).toList();
        List<TierSpan> spans = new ArrayList<>();
        Instant until = null;
        for (Cells row : rows) {
            spans.add(new TierSpan(row.text("tier"), row.time("occurredAt"), until, row.text("eventId")));
            until = row.time("occurredAt");
        }
        if (!rows.isEmpty() && rows.size() == changes.rowsInAll()) {
            spans.add(new TierSpan(rows.getLast().text("before"), null, until, ""));
        }
        return spans;
    }
}
