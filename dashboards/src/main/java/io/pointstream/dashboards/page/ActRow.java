package io.pointstream.dashboards.page;

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
        String before,
        String after,
        String reason,
        String note) {

    private static final int TEXT_CHARS_MAX = 300;

    static List<ActRow> of(Table acts) {
        return Cells.of(acts)
                .map(row -> new ActRow(
                        row.time("at"),
                        row.text("person"),
                        row.list("roles", String.class),
                        row.text("cameFrom"),
                        row.text("kind"),
                        row.text("subject"),
                        row.text("caseId"),
                        row.text("before"),
                        shortened(row.text("after")),
                        row.text("reason"),
                        row.text("note")))
                .toList();
    }

    // A proposed rule book is thousands of characters; what comes before it says which it is.
    private static String shortened(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "…";
    }

    /** The page of the case that it belongs to; empty if to none. */
    public String href() {
        return caseId.isEmpty() ? "" : PageContext.url("/case", Map.of("id", caseId));
    }
}
