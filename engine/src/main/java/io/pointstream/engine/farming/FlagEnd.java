package io.pointstream.engine.farming;

import io.pointstream.engine.event.Review;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a case ended.
 *
 * @param reviewer who decided; null when nobody did
 * @param why the reviewer's note, or what happened
 * @param mergedInto the case that this one has gone into, or null
 */
public record FlagEnd(
        Cause cause,
        Instant at,
        @Nullable String reviewer,
        String why,
        @Nullable String mergedInto) {

    /** What ended it. */
    public enum Cause {
        CONFIRMED,
        CLEARED,
        /** It was confirmed before, and the account may earn again. */
        REINSTATED,
        /** What it stood on is long ago. */
        LAPSED,
        /** It has gone into a ring's. */
        MERGED
    }

    static FlagEnd reviewed(Ruling ruling) {
        Cause cause = switch (ruling.decision()) {
            case CONFIRM -> Cause.CONFIRMED;
            case CLEAR -> Cause.CLEARED;
            case REINSTATE -> Cause.REINSTATED;
            case ESCALATE -> throw new IllegalArgumentException(Review.Decision.ESCALATE + " ends nothing");
        };
        return new FlagEnd(cause, ruling.at(), ruling.reviewer(), ruling.note(), null);
    }

    static FlagEnd lapsed(RiskScore score, FarmingConfig.Score config, Instant at) {
        String why =
                String.format(Locale.ROOT, "the score has fallen to %.1f, below %.1f", score.total(), config.lapse());
        return lapsed(why, at);
    }

    static FlagEnd lapsed(String why, Instant at) {
        return new FlagEnd(Cause.LAPSED, at, null, why, null);
    }

    static FlagEnd merged(String into, Instant at) {
        return new FlagEnd(Cause.MERGED, at, null, "it goes on as " + into, into);
    }
}
