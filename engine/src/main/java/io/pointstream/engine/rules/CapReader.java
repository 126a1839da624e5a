package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads caps: {@code { transaction: 1000, month: 10000 }}. */
final class CapReader {

    /** Caps of a category or of the program: a single event has no cap of theirs. */
    static final List<Window> WINDOWED = List.of(Window.DAY, Window.WEEK, Window.MONTH, Window.LIFETIME);

    static final List<Window> ALL = List.of(Window.values());

    /** Largest cap, and largest award, in points. */
    static final long MAX_POINTS = 1_000_000_000_000L;

    private final Problems problems;

    CapReader(Problems problems) {
        this.problems = problems;
    }

    List<Cap> read(@Nullable Node node, String owner, List<Window> windows) {
        List<Cap> caps = new ArrayList<>();
        YamlMap map = node == null ? null : YamlMap.of(node, "caps", problems);
        if (map == null) {
            return caps;
        }
        YamlValues values = new YamlValues(problems);
        for (Window window : windows) {
            String field = window.word();
            Long limit = values.whole(map.optional(field), "the " + field + " cap", 0, MAX_POINTS);
            if (limit != null) {
                caps.add(Cap.of(owner, window, limit));
            }
        }
        map.rejectUnknown();
        return caps;
    }
}
