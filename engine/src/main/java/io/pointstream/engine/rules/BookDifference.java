package io.pointstream.engine.rules;

import io.pointstream.engine.rules.BookParts.Kind;
import io.pointstream.engine.rules.BookParts.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing in which two right rule books differ. Comments, layout and ways to write the same number are no difference.
 *
 * @param id of the rule or multiplier, name of the category or tier; empty for the program
 * @param field the path of what changed, such as {@code caps.month}; empty where the whole part is new, gone or moved
 * @param before null where there was none; of what moved, the rule of its event type that it stood behind, or null for the first
 * @param after null where there is none any more; of what moved, the rule that it stands behind now
 */
public record BookDifference(
        What what,
        Kind kind,
        String id,
        String field,
        @Nullable String before,
        @Nullable String after) {

    /** What became of it. */
    public enum What {
        ADDED,
        REMOVED,
        CHANGED,
        /** A rule is asked in another order: the first that matches awards. */
        MOVED
    }

    private static final String EVENT_TYPE = "on";

    private record Name(Kind kind, String id) {}

    /** Everything in which a later book differs from an earlier one, in the order of the later; what is gone comes last. */
    public static List<BookDifference> between(String earlier, String later) {
        Map<Name, Part> before = byName(earlier);
        Map<Name, Part> after = byName(later);
        List<BookDifference> differences = new ArrayList<>();
        after.forEach((name, part) -> {
            Part old = before.get(name);
            if (old == null) {
                differences.add(new BookDifference(What.ADDED, name.kind, name.id, "", null, null));
            } else {
                addChanges(old, part, differences);
            }
        });
        addMoves(before, after, differences);
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> differences.add(new BookDifference(What.REMOVED, name.kind, name.id, "", null, null)));
        return List.copyOf(differences);
    }

    private static Map<Name, Part> byName(String yaml) {
        Map<Name, Part> parts = new LinkedHashMap<>();
        BookParts.of(yaml).forEach(part -> parts.put(new Name(part.kind(), part.id()), part));
        return parts;
    }

    private static void addChanges(Part old, Part now, List<BookDifference> into) {
        Set<String> paths = new LinkedHashSet<>(now.fields().keySet());
        paths.addAll(old.fields().keySet());
        for (String path : paths) {
            String before = old.field(path);
            String after = now.field(path);
            if (!same(before, after)) {
                into.add(new BookDifference(What.CHANGED, now.kind(), now.id(), path, before, after));
            }
        }
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        if (one == null || other == null || one.equals(other)) {
            return Objects.equals(one, other);
        }
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Rules of one event type are asked one after the other; the fewest are named that explain the new order. */
    private static void addMoves(Map<Name, Part> before, Map<Name, Part> after, List<BookDifference> into) {
        Map<String, List<String>> now = rulesByType(after, before);
        Map<String, List<String>> then = rulesByType(before, after);
        now.forEach((type, order) -> {
            List<String> old = Objects.requireNonNull(then.get(type));
            Set<String> stay = longestInOrder(order, old);
            for (String id : order) {
                if (!stay.contains(id)) {
                    into.add(new BookDifference(What.MOVED, Kind.RULE, id, "", behind(old, id), behind(order, id)));
                }
            }
        });
    }

    /** The rules that both books have for one event type, in the order of the first. */
    private static Map<String, List<String>> rulesByType(Map<Name, Part> book, Map<Name, Part> other) {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        book.forEach((name, part) -> {
            Part there = name.kind == Kind.RULE ? other.get(name) : null;
            String type = part.field(EVENT_TYPE);
            if (there != null && type != null && type.equals(there.field(EVENT_TYPE))) {
                rules.computeIfAbsent(type, none -> new ArrayList<>()).add(name.id);
            }
        });
        return rules;
    }

    private static @Nullable String behind(List<String> order, String id) {
        int at = order.indexOf(id);
        return at == 0 ? null : order.get(at - 1);
    }

    /** A longest part of one order that stands in the same order in the other, which has the same elements. */
    private static Set<String> longestInOrder(List<String> order, List<String> other) {
        int[] place = order.stream().mapToInt(other::indexOf).toArray();
        int[] length = new int[order.size()];
        int[] previous = new int[order.size()];
        int last = -1;
        for (int i = 0; i < order.size(); i++) {
            previous[i] = -1;
            length[i] = 1;
            for (int j = 0; j < i; j++) {
                if (place[j] < place[i] && length[j] >= length[i]) {
                    length[i] = length[j] + 1;
                    previous[i] = j;
                }
            }
            if (last < 0 || length[i] > length[last]) {
                last = i;
            }
        }
        Set<String> longest = new LinkedHashSet<>();
        for (int i = last; i >= 0; i = previous[i]) {
            longest.add(order.get(i));
        }
        return longest;
    }
}
