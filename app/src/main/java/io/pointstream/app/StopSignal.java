package io.pointstream.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: the thread that installed this is interrupted, and the JVM's end waits until it has closed
 * everything and then this.
 */
public final class StopSignal implements AutoCloseable {

    /** Longer than the slowest part takes to stop; then the process ends anyhow. */
    private static final long STOP_SECONDS_MAX = 60;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private StopSignal(Thread working) {
        hook = new Thread(
                () -> {
                    requested = true;
                    working.interrupt();
                    awaitClose();
                },
                "stop-signal");
    }

    public static StopSignal install() {
        StopSignal signal = new StopSignal(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Whether the process was told to stop. */
    public boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        closed.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came just now; there is nothing left to wait for.
                requested = true;
            }
        }
    }

    private void awaitClose() {
        try {
            if (!closed.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitStatus.FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
