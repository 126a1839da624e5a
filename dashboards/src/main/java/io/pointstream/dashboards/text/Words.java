package io.pointstream.dashboards.text;

import io.pointstream.sinks.report.Reason;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what happened and why. The engine and the detectors give their reasons in English; in Chinese the sentence is
 * made anew from the figures, and the English one stays beside it where it knows more.
 *
 * @param t the words of the language
 */
public record Words(Texts t) {

    /** Begins a figure of a cap: the days on which it was reached. */
    private static final String DAYS_AT = "daysAt ";

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

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
        return t.names("decided", outcome)
                ? t.say("decided." + outcome, t.name("rule", ruleId), t.number(basePoints), t.number(points))
                : reason;
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

    /** Why a case has a summand. */
    public String reason(Reason reason) {
        if (t.language() == Language.EN) {
            return reason.reason();
        }
        return t.names("why", reason.code())
                ? filled(t.lookup("why." + reason.code()), reason)
                : meaning(reason.code());
    }

    // A sentence needs all of its figures; a detector that gives others is described in general.
    private String filled(String sentence, Reason reason) {
        Map<String, Double> numbers = reason.numbers();
        Matcher places = PLACE.matcher(sentence);
        StringBuilder filled = new StringBuilder();
        while (places.find()) {
            Double number = numbers.get(places.group(1));
            if (number == null) {
                return meaning(reason.code());
            }
            places.appendReplacement(filled, Matcher.quoteReplacement(t.decimal(number, 2)));
        }
        return places.appendTail(filled).toString();
    }

    /** Whether a decision's English reason says more than the sentence made for this language. */
    public boolean keepsOriginal(String outcome) {
        return t.names("decided", outcome)
                && switch (outcome) {
                    case "AWARDED", "PARTIALLY_CAPPED", "CAPPED", "DUPLICATE", "TOO_LATE" -> false;
                    default -> true;
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
