package io.pointstream.app.config;

import io.pointstream.app.config.ConfigSource.Written;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fills configuration records from a file and the environment; the environment wins. What no record knows is an error,
 * so that a misspelt property is never silently a default.
 */
final class ConfigBinder {

    /** One property that a record knows. */
    record Known(String name, String variable, String defaultValue, String help, boolean open) {}

    private static final String PREFIX = "POINTSTREAM_";
    /** Variables of the launcher, which are no properties. */
    private static final Set<String> LAUNCHER = Set.of("POINTSTREAM_JAVA_OPTS");

    private final Map<String, Written> written;
    private final List<String> problems = new ArrayList<>();

    private ConfigBinder(Map<String, Written> written) {
        this.written = written;
    }

    /**
     * @param environment the process's variables; those that begin with {@code POINTSTREAM_} count
     * @throws ConfigException with every unknown property and every value that is none
     */
    static <R extends Record> R bind(Class<R> type, ConfigSource source, Map<String, String> environment)
            throws ConfigException {
        Map<String, Written> written = new LinkedHashMap<>(source.values());
        List<Known> known = known(type);
        List<String> problems = new ArrayList<>();
        overrideFrom(environment, known, written, problems);
        Set<String> names = known.stream().map(Known::name).collect(Collectors.toSet());
        written.forEach((name, value) -> {
            boolean open = known.stream().anyMatch(each -> each.open() && name.startsWith(each.name() + "."));
            if (!names.contains(name) && !open) {
                problems.add(value.origin() + ": unknown property " + name + nearest(name, names));
            }
        });
        ConfigBinder binder = new ConfigBinder(written);
        R bound = binder.record(type, "");
        problems.addAll(binder.problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return bound;
    }

    /** Every property that the record and its sections know, in their order. */
    static List<Known> known(Class<? extends Record> type) {
        return known(type, "").toList();
    }

    private static Stream<Known> known(Class<?> type, String prefix) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            String name = prefix + kebab(component.getName());
            Property property = component.getAnnotation(Property.class);
            return property == null
                    ? known(component.getType(), name + ".")
                    : Stream.of(new Known(
                            name, variable(name), property.value(), property.help(), component.getType() == Map.class));
        });
    }

    private static void overrideFrom(
            Map<String, String> environment, List<Known> known, Map<String, Written> written, List<String> problems) {
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || LAUNCHER.contains(variable)) {
                return;
            }
            Optional<Known> match = known.stream()
                    .filter(each -> each.variable().equals(variable)
                            || (each.open() && variable.startsWith(each.variable() + "_")))
                    .findFirst();
            if (match.isEmpty()) {
                problems.add(variable + ": no property has this environment variable");
                return;
            }
            Known property = match.get();
            String name = property.name();
            if (property.open() && !variable.equals(property.variable())) {
                // Free names are dotted and in small letters, as Kafka's are.
                name += "."
                        + variable.substring(property.variable().length() + 1)
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.');
            }
            written.put(name, new Written(value, variable));
        });
    }

    private <R> R record(Class<R> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = prefix + kebab(components[i].getName());
            types[i] = components[i].getType();
            Property property = components[i].getAnnotation(Property.class);
            arguments[i] = property == null ? record(types[i], name + ".") : value(components[i], name, property);
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type.getSimpleName() + " refused its values", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no configuration record", e);
        }
    }

    private Object value(RecordComponent component, String name, Property property) {
        if (component.getType() == Map.class) {
            return openSection(name);
        }
        Written given = written.get(name);
        if (given != null) {
            try {
                return parse(component, given.value());
            } catch (IllegalArgumentException e) {
                problems.add(given.origin() + ": " + name + ": expected " + e.getMessage() + ", found '" + given.value()
                        + "'");
            }
        }
        return parse(component, property.value());
    }

    private Map<String, String> openSection(String name) {
        Map<String, String> section = new TreeMap<>();
        written.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                section.put(key.substring(name.length() + 1), value.value());
            }
        });
        return Map.copyOf(section);
    }

    private static Object parse(RecordComponent component, String text) {
        Class<?> type = component.getType();
        if (type == Optional.class) {
            return text.isBlank() ? Optional.empty() : Optional.of(parse(argument(component), text.strip()));
        }
        if (type == Set.class) {
            Class<?> item = argument(component);
            Set<Object> items = new LinkedHashSet<>();
            if (!text.isBlank()) {
                for (String each : text.split(",", -1)) {
                    items.add(parse(item, each.strip()));
                }
            }
            return items;
        }
        return parse(type, text.strip());
    }

    private static Class<?> argument(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    /** @throws IllegalArgumentException whose message says what was expected */
    private static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == int.class) {
            return whole(text);
        } else if (type == boolean.class) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("true or false");
            };
        } else if (type == Duration.class) {
            return Durations.parse(text);
        } else if (type == DataSize.class) {
            return DataSize.parse(text);
        } else if (type == Path.class) {
            return Path.of(text);
        } else if (type == Secret.class) {
            return new Secret(text);
        } else if (type == URI.class) {
            return address(text);
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalStateException("no parser for " + type);
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number", e);
        }
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("an address such as http://host:8123", e);
        }
        throw new IllegalArgumentException("an address such as http://host:8123");
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(text.replace('-', '_'))) {
                return constant;
            }
        }
        throw new IllegalArgumentException("one of "
                + Arrays.stream(type.getEnumConstants())
                        .map(each ->
                                ((Enum<?>) each).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(", ")));
    }

    static String kebab(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** A hint for a misspelling: the known name that shares most pairs of letters, if it shares many. */
    private static String nearest(String name, Set<String> names) {
        return names.stream()
                .max(Comparator.comparingDouble((String each) -> similarity(each, name))
                        .thenComparing(Comparator.reverseOrder()))
                .filter(each -> similarity(each, name) > 0.6)
                .map(each -> " (did you mean " + each + "?)")
                .orElse("");
    }

    /** Dice's coefficient over pairs of neighbouring characters, 0 to 1. */
    private static double similarity(String one, String other) {
        Set<String> pairs = pairs(one);
        Set<String> others = pairs(other);
        Set<String> common = new HashSet<>(pairs);
        common.retainAll(others);
        return 2.0 * common.size() / (pairs.size() + others.size());
    }

    private static Set<String> pairs(String text) {
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 2 <= text.length(); i++) {
            pairs.add(text.substring(i, i + 2));
        }
        return pairs;
    }
}
