package io.pointstream.dashboards.page;

import io.pointstream.schemas.Topics;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.Reports;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Days as people ask for them: counted back from the newest that has data, not from the wall clock's, because replayed
 * traffic may be of another year.
 */
final class DataDays {

    /** What is shown when no days are asked for. */
    static final int USUAL = 30;

    private final Reports reports;
    private final InstantSource clock;
    private final ZoneId zone;

    DataDays(Reports reports, InstantSource clock, ZoneId zone) {
        this.reports = reports;
        this.clock = clock;
        this.zone = zone;
    }

    /** The newest day up to which every partition has come; today while nothing has. */
    LocalDate newest() {
        return Cells.of(reports.watermarks())
                .filter(row -> row.text("topic").equals(Topics.POINTS_JOURNAL.name()))
                .map(row -> row.time("completeUpTo"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(clock::instant)
                .atZone(zone)
                .toLocalDate();
    }

    /** The newest days, that of {@code last} included. */
    static Days upTo(LocalDate last, int days) {
        return new Days(last.minusDays(days - 1L), last);
    }

    /** What people ask for most, by the key of its name. */
    static Map<String, Days> usual(LocalDate newest) {
        YearMonth month = YearMonth.from(newest);
        Map<String, Days> ranges = new LinkedHashMap<>();
        ranges.put("range.7", upTo(newest, 7));
        ranges.put("range.30", upTo(newest, USUAL));
        ranges.put("range.90", upTo(newest, 90));
        ranges.put("range.month", new Days(month.atDay(1), month.atEndOfMonth()));
        ranges.put(
                "range.lastMonth",
                new Days(month.minusMonths(1).atDay(1), month.minusMonths(1).atEndOfMonth()));
        return ranges;
    }
}
