package io.pointstream.dashboards.text;

import io.pointstream.sinks.report.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what happened and why. The engine and the detectors give their reasons in English; in Chinese the sentence is
 * made anew from the figures, and the English one stays beside it where it knows more.
 *
 * @param t the words of the language
 */
public record Words(Texts t) {

    /** Begins a figure of a cap: the days on which it was reached. */
    private static final String DAYS_AT = "daysAt ";

    private static final Pattern OF_MEMBERS = Pattern.compile("(\\d+) of (\\d+) members: ");
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

    // As detection says without what a case would not be there, and why it ended (RiskScore and FlagEnd of the engine).
    private static final String IF = "would not be flagged if ";
    private static final String UNLISTED = "nothing were on the deny list";
    private static final String MERGED = "it goes on as ";
    private static final Pattern BELOW = Pattern.compile("([A-Z_]+) were below ([\\d.]+) \\(it is ([\\d.]+)\\)");
    private static final Pattern WITHOUT = Pattern.compile(
            "would not be flagged without ([A-Z_]+(?: and [A-Z_]+)*): " + "([\\d.]+) would be left, below ([\\d.]+)");
    private static final Pattern FALLEN = Pattern.compile("the score has fallen to ([\\d.]+), below ([\\d.]+)");

    /** Outcomes that say how the points came about, which the statement lays out. */
    private static final Set<String> AWARDS = Set.of("AWARDED", "PARTIALLY_CAPPED", "CAPPED", "HELD");

    /** What an entry of a timeline is, in a few words. */
    public String title(String kind, String type, String reason) {
        return switch (kind) {
            case "DECISION" -> t.name("type", type);
            case "POSTING" -> t.name("posting", type);
            case "SIGNAL" -> t.name("code", type);
            case "FLAG" -> t.name("level", type);
            case "NOTICE" -> t.names("notice", type) ? t.say("notice." + type, reason) : type;
            default -> type;
        };
    }

    /** What became of it, in a word or two; empty if there is nothing to add. */
    public String tag(String kind, String outcome) {
        return switch (kind) {
            case "DECISION" -> t.name("outcome", outcome);
            case "POSTING" -> t.name("component", outcome);
            case "SIGNAL" -> t.say("flags.strength", outcome);
            case "FLAG" -> status(outcome);
            default -> outcome;
        };
    }

    // A version of a case travels as "OPEN 72.5".
    private String status(String outcome) {
        int space = outcome.indexOf(' ');
        return space < 0
                ? t.name("status", outcome)
                : t.name("status", outcome.substring(0, space)) + outcome.substring(space);
    }

    /** Why a decision came out as it did. */
    public String decision(String outcome, String ruleId, long basePoints, long points, String reason) {
        if (!t.names("decided", outcome)) {
            return reason;
        }
        Optional<String> told = AWARDS.contains(outcome) ? Optional.empty() : ToldWords.of(t, reason);
        return told.orElseGet(
                () -> t.say("decided." + outcome, t.name("rule", ruleId), t.number(basePoints), t.number(points)));
    }

    /** Where the points of a posting went: {@code PROGRAM → AVAILABLE}, in words. */
    public String posting(String ruleId, String movement) {
        String[] ends = movement.split(" → ", 2);
        String moved = ends.length == 2 ? t.name("ledger", ends[0]) + " → " + t.name("ledger", ends[1]) : movement;
        return ruleId.isEmpty() ? moved : t.name("rule", ruleId) + " · " + moved;
    }

    /** A signal without its figures: as the detector says it, or what its code means. */
    public String signal(String code, String reason) {
        return t.language() == Language.EN ? reason : meaning(code);
    }

    /** A version of a case in a timeline: its reasons, or where they stand in this language. */
    public String version(String reasons) {
        return t.names("why", "case") ? t.lookup("why.case") : reasons;
    }

    /** What a reason code means. */
    public String meaning(String code) {
        return t.names("meaning", code) ? t.lookup("meaning." + code) : code;
    }

