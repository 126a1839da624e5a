package io.pointstream.app.demo;

import io.pointstream.app.config.RunConfig;
import io.pointstream.app.config.RunConfig.Role;
import io.pointstream.app.run.Service;
import io.pointstream.schemas.Topics;
import io.pointstream.sinks.report.FlagFilter;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.Page;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import io.pointstream.topologies.farming.FarmingTopology;
import io.pointstream.topologies.points.PointsTopology;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** How far the demo has come: what its status line says, and whether all is processed. */
final class Progress implements AutoCloseable {

    /**
     * One look.
     *
     * @param events of the file, in Kafka
     * @param lag committed offsets that the applications have not read, and records that are not in ClickHouse
     * @param points issued
     * @param flags cases
     * @param rows in ClickHouse, of all tables' records
     * @param processed whether everything that was fed has passed all parts
     */
    record Status(long events, long lag, long points, long flags, long rows, boolean processed) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "events=%,d lag=%,d points=%,d flags=%,d rows=%,d", events, lag, points, flags, rows);
        }
    }

    private final Feed feed;
    private final Service service;
    private final boolean farming;
    private final Reports reports;
    private final Lag lags;

    Progress(Feed feed, Service service, RunConfig config, Reports reports) {
        this.feed = feed;
        this.service = service;
        this.farming = config.roles().contains(Role.FARMING);
        this.reports = reports;
        this.lags = new Lag(config.kafka().properties());
    }

    /**
     * Looks at the parts in the order of the flow: what is done upstream stays done while the next is asked. What detection says
     * goes back to points, which is asked again behind it; what points makes of that is of no interest to detection.
     */
    Status look() throws InterruptedException {
        boolean fed = feed.finished();
        long events = feed.position().events();
        long points = lags.of(PointsTopology.APPLICATION, PointsTopology.inputs());
        long cases = farming ? lags.withInternals(FarmingTopology.APPLICATION, FarmingTopology.inputs()) : 0;
        long risks = farming ? lags.of(PointsTopology.APPLICATION, List.of(Topics.FARMING_RISK)) : 0;
        OptionalLong sink = service.sink().isPresent() ? service.sink().get().lag() : OptionalLong.empty();
        boolean processed = fed && points == 0 && cases == 0 && risks == 0 && sink.isPresent() && sink.getAsLong() == 0;
        Table mix = reports.mix(MixQuery.BY_CATEGORY);
        Table sunk = reports.watermarks();
        return new Status(
                events,
                points + cases + risks + sink.orElse(0),
                sum(mix, "points"),
                reports.flags(FlagFilter.ALL, Page.first(1)).rowsInAll(),
                sum(sunk, "records"),
                processed);
    }

    private static long sum(Table table, String column) {
        long sum = 0;
        for (int row = 0; row < table.rows().size(); row++) {
            sum += table.integer(row, column);
        }
        return sum;
    }

    /** How many partitions the topics keyed by account have. */
    int accountPartitions() {
        return lags.partitionsOf(Topics.POINTS_JOURNAL);
    }

    @Override
    public void close() {
        lags.close();
    }
}
