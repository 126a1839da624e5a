package io.pointstream.engine.farming;

import java.time.Duration;
import java.time.Instant;

/** What was told last of an account: the same again is no news, unless it has grown or become old. */
record Told(double strength, Instant at) {

    /** A finding is told again when it has grown by this much. */
    private static final double GROWTH = 0.05;

    boolean leavesNews(double found, Instant now, Duration repeatAfter) {
        return found >= strength + GROWTH || (found == 1 && strength < 1) || isOld(now, repeatAfter);
    }

    boolean isOld(Instant now, Duration repeatAfter) {
        return !now.isBefore(at.plus(repeatAfter));
    }

    void write(StateWriter out) {
        out.real(strength);
        out.instant(at);
    }

    static Told read(StateReader in) {
        return new Told(in.real(), in.instant());
    }
}
