package io.pointstream.dashboards.intake;

import io.pointstream.schemas.json.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/sources}: what each upstream system has sent to this process, as {@link Source.Snapshot} has it. */
record SourceJson(
        String name,
        long requests,
        long accepted,
        long refused,
        long unconfirmed,
        String firstSeen,
        String lastSeen,
        @Nullable String newestEvent,
        @Nullable Double behindSeconds,
        double perSecond,
        List<Long> perMinute,
        List<ReasonJson> reasons) {

    record ReasonJson(String reason, long lines, String newest, List<SampleJson> samples) {}

    record SampleJson(String at, long line, String problem, String text) {}

    static SourceJson of(Source.Snapshot source) {
        Instant newest = source.newestEvent();
        Duration behind = source.behind();
        return new SourceJson(
                source.name(),
                source.requests(),
                source.accepted(),
                source.refused(),
                source.unconfirmed(),
                Times.utc(source.firstSeen()),
                Times.utc(source.lastSeen()),
                newest == null ? null : Times.utc(newest),
                behind == null ? null : behind.toMillis() / 1_000.0,
                source.perSecond(),
                source.perMinute(),
                source.reasons().stream().map(SourceJson::reason).toList());
    }

    private static ReasonJson reason(Source.Reason reason) {
        return new ReasonJson(
                reason.reason(),
                reason.lines(),
                Times.utc(reason.newest()),
                reason.samples().stream()
                        .map(sample ->
                                new SampleJson(Times.utc(sample.at()), sample.line(), sample.problem(), sample.text()))
                        .toList());
    }
}
