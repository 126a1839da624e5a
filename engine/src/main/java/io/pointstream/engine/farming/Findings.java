package io.pointstream.engine.farming;

/** Where a detector puts what it has to say. */
public interface Findings {

    void found(Finding finding);

    void link(Link link);

    /** The account has begun a new day. */
    default void day(NewDay day) {}
}
