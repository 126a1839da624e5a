package io.pointstream.engine.farming;

import java.time.Duration;
import java.time.Instant;

/** How many different ids there were in this period and the one before. Of late ones, those before both count to the one before. */
final class DistinctLately {

    private long period = Long.MIN_VALUE;
    private Distinct now = new Distinct();
    private Distinct before = new Distinct();

    void add(String id, Instant at, Duration length) {
        long its = Math.floorDiv(at.toEpochMilli(), length.toMillis());
        if (its > period) {
            before = its == period + 1 ? now : new Distinct();
            now = new Distinct();
            period = its;
        }
        (its == period ? now : before).add(id);
    }

    /** Who comes in both periods counts once. */
    double count() {
        return now.countWith(before);
    }

    void write(StateWriter out) {
        out.signed(period);
        now.write(out);
        before.write(out);
    }

    static DistinctLately read(StateReader in) {
        DistinctLately result = new DistinctLately();
        result.period = in.signed();
        result.now = Distinct.read(in);
        result.before = Distinct.read(in);
        return result;
    }
}
