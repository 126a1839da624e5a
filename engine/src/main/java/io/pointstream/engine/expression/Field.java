package io.pointstream.engine.expression;

import io.pointstream.engine.event.Event;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** A field of an event type, as a rule can name it. */
public sealed interface Field {

    String name();

    /** The value as CEL sees it. */
    Object value(Event event);

    /** Any text. */
    record Text(String name, Function<Event, String> get) implements Field {
        @Override
        public Object value(Event event) {
            return get.apply(event);
        }
    }

    /**
     * One of few names.
     *
     * @param values in their order
     */
    record Choice(String name, List<String> values, Function<Event, String> get) implements Field {
        @Override
        public Object value(Event event) {
            return get.apply(event);
        }
    }

    /** A whole number. */
    record Whole(String name, ToLongFunction<Event> get) implements Field {
        @Override
        public Object value(Event event) {
            return get.applyAsLong(event);
        }
    }

    /** A binary floating-point number: for percentiles, never for money or points. */
    record Real(String name, ToDoubleFunction<Event> get) implements Field {
        @Override
        public Object value(Event event) {
            return get.applyAsDouble(event);
        }
    }

    /** True or false. */
    record Flag(String name, Predicate<Event> get) implements Field {
        @Override
        public Object value(Event event) {
            return get.test(event);
        }
    }
}
