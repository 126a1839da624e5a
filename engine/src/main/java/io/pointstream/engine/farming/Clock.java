package io.pointstream.engine.farming;

import java.time.Duration;

/** The steps in which an account's clock goes: some phones report whole seconds or minutes, and times that were rounded agree for nothing. */
final class Clock {

    /** No phone reports less than the minute. */
    static final long COARSEST_MS = Duration.ofMinutes(1).toMillis();

    private Clock() {}

    /** The coarsest steps that show a time as well as all those before: the greatest common divisor. */
    static long common(long clockMs, long timeMs) {
        long one = clockMs;
        long other = Math.abs(timeMs);
        while (other != 0) {
            long rest = one % other;
            one = other;
            other = rest;
        }
        return one;
    }
}
