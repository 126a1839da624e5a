package io.pointstream.engine.rules;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A YAML mapping whose fields are taken by name; what nobody took is an unknown field. */
final class YamlMap {

    private final Node node;
    private final Problems problems;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private YamlMap(MappingNode node, Problems problems) {
        this.node = node;
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            add(tuple.getKeyNode(), tuple.getValueNode());
        }
    }

    /** Null, with a problem, when the node is no mapping. */
    static @Nullable YamlMap of(Node node, String what, Problems problems) {
        if (node instanceof MappingNode mapping) {
            return new YamlMap(mapping, problems);
        }
        problems.at(node, what + " must be a mapping (name: value)");
        return null;
    }

    Node node() {
        return node;
    }

    /** A field that may be missing. */
    @Nullable
    Node optional(String field) {
        known.add(field);
        return values.get(field);
    }

    /** A field that must be there: its lack is a problem. */
    @Nullable
    Node required(String field) {
        Node value = optional(field);
        if (value == null) {
            problems.at(node, "field '" + field + "' is missing");
        }
        return value;
    }

    /** Every key with its value, where the keys are the author's own. */
    Map<String, Node> entries() {
        known.addAll(values.keySet());
        return values;
    }

    /** The node of a key that is there. */
    Node key(String name) {
        Node key = keys.get(name);
        return key == null ? node : key;
    }

    /** Reports the fields that nobody asked for; called when all were. */
    void rejectUnknown() {
        keys.forEach((name, key) -> {
            if (!known.contains(name)) {
                problems.at(key, "unknown field '" + name + "'; known are " + String.join(", ", known));
            }
        });
    }

    private void add(Node key, Node value) {
        if (!(key instanceof ScalarNode scalar)) {
            problems.at(key, "a field's name must be plain text");
        } else if (keys.putIfAbsent(scalar.getValue(), key) != null) {
            problems.at(key, "field '" + scalar.getValue() + "' is given twice");
        } else {
            values.put(scalar.getValue(), value);
        }
    }
}
