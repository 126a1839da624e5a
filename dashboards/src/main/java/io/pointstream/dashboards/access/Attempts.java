package io.pointstream.dashboards.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counts failures by whoever failed, so that nobody can try passwords all day. */
final class Attempts {

    /** Names and addresses that are remembered; beyond it, everybody waits for the window's end. */
    private static final int REMEMBERED_MAX = 10_000;

    private final int failuresMax;
    private final Duration window;
    private final InstantSource clock;
    private final Map<String, Integer> failures = new HashMap<>();
    private Instant windowEnd = Instant.EPOCH;

    /**
     * @param failuresMax that anybody may have in a window
     * @param window after it, all is forgotten
     */
    Attempts(int failuresMax, Duration window, InstantSource clock) {
        this.failuresMax = failuresMax;
        this.window = window;
        this.clock = clock;
    }

    /** Whether they may try. */
    synchronized boolean mayTry(String who) {
        turn();
        return failures.getOrDefault(who, 0) < failuresMax
                && (failures.size() < REMEMBERED_MAX || failures.containsKey(who));
    }

    synchronized void failed(String who) {
        turn();
        failures.merge(who, 1, Integer::sum);
    }

    private void turn() {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            failures.clear();
            windowEnd = now.plus(window);
        }
    }
}
