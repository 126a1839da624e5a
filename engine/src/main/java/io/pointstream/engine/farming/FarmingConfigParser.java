package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment.Channel;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads {@link FarmingConfig} from YAML. In a whole file every field must be there; a section of a rule book says what differs from
 * the shipped values, as deep as it likes. No field may be unknown.
 */
final class FarmingConfigParser {

    /** The fields of the file that a rule book has elsewhere. */
    private static final List<String> PROGRAM = List.of("zone", "lateness", "identity");

    private FarmingConfigParser() {}

    static FarmingConfig parse(String yaml, String file) {
        try {
            Node root = compose(yaml, file);
            Section fields = Section.of("", root, null);
            Program program =
                    new Program(fields.zone("zone"), fields.duration("lateness"), fields.duration("identity"));
            return config(fields, program);
        } catch (FarmingMistake e) {
            throw new IllegalArgumentException(file + e.place() + ": " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A section over the shipped values.
     *
     * @param section null for nothing but those
     */
    static FarmingConfig section(@Nullable Node section, String path, Program program, Node shipped) {
        Section values = Section.of(path, shipped, null);
        PROGRAM.forEach(values::take);
        return config(section == null ? values : Section.of(path, section, values), program);
    }

    static @Nullable Node compose(String yaml, String file) {
        return new Compose(LoadSettings.builder().setLabel(file).build())
                .composeString(yaml)
                .orElse(null);
    }

    /** What detection takes over from the points program. */
    record Program(ZoneId zone, Duration lateness, Duration identity) {}

    private static FarmingConfig config(Section root, Program program) {
        FarmingConfig config = root.read(() -> new FarmingConfig(
                program.zone,
                program.lateness,
                program.identity,
                root.section("score", FarmingConfigParser::score),
                root.section("rings", FarmingConfigParser::rings),
                root.section("baseline", FarmingConfigParser::baseline),
                root.section("velocity", FarmingConfigParser::velocity),
                root.section("capHugging", FarmingConfigParser::capHugging),
                root.section("clockwork", FarmingConfigParser::clockwork),
                root.section("impossibleEngagement", FarmingConfigParser::impossibleEngagement),
                root.section("splitPayments", FarmingConfigParser::splitPayments),
                root.section("refundChurn", FarmingConfigParser::refundChurn),
                root.section("merchantCollusion", FarmingConfigParser::merchantCollusion),
                root.section("sharedDevice", FarmingConfigParser::sharedDevice),
                root.section("inviteRing", FarmingConfigParser::inviteRing),
                root.section("lockstep", FarmingConfigParser::lockstep),
                root.section("dormantBurst", FarmingConfigParser::dormantBurst),
                root.section("redemptionRush", FarmingConfigParser::redemptionRush),
                root.section("accountTakeover", FarmingConfigParser::accountTakeover)));
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
        double review = score.real("review");
        double hold = score.real("hold");
        return new FarmingConfig.Score(
                review,
                hold,
                score.real("lapse"),
                score.duration("halfLife"),
                score.duration("repeatAfter"),
                score.duration("exempt"),
                weights,
                score.section("shadow", shadow -> shadow(shadow, review, hold)));
    }

    private static FarmingConfig.Shadow shadow(Section section, double review, double hold) {
        return new FarmingConfig.Shadow(
                Set.copyOf(section.list("detectors", value -> reasonCode(section, section.text("detectors", value)))),
                section.real("review", review),
                section.real("hold", hold));
    }

    private static FarmingConfig.Rings rings(Section section) {
        return new FarmingConfig.Rings(section.real("strength"), section.whole("members"));
    }

    private static ReasonCode reasonCode(Section where, String name) {
        for (ReasonCode code : ReasonCode.ofDetectors()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        throw where.wrong(name, "is no reason code");
    }

    private static FarmingConfig.Baseline baseline(Section section) {
        Section byTier = section.section("tiers");
        Map<Membership.Tier, Double> tiers = new EnumMap<>(Membership.Tier.class);
        for (Membership.Tier tier : Membership.Tier.values()) {
            tiers.put(tier, byTier.real(tier.name()));
        }
        byTier.end();
        Section given = section.section("perMonth");
        SortedMap<Kind, Double> perMonth = new TreeMap<>();
        for (String name : given.names()) {
            Kind kind = Kind.named(name);
            if (kind == null) {
                throw given.wrong(name, "is no event type, or a payment without its channel");
            }
            perMonth.put(kind, given.real(name));
        }
        given.end();
        return new FarmingConfig.Baseline(
                section.real("peerDays"),
                section.duration("halfLife"),
                section.real("spread"),
                section.whole("newcomerDays"),
                section.real("newcomers"),
                section.real("mainFamily"),
                tiers,
                perMonth);
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
        return new FarmingConfig.Velocity(
                velocity.list("windows", value -> velocity.duration("windows", value)),
                limits,
                velocity.real("unusualDays"),
                velocity.real("unusualShare"));
    }

    private static FarmingConfig.CapHugging capHugging(Section section) {
        return new FarmingConfig.CapHugging(
                section.whole("days"),
                section.whole("acts"),
                section.whole("habit"),
                section.whole("huggingDays"),
                section.whole("surplus"));
    }

    private static FarmingConfig.Clockwork clockwork(Section section) {
        return new FarmingConfig.Clockwork(
                section.section("rhythm", FarmingConfigParser::rhythm),
                section.section("sleep", FarmingConfigParser::sleep),
                section.section("starts", FarmingConfigParser::starts),
                section.section("timetable", FarmingConfigParser::timetable));
    }

    private static FarmingConfig.Clockwork.Rhythm rhythm(Section section) {
        return new FarmingConfig.Clockwork.Rhythm(
                section.whole("pauses"),
                section.whole("pausesAtLeast"),
                section.duration("shortest"),
                section.duration("longest"),
                section.real("certainSpread"),
                section.real("suspectSpread"),
                section.real("weakSpread"),
                section.real("evenPace"),
                section.duration("evenFor"),
                section.real("longPauses"),
                section.real("dayBits"),
                section.real("suspectBits"),
                section.real("certainBits"));
    }

    private static FarmingConfig.Clockwork.Sleep sleep(Section section) {
        return new FarmingConfig.Clockwork.Sleep(
                section.duration("rest"),
                section.duration("suspectAwake"),
                section.duration("certainAwake"),
                section.whole("missedNights"),
                section.real("restless"));
    }

    private static FarmingConfig.Clockwork.Starts starts(Section section) {
        return new FarmingConfig.Clockwork.Starts(
                section.whole("days"),
                section.duration("alarm"),
                section.duration("steady"),
                section.duration("reach"),
                section.real("suspectBits"),
                section.real("certainBits"));
    }

    private static FarmingConfig.Clockwork.Timetable timetable(Section section) {
        return new FarmingConfig.Clockwork.Timetable(
                section.duration("pause"),
                section.duration("tolerance"),
                section.real("habit"),
                section.real("suspectBits"),
                section.real("certainBits"));
    }

    private static FarmingConfig.ImpossibleEngagement impossibleEngagement(Section section) {
        return new FarmingConfig.ImpossibleEngagement(
                section.whole("days"),
                section.duration("suspectExcess"),
                section.duration("certainExcess"),
                section.real("suspectShare"),
                section.real("weakShare"),
                section.duration("article"),
                section.whole("replays"),
                section.duration("suspectDay"),
                section.duration("certainDay"),
                section.whole("suspectSteps"),
                section.whole("certainSteps"),
                section.whole("suspectMarch"),
                section.whole("certainMarch"));
    }

    private static FarmingConfig.SharedDevice sharedDevice(Section section) {
        return new FarmingConfig.SharedDevice(
                section.whole("days"),
                section.whole("settledDays"),
                section.whole("tellAfterDays"),
                section.real("personShare"),
                section.real("farmShare"),
                section.whole("crowd"),
                section.real("spared"),
                section.real("certain"),
                section.real("residentWeight"),
                section.real("suspicion"),
                section.whole("devicesPerAccount"),
                section.whole("accountsPerDevice"));
    }

    private static FarmingConfig.InviteRing inviteRing(Section section) {
        return new FarmingConfig.InviteRing(
                section.whole("days"),
                section.whole("appearsDays"),
                section.whole("staysDays"),
                section.real("nobodies"),
                section.real("certain"),
                section.real("part"),
                section.real("treeFactor"),
                section.whole("inviteesPerAccount"));
    }

    private static FarmingConfig.DormantBurst dormantBurst(Section section) {
        return new FarmingConfig.DormantBurst(
                section.duration("asleep"),
                section.whole("days"),
                section.whole("acts"),
                section.whole("habit"),
                section.whole("atOnce"),
                section.whole("suspectSurplus"),
                section.whole("certainSurplus"));
    }

    private static FarmingConfig.Lockstep lockstep(Section section) {
        return new FarmingConfig.Lockstep(
                section.duration("apart"),
                section.whole("days"),
                section.whole("targetsPerDay"),
                section.real("told"),
                section.real("common"),
                section.whole("meetings"),
                section.whole("certain"),
                section.whole("meetingsOfTwo"),
                section.whole("visitsPerCell"));
    }

    private static FarmingConfig.AccountTakeover accountTakeover(Section section) {
        return new FarmingConfig.AccountTakeover(
                section.whole("homeDays"),
                section.duration("homeAge"),
                section.duration("within"),
                section.duration("fades"),
                section.duration("watch"),
                section.whole("places"));
    }

    private static FarmingConfig.SplitPayments splitPayments(Section section) {
        Section given = section.section("channels");
        Map<Channel, FarmingConfig.SplitPayments.Earning> channels = new EnumMap<>(Channel.class);
        for (String name : given.names()) {
            List<Double> numbers = given.reals(name, 2);
            channels.put(
                    channel(given, name),
                    new FarmingConfig.SplitPayments.Earning(numbers.get(0), Math.round(numbers.get(1))));
        }
        given.end();
        return new FarmingConfig.SplitPayments(
                channels,
                section.duration("window"),
                section.whole("parts"),
                section.real("share"),
                section.real("smallPart"),
                section.duration("returns"),
                section.real("pending"),
                section.whole("days"),
                section.real("suspicious"),
                section.whole("payments"),
                section.whole("amounts"),
                section.real("roundingNats"),
                section.section("rush", FarmingConfigParser::rush));
    }

    private static FarmingConfig.SplitPayments.Rush rush(Section section) {
        return new FarmingConfig.SplitPayments.Rush(
                section.duration("window"), section.whole("suspect"), section.whole("certain"));
    }

    private static Channel channel(Section where, String name) {
        for (Channel channel : Channel.values()) {
            if (channel.name().equals(name)) {
                return channel;
            }
        }
        throw where.wrong(name, "is no payment channel");
    }

    private static FarmingConfig.RefundChurn refundChurn(Section section) {
        return new FarmingConfig.RefundChurn(
                section.whole("days"),
                section.whole("cycles"),
                section.real("returned"),
                section.real("spentBetween"),
                section.real("suspicious"),
                section.whole("payments"),
                section.whole("redemptions"));
    }

    private static FarmingConfig.MerchantCollusion merchantCollusion(Section section) {
        return new FarmingConfig.MerchantCollusion(
                section.duration("halfLife"),
                section.duration("period"),
                section.whole("payments"),
                section.ramp("captive"),
                section.ramp("daysOld"),
                section.ramp("onDevice"),
                section.ramp("refundedShare"),
                section.ramp("roundShare"),
                section.whole("customDays"),
                section.ramp("paymentsPerDay"),
                section.ramp("yuanPerDay"),
                section.section("levels", FarmingConfigParser::levels),
                section.whole("suspects"),
                section.real("nats"),
                section.real("suspicious"),
                section.whole("shopsPerAccount"),
                section.whole("payersPerMerchant"));
    }

    private static List<FarmingConfig.MerchantCollusion.Level> levels(Section section) {
        List<FarmingConfig.MerchantCollusion.Level> levels = new ArrayList<>();
        for (String name : section.names()) {
            List<Double> numbers = section.reals(name, 2);
            levels.add(new FarmingConfig.MerchantCollusion.Level(numbers.get(0), numbers.get(1)));
        }
        return levels;
    }

    private static FarmingConfig.RedemptionRush redemptionRush(Section section) {
        return new FarmingConfig.RedemptionRush(
                section.whole("days"),
                section.real("spent"),
                section.real("savingDays"),
                section.real("capsADay"),
                section.real("suspicious"),
                section.whole("rushes"),
                section.whole("large"),
                section.whole("largeForAll"),
                section.real("left"),
                section.duration("newDevice"),
                section.whole("settledDays"),
                section.whole("strangeAfterDays"));
    }

    /** A mapping whose fields are taken one by one; what is left at the end is unknown. */
    private static final class Section {
        private final String path;
        private final @Nullable Node node;
        private final Map<String, Node> fields;
        private final Set<String> taken = new HashSet<>();

        /** Where a field is taken from that is not given. */
        private final @Nullable Section shipped;

        private Section(String path, @Nullable Node node, Map<String, Node> fields, @Nullable Section shipped) {
            this.path = path;
            this.node = node;
            this.fields = fields;
            this.shipped = shipped;
        }

        static Section of(String path, @Nullable Node node, @Nullable Section shipped) {
            if (!(node instanceof MappingNode mapping)) {
                throw new FarmingMistake(node, (path.isEmpty() ? "the file" : path) + " must be a mapping");
            }
            Map<String, Node> fields = new LinkedHashMap<>();
            for (NodeTuple field : mapping.getValue()) {
                Node key = field.getKeyNode();
                if (!(key instanceof ScalarNode name)) {
                    throw new FarmingMistake(key, "a field's name must be plain text");
                }
                if (fields.put(name.getValue(), field.getValueNode()) != null) {
                    throw new FarmingMistake(key, at(path, name.getValue()) + " is given twice");
                }
            }
            return new Section(path, node, fields, shipped);
        }

        /** Those of the shipped values first. */
        Set<String> names() {
            Set<String> names = new LinkedHashSet<>(shipped == null ? Set.of() : shipped.names());
            names.addAll(fields.keySet());
            return names;
        }

        /** A mapping within, read to its end. */
        <T> T section(String name, Function<Section, T> reader) {
            Section section = section(name);
            // Shipped values are right by themselves: what does not go with them was given around them.
            Section blamed = fields.containsKey(name) ? section : this;
            T value = blamed.read(() -> reader.apply(section));
            section.end();
            return value;
        }

        Section section(String name) {
            Section within = shipped != null && shipped.fields.containsKey(name) ? shipped.section(name) : null;
            if (within != null && !fields.containsKey(name)) {
                return within;
            }
            return of(at(path, name), take(name), within);
        }

        /** Blames this mapping for values that do not go together. */
        <T> T read(Supplier<T> reader) {
            try {
                return reader.get();
            } catch (FarmingMistake e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new FarmingMistake(node, e.getMessage());
            }
        }

        ZoneId zone(String name) {
            try {
                return ZoneId.of(text(name, take(name)));
            } catch (DateTimeException e) {
                throw wrong(name, "must be a time zone such as Asia/Shanghai");
            }
        }

        Duration duration(String name) {
            return duration(name, take(name));
        }

        Duration duration(String name, Node value) {
            try {
                return Duration.parse(text(name, value));
            } catch (DateTimeException e) {
                throw wrong(name, "must be a duration such as PT10M or P3D");
            }
        }

        int whole(String name) {
            return whole(name, take(name));
        }

        int whole(String name, Node value) {
            try {
                return Integer.parseInt(text(name, value));
            } catch (NumberFormatException e) {
                throw wrong(name, "must be a whole number");
            }
        }

        double real(String name) {
            return real(name, take(name));
        }

        /** A number that need not be given. */
        double real(String name, double otherwise) {
            return names().contains(name) ? real(name) : otherwise;
        }

        double real(String name, Node value) {
            try {
                double number = Double.parseDouble(text(name, value));
                if (Double.isFinite(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw wrong(name, "must be a number");
        }

        <T> List<T> list(String name, Function<Node, T> element) {
            if (take(name) instanceof SequenceNode values) {
                return values.getValue().stream().map(element).toList();
            }
            throw wrong(name, "must be a list");
        }

        /** A list of exactly so many numbers. */
        List<Double> reals(String name, int count) {
            List<Double> numbers = list(name, value -> real(name, value));
            if (numbers.size() != count) {
                throw wrong(name, "must be " + count + " numbers");
            }
            return numbers;
        }

        FarmingConfig.Ramp ramp(String name) {
            List<Double> numbers = reals(name, 3);
            return new FarmingConfig.Ramp(numbers.get(0), numbers.get(1), numbers.get(2));
        }

        void end() {
            for (String name : fields.keySet()) {
                if (!taken.contains(name)) {
                    throw wrong(name, "is not known");
                }
            }
        }

        FarmingMistake wrong(String name, String what) {
            return new FarmingMistake(fields.getOrDefault(name, node), at(path, name) + " " + what);
        }

        private Node take(String name) {
            Node value = fields.get(name);
            if (value == null) {
                if (shipped != null) {
                    return shipped.take(name);
                }
                throw wrong(name, "is missing");
            }
            taken.add(name);
            return value;
        }

        private String text(String name, Node value) {
            if (value instanceof ScalarNode scalar) {
                return scalar.getValue();
            }
            throw wrong(name, "must be a single value");
        }

        private static String at(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }
    }
}
