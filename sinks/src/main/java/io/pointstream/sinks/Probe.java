package io.pointstream.sinks;

/**
 * Is told of each step of the protocol as it is reached: a place to crash at, for those who prove that a crash does no
 * harm. The steps are those of {@link Lane}.
 */
public interface Probe {

    /** The steps, in order. */
    enum Step {
        BEFORE_PLAN,
        AFTER_PLAN,
        BETWEEN_TABLES,
        AFTER_INSERT,
        AFTER_COMMIT
    }

    /** Watches nothing. */
    Probe NONE = step -> {};

    /** Called by the thread that is there, which goes on when this returns. */
    void reached(Step step);
}
