package io.pointstream.engine.farming;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a detector has to say about one account.
 *
 * @param strength over 0, up to 1
 * @param detectedAt event time at which the detector spoke
 * @param from the start of the time that the evidence covers
 * @param to its end
 * @param reason in words
 * @param ring the open case of the ring through which the account was found, or null
 */
public record Finding(
        ReasonCode code,
        String accountId,
        double strength,
        Instant detectedAt,
        Instant from,
        Instant to,
        String reason,
        Evidence evidence,
        @Nullable String ring)
        implements AccountNews {

    public Finding {
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException("a strength is over 0 and at most 1, not " + strength);
        }
    }

    /** The same of a member of a ring, no stronger than it is of the ring, and with the ring's open case. */
    Finding in(double ringStrength, @Nullable String ringCase) {
        double both = Math.min(strength, ringStrength);
        return new Finding(code, accountId, both, detectedAt, from, to, reason, evidence, ringCase);
    }

    void write(StateWriter out) {
        out.reasonCode(code);
        out.string(accountId);
        out.real(strength);
        out.instant(detectedAt);
        out.instant(from);
        out.instant(to);
        out.string(reason);
        evidence.write(out);
        out.optional(ring);
    }

    static Finding read(StateReader in) {
        return new Finding(
                in.reasonCode(),
                in.string(),
                in.real(),
                in.instant(),
                in.instant(),
                in.instant(),
                in.string(),
                Evidence.read(in),
                in.optional());
    }
}
