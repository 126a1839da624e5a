package io.pointstream.engine.farming;

import io.pointstream.engine.risk.RiskLevel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the case of the account's ring stands.
 *
 * @param ring the id of the ring's case
 * @param level NONE when it has ended
 * @param at event time from which this holds
 * @param forgotten reason codes that a reviewer has cleared or reinstated: what was found under them counts no longer
 * @param exemptUntil until when they count for nothing; null when they count from now on
 */
public record RingNotice(
        String accountId,
        String ring,
        RiskLevel level,
        Instant at,
        List<ReasonCode> forgotten,
        @Nullable Instant exemptUntil)
        implements AccountNews {

    /** The case is open or confirmed. */
    RingNotice(String accountId, String ring, RiskLevel level, Instant at) {
        this(accountId, ring, level, at, List.of(), null);
    }

    void write(StateWriter out) {
        out.string(accountId);
        out.string(ring);
        out.riskLevel(level);
        out.instant(at);
        out.size(forgotten.size());
        forgotten.forEach(out::reasonCode);
        out.flag(exemptUntil != null);
        if (exemptUntil != null) {
            out.instant(exemptUntil);
        }
    }

    static RingNotice read(StateReader in) {
        return new RingNotice(
                in.string(),
                in.string(),
                in.riskLevel(),
                in.instant(),
                in.reasonCodes(),
                in.flag() ? in.instant() : null);
    }
}