    /** Why a case has a summand: as the detector says it, or with the same figures in this language. */
    public String reason(Reason reason) {
        if (t.language() == Language.EN) {
            return reason.reason();
        }
        Matcher ring = OF_MEMBERS.matcher(reason.reason());
        return ring.lookingAt() && t.names("why", "ring")
                ? t.say("why.ring", ring.group(1), ring.group(2)) + ofOne(reason)
                : ofOne(reason);
    }

    // A ring has the figures of its strongest member.
    private String ofOne(Reason reason) {
        String key = reason.code();
        for (int next = 2; t.names("why", key); next++) {
            Optional<String> filled = filled(t.lookup("why." + key), reason.numbers());
            if (filled.isPresent()) {
                return filled.get();
            }
            key = reason.code() + "." + next;
        }
        return meaning(reason.code());
    }

    // A sentence needs all of its figures; a detector that gives others is described by another sentence, or in
    // general.
    private Optional<String> filled(String sentence, Map<String, Double> numbers) {
        Matcher places = PLACE.matcher(sentence);
        StringBuilder filled = new StringBuilder();
        while (places.find()) {
            Double number = numbers.get(places.group(1));
            if (number == null) {
                return Optional.empty();
            }
            places.appendReplacement(filled, Matcher.quoteReplacement(t.decimal(number, 2)));
        }
        return Optional.of(places.appendTail(filled).toString());
    }

    /** Without what a case would not be there, as the detectors say it; in their own words where they say it in others. */
    public String counterfactual(String sentence) {
        Matcher without = WITHOUT.matcher(sentence);
        if (without.matches()) {
            return t.say(
                    "counterfactual.without",
                    Arrays.stream(without.group(1).split(" and ", -1))
                            .map(code -> t.name("code", code))
                            .collect(Collectors.joining(t.lookup("counterfactual.and"))),
                    without.group(2),
                    without.group(3));
        }
        if (!sentence.startsWith(IF)) {
            return sentence;
        }
        List<String> conditions = new ArrayList<>();
        for (String condition : sentence.substring(IF.length()).split(", or if ", -1)) {
            Matcher below = BELOW.matcher(condition);
            conditions.add(
                    below.matches()
                            ? t.say(
                                    "counterfactual.below",
                                    t.name("code", below.group(1)),
                                    below.group(2),
                                    below.group(3))
                            : condition.equals(UNLISTED) ? t.lookup("counterfactual.unlisted") : condition);
        }
        return t.say("counterfactual.if", String.join(t.lookup("counterfactual.or"), conditions));
    }

    /** Why a case was closed: as detection says it, or in a reviewer's own words. */
    public String ended(String why) {
        Matcher fallen = FALLEN.matcher(why);
        if (fallen.matches()) {
            return t.say("ended.fallen", fallen.group(1), fallen.group(2));
        }
        return why.startsWith(MERGED) ? t.say("ended.merged", why.substring(MERGED.length())) : why;
    }

    /** Whether a decision's English reason says more than the sentence made for this language. */
    public boolean keepsOriginal(String outcome, String reason) {
        return t.names("decided", outcome)
                && switch (outcome) {
                    case "AWARDED", "PARTIALLY_CAPPED", "CAPPED", "DUPLICATE", "TOO_LATE" -> false;
                    case "HELD" -> true;
                    default -> ToldWords.of(t, reason).isEmpty();
                };
    }

    /** A cap such as {@code pay.jd/MONTH}, in words; a rule that has its own limit is named alone. */
    public String cap(String cap) {
        int slash = cap.lastIndexOf('/');
        if (slash < 0) {
            return t.name("rule", cap);
        }
        String owner = cap.substring(0, slash);
        String name = t.names("cap", owner)
                ? t.name("cap", owner)
                : t.names("category", owner) ? t.name("category", owner) : t.name("rule", owner);
        return name + " " + t.name("window", cap.substring(slash + 1));
    }

    /** A named figure of evidence, such as {@code windowSeconds}. */
    public String figure(String name) {
        return name.startsWith(DAYS_AT)
                ? t.say("figure.daysAt", cap(name.substring(DAYS_AT.length())))
                : t.name("figure", name);
    }
}
