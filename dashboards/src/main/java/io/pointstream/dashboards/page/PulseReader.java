package io.pointstream.dashboards.page;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.sinks.report.Reports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads the pulse at most once a second, however many people watch. */
final class PulseReader {

    private static final Duration KEEP = Duration.ofSeconds(1);

    /**
     * Where the roles of this process say how many records they have yet to read: Kafka's own consumer metric as its
     * Micrometer binder names it, one gauge per partition, and the sink's.
     */
    private static final List<String> LAG_METERS =
            List.of("kafka.consumer.fetch.manager.records.lag", "pointstream.sink.lag");

    private final Reports reports;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Pulse newest;
    private Instant readAt = Instant.MIN;

    PulseReader(Reports reports, MeterRegistry meters, InstantSource clock) {
        this.reports = reports;
        this.meters = meters;
        this.clock = clock;
    }

    Pulse read() {
        // One reader asks; the others wait for its answer instead of asking the same.
        reading.lock();
        try {
            Instant now = clock.instant();
            Pulse pulse = newest;
            if (pulse == null || readAt.plus(KEEP).isBefore(now)) {
                pulse = Pulse.read(reports, lag(), now);
                newest = pulse;
                readAt = now;
            }
            return pulse;
        } finally {
            reading.unlock();
        }
    }

    private OptionalLong lag() {
        double[] lags = LAG_METERS.stream()
                .flatMap(name -> meters.find(name).gauges().stream())
                .mapToDouble(Gauge::value)
                .filter(Double::isFinite)
                .toArray();
        return lags.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of((long) Arrays.stream(lags).sum());
    }
}
