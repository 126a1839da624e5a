package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.ConditionLogic;
import io.pointstream.engine.expression.EventFields;
import io.pointstream.engine.expression.Expressions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A right rule book as its author wrote it, with places: as much of it as {@link BookWarnings} reasons about. A construct that
 * is not known here is noticed and makes everything that it could touch unknown, so that a book may say more than this
 * class understands.
 */
final class BookOutline {

    private static final Set<String> RULE_FIELDS =
            Set.of("id", "category", "on", "when", "once", "reaches", "points", "streak", "caps", "valueCoefficient");
    private static final Set<String> ONCE_FIELDS = Set.of("name", "key", "per");
    private static final Set<String> REACHES_FIELDS = Set.of("sum", "distinct", "for", "at", "per");
    private static final Set<String> POINTS_FIELDS =
            Set.of("quantity", "decimals", "unit", "rate", "weight", "atLeast", "atMost");
    private static final Set<String> STREAK_FIELDS = Set.of("every", "add");

    /** A cap at its place. */
    record PlacedCap(Node place, Window window, long limit) {}

    /**
     * The condition that pays a key once.
     *
     * @param name that rules share; null when the rule has its keys for itself
     */
    record OnceOutline(@Nullable String name, List<String> key, String per) {}

    /**
     * One rule.
     *
     * @param restricted whether it has a construct that is not known here, and may match less than is seen here
     * @param when what its condition says
     * @param threshold whether several events reach its condition together
     * @param once null when the rule has none, or one that is not understood: then it is restricted
     * @param paidOncePer the shortest windows in which it awards at most once
     * @param most the largest base of one award, before caps; null when nothing limits it
     */
    record RuleOutline(
            String id,
            Node idPlace,
            String category,
            EventType on,
            boolean restricted,
            @Nullable Node whenPlace,
            ConditionLogic when,
            boolean threshold,
            @Nullable OnceOutline once,
            Set<Window> paidOncePer,
            @Nullable Long most,
            List<PlacedCap> caps) {}

    private final Problems ignored;
    private final YamlValues values;
    private final Map<EventType, Expressions> expressions = new EnumMap<>(EventType.class);
    private final List<RuleOutline> rules = new ArrayList<>();
    private final Map<String, List<PlacedCap>> capsOfCategories = new LinkedHashMap<>();
    private final List<PlacedCap> programCaps;

    private BookOutline(String yaml) {
        ignored = new Problems("", "");
        values = new YamlValues(ignored);
        YamlMap book = map(new Compose(LoadSettings.builder().build())
                .composeString(yaml)
                .orElseThrow(() -> new IllegalArgumentException("no rule book")));
        programCaps = caps(book.optional("caps"));
        YamlMap categories = map(Objects.requireNonNull(book.optional("categories")));
        categories
                .entries()
                .forEach((name, category) ->
                        capsOfCategories.put(name, caps(map(category).optional("caps"))));
        for (Node rule : values.elements(book.optional("rules"))) {
            rules.add(rule(map(rule)));
        }
    }

    /** Reads a book that {@link RuleBookParser} has found right. */
    static BookOutline of(String yaml) {
        return new BookOutline(yaml);
    }

    /** In the order of the book. */
    List<RuleOutline> rules() {
        return rules;
    }

    /** Each category's caps, in the order of the book. */
    Map<String, List<PlacedCap>> capsOfCategories() {
        return capsOfCategories;
    }

    List<PlacedCap> programCaps() {
        return programCaps;
    }

