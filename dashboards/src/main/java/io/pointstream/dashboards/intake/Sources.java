package io.pointstream.dashboards.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The upstream systems that have sent something to this process, in memory; also as meters, a bounded number of them. */
public final class Sources {

    /** What an upstream calls itself is its own affair; more names than this share one. */
    private static final int SOURCES_MAX = 100;

    /** The source of the names that come after {@link #SOURCES_MAX} others. */
    public static final String OTHERS = "others";

    private final Map<String, Source> byName = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final InstantSource clock;

    Sources(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** Those that have sent something, by name. */
    public List<Source.Snapshot> all() {
        return byName.keySet().stream()
                .sorted()
                .flatMap(name -> find(name).stream())
                .toList();
    }

    /** One of them. */
    public Optional<Source.Snapshot> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(source -> source.snapshot(clock.instant()));
    }

    /** The name under which a source is counted. */
    private String counted(String name) {
        return byName.containsKey(name) || byName.size() < SOURCES_MAX ? name : OTHERS;
    }

    /** Counts what became of a request's lines. */
    void count(String source, Batch batch) {
        String name = counted(source);
        Source counts = byName.computeIfAbsent(name, key -> new Source(key, clock.instant()));
        batch.refused()
                .forEach(refused -> counts.refused(
                        new Source.Sample(clock.instant(), refused.line(), refused.problem(), batch.sample(refused)),
                        refused.field()));
        counts.seen(clock.instant(), batch.accepted(), batch.unconfirmed(), batch.newestAccepted());
        lines(name, "accepted", batch.accepted());
        lines(name, "refused", batch.refused().size());
        lines(name, "unconfirmed", batch.unconfirmed());
    }

    private void lines(String source, String result, long lines) {
        meters.counter("pointstream.intake.lines", "source", source, "result", result)
                .increment((double) lines);
    }
}
