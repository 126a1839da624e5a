package io.pointstream.engine.farming;

import java.time.Instant;

/**
 * The account belongs to a ring whose case is open.
 *
 * @param ring the id of the ring's case
 * @param level of the ring's case
 * @param at event time from which this holds
 */
public record RingNotice(String accountId, String ring, FlagLevel level, Instant at) implements AccountNews {

    void write(StateWriter out) {
        out.string(accountId);
        out.string(ring);
        out.flag(level == FlagLevel.HOLD);
        out.instant(at);
    }

    static RingNotice read(StateReader in) {
        return new RingNotice(
                in.string(), in.string(), in.flag() ? FlagLevel.HOLD : FlagLevel.REVIEW, in.instant());
    }
}
