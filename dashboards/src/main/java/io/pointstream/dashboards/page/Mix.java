package io.pointstream.dashboards.page;

import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The earning mix of a range of days.
 *
 * @param rows a row per category or rule, most points first
 * @param byRule whether a row is a rule
 * @param points all points of the range
 * @param valuePoints all points × value coefficient, rounded to whole points for people
 * @param table the report behind it, for its definition and watermark
 */
public record Mix(List<Row> rows, boolean byRule, long points, long valuePoints, Table table) {

    /**
     * One row of the mix.
     *
     * @param key what the row is about: a rule id, or a category
     * @param category the category, also of a rule
     * @param points points issued
     * @param share of all points of the range, 0..1
     * @param valuePoints points × value coefficient
     * @param valueShare of all value-weighted points, 0..1
     * @param reference the share that was planned; null if there is none
     * @param accounts how many accounts earned
     * @param colour its place in the palette: in the chart and in the table the same
     * @param trend the share of each period
     */
    public record Row(
            String key,
            String category,
            long points,
            double share,
            long valuePoints,
            double valueShare,
            @Nullable Double reference,
            long accounts,
            String colour,
            Spark trend) {

        /** Share less reference, in percentage points; null without a reference. */
        public @Nullable Double difference() {
            return reference == null ? null : (share - reference) * 100;
        }

        /** The planned share, or a negative number. */
        public double referenceOr() {
            return reference == null ? -1 : reference;
        }
    }

    /** One series of the chart and its colour. */
    public record LegendEntry(String key, String colour) {}

    // The palette, in the order of the categories of DOMAIN 3.
    private static final List<String> COLOURS = List.of(
            "CONSUMPTION", "SOCIAL", "FINANCIAL", "LIFE_SERVICE", "CONTENT", "GAMING", "MEMBERSHIP", "CAMPAIGN");

    /**
     * The series that a chart can tell apart. A category has the colour that it has everywhere; of rules, those with
     * the most points take the colours in turn, and the rest is one series.
     */
    public List<LegendEntry> legend() {
        return rows.stream()
                .limit(COLOURS.size())
                .map(row -> new LegendEntry(row.key(), row.colour()))
                .toList();
    }

    private static String colour(boolean byRule, int rank, String category) {
        if (byRule) {
            return rank < COLOURS.size() ? COLOURS.get(rank) : "other";
        }
        return COLOURS.contains(category) ? category : "other";
    }

    /** Whether there are more rows than the chart can tell apart. */
    public boolean hasOthers() {
        return rows.size() > COLOURS.size();
    }

    /** Asks for the mix of a range, with the trend of each row over the periods in it. */
    static Mix of(Reports reports, Days days, Set<Split> by, Period period) {
        Table whole = reports.mix(new MixQuery(days, by, Period.ALL));
        Table parts = reports.mix(new MixQuery(days, by, period));
        boolean byRule = by.contains(Split.RULE);
        Map<String, Map<LocalDate, Double>> shares = new HashMap<>();
        Set<LocalDate> periods = new TreeSet<>();
        Cells.of(parts).forEach(part -> {
            periods.add(part.day("period"));
            shares.computeIfAbsent(key(part, byRule), key -> new HashMap<>())
                    .put(part.day("period"), part.number("share"));
        });
        List<Row> rows = new ArrayList<>();
        Cells.of(whole).forEach(row -> {
            String key = key(row, byRule);
            Double reference = byRule ? null : row.numberOrNull("referenceShare");
            Map<LocalDate, Double> own = shares.getOrDefault(key, Map.of());
            List<Double> line =
                    periods.stream().map(day -> own.getOrDefault(day, 0.0)).toList();
            rows.add(new Row(
                    key,
                    row.text("category"),
                    row.integer("points"),
                    row.number("share"),
                    row.exact("valuePoints").longValue(),
                    row.number("valueShare"),
                    reference,
                    row.integer("accounts"),
                    colour(byRule, rows.size(), row.text("category")),
                    Spark.of(line, reference == null ? -1 : reference)));
        });
        return new Mix(
                List.copyOf(rows),
                byRule,
                rows.stream().mapToLong(Row::points).sum(),
                rows.stream().mapToLong(Row::valuePoints).sum(),
                whole);
    }

    private static String key(Cells row, boolean byRule) {
        return row.text(byRule ? "ruleId" : "category");
    }
}
