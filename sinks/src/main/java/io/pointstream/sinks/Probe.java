package io.pointstream.sinks;

/** Is told of each step of the protocol as it is reached: a place to crash at, for tests. */
interface Probe {

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

    void reached(Step step);
}
