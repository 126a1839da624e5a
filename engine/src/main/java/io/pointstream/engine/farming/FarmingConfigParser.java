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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
                baseline(root.section("baseline")),
                velocity(root.section("velocity")),
                capHugging(root.section("capHugging")),
                clockwork(root.section("clockwork")),
                impossibleEngagement(root.section("impossibleEngagement")),
                splitPayments(root.section("splitPayments")),
                refundChurn(root.section("refundChurn")),
                merchantCollusion(root.section("merchantCollusion")),
                sharedDevice(root.section("sharedDevice")),
                inviteRing(root.section("inviteRing")),
                lockstep(root.section("lockstep")),
                dormantBurst(root.section("dormantBurst")),
                redemptionRush(root.section("redemptionRush")),
                accountTakeover(root.section("accountTakeover")));
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
        FarmingConfig.Baseline result = new FarmingConfig.Baseline(
                section.real("peerDays"),
                section.duration("halfLife"),
                section.real("spread"),
                section.whole("newcomerDays"),
                section.real("newcomers"),
                section.real("mainFamily"),
                tiers,
                perMonth);
        section.end();
        return result;
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
                velocity.list("windows", value -> velocity.duration("windows", value)),
                limits,
                velocity.real("unusualDays"),
                velocity.real("unusualShare"));
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

    private static FarmingConfig.Clockwork clockwork(Section section) {
        FarmingConfig.Clockwork result = new FarmingConfig.Clockwork(
                rhythm(section.section("rhythm")),
                sleep(section.section("sleep")),
                starts(section.section("starts")),
                timetable(section.section("timetable")));
        section.end();
        return result;
    }

    private static FarmingConfig.Clockwork.Rhythm rhythm(Section section) {
        FarmingConfig.Clockwork.Rhythm result = new FarmingConfig.Clockwork.Rhythm(
                section.whole("pauses"),
                section.whole("pausesAtLeast"),
                section.duration("shortest"),
                section.duration("longest"),
                section.real("certainSpread"),
                section.real("suspectSpread"),
                section.real("weakSpread"),
                section.real("evenPace"),
                section.duration("evenFor"));
        section.end();
        return result;
    }

    private static FarmingConfig.Clockwork.Sleep sleep(Section section) {
        FarmingConfig.Clockwork.Sleep result = new FarmingConfig.Clockwork.Sleep(
                section.duration("rest"),
                section.duration("suspectAwake"),
                section.duration("certainAwake"),
                section.whole("missedNights"),
                section.real("restless"));
        section.end();
        return result;
    }

    private static FarmingConfig.Clockwork.Starts starts(Section section) {
        FarmingConfig.Clockwork.Starts result = new FarmingConfig.Clockwork.Starts(
                section.whole("days"),
                section.duration("alarm"),
                section.real("suspectBits"),
                section.real("certainBits"));
        section.end();
        return result;
    }

    private static FarmingConfig.Clockwork.Timetable timetable(Section section) {
        FarmingConfig.Clockwork.Timetable result = new FarmingConfig.Clockwork.Timetable(
                section.duration("pause"),
                section.duration("tolerance"),
                section.real("habit"),
                section.real("suspectBits"),
                section.real("certainBits"));
        section.end();
        return result;
    }

    private static FarmingConfig.ImpossibleEngagement impossibleEngagement(Section section) {
        FarmingConfig.ImpossibleEngagement result = new FarmingConfig.ImpossibleEngagement(
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
        section.end();
        return result;
    }

    private static FarmingConfig.SharedDevice sharedDevice(Section section) {
        FarmingConfig.SharedDevice result = new FarmingConfig.SharedDevice(
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
        section.end();
        return result;
    }

    private static FarmingConfig.InviteRing inviteRing(Section section) {
        FarmingConfig.InviteRing result = new FarmingConfig.InviteRing(
                section.whole("days"),
                section.whole("appearsDays"),
                section.whole("staysDays"),
                section.real("nobodies"),
                section.real("certain"),
                section.real("part"),
                section.real("treeFactor"),
                section.whole("inviteesPerAccount"));
        section.end();
        return result;
    }

    private static FarmingConfig.DormantBurst dormantBurst(Section section) {
        FarmingConfig.DormantBurst result = new FarmingConfig.DormantBurst(
                section.duration("asleep"),
                section.whole("days"),
                section.whole("acts"),
                section.whole("habit"),
                section.whole("atOnce"),
                section.whole("suspectSurplus"),
                section.whole("certainSurplus"));
        section.end();
        return result;
    }

    private static FarmingConfig.Lockstep lockstep(Section section) {
        FarmingConfig.Lockstep result = new FarmingConfig.Lockstep(
                section.duration("apart"),
                section.whole("days"),
                section.whole("targetsPerDay"),
                section.real("told"),
                section.real("common"),
                section.whole("meetings"),
                section.whole("certain"),
                section.whole("meetingsOfTwo"),
                section.whole("visitsPerCell"));
        section.end();
        return result;
    }

    private static FarmingConfig.AccountTakeover accountTakeover(Section section) {
        FarmingConfig.AccountTakeover result = new FarmingConfig.AccountTakeover(
                section.whole("homeDays"),
                section.duration("homeAge"),
                section.duration("within"),
                section.duration("fades"),
                section.duration("watch"),
                section.whole("places"));
        section.end();
        return result;
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
        FarmingConfig.SplitPayments result = new FarmingConfig.SplitPayments(
                channels,
                section.duration("window"),
                section.whole("parts"),
                section.real("share"),
                section.real("smallPart"),
                section.whole("days"),
                section.real("suspicious"),
                section.whole("payments"),
                section.whole("amounts"),
                section.real("roundingNats"));
        section.end();
        return result;
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
        FarmingConfig.RefundChurn result = new FarmingConfig.RefundChurn(
                section.whole("days"),
                section.whole("cycles"),
                section.real("returned"),
                section.real("spentBetween"),
                section.real("suspicious"),
                section.whole("payments"),
                section.whole("redemptions"));
        section.end();
        return result;
    }

    private static FarmingConfig.MerchantCollusion merchantCollusion(Section section) {
        FarmingConfig.MerchantCollusion result = new FarmingConfig.MerchantCollusion(
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
                levels(section.section("levels")),
                section.whole("suspects"),
                section.real("nats"),
                section.real("suspicious"),
                section.whole("shopsPerAccount"),
                section.whole("payersPerMerchant"));
        section.end();
        return result;
    }

    private static List<FarmingConfig.MerchantCollusion.Level> levels(Section section) {
        List<FarmingConfig.MerchantCollusion.Level> levels = new ArrayList<>();
        for (String name : section.names()) {
            List<Double> numbers = section.reals(name, 2);
            levels.add(new FarmingConfig.MerchantCollusion.Level(numbers.get(0), numbers.get(1)));
        }
        section.end();
        return levels;
    }

    private static FarmingConfig.RedemptionRush redemptionRush(Section section) {
        FarmingConfig.RedemptionRush result = new FarmingConfig.RedemptionRush(
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
            return real(name, take(name));
        }

        double real(String name, Object value) {
            if (value instanceof Number number) {
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
