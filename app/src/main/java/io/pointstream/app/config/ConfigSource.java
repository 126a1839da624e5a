package io.pointstream.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Properties as they were written, each with its origin, before they have types. */
final class ConfigSource {

    /** A value and where it stands: {@code pointstream.yaml:12}, or an environment variable's name. */
    record Written(String value, String origin) {}

    private final Map<String, Written> values;

    private ConfigSource(Map<String, Written> values) {
        this.values = values;
    }

    static ConfigSource empty() {
        return new ConfigSource(Map.of());
    }

    /**
     * Reads nested YAML; {@code kafka: {bootstrap-servers: x}} is the property {@code kafka.bootstrap-servers}. A list
     * is its items with commas between.
     *
     * @throws ConfigException when it is no YAML, or a property stands twice
     */
    static ConfigSource yaml(Path file) throws IOException, ConfigException {
        String text = Files.readString(file);
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        Map<String, Written> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            root.ifPresent(node -> flatten("", node, file, values, problems));
        } catch (MarkedYamlEngineException e) {
            problems.add(origin(file, e.getProblemMark()) + ": " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(file + ": " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new ConfigSource(values);
    }

    Map<String, Written> values() {
        return values;
    }

    private static void flatten(String name, Node node, Path file, Map<String, Written> values, List<String> problems) {
        switch (node) {
            case MappingNode mapping -> {
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                    flatten(name.isEmpty() ? key : name + "." + key, tuple.getValueNode(), file, values, problems);
                }
            }
            case SequenceNode sequence ->
                put(
                        name,
                        sequence.getValue().stream()
                                .map(item -> item instanceof ScalarNode scalar ? scalar.getValue() : "?")
                                .collect(Collectors.joining(",")),
                        node,
                        file,
                        values,
                        problems);
            case ScalarNode scalar -> put(name, scalar.getValue(), node, file, values, problems);
            default -> problems.add(origin(file, node.getStartMark()) + ": a value, a list or a section was expected");
        }
    }

    private static void put(
            String name, String value, Node node, Path file, Map<String, Written> values, List<String> problems) {
        String origin = origin(file, node.getStartMark());
        if (values.putIfAbsent(name, new Written(value, origin)) != null) {
            problems.add(origin + ": " + name + " stands twice");
        }
    }

    private static String origin(Path file, Optional<Mark> mark) {
        return file + mark.map(at -> ":" + (at.getLine() + 1)).orElse("");
    }
}
