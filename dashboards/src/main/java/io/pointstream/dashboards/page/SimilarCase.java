package io.pointstream.dashboards.page;

import io.pointstream.dashboards.desk.Verdict;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.sinks.report.CaseReports;
import io.pointstream.sinks.report.Reason;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Another case that stands on much the same reasons, and what was decided about it.
 *
 * @param accounts how many it names
 * @param codes of its reasons
 * @param likeness the share of the reasons of either that both have, 0.5 to 1
 * @param verdict the last word on it
 */
public record SimilarCase(
        String caseId,
        long accounts,
        double score,
        List<String> codes,
        double likeness,
        Verdict verdict,
        String reviewer,
        String note,
        @Nullable Instant decidedAt) {

    /** So many as can be compared at a glance. */
    private static final int SHOWN_MAX = 5;

    /** Those of a case, the likest first. */
    public static Table find(CaseReports reports, Case item) {
        List<String> codes =
                item.reasons().stream().map(Reason::code).distinct().toList();
        return reports.similar(item.caseId(), codes, item.score(), SHOWN_MAX);
    }

    static List<SimilarCase> of(Table similar) {
        return Cells.of(similar)
                .map(row -> new SimilarCase(
                        row.text("caseId"),
                        row.integer("accounts"),
                        row.number("score"),
                        row.list("codes", String.class),
                        row.number("likeness"),
                        Verdict.valueOf(row.text("verdict")),
                        row.text("reviewer"),
                        row.text("note"),
                        row.time("decidedAt")))
                .toList();
    }

    /** Its page. */
    public String href() {
        return PageContext.url("/case", Map.of("id", caseId));
    }

    /** The names of its reasons, in one line. */
    public String codes(Texts t) {
        return codes.stream().map(code -> t.name("code", code)).collect(Collectors.joining(" · "));
    }
}
