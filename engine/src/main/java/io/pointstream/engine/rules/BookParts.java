package io.pointstream.engine.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A right rule book for people, part by part: what its author wrote of each category, tier, multiplier and rule, field by field.
 * It knows no construct by name, so that nothing in a book can be missing here.
 */
public final class BookParts {

    private static final String RULES = "rules";
    private static final String MULTIPLIERS = "multipliers";
    private static final String CATEGORIES = "categories";
    private static final String TIERS = "tiers";
    private static final String ID = "id";

    /** What a part is about. */
    public enum Kind {
        /** The program as a whole. */
        PROGRAM,
        CATEGORY,
        TIER,
        MULTIPLIER,
        RULE
    }

    /**
     * One part.
     *
     * @param id of a rule or multiplier, name of a category or tier; empty for the program
     * @param fields values by path, such as {@code caps.month}, in the order of the book; the elements of a list of values are
     *     joined by {@code ", "}, those of a list of mappings are numbered from 1
     */
    public record Part(Kind kind, String id, Map<String, String> fields) {
        public Part {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** A field's value; null where the book does not have it. */
        public @Nullable String field(String path) {
            return fields.get(path);
        }
    }

    private BookParts() {}

    /** The parts of a book that {@link RuleBookParser} has found right: the program first, then the others in the book's order. */
    public static List<Part> of(String yaml) {
        Node root = new Compose(LoadSettings.builder().build())
                .composeString(yaml)
                .orElseThrow(() -> new IllegalArgumentException("no rule book"));
        Map<String, String> program = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        entries(root).forEach((name, value) -> {
            switch (name) {
                case CATEGORIES ->
                    entries(value).forEach((id, category) -> parts.add(part(Kind.CATEGORY, id, category)));
                case TIERS -> entries(value).forEach((id, tier) -> parts.add(part(Kind.TIER, id, tier)));
                case MULTIPLIERS -> elements(value).forEach(each -> parts.add(part(Kind.MULTIPLIER, each)));
                case RULES -> elements(value).forEach(each -> parts.add(part(Kind.RULE, each)));
                default -> flatten(name, value, program);
            }
        });
        parts.addFirst(new Part(Kind.PROGRAM, "", program));
        return List.copyOf(parts);
    }

    private static Part part(Kind kind, Node node) {
        Map<String, String> fields = fields(node);
        String id = fields.remove(ID);
        return new Part(kind, id == null ? "" : id, fields);
    }

    private static Part part(Kind kind, String id, Node node) {
        return new Part(kind, id, fields(node));
    }

    private static Map<String, String> fields(Node node) {
        Map<String, String> fields = new LinkedHashMap<>();
        entries(node).forEach((name, value) -> flatten(name, value, fields));
        return fields;
    }

    private static void flatten(String path, Node node, Map<String, String> into) {
        switch (node) {
            case MappingNode map -> entries(map).forEach((name, value) -> flatten(path + "." + name, value, into));
            case SequenceNode list
            when list.getValue().stream().allMatch(ScalarNode.class::isInstance) ->
                into.put(path, list.getValue().stream().map(BookParts::text).collect(Collectors.joining(", ")));
            case SequenceNode list -> {
                int number = 1;
                for (Node element : list.getValue()) {
                    flatten(path + "." + number++, element, into);
                }
            }
            default -> into.put(path, text(node));
        }
    }

    private static Map<String, Node> entries(Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                entries.put(text(tuple.getKeyNode()), tuple.getValueNode());
            }
        }
        return entries;
    }

    private static List<Node> elements(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
