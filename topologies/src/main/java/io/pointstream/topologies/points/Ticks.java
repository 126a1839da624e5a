package io.pointstream.topologies.points;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where ticks come from. Time is an input (DOMAIN 1): an account to which nothing happens learns from a tick that its points
 * expire and that a merchant has not answered. Asked once a second by every partition, from threads of their own.
 */
@FunctionalInterface
public interface Ticks {

    /** The newest tick, which is never older than one that was given before; null while there is none. */
    @Nullable
    Instant newest();

    /** Told, while there is no newer tick, that every timer of a partition that was due at it has fired and was committed. */
    default void reached(int partition, Instant tick) {}

    /** The machine's time: for a service. */
    static Ticks of(InstantSource clock) {
        return () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** No tick ever. */
    static Ticks none() {
        return () -> null;
    }
}
