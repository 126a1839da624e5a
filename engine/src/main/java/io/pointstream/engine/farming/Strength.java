package io.pointstream.engine.farming;

/** How sure a detector is: from {@value #SUSPECT}, which calls for a review, to 1. */
final class Strength {

    static final double SUSPECT = 0.75;

    private Strength() {}

    /** On the line through {@value #SUSPECT} at {@code suspect} and 1 at {@code certain}, whichever is greater; at most 1. */
    static double of(double value, double suspect, double certain) {
        return Math.min(1, SUSPECT + (1 - SUSPECT) * (value - suspect) / (certain - suspect));
    }

    /** The same of counts. */
    static double of(long value, long suspect, long certain) {
        return of((double) value, (double) suspect, (double) certain);
    }
}
