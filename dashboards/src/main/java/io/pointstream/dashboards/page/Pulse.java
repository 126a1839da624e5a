package io.pointstream.dashboards.page;

import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the service is doing, at one moment.
 *
 * @param eventsPerSecond decisions that reached ClickHouse, a second, over the last {@link #RATE_WINDOW}
 * @param rate the same over {@link #HISTORY}
 * @param sinceArrival how long ago the newest row came; null if none did in {@link #HISTORY}
 * @param lagRecords records that the roles of this process have yet to read; empty if none measures it
 * @param decisions events decided
 * @param points points issued
 * @param holds open cases on hold
 * @param reviews open cases to review
 * @param completeUpTo the journal's watermark
 * @param watermarks how far each topic has come
 * @param tables what is stored
 */
public record Pulse(
        double eventsPerSecond,
        Spark rate,
        @Nullable Duration sinceArrival,
        OptionalLong lagRecords,
        long decisions,
        long points,
        long holds,
        long reviews,
        @Nullable Instant completeUpTo,
        List<Source> watermarks,
        List<Stored> tables) {

    /** How far the sparkline looks back. */
    static final Duration HISTORY = Duration.ofMinutes(5);

    /** What "now" means for a rate: long enough to even out the sink's batches. */
    static final Duration RATE_WINDOW = Duration.ofSeconds(10);

    /** One point of the sparkline. */
    private static final Duration BUCKET = Duration.ofSeconds(5);

    /** How far one topic has come. */
    public record Source(
            String topic,
            long records,
            @Nullable Instant completeUpTo,
            @Nullable Instant newest) {}

    /** What one table holds. */
    public record Stored(String table, long rows, long bytes) {

        /** Compressed bytes a row. */
        public double bytesPerRow() {
            return rows == 0 ? 0 : (double) bytes / rows;
        }
    }

    static Pulse read(Reports reports, OptionalLong lagRecords, Instant now) {
        Table throughput = reports.throughput(HISTORY);
        Table mix = reports.mix(MixQuery.BY_CATEGORY);
        List<Source> watermarks = Cells.of(reports.watermarks())
                .map(row -> new Source(
                        row.text("topic"), row.integer("records"), row.time("completeUpTo"), row.time("newest")))
                .toList();
        List<Stored> tables = Cells.of(reports.storage())
                .map(row -> new Stored(row.text("table"), row.integer("rows"), row.integer("bytes")))
                .toList();
        Map<Instant, Long> perSecond = Cells.of(throughput)
                .collect(Collectors.toMap(Pulse::second, row -> row.integer("decisions"), Long::sum));
        Instant newest = perSecond.keySet().stream().max(Instant::compareTo).orElse(null);
        return new Pulse(
                rate(perSecond, now),
                Spark.of(history(perSecond, now)),
                newest == null ? null : Duration.between(newest, now),
                lagRecords,
                tables.stream()
                        .filter(stored -> stored.table().equals("decisions"))
                        .mapToLong(Stored::rows)
                        .sum(),
                Cells.of(mix).mapToLong(row -> row.integer("points")).sum(),
                reports.flags(new FlagFilter("OPEN", "HOLD", null, null), Page.first(1))
                        .rowsInAll(),
                reports.flags(new FlagFilter("OPEN", "REVIEW", null, null), Page.first(1))
                        .rowsInAll(),
                mix.completeUpTo(),
                watermarks,
                tables);
    }

    private static Instant second(Cells row) {
        Instant second = row.time("second");
        return second == null ? Instant.EPOCH : second;
    }

    // The second that is running is not whole yet.
    private static double rate(Map<Instant, Long> perSecond, Instant now) {
        long from = now.getEpochSecond() - RATE_WINDOW.toSeconds();
        return (double) sum(perSecond, from, now.getEpochSecond()) / RATE_WINDOW.toSeconds();
    }

    private static List<Double> history(Map<Instant, Long> perSecond, Instant now) {
        List<Double> buckets = new ArrayList<>();
        long step = BUCKET.toSeconds();
        for (long at = now.getEpochSecond() - HISTORY.toSeconds(); at < now.getEpochSecond(); at += step) {
            buckets.add((double) sum(perSecond, at, at + step) / step);
        }
        return buckets;
    }

    private static long sum(Map<Instant, Long> perSecond, long from, long to) {
        long sum = 0;
        for (long second = from; second < to; second++) {
            sum += perSecond.getOrDefault(Instant.ofEpochSecond(second), 0L);
        }
        return sum;
    }

    /** Open cases. */
    public long flags() {
        return holds + reviews;
    }

    /** Rows of all tables. */
    public long rows() {
        return tables.stream().mapToLong(Stored::rows).sum();
    }

    /** Compressed bytes of all tables. */
    public long bytes() {
        return tables.stream().mapToLong(Stored::bytes).sum();
    }

    /** Whether nothing has ever arrived. */
    public boolean isEmpty() {
        return completeUpTo == null && rows() == 0;
    }
}
