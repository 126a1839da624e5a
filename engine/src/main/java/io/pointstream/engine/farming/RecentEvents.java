package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The ids of an account's newest {@value #LIMIT} events as they came in, for evidence. */
public final class RecentEvents {

    static final int LIMIT = 16;

    private final Deque<Recent> events = new ArrayDeque<>(LIMIT);

    private record Recent(EventType type, String eventId) {}

    void add(Event event) {
        add(new Recent(event.type(), event.eventId()));
    }

    private void add(Recent event) {
        if (events.size() == LIMIT) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /** The ids of those of one type, newest last. */
    public List<String> ids(EventType type) {
        List<String> ids = new ArrayList<>();
        for (Recent event : events) {
            if (event.type == type) {
                ids.add(event.eventId);
            }
        }
        return ids;
    }

    void write(StateWriter out) {
        out.size(events.size());
        for (Recent event : events) {
            out.eventType(event.type);
            out.string(event.eventId);
        }
    }

    static RecentEvents read(StateReader in) {
        RecentEvents result = new RecentEvents();
        for (int left = in.size(); left > 0; left--) {
            result.add(new Recent(in.eventType(), in.string()));
        }
        return result;
    }
}
