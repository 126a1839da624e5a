package io.pointstream.dashboards.page;

import io.pointstream.dashboards.text.Texts;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One act as the audit shows it. */
public record ActRow(
        @Nullable Instant at,
        String person,
        List<String> roles,
        String cameFrom,
        String kind,
        String subject,
        String caseId,
        Change change,
        String reason,
        String note) {

    /**
     * What there was before, and what there is after; empty where the act has nothing.
     *
     * @param inWords false where both are as they stand in the log
     */
    public record Change(String before, String after, boolean inWords) {}

    static List<ActRow> of(Table acts, Texts t) {
        ActWords words = new ActWords(t);
        return Cells.of(acts)
                .map(row -> new ActRow(
                        row.time("at"),
                        row.text("person"),
                        row.list("roles", String.class),
                        row.text("cameFrom"),
                        row.text("kind"),
                        row.text("subject"),
                        row.text("caseId"),
                        words.change(row.text("kind"), row.text("before"), row.text("after")),
                        row.text("reason"),
                        row.text("note")))
                .toList();
    }

    /** The page of the case that it belongs to; empty if to none. */
    public String href() {
        return caseId.isEmpty() ? "" : PageContext.url("/case", Map.of("id", caseId));
    }
}
