package io.pointstream.app.ingest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a sender to a number of events a second, counted from its first event. */
public final class Pace {

    private final double eventsPerSecond;
    private long startNanos;
    private long events;

    private Pace(double eventsPerSecond) {
        this.eventsPerSecond = eventsPerSecond;
    }

    /** As fast as it goes. */
    public static Pace unlimited() {
        return new Pace(Double.POSITIVE_INFINITY);
    }

    public static Pace of(int eventsPerSecond) {
        if (eventsPerSecond < 1) {
            throw new IllegalArgumentException("at least 1 event a second, not " + eventsPerSecond);
        }
        return new Pace(eventsPerSecond);
    }

    /** How many events are sent together: about twenty bundles a second, so that it looks even. */
    public int bundle(int most) {
        return (int) Math.clamp(eventsPerSecond / 20, 1, most);
    }

    /**
     * Waits until so many more events may be sent.
     *
     * @throws InterruptedException when interrupted while waiting
     */
    public void await(int more) throws InterruptedException {
        if (events == 0) {
            startNanos = System.nanoTime();
        }
        long due = startNanos + (long) (events / eventsPerSecond * TimeUnit.SECONDS.toNanos(1));
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        events += more;
    }
}
