package io.pointstream.engine.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a rule or multiplier runs.
 *
 * @param from the first instant; null when it has no beginning
 * @param until the first instant after it; null when it has no end
 */
public record Span(@Nullable Instant from, @Nullable Instant until) {

    /** Whether an instant lies in it. */
    public boolean contains(Instant at) {
        return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }
}
