package io.pointstream.engine.rules;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.expression.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Some fields of an event taken together as one key; different values always give different keys. */
public final class Key {

    /** No field: every event has the same, empty key. */
    public static final Key NONE = new Key(List.of());

    private final List<Field> fields;
    private final String names;

    Key(List<Field> fields) {
        this.fields = List.copyOf(fields);
        this.names = fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }

    /** The fields of this key and then those of another. */
    public Key and(Key other) {
        List<Field> both = new ArrayList<>(fields);
        both.addAll(other.fields);
        return new Key(both);
    }

    public String of(Event event) {
        return switch (fields.size()) {
            case 0 -> "";
            case 1 -> fields.getFirst().value(event).toString();
            default -> joined(event);
        };
    }

    /** The names of the fields, for people. */
    public String names() {
        return names;
    }

    /** Each part but the last is preceded by its length, so that no two lists of parts give the same key. */
    private String joined(Event event) {
        StringBuilder key = new StringBuilder(48);
        int last = fields.size() - 1;
        for (int i = 0; i < last; i++) {
            String part = fields.get(i).value(event).toString();
            key.append(part.length()).append(':').append(part);
        }
        return key.append(fields.get(last).value(event)).toString();
    }
}
