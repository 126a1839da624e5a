package io.pointstream.app;

/** Exit statuses of every verb. */
public final class ExitStatus {
    public static final int SUCCESS = 0;
    /** Anything but a usage error, such as a bad input line or a server that refused. */
    public static final int FAILURE = 1;
    /** An unknown verb or option, a missing argument. */
    public static final int USAGE = 2;

    private ExitStatus() {}
}
