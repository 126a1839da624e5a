package io.pointstream.engine.rules;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.Condition;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the multipliers of one book. */
final class MultiplierParser {

    private static final int MAX_MULTIPLIERS = 100;
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final Duration MAX_OPEN = Duration.ofDays(366);

    private final Problems problems;
    private final YamlValues values;
    private final ZoneId zone;
    private final TypeReaders types;
    private final OnceReader onces;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Node> targets = new LinkedHashMap<>();

    MultiplierParser(Problems problems, ZoneId zone, TypeReaders types, OnceReader onces) {
        this.problems = problems;
        this.values = new YamlValues(problems);
        this.zone = zone;
        this.types = types;
        this.onces = onces;
    }

    List<Multiplier> parse(@Nullable Node node) {
        List<Multiplier> multipliers = new ArrayList<>();
        for (Node element : values.list(node, "multipliers", MAX_MULTIPLIERS)) {
            YamlMap map = YamlMap.of(element, "a multiplier", problems);
            Multiplier multiplier = map == null ? null : multiplier(map);
            if (multiplier != null) {
                multipliers.add(multiplier);
            }
        }
        return multipliers;
    }

    /** What the multipliers apply to, each with a node that names it. */
    Map<String, Node> targets() {
        return targets;
    }

    private @Nullable Multiplier multiplier(YamlMap map) {
        Node idNode = map.required("id");
        String id = values.name(idNode, "id", ID);
        if (idNode != null && id != null && !ids.add(id)) {
            problems.at(idNode, "two multipliers have the id '" + id + "'");
        }
        Set<String> appliesTo = new LinkedHashSet<>();
        for (Node target : values.elements(map.required("appliesTo"))) {
            String name = values.text(target, "appliesTo");
            if (name != null) {
                appliesTo.add(name);
                targets.putIfAbsent(name, target);
            }
        }
        Set<DayOfWeek> weekdays = weekdays(map.optional("weekdays"));
        Span runs = values.span(map, zone);
        Node openedNode = map.optional("openedBy");
        Factor factor = values.factor(map.required("factor"), "factor");
        map.rejectUnknown();
        Opening opening = openedNode == null || id == null ? null : opening(openedNode, id);
        return id == null || factor == null ? null : new Multiplier(id, appliesTo, weekdays, runs, opening, factor);
    }

    private Set<DayOfWeek> weekdays(@Nullable Node node) {
        if (node == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
        for (Node element : values.elements(node)) {
            DayOfWeek day = values.choice(element, "weekdays", List.of(DayOfWeek.values()));
            if (day != null) {
                weekdays.add(day);
            }
        }
        return weekdays;
    }

    private @Nullable Opening opening(Node node, String id) {
        YamlMap map = YamlMap.of(node, "openedBy", problems);
        if (map == null) {
            return null;
        }
        Node onNode = map.required("on");
        EventType on = values.eventType(onNode, "on");
        Node when = map.optional("when");
        Node onceNode = map.optional("once");
        Duration lasts = values.duration(map.required("lasts"), "lasts", MAX_OPEN);
        map.rejectUnknown();
        TypeReader type = on == null || !on.isInstruction() ? null : types.of(on);
        if (onNode != null && on != null && type == null) {
            problems.at(
                    onNode,
                    "'" + on.publicName() + "' opens nothing; " + EventType.CAMPAIGN_DOUBLE_CARD_USED.publicName()
                            + " does");
        }
        if (on == null || type == null || lasts == null) {
            return null;
        }
        Condition condition = when == null ? Condition.ALWAYS : type.condition(when);
        Once once = onceNode == null ? null : onces.read(onceNode, id, on, type);
        return condition == null ? null : new Opening(on, condition, once, lasts);
    }
}
