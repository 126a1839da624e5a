package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.expression.EventFields;
import io.pointstream.engine.expression.Expressions;
import io.pointstream.engine.expression.Expressions.Mistake;
import io.pointstream.engine.expression.Field;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the rules of one book. */
final class RuleParser {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final Pattern UNIT = Pattern.compile("[^\\p{Cntrl}]{1,20}");
    private static final List<Window> COUNTING = List.of(Window.DAY, Window.WEEK, Window.MONTH);
    private static final Duration MAX_ONCE = Duration.ofDays(3660);
    private static final int MAX_DISTINCT = 1_000;
    private static final String EVER = "ever";

    private final Problems problems;
    private final YamlValues values;
    private final Map<String, Category> categories;
    private final List<Cap> programCaps;
    private final List<Multiplier> multipliers;
    private final Duration lateness;
    private final Map<EventType, Expressions> expressions = new EnumMap<>(EventType.class);
    /** How long each named set of once-keys lasts. */
    private final Map<String, String> onceSpans = new HashMap<>();

    RuleParser(
            Problems problems,
            Map<String, Category> categories,
            List<Cap> programCaps,
            List<Multiplier> multipliers,
            Duration lateness) {
        this.problems = problems;
        this.values = new YamlValues(problems);
        this.categories = categories;
        this.programCaps = programCaps;
        this.multipliers = multipliers;
        this.lateness = lateness;
    }

    /** Null, with problems, when the rule cannot be. */
    @Nullable
    Rule parse(YamlMap map) {
        String id = values.name(map.required("id"), "id", ID);
        Category category = category(map.required("category"));
        EventType on = eventType(map.required("on"));
        Node when = map.optional("when");
        Node reachesNode = map.optional("reaches");
        Node onceNode = map.optional("once");
        Node points = map.required("points");
        Node streakNode = map.optional("streak");
        List<Cap> ownCaps = new CapReader(problems).read(map.optional("caps"), id == null ? "" : id, CapReader.ALL);
        ExactDecimal coefficient = values.decimal(map.optional("valueCoefficient"), "valueCoefficient");
        map.rejectUnknown();
        EventFields fields = on == null ? null : EventFields.of(on);
        if (id == null || category == null || on == null || fields == null) {
            return null;
        }
        ForType forType = new ForType(fields, expressions.computeIfAbsent(on, type -> new Expressions(fields)));
        Condition condition = when == null ? Condition.ALWAYS : condition(when, forType);
        Threshold reaches = reachesNode == null ? null : threshold(reachesNode, forType);
        Once once = onceNode == null ? null : once(onceNode, id, forType);
        Award award = points == null ? null : award(points, forType);
        Streak streak = streakNode == null ? null : streak(streakNode);
        if (condition == null || award == null) {
            return null;
        }
        return new Rule(
                id,
                category,
                on,
                condition,
                reaches,
                once,
                award,
                streak,
                inOrder(ownCaps, category),
                multipliersOf(id, category),
                coefficient == null
                        ? BigDecimal.ONE.setScale(1)
                        : BigDecimal.valueOf(coefficient.unscaled(), coefficient.scale()));
    }

    /** What a rule's event type offers to its expressions. */
    private record ForType(EventFields fields, Expressions expressions) {}

    private List<Cap> inOrder(List<Cap> own, Category category) {
        List<Cap> caps = new ArrayList<>(own);
        caps.addAll(category.caps());
        caps.addAll(programCaps);
        caps.sort(Cap.ORDER);
        return List.copyOf(caps);
    }

    private List<Multiplier> multipliersOf(String id, Category category) {
        return multipliers.stream()
                .filter(m -> category.bonuses()
                        && (m.targets().contains(id) || m.targets().contains(category.name())))
                .toList();
    }

    private @Nullable Category category(@Nullable Node node) {
        String name = values.text(node, "category");
        if (node == null || name == null) {
            return null;
        }
        Category category = categories.get(name);
        if (category == null) {
            problems.at(node, "unknown category '" + name + "'; known are " + String.join(", ", categories.keySet()));
        }
        return category;
    }

    private @Nullable EventType eventType(@Nullable Node node) {
        String name = values.text(node, "on");
        if (node == null || name == null) {
            return null;
        }
        EventType type = EventType.of(name);
        if (type == null) {
            problems.at(node, "unknown event type '" + name + "'");
        } else if (type.isInstruction()) {
            problems.at(node, "'" + name + "' is an instruction, which earns nothing");
            return null;
        }
        return type;
    }