    private RuleOutline rule(YamlMap rule) {
        Node idPlace = Objects.requireNonNull(rule.optional("id"));
        EventType on = Objects.requireNonNull(EventType.of(text(rule.optional("on"))));
        Node when = rule.optional("when");
        Node onceNode = rule.optional("once");
        Node reachesNode = rule.optional("reaches");
        OnceOutline once = onceNode == null ? null : once(map(onceNode));
        boolean onceUnknown = onceNode != null && once == null;
        Set<Window> paidOncePer = EnumSet.noneOf(Window.class);
        addPaidOncePer(once, reachesNode, paidOncePer);
        return new RuleOutline(
                text(idPlace),
                idPlace,
                text(rule.optional("category")),
                on,
                onceUnknown || !RULE_FIELDS.containsAll(rule.entries().keySet()),
                when,
                when instanceof ScalarNode scalar ? logic(on, scalar.getValue()) : ConditionLogic.ALWAYS,
                reachesNode != null,
                once,
                paidOncePer,
                most(rule),
                caps(rule.optional("caps")));
    }

    private ConditionLogic logic(EventType on, String text) {
        return Objects.requireNonNull(expressions
                .computeIfAbsent(on, type -> new Expressions(Objects.requireNonNull(EventFields.of(type))))
                .logic(text, new ArrayList<>()));
    }

    private @Nullable OnceOutline once(YamlMap once) {
        if (!ONCE_FIELDS.containsAll(once.entries().keySet())) {
            return null;
        }
        Node name = once.optional("name");
        List<String> key =
                values.elements(once.optional("key")).stream().map(this::text).toList();
        return new OnceOutline(name == null ? null : text(name), key, text(once.optional("per")));
    }

    private void addPaidOncePer(@Nullable OnceOutline once, @Nullable Node reachesNode, Set<Window> into) {
        // Of a time such as '36 hours' nothing is said here: a late event may come before the last that was paid.
        if (once != null && once.key.isEmpty()) {
            addWindow(once.per.equals("ever") ? "lifetime" : once.per, into);
        }
        YamlMap reaches = reachesNode == null ? null : map(reachesNode);
        if (reaches != null
                && reaches.optional("for") == null
                && REACHES_FIELDS.containsAll(reaches.entries().keySet())) {
            addWindow(text(reaches.optional("per")), into);
        }
    }

    private static void addWindow(String per, Set<Window> into) {
        for (Window window : Window.values()) {
            if (window.name().toLowerCase(Locale.ROOT).equals(per)) {
                into.add(window);
            }
        }
    }

    /** The largest award, its streak's reward included. */
    private @Nullable Long most(YamlMap rule) {
        Node points = Objects.requireNonNull(rule.optional("points"));
        Long award = points instanceof MappingNode ? mostOf(map(points)) : whole(points);
        Node streak = rule.optional("streak");
        Long reward = streak == null ? Long.valueOf(0) : rewardOf(map(streak));
        boolean known = RULE_FIELDS.containsAll(rule.entries().keySet());
        return known && award != null && reward != null ? Long.valueOf(award + reward) : null;
    }

    private @Nullable Long rewardOf(YamlMap streak) {
        return STREAK_FIELDS.containsAll(streak.entries().keySet()) ? whole(streak.optional("add")) : null;
    }

    private @Nullable Long mostOf(YamlMap points) {
        return POINTS_FIELDS.containsAll(points.entries().keySet()) ? whole(points.optional("atMost")) : null;
    }

    private List<PlacedCap> caps(@Nullable Node node) {
        if (!(node instanceof MappingNode)) {
            return List.of();
        }
        YamlMap caps = map(node);
        List<PlacedCap> placed = new ArrayList<>();
        for (Window window : Window.values()) {
            Node place = caps.optional(window.name().toLowerCase(Locale.ROOT));
            Long limit = whole(place);
            if (place != null && limit != null) {
                placed.add(new PlacedCap(place, window, limit));
            }
        }
        return Collections.unmodifiableList(placed);
    }

    private @Nullable Long whole(@Nullable Node node) {
        return values.whole(node, "", 0, Long.MAX_VALUE);
    }

    private String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private YamlMap map(Node node) {
        YamlMap map = YamlMap.of(node, "", ignored);
        if (map == null) {
            throw new IllegalArgumentException("not a right rule book: no mapping at " + node.getStartMark());
        }
        return map;
    }
}
