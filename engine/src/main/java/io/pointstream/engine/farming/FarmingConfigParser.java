package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@link FarmingConfig} from YAML: every field must be there, none may be unknown. */
final class FarmingConfigParser {

    private final String file;

    FarmingConfigParser(String file) {
        this.file = file;
    }

    FarmingConfig parse(String yaml) {
        Object root;
        try {
            root = new Load(LoadSettings.builder()
                            .setLabel(file)
                            .setAllowDuplicateKeys(false)
                            .build())
                    .loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        try {
            return config(new Section("", root));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static FarmingConfig config(Section root) {
        FarmingConfig config = new FarmingConfig(
                root.zone("zone"),
                root.duration("lateness"),
                root.duration("identity"),
                score(root.section("score")),
                rings(root.section("rings")),
                velocity(root.section("velocity")),
                capHugging(root.section("capHugging")),
                sharedDevice(root.section("sharedDevice")));
        root.end();
        return config;
    }

    private static FarmingConfig.Score score(Section score) {
        Section given = score.section("weights");
        Map<ReasonCode, Double> weights = new EnumMap<>(ReasonCode.class);
        for (String name : given.names()) {
            weights.put(reasonCode(given, name), given.real(name));
        }
        given.end();
        FarmingConfig.Score result = new FarmingConfig.Score(
                score.real("review"),
                score.real("hold"),
                score.real("lapse"),
                score.duration("halfLife"),
                score.duration("repeatAfter"),
                score.duration("exempt"),
                weights);
        score.end();
        return result;
    }

    private static FarmingConfig.Rings rings(Section section) {
        FarmingConfig.Rings result = new FarmingConfig.Rings(section.real("strength"), section.whole("members"));
        section.end();
        return result;
    }

    private static ReasonCode reasonCode(Section where, String name) {
        for (ReasonCode code : ReasonCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        throw where.wrong(name, "is no reason code");
    }

    private static FarmingConfig.Velocity velocity(Section velocity) {
        Section given = velocity.section("limits");
        Map<EventType, List<Integer>> limits = new EnumMap<>(EventType.class);
        for (String name : given.names()) {
            EventType type = EventType.of(name);
            if (type == null) {
                throw given.wrong(name, "is no event type");
            }
            limits.put(type, given.list(name, value -> given.whole(name, value)));
        }
        given.end();
        FarmingConfig.Velocity result = new FarmingConfig.Velocity(
                velocity.list("windows", value -> velocity.duration("windows", value)), limits);
        velocity.end();
        return result;
    }

    private static FarmingConfig.CapHugging capHugging(Section section) {
        FarmingConfig.CapHugging result = new FarmingConfig.CapHugging(
                section.whole("days"),
                section.whole("acts"),
                section.whole("habit"),
                section.whole("huggingDays"),
                section.whole("surplus"));
        section.end();
        return result;
    }

    private static FarmingConfig.SharedDevice sharedDevice(Section section) {
        FarmingConfig.SharedDevice result = new FarmingConfig.SharedDevice(
                section.whole("days"),
                section.whole("settledDays"),
                section.real("spared"),
                section.real("certain"),
                section.real("residentWeight"),
                section.whole("devicesPerAccount"),
                section.whole("accountsPerDevice"));
        section.end();
        return result;
    }

    /** A mapping whose fields are taken one by one; what is left at the end is unknown. */
    private static final class Section {
        private final String path;
        private final Map<?, ?> fields;
        private final Set<Object> taken = new HashSet<>();

        Section(String path, @Nullable Object node) {
            if (!(node instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException((path.isEmpty() ? "the file" : path) + " must be a mapping");
            }
            this.path = path;
            this.fields = map;
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            for (Object name : fields.keySet()) {
                names.add(String.valueOf(name));
            }
            return names;
        }

        Section section(String name) {
            return new Section(at(name), take(name));
        }

        ZoneId zone(String name) {
            try {
                return ZoneId.of(String.valueOf(take(name)));
            } catch (DateTimeException e) {
                throw wrong(name, "must be a time zone such as Asia/Shanghai");
            }
        }

        Duration duration(String name) {
            return duration(name, take(name));
        }

        Duration duration(String name, Object value) {
            try {
                return Duration.parse(String.valueOf(value));
            } catch (DateTimeException e) {
                throw wrong(name, "must be a duration such as PT10M or P3D");
            }
        }

        int whole(String name) {
            return whole(name, take(name));
        }

        int whole(String name, Object value) {
            if (value instanceof Integer whole) {
                return whole;
            }
            throw wrong(name, "must be a whole number");
        }

        double real(String name) {
            if (take(name) instanceof Number number) {
                return number.doubleValue();
            }
            throw wrong(name, "must be a number");
        }

        <T> List<T> list(String name, Function<Object, T> element) {
            if (take(name) instanceof List<?> values) {
                List<T> list = new ArrayList<>();
                for (Object value : values) {
                    list.add(element.apply(value));
                }
                return list;
            }
            throw wrong(name, "must be a list");
        }

        void end() {
            for (Object name : fields.keySet()) {
                if (!taken.contains(name)) {
                    throw wrong(String.valueOf(name), "is not known");
                }
            }
        }

        IllegalArgumentException wrong(String name, String what) {
            return new IllegalArgumentException(at(name) + " " + what);
        }

        private Object take(String name) {
            Object value = fields.get(name);
            if (value == null) {
                throw wrong(name, "is missing");
            }
            taken.add(name);
            return value;
        }

        private String at(String name) {
            return path.isEmpty() ? name : path + "." + name;
        }
    }
}
