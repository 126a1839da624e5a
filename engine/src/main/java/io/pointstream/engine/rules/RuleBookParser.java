package io.pointstream.engine.rules;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.FarmingMistake;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a rule book from YAML, checks all of it, and compiles it. The language is described in {@code engine/README.md}. */
public final class RuleBookParser {

    /** Longest rule book, in characters. */
    static final int MAX_CHARACTERS = 1 << 20;

    static final int MAX_RULES = 1_000;
    private static final int LANGUAGE = 1;
    private static final Pattern CATEGORY = Pattern.compile("[A-Z][A-Z_]{0,31}");
    private static final Duration MAX_LATENESS = Duration.ofDays(31);
    private static final Duration MAX_ID_MEMORY = Duration.ofDays(366);

    private final Problems problems;
    private final YamlValues values;

    private RuleBookParser(Problems problems) {
        this.problems = problems;
        this.values = new YamlValues(problems);
    }

    /**
     * Parses, checks and compiles. Throws {@link RuleBookException} with every problem found, each with its place.
     *
     * @param fileName named in the problems
     */
    public static RuleBook parse(String yaml, String fileName) {
        Problems problems = new Problems(fileName, yaml);
        RuleBook book = new RuleBookParser(problems).parse(yaml);
        if (book == null || !problems.isEmpty()) {
            throw new RuleBookException(problems.all());
        }
        return book;
    }

    private @Nullable RuleBook parse(String yaml) {
        Node root = compose(yaml);
        YamlMap map = root == null ? null : YamlMap.of(root, "a rule book", problems);
        if (map == null) {
            return null;
        }
        values.whole(map.required("language"), "language", LANGUAGE, LANGUAGE);
        ZoneId zone = zone(map.required("zone"));
        Duration lateness = values.duration(map.required("lateness"), "lateness", MAX_LATENESS);
        Node idMemoryNode = map.required("eventIdMemory");
        Duration idMemory = values.duration(idMemoryNode, "eventIdMemory", MAX_ID_MEMORY);
        if (idMemoryNode != null && lateness != null && idMemory != null && idMemory.compareTo(lateness) < 0) {
            problems.at(idMemoryNode, "eventIdMemory must not be shorter than lateness, or repeats would count");
        }
        List<Cap> programCaps = caps(map.optional("caps"), Cap.PROGRAM, CapReader.WINDOWED);
        Map<String, Category> categories = categories(map.required("categories"));
        Tiers tiers = new TierParser(problems).parse(map.optional("tiers"));
        ZoneId zoneOfDates = zone == null ? ZoneOffset.UTC : zone;
        TypeReaders types = new TypeReaders(problems);
        TermsReader termsReader = new TermsReader(problems);
        RefundTerms refunds = termsReader.refunds(map.optional("refunds"), lateness);
        OnceReader onces = new OnceReader(problems, lateness == null ? Duration.ZERO : lateness, refunds != null);
        MultiplierParser multiplierParser = new MultiplierParser(problems, zoneOfDates, types, onces);
        List<Multiplier> multipliers = multiplierParser.parse(map.optional("multipliers"));
        Integer noticeDays = termsReader.noticeDays(map.optional("expiry"));
        RedemptionTerms redemption = termsReader.redemption(map.optional("redemption"));
        Node farmingNode = map.optional("farming");
        Node rulesNode = map.required("rules");
        map.rejectUnknown();
        RuleParser.Terms terms = new RuleParser.Terms(zoneOfDates, categories, programCaps, tiers, multipliers);
        List<Rule> rules = rules(rulesNode, new RuleParser(problems, terms, types, onces));
        rejectUnknownTargets(multiplierParser.targets(), rules, categories);
        if (zone == null || lateness == null || idMemory == null) {
            return null;
        }
        Supplier<FarmingConfig> farming = farming(farmingNode, zone, lateness, idMemory);
        return problems.isEmpty()
                ? new RuleBook(
                        new ProgramCalendar(zone),
                        lateness,
                        idMemory,
                        multipliers,
                        rules,
                        refunds == null ? null : refunds.rememberingPayments(onces.withPayment()),
                        noticeDays,
                        redemption,
                        farming)
                : null;
    }

