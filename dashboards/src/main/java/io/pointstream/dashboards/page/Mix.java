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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The earning mix of a range of days.
 *
 * @param rows a row per category or rule, most points first
 * @param byRule whether a row is a rule
 * @param points all points of the range
 * @param valuePoints all points × value coefficient, rounded to whole points for people
 * @param pointsBefore all points of the earlier days; 0 where it is held against none
 * @param table the report behind it, for its definition and watermark
 */
public record Mix(List<Row> rows, boolean byRule, long points, long valuePoints, long pointsBefore, Table table) {

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
     * @param change against earlier days; null where it is held against none
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
            @Nullable Change change,
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

    /**
     * What became of a row since earlier days.
     *
     * @param before the points of then
     * @param points more, or less, than then
     * @param share of the points more, or less, than then, in percentage points; null where one of the two had no point
     */
    public record Change(long before, long points, @Nullable Double share) {

        /** By how much of what it was; null if it was nothing. */
        public @Nullable Double growth() {
            return before == 0 ? null : (double) points / before;
        }
    }

    /** All of it since the earlier days. */
    public Change change() {
        return new Change(pointsBefore, points - pointsBefore, null);
    }

    /** One series of the chart and its colour. */
    public record LegendEntry(String key, String colour) {}

    // The palette, in the order of the categories of DOMAIN 3.
    private static final List<String> COLOURS = ReportForm.CATEGORIES;

    /**
     * The series that a chart can tell apart. A category has the colour that it has everywhere; of rules, those with
     * the most points take the colours in turn, and the rest is one series.
     */
    public List<LegendEntry> legend() {
        return rows.stream()
                .filter(row -> row.points() != 0)
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
        return rows.stream().filter(row -> row.points() != 0).count() > COLOURS.size();
    }

    /**
     * Asks for the mix of a range, with the trend of each row over the periods in it.
     *
     * @param query with the period of the trends
     * @param before the earlier days to hold it against; null for none
     */
    static Mix of(Reports reports, MixQuery query, @Nullable Days before) {
        MixQuery all = new MixQuery(query.days(), query.by(), Period.ALL, query.only());
        Table whole = reports.mix(all);
        boolean byRule = query.by().contains(Split.RULE);
        // A reference is a share of all points, and says nothing of some of them.
        boolean hasReference =
                !byRule && query.only().category() == null && query.only().ruleId() == null;
        Map<String, Change> changes = before == null ? Map.of() : changes(reports.changes(all, before), byRule);
        Trends trends = Trends.of(reports.mix(query), byRule);
        List<Row> rows = new ArrayList<>();
        Cells.of(whole).forEach(row -> {
            String key = key(row, byRule);
            Double reference = hasReference ? row.numberOrNull("referenceShare") : null;
            rows.add(new Row(
                    key,
                    row.text("category"),
                    row.integer("points"),
                    row.number("share"),
                    row.exact("valuePoints").longValue(),
                    row.number("valueShare"),
                    reference,
                    changes.get(key),
                    row.integer("accounts"),
                    colour(byRule, rows.size(), row.text("category")),
                    trends.of(key, reference == null ? -1 : reference)));
        });
        long pointsBefore = changes.values().stream().mapToLong(Change::before).sum();
        Set<String> known = rows.stream().map(Row::key).collect(Collectors.toSet());
        changes.forEach((key, change) -> {
            if (!known.contains(key)) {
                rows.add(vanished(key, change, colour(byRule, rows.size(), key), trends.of(key, -1)));
            }
        });
        return new Mix(
                List.copyOf(rows),
                byRule,
                rows.stream().mapToLong(Row::points).sum(),
                rows.stream().mapToLong(Row::valuePoints).sum(),
                pointsBefore,
                whole);
    }

    // Earned in the earlier days alone.
    private static Row vanished(String key, Change change, String colour, Spark trend) {
        return new Row(key, key, 0, 0, 0, 0, null, change, 0, colour, trend);
    }

    private static Map<String, Change> changes(Table table, boolean byRule) {
        Map<String, Change> changes = new LinkedHashMap<>();
        Cells.of(table)
                .forEach(row -> changes.put(
                        key(row, byRule),
                        new Change(
                                row.integer("pointsBefore"),
                                row.integer("pointsChange"),
                                row.numberOrNull("shareChange"))));
        return changes;
    }

    /** The shares of each row, period by period. */
    private record Trends(Set<LocalDate> periods, Map<String, Map<LocalDate, Double>> shares) {

        static Trends of(Table parts, boolean byRule) {
            Map<String, Map<LocalDate, Double>> shares = new HashMap<>();
            Set<LocalDate> periods = new TreeSet<>();
            Cells.of(parts).forEach(part -> {
                periods.add(part.day("period"));
                shares.computeIfAbsent(key(part, byRule), key -> new HashMap<>())
                        .put(part.day("period"), part.number("share"));
            });
            return new Trends(periods, shares);
        }

        Spark of(String key, double reference) {
            Map<LocalDate, Double> own = shares.getOrDefault(key, Map.of());
            return Spark.of(
                    periods.stream().map(day -> own.getOrDefault(day, 0.0)).toList(), reference);
        }
    }

    private static String key(Cells row, boolean byRule) {
        return row.text(byRule ? "ruleId" : "category");
    }
}
