package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.decision.Price;
import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a rule's {@code points}: a number, a table, or quantity × rate. */
final class AwardParser {

    private static final Pattern UNIT = Pattern.compile("[^\\p{Cntrl}]{1,20}");
    private static final List<Window> TOTALLING = List.of(Window.DAY, Window.WEEK, Window.MONTH);
    private static final int MAX_DECIMALS = 6;
    private static final int MAX_BRACKETS = 10;
    private static final int MAX_TABLE = 100;

    private final Problems problems;
    private final YamlValues values;

    AwardParser(Problems problems) {
        this.problems = problems;
        this.values = new YamlValues(problems);
    }

    /** Null, with problems, for points that cannot be. */
    @Nullable
    Award parse(Node node, String ruleId, TypeReader type) {
        if (!(node instanceof MappingNode)) {
            Long points = values.whole(node, "points", 1, CapReader.MAX_POINTS);
            return points == null ? null : new Award.Fixed(Price.fixed(points));
        }
        YamlMap map = YamlMap.of(node, "points", problems);
        if (map == null) {
            return null;
        }
        Node by = map.optional("by");
        return by != null ? table(map, by, type) : scaled(map, ruleId, type);
    }

    private @Nullable Award table(YamlMap map, Node byNode, TypeReader type) {
        Field by = type.field(byNode, "by");
        Node tableNode = map.required("table");
        map.rejectUnknown();
        YamlMap table = tableNode == null ? null : YamlMap.of(tableNode, "table", problems);
        if (by == null || table == null || tableNode == null) {
            return null;
        }
        if (by instanceof Field.Real || by instanceof Field.Flag) {
            problems.at(byNode, "'" + by.name() + "' is no text and no whole number");
            return null;
        }
        Map<String, Price> prices = new HashMap<>();
        table.entries().forEach((value, pointsNode) -> {
            if (by instanceof Field.Choice choice && !choice.values().contains(value)) {
                problems.at(
                        table.key(value),
                        "'" + value + "' is no value of " + choice.name() + "; it is one of "
                                + String.join(", ", choice.values()));
            } else if (by instanceof Field.Whole && !isWhole(value)) {
                problems.at(table.key(value), "'" + value + "' is no whole number");
            }
            Long points = values.whole(pointsNode, "the points of " + value, 1, CapReader.MAX_POINTS);
            prices.put(value, Price.fixed(points == null ? 0 : points));
        });
        if (prices.isEmpty() || prices.size() > MAX_TABLE) {
            problems.at(tableNode, "table must have between 1 and " + MAX_TABLE + " entries");
            return null;
        }
        return new Award.Table(by, prices);
    }

    private static boolean isWhole(String text) {
        return text.matches("0|-?[1-9]\\d{0,17}");
    }

    private @Nullable Award scaled(YamlMap map, String ruleId, TypeReader type) {
        Amount quantity = type.amount(map.required("quantity"), "quantity");
        Long decimalsGiven = values.whole(map.optional("decimals"), "decimals", 0, MAX_DECIMALS);
        int decimals = decimalsGiven == null ? 0 : decimalsGiven.intValue();
        String unit = values.name(map.optional("unit"), "unit", UNIT);
        Long countAtMost = amount(map.optional("countAtMost"), "countAtMost", decimals);
        ExactDecimal rate = values.decimal(map.required("rate"), "rate");
        List<Rates.Bracket> brackets = brackets(map.optional("brackets"), decimals);
        Node weightNode = map.optional("weight");
        Weight weight = weightNode == null ? null : weight(weightNode, type);
        Node totalNode = map.optional("ofTotal");
        Award.Total total = totalNode == null ? null : total(totalNode, ruleId, type);
        Award.Scaled.Range range = range(map);
        map.rejectUnknown();
        if (quantity == null || rate == null || range == null) {
            return null;
        }
        return new Award.Scaled(
                new Award.Scaled.Measure(quantity, decimals, unit, countAtMost == null ? Long.MAX_VALUE : countAtMost),
                new Rates(rate, brackets),
                weight,
                range,
                total);
    }

    /** An amount of the quantity, such as 50 yuan, in its smallest part. */
    private @Nullable Long amount(@Nullable Node node, String what, int decimals) {
        BigDecimal number = values.number(node, what);
        if (node == null || number == null) {
            return null;
        }
        if (number.signum() <= 0 || number.compareTo(BigDecimal.valueOf(CapReader.MAX_POINTS)) > 0) {
            problems.at(node, what + " must be above 0 and at most " + CapReader.MAX_POINTS);
            return null;
        }
        if (number.stripTrailingZeros().scale() > decimals) {
            problems.at(node, what + " must have no more digits after the point than the quantity's " + decimals);
            return null;
        }
        return number.movePointRight(decimals).longValueExact();
    }

    private List<Rates.Bracket> brackets(@Nullable Node node, int decimals) {
        List<Rates.Bracket> brackets = new ArrayList<>();
        long last = 0;
        for (Node element : values.list(node, "brackets", MAX_BRACKETS)) {
            YamlMap map = YamlMap.of(element, "a bracket", problems);
            if (map == null) {
                continue;
            }
            Node aboveNode = map.required("above");
            Long above = amount(aboveNode, "above", decimals);
            ExactDecimal rate = values.decimal(map.required("rate"), "rate");
            map.rejectUnknown();
            if (aboveNode != null && above != null && above <= last) {
                problems.at(aboveNode, "brackets must go from the lowest up, each once");
            } else if (aboveNode != null && above != null && rate != null) {
                last = above;
                brackets.add(new Rates.Bracket(above, Objects.requireNonNull(values.plain(aboveNode)), rate));
            }
        }
        return brackets;
    }

    private Award.Scaled.@Nullable Range range(YamlMap map) {
        Node atMostNode = map.optional("atMost");
        Long atLeast = values.whole(map.optional("atLeast"), "atLeast", 0, CapReader.MAX_POINTS);
        Long atMost = values.whole(atMostNode, "atMost", 0, CapReader.MAX_POINTS);
        if (atMostNode != null && atLeast != null && atMost != null && atMost < atLeast) {
            problems.at(atMostNode, "atMost must not be less than atLeast");
            return null;
        }
        return new Award.Scaled.Range(
                atLeast == null ? Long.MIN_VALUE : atLeast, atMost == null ? Long.MAX_VALUE : atMost);
    }

    private Award.@Nullable Total total(Node node, String ruleId, TypeReader type) {
        YamlMap map = YamlMap.of(node, "ofTotal", problems);
        if (map == null) {
            return null;
        }
        Window per = values.choice(map.required("per"), "per", TOTALLING);
        Key apart = type.key(map.optional("for"));
        map.rejectUnknown();
        return per == null ? null : new Award.Total(ruleId + "/total", per, apart);
    }

    private @Nullable Weight weight(Node node, TypeReader type) {
        YamlMap map = YamlMap.of(node, "weight", problems);
        if (map == null) {
            return null;
        }
        Field.Choice by = type.field(map.required("by"), "by", Field.Choice.class, "event field of few values");
        Node factorsNode = map.required("factors");
        map.rejectUnknown();
        YamlMap factors = factorsNode == null ? null : YamlMap.of(factorsNode, "factors", problems);
        if (by == null || factors == null) {
            return null;
        }
        Map<String, ExactDecimal> byValue = new HashMap<>();
        for (String value : by.values()) {
            ExactDecimal factor = values.decimal(factors.required(value), "the factor of " + value);
            byValue.put(value, factor == null ? ExactDecimal.ONE : factor);
        }
        factors.rejectUnknown();
        return new Weight(by, byValue);
    }
}
