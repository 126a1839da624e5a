package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.calendar.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what pays once: {@code { key: paymentId, per: 365 days }}. Keys of one name must last equally long. */
final class OnceReader {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final List<Window> WINDOWS = List.of(Window.DAY, Window.WEEK, Window.MONTH);
    private static final Duration MAX = Duration.ofDays(3660);
    private static final String EVER = "ever";

    private final Problems problems;
    private final YamlValues values;
    private final Duration lateness;
    /** How long each named set of keys lasts. */
    private final Map<String, String> spans = new HashMap<>();

    OnceReader(Problems problems, Duration lateness) {
        this.problems = problems;
        this.values = new YamlValues(problems);
        this.lateness = lateness;
    }

    /** @param owner the name of the keys where none is given */
    @Nullable
    Once read(Node node, String owner, TypeReader type) {
        YamlMap map = YamlMap.of(node, "once", problems);
        if (map == null) {
            return null;
        }
        Node perNode = map.required("per");
        String per = values.text(perNode, "per");
        String given = values.name(map.optional("name"), "name", NAME);
        Key key = type.key(map.optional("key"));
        map.rejectUnknown();
        if (perNode == null || per == null) {
            return null;
        }
        String name = given == null ? owner : given;
        String before = spans.putIfAbsent(name, per);
        if (before != null && !before.equals(per)) {
            problems.at(perNode, "the keys '" + name + "' are once per " + before + " in an earlier rule");
        }
        for (Window window : WINDOWS) {
            if (per.equals(window.word())) {
                return new Once(name, key, window, null, 0);
            }
        }
        if (per.equals(EVER)) {
            return new Once(name, key, null, new Scope("once." + name, null), Long.MAX_VALUE);
        }
        Duration within = values.duration(perNode, "per", MAX);
        return within == null
                ? null
                : new Once(name, key, null, new Scope("once." + name, within.plus(lateness)), within.toMillis());
    }
}
