package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.rules.Once.Kept;
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
    private static final String PAYMENT_ID = "paymentId";

    private final Problems problems;
    private final YamlValues values;
    private final Duration lateness;
    private final boolean refunds;
    /** How long each named set of keys lasts. */
    private final Map<String, String> spans = new HashMap<>();

    private Duration withPayment = Duration.ZERO;

    /** @param refunds whether the book has refunds, for which payments are remembered */
    OnceReader(Problems problems, Duration lateness, boolean refunds) {
        this.problems = problems;
        this.values = new YamlValues(problems);
        this.lateness = lateness;
        this.refunds = refunds;
    }

    /**
     * @param owner the name of the keys where none is given
     * @param on the type of event that uses a key up
     */
    @Nullable
    Once read(Node node, String owner, EventType on, TypeReader type) {
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
                return new Once(name, key, window, null, 0, Kept.ALONE);
            }
        }
        Duration within = per.equals(EVER) ? null : values.duration(perNode, "per", MAX);
        if (within == null && !per.equals(EVER)) {
            return null;
        }
        Scope scope = new Scope("once." + name, within == null ? null : within.plus(lateness));
        Kept kept = kept(on, key, scope.retention());
        return new Once(name, key, null, scope, within == null ? Long.MAX_VALUE : within.toMillis(), kept);
    }

    private Kept kept(EventType on, Key key, @Nullable Duration retention) {
        if (on != EventType.PAYMENT_SETTLED || !key.names().equals(PAYMENT_ID)) {
            return Kept.ALONE;
        }
        if (!refunds || retention == null) {
            return Kept.ALONE_NOW;
        }
        withPayment = withPayment.compareTo(retention) < 0 ? retention : withPayment;
        return Kept.WITH_PAYMENT;
    }

    /** How long payments must be remembered for the keys that were read. */
    Duration withPayment() {
        return withPayment;
    }
}
