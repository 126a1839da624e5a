package io.pointstream.topologies.points;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Ticks that somebody gives, such as one at the end of an input. Safe for use by many threads. */
public final class GivenTicks implements Ticks {

    private volatile @Nullable Instant newest;
    private final Map<Integer, Instant> reached = new ConcurrentHashMap<>();

    /** Tells all accounts the time. An older tick than the newest one changes nothing. */
    public synchronized void tick(Instant at) {
        if (newest == null || at.isAfter(newest)) {
            newest = at;
        }
    }

    /** Whether everything that the newest tick made due in this many partitions has been committed. */
    public boolean isReachedBy(int partitions) {
        Instant last = newest;
        return last == null
                || reached.values().stream().filter(at -> !at.isBefore(last)).count() >= partitions;
    }

    @Override
    public @Nullable Instant newest() {
        return newest;
    }

    @Override
    public void reached(int partition, Instant tick) {
        reached.put(partition, tick);
    }
}