    /** A section is checked now; the shipped values need no check. */
    private Supplier<FarmingConfig> farming(@Nullable Node node, ZoneId zone, Duration lateness, Duration idMemory) {
        Duration identity = idMemory.compareTo(FarmingConfig.IDENTITY_MAX) < 0 ? idMemory : FarmingConfig.IDENTITY_MAX;
        Supplier<FarmingConfig> reader = () -> FarmingConfig.of(node, "farming", zone, lateness, identity);
        if (node != null) {
            try {
                FarmingConfig config = reader.get();
                return () -> config;
            } catch (FarmingMistake e) {
                problems.at(e.node() == null ? node : e.node(), String.valueOf(e.getMessage()));
            }
        }
        return reader;
    }

    private @Nullable Node compose(String yaml) {
        if (yaml.length() > MAX_CHARACTERS) {
            problems.at(Optional.empty(), "the rule book is too long: at most " + MAX_CHARACTERS + " characters");
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(yaml);
            if (root.isEmpty()) {
                problems.at(Optional.empty(), "the rule book is empty");
            }
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            problems.at(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.at(Optional.empty(), "not YAML: " + e.getMessage());
        }
        return null;
    }

    private @Nullable ZoneId zone(@Nullable Node node) {
        String text = values.text(node, "zone");
        if (node == null || text == null) {
            return null;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            problems.at(node, "unknown time zone '" + text + "'");
            return null;
        }
    }

    private Map<String, Category> categories(@Nullable Node node) {
        Map<String, Category> categories = new LinkedHashMap<>();
        YamlMap map = node == null ? null : YamlMap.of(node, "categories", problems);
        if (map == null) {
            return categories;
        }
        map.entries().forEach((name, value) -> {
            if (!CATEGORY.matcher(name).matches() || name.equals(Cap.PROGRAM)) {
                problems.at(map.key(name), "a category must look like " + CATEGORY + " and not be " + Cap.PROGRAM);
            }
            YamlMap fields = YamlMap.of(value, "a category", problems);
            if (fields != null) {
                Validity validity = values.validity(fields.required("validity"), "validity");
                Boolean bonuses = values.flag(fields.required("bonuses"), "bonuses");
                List<Cap> caps = caps(fields.optional("caps"), name, CapReader.WINDOWED);
                fields.rejectUnknown();
                categories.put(
                        name,
                        new Category(
                                name,
                                validity == null ? new Validity(0, Validity.Unit.DAYS) : validity,
                                Boolean.TRUE.equals(bonuses),
                                caps));
            }
        });
        return categories;
    }

    private List<Cap> caps(@Nullable Node node, String owner, List<Window> windows) {
        return new CapReader(problems).read(node, owner, windows);
    }

    private List<Rule> rules(@Nullable Node node, RuleParser parser) {
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> lineOfId = new HashMap<>();
        for (Node element : values.list(node, "rules", MAX_RULES)) {
            YamlMap map = YamlMap.of(element, "a rule", problems);
            if (map == null) {
                continue;
            }
            Node idNode = map.optional("id");
            String id = idNode == null ? null : values.text(idNode, "id");
            if (idNode != null && id != null) {
                Integer before = lineOfId.putIfAbsent(
                        id,
                        idNode.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
                if (before != null) {
                    problems.at(idNode, "two rules have the id '" + id + "'; the other is in line " + before);
                }
            }
            Rule rule = parser.parse(map);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private void rejectUnknownTargets(Map<String, Node> targets, List<Rule> rules, Map<String, Category> categories) {
        if (!problems.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>(categories.keySet());
        rules.forEach(rule -> known.add(rule.id()));
        targets.forEach((name, node) -> {
            if (!known.contains(name)) {
                problems.at(node, "'" + name + "' is no rule and no category of this book");
            }
        });
    }
}
