package io.pointstream.engine.rules;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.EventFields;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One reader for each event type that a book mentions: an expression compiler is not cheap to make. */
final class TypeReaders {

    private final Problems problems;
    private final Map<EventType, TypeReader> readers = new EnumMap<>(EventType.class);

    TypeReaders(Problems problems) {
        this.problems = problems;
    }

    /** Null when rules cannot name the type's fields. */
    @Nullable
    TypeReader of(EventType type) {
        EventFields fields = EventFields.of(type);
        return fields == null ? null : readers.computeIfAbsent(type, t -> new TypeReader(problems, fields));
    }
}
