package io.pointstream.engine.expression;

import io.pointstream.engine.event.Event;

/** A condition of the simple subset, compiled; it has a value for every event. */
@FunctionalInterface
interface Clause {

    boolean holds(Event event);

    /** The field is this text: what rules are indexed by. */
    record Equality(Field field, String value) implements Clause {
        @Override
        public boolean holds(Event event) {
            return value.equals(field.value(event));
        }
    }
}
