package io.pointstream.engine.expression;

import io.pointstream.engine.event.Event;

/** A whole number computed from an event. */
@FunctionalInterface
public interface Amount {

    /** Throws {@link ExpressionFailure} when the expression has no value. */
    long of(Event event);
}
