package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.expression.Field;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the rules of one book. */
final class RuleParser {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final List<Window> COUNTING = List.of(Window.DAY, Window.WEEK, Window.MONTH);
    private static final int MAX_DISTINCT = 1_000;
    private static final int MAX_STEPS = 1_000;
    private static final String EVER = "ever";

    private final Problems problems;
    private final YamlValues values;
    private final Terms terms;
    private final TypeReaders types;
    private final OnceReader onces;
    private final AwardParser awards;

    /** What the book says of all its rules. */
    record Terms(
            ZoneId zone,
            Map<String, Category> categories,
            List<Cap> programCaps,
            @Nullable Tiers tiers,
            List<Multiplier> multipliers) {}

    RuleParser(Problems problems, Terms terms, TypeReaders types, OnceReader onces) {
        this.problems = problems;
        this.values = new YamlValues(problems);
        this.terms = terms;
        this.types = types;
        this.onces = onces;
        this.awards = new AwardParser(problems);
    }

    /** Null, with problems, when the rule cannot be. */
    @Nullable
    Rule parse(YamlMap map) {
        String id = values.name(map.required("id"), "id", ID);
        Category category = category(map.required("category"));
        EventType on = eventType(map.required("on"));
        Node when = map.optional("when");
        Span runs = values.span(map, terms.zone());
        Node tierNode = map.optional("tier");
        Node periodNode = map.optional("period");
        Node reachesNode = map.optional("reaches");
        Node inOrderNode = map.optional("inOrder");
        Node onceNode = map.optional("once");
        Node points = map.required("points");
        Node streakNode = map.optional("streak");
        List<Cap> ownCaps = new CapReader(problems).read(map.optional("caps"), id == null ? "" : id, CapReader.ALL);
        ExactDecimal coefficient = values.decimal(map.optional("valueCoefficient"), "valueCoefficient");
        ExactDecimal mean = values.decimal(map.optional("meanPerMonth"), "meanPerMonth");
        map.rejectUnknown();
        TypeReader type = on == null ? null : types.of(on);
        if (id == null || category == null || on == null || type == null) {
            return null;
        }
        Condition condition = when == null ? Condition.ALWAYS : type.condition(when);
        Tier atLeast = tierNode == null ? null : atLeast(tierNode);
        Period period = periodNode == null ? null : period(periodNode, type);
        Threshold reaches = reachesNode == null ? null : threshold(reachesNode, id, type);
        InOrder inOrder = inOrderNode == null ? null : inOrder(inOrderNode, id, type);
        Once once = onceNode == null ? null : onces.read(onceNode, id, on, type);
        Award award = points == null ? null : awards.parse(points, id, type);
        Streak streak = streakNode == null ? null : streak(streakNode);
        if (condition == null || award == null) {
            return null;
        }
        return new Rule(
                id,
                category,
                on,
                condition,
                runs,
                atLeast,
                period,
                reaches,
                inOrder,
                once,
                award,
                streak,
                inOrder(ownCaps, category),
                category.bonuses() ? terms.tiers() : null,
                multipliersOf(id, category),
                coefficient == null ? BigDecimal.ONE.setScale(1) : coefficient.toBigDecimal(),
                mean == null ? null : mean.toBigDecimal());
    }

    private List<Cap> inOrder(List<Cap> own, Category category) {
        List<Cap> caps = new ArrayList<>(own);
        caps.addAll(category.caps());
        caps.addAll(terms.programCaps());
        caps.sort(Cap.ORDER);
        return List.copyOf(caps);
    }

    private List<Multiplier> multipliersOf(String id, Category category) {
        return terms.multipliers().stream()
                .filter(m -> category.bonuses()
                        && (m.targets().contains(id) || m.targets().contains(category.name())))
                .toList();
    }

    private @Nullable Category category(@Nullable Node node) {
        String name = values.text(node, "category");
        if (node == null || name == null) {
            return null;
        }
        Map<String, Category> categories = terms.categories();
        Category category = categories.get(name);
        if (category == null) {
            problems.at(node, "unknown category '" + name + "'; known are " + String.join(", ", categories.keySet()));
        }
        return category;
    }

    private @Nullable EventType eventType(@Nullable Node node) {
        EventType type = values.eventType(node, "on");
        if (node != null && type != null && type.isInstruction()) {
            problems.at(node, "'" + type.publicName() + "' is an instruction, which earns nothing");
            return null;
        }
        return type;
    }

    private @Nullable Tier atLeast(Node node) {
        YamlMap map = YamlMap.of(node, "tier", problems);
        if (map == null) {
            return null;
        }
        Tier atLeast = values.upperCase(map.required("atLeast"), "atLeast", List.of(Tier.values()));
        map.rejectUnknown();
        return atLeast;
    }

    private @Nullable Period period(Node node, TypeReader type) {
        YamlMap map = YamlMap.of(node, "period", problems);
        if (map == null) {
            return null;
        }
        Field.Text field = type.field(map.required("field"), "field", Field.Text.class, "text");
        Period.Unit unit = values.choice(map.required("is"), "is", List.of(Period.Unit.values()));
        map.rejectUnknown();
        return field == null || unit == null ? null : new Period(field, unit);
    }

    private @Nullable Threshold threshold(Node node, String ruleId, TypeReader type) {
        YamlMap map = YamlMap.of(node, "reaches", problems);
        if (map == null) {
            return null;
        }
        Node sumNode = map.optional("sum");
        Node distinctNode = map.optional("distinct");
        Key apart = type.key(map.optional("for"));
        Long at = values.whole(map.required("at"), "at", 1, distinctNode == null ? CapReader.MAX_POINTS : MAX_DISTINCT);
        Node perNode = map.required("per");
        boolean ever = distinctNode != null && EVER.equals(values.plain(perNode));
        Window per = ever ? Window.LIFETIME : values.choice(perNode, "per", COUNTING);
        map.rejectUnknown();
        if ((sumNode == null) == (distinctNode == null)) {
            problems.at(node, "reaches needs either 'sum' or 'distinct'");
            return null;
        }
        Amount sum = type.amount(sumNode, "sum");
        Key distinct = type.key(distinctNode);
        if (at == null || per == null) {
            return null;
        }
        String what = sumNode instanceof ScalarNode scalar ? scalar.getValue() : "distinct " + distinct.names();
        Scope collected = ever ? new Scope("reaches." + ruleId, null) : null;
        return new Threshold(sum, distinct, apart, at, per, collected, what);
    }

    private @Nullable InOrder inOrder(Node node, String ruleId, TypeReader type) {
        YamlMap map = YamlMap.of(node, "inOrder", problems);
        if (map == null) {
            return null;
        }
        Field.Whole step = type.field(map.required("step"), "step", Field.Whole.class, "whole number");
        Long upTo = values.whole(map.required("upTo"), "upTo", 1, MAX_STEPS);
        Key apart = type.key(map.optional("for"));
        map.rejectUnknown();
        return step == null || upTo == null
                ? null
                : new InOrder(step, upTo.intValue(), apart, new Scope("inOrder." + ruleId, null));
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
