package io.pointstream.embedded.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** How every child process begins and ends: alone on its data, and never longer than its parent. */
final class ChildLife {
    /** The line on standard output that tells the parent that the server answers, and where. */
    private static final String READY = "pointstream-ready port=";

    /** An orderly stop that takes longer than this is cut off; the servers recover from that as from a crash. */
    private static final long STOP_SECONDS_MAX = 20;

    private ChildLife() {}

    /**
     * Waits until no other process works on the data, then holds the lock until this process ends, however it ends. After
     * a parent's {@code kill -9} its children are still stopping when the next start comes.
     */
    @SuppressWarnings("MustBeClosed") // The operating system gives the lock back when the process ends, and not before.
    static void own(Path lockFile) {
        try {
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock();
            if (!lock.isValid()) {
                throw new IllegalStateException("lost the lock on " + lockFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + lockFile, e);
        }
    }

    /** Ends this process in order when its standard input ends, which it does when the parent closes it or dies. */
    static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // The parent never writes; whatever comes is not the end.
                        }
                    } catch (IOException e) {
                        // A broken pipe is the end as well.
                    }
                    cutOffLater();
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void cutOffLater() {
        Thread cutOff = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(STOP_SECONDS_MAX);
                    } catch (InterruptedException e) {
                        // Cut off at once.
                    }
                    Runtime.getRuntime().halt(1);
                },
                "cut-off");
        cutOff.setDaemon(true);
        cutOff.start();
    }

    static void ready(int port) {
        System.out.println(READY + port);
        System.out.flush();
    }
}