    private @Nullable Condition condition(Node node, ForType type) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, "when must be an expression");
            return null;
        }
        List<Mistake> mistakes = new ArrayList<>();
        Condition condition = type.expressions().condition(scalar.getValue(), mistakes);
        mistakes.forEach(mistake -> problems.in(scalar, mistake));
        return condition;
    }

    private @Nullable Amount amount(@Nullable Node node, String what, ForType type) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, what + " must be an expression");
            return null;
        }
        List<Mistake> mistakes = new ArrayList<>();
        Amount amount = type.expressions().amount(scalar.getValue(), mistakes);
        mistakes.forEach(mistake -> problems.in(scalar, mistake));
        return amount;
    }

    private @Nullable Threshold threshold(Node node, ForType type) {
        YamlMap map = YamlMap.of(node, "reaches", problems);
        if (map == null) {
            return null;
        }
        Node sumNode = map.optional("sum");
        Node distinctNode = map.optional("distinct");
        Key apart = key(map.optional("for"), type);
        Long at = values.whole(map.required("at"), "at", 1, distinctNode == null ? CapReader.MAX_POINTS : MAX_DISTINCT);
        Window per = values.choice(map.required("per"), "per", COUNTING);
        map.rejectUnknown();
        if ((sumNode == null) == (distinctNode == null)) {
            problems.at(node, "reaches needs either 'sum' or 'distinct'");
            return null;
        }
        Amount sum = amount(sumNode, "sum", type);
        Key distinct = key(distinctNode, type);
        if (at == null || per == null) {
            return null;
        }
        String what = sumNode instanceof ScalarNode scalar ? scalar.getValue() : "distinct " + distinct.names();
        return new Threshold(sum, distinct, apart, at, per, what);
    }

    private @Nullable Once once(Node node, String ruleId, ForType type) {
        YamlMap map = YamlMap.of(node, "once", problems);
        if (map == null) {
            return null;
        }
        Node perNode = map.required("per");
        String per = values.text(perNode, "per");
        String given = values.name(map.optional("name"), "name", ID);
        Key key = key(map.optional("key"), type);
        map.rejectUnknown();
        if (perNode == null || per == null) {
            return null;
        }
        String name = given == null ? ruleId : given;
        String before = onceSpans.putIfAbsent(name, per);
        if (before != null && !before.equals(per)) {
            problems.at(perNode, "the keys '" + name + "' are once per " + before + " in an earlier rule");
        }
        for (Window window : COUNTING) {
            if (per.equals(window.name().toLowerCase(Locale.ROOT))) {
                return new Once(name, key, window, null, 0);
            }
        }
        if (per.equals(EVER)) {
            return new Once(name, key, null, new Scope("once." + name, null), Long.MAX_VALUE);
        }
        Duration within = values.duration(perNode, "per", MAX_ONCE);
        return within == null
                ? null
                : new Once(name, key, null, new Scope("once." + name, within.plus(lateness)), within.toMillis());
    }

    private Key key(@Nullable Node node, ForType type) {
        List<Field> fields = new ArrayList<>();
        for (Node element : values.elements(node)) {
            String name = values.text(element, "a key");
            Field field = name == null ? null : type.fields().field(name);
            if (field != null) {
                fields.add(field);
            } else if (name != null) {
                problems.at(
                        element,
                        "unknown event field '" + name + "'; known are "
                                + String.join(", ", type.fields().names()));
            }
        }
        return fields.isEmpty() ? Key.NONE : new Key(fields);
    }

    private @Nullable Award award(Node node, ForType type) {
        if (!(node instanceof MappingNode)) {
            Long points = values.whole(node, "points", 1, CapReader.MAX_POINTS);
            return points == null ? null : new Award.Fixed(new Award.Price(points, null, null, null));
        }
        YamlMap map = YamlMap.of(node, "points", problems);
        if (map == null) {
            return null;
        }
        Amount quantity = amount(map.required("quantity"), "quantity", type);
        Long decimals = values.whole(map.optional("decimals"), "decimals", 0, 6);
        String unit = values.name(map.optional("unit"), "unit", UNIT);
        ExactDecimal rate = values.decimal(map.required("rate"), "rate");
        Node weightNode = map.optional("weight");
        Weight weight = weightNode == null ? null : weight(weightNode, type);
        Node atMostNode = map.optional("atMost");
        Long atLeast = values.whole(map.optional("atLeast"), "atLeast", 0, CapReader.MAX_POINTS);
        Long atMost = values.whole(atMostNode, "atMost", 0, CapReader.MAX_POINTS);
        map.rejectUnknown();
        if (atMostNode != null && atLeast != null && atMost != null && atMost < atLeast) {
            problems.at(atMostNode, "atMost must not be less than atLeast");
            return null;
        }
        if (quantity == null || rate == null) {
            return null;
        }
        return new Award.Scaled(
                quantity,
                decimals == null ? 0 : decimals.intValue(),
                unit,
                rate,
                weight,
                atLeast == null ? Long.MIN_VALUE : atLeast,
                atMost == null ? Long.MAX_VALUE : atMost);
    }

    private @Nullable Weight weight(Node node, ForType type) {
        YamlMap map = YamlMap.of(node, "weight", problems);
        if (map == null) {
            return null;
        }
        Node byNode = map.required("by");
        String by = values.text(byNode, "by");
        Node factorsNode = map.required("factors");
        map.rejectUnknown();
        YamlMap factors = factorsNode == null ? null : YamlMap.of(factorsNode, "factors", problems);
        if (byNode == null || by == null || factors == null) {
            return null;
        }
        if (!(type.fields().field(by) instanceof Field.Choice choice)) {
            problems.at(byNode, "'" + by + "' is no event field of few values");
            return null;
        }
        Map<String, ExactDecimal> byValue = new HashMap<>();
        for (String value : choice.values()) {
            ExactDecimal factor = values.decimal(factors.required(value), "the factor of " + value);
            byValue.put(value, factor == null ? ExactDecimal.ONE : factor);
        }
        factors.rejectUnknown();
        return new Weight(choice, byValue);
    }

    private @Nullable Streak streak(Node node) {
        YamlMap map = YamlMap.of(node, "streak", problems);
        if (map == null) {
            return null;
        }
        Long every = values.whole(map.required("every"), "every", 2, 1_000);
        Long add = values.whole(map.required("add"), "add", 1, CapReader.MAX_POINTS);
        map.rejectUnknown();
        return every == null || add == null ? null : new Streak(every.intValue(), add);
    }
}
