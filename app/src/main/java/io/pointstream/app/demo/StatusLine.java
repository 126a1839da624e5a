package io.pointstream.app.demo;

import java.io.PrintWriter;
import java.time.Duration;

/** One line that is drawn anew in place on a terminal; elsewhere a plain line now and then. */
final class StatusLine implements AutoCloseable {

    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final boolean inPlace;
    private long lastPlainNanos = System.nanoTime() - PLAIN_INTERVAL.toNanos();
    private boolean drawn;

    StatusLine(PrintWriter out, boolean inPlace) {
        this.out = out;
        this.inPlace = inPlace;
    }

    void show(String text) {
        if (inPlace) {
            out.print("\r\033[K" + text);
            drawn = true;
        } else if (System.nanoTime() - lastPlainNanos >= PLAIN_INTERVAL.toNanos()) {
            out.println(text);
            lastPlainNanos = System.nanoTime();
        } else {
            return;
        }
        out.flush();
    }

    /** Leaves the line as it is, and goes to the next. */
    @Override
    public void close() {
        if (drawn) {
            out.println();
            out.flush();
            drawn = false;
        }
    }
}
