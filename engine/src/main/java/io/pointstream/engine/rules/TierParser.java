package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.event.Membership.Tier;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what the tiers add to awards. */
final class TierParser {

    private static final List<Window> AROUND_BIRTHDAY = List.of(Window.DAY, Window.WEEK, Window.MONTH);

    private final Problems problems;
    private final YamlValues values;

    TierParser(Problems problems) {
        this.problems = problems;
        this.values = new YamlValues(problems);
    }

    /** Null without a node, or with problems. */
    @Nullable
    Tiers parse(@Nullable Node node) {
        YamlMap map = node == null ? null : YamlMap.of(node, "tiers", problems);
        if (map == null) {
            return null;
        }
        Map<Tier, Tiers.Terms> terms = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            Node tierNode = map.required(tier.name());
            YamlMap fields = tierNode == null ? null : YamlMap.of(tierNode, "a tier", problems);
            if (fields != null) {
                Factor factor = values.factor(fields.required("factor"), "factor");
                Node birthdayNode = fields.optional("birthday");
                Tiers.Birthday birthday = birthdayNode == null ? null : birthday(birthdayNode);
                fields.rejectUnknown();
                if (factor != null) {
                    terms.put(tier, new Tiers.Terms(factor, birthday));
                }
            }
        }
        map.rejectUnknown();
        return terms.size() == Tier.values().length ? new Tiers(terms) : null;
    }

    private Tiers.@Nullable Birthday birthday(Node node) {
        YamlMap map = YamlMap.of(node, "birthday", problems);
        if (map == null) {
            return null;
        }
        Window within = values.choice(map.required("within"), "within", AROUND_BIRTHDAY);
        Factor factor = values.factor(map.required("factor"), "factor");
        map.rejectUnknown();
        return within == null || factor == null ? null : new Tiers.Birthday(within, factor);
    }
}
