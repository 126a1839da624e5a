package io.pointstream.dashboards.rules;

import io.pointstream.dashboards.rules.BookKeeper.Difference;
import io.pointstream.dashboards.rules.BookKeeper.Kind;
import io.pointstream.dashboards.rules.BookKeeper.Part;
import io.pointstream.dashboards.text.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what a rule book says, and in what two differ. A construct that has no words here is shown as it is written.
 *
 * @param t the words of the language
 */
public record RuleWords(Texts t) {

    private static final List<String> WINDOWS = List.of("transaction", "day", "week", "month", "lifetime");
    private static final Pattern SPAN = Pattern.compile("(\\d+) ([a-z]+?)s?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** What a part is called. */
    public String name(Kind kind, String id) {
        return switch (kind) {
            case PROGRAM -> t.lookup("rules.program");
            case CATEGORY -> t.name("category", id);
            case TIER -> t.name("tier", id);
            case MULTIPLIER, RULE -> t.names("rule", id) ? t.name("rule", id) + " (" + id + ")" : id;
        };
    }

    /** What a rule gives: {@code 2 points per yuan}. */
    public String gives(Part rule) {
        List<String> said = new ArrayList<>();
        String fixed = rule.field("points");
        String by = rule.field("points.by");
        if (fixed != null) {
            said.add(t.say("rules.gives.points", number(fixed)));
        } else if (by != null) {
            said.add(t.say("rules.gives.table", by, table(rule, "points.table.", ": ")));
        } else {
            addScaled(rule, said);
        }
        String every = rule.field("streak.every");
        if (every != null) {
            said.add(t.say("rules.gives.streak", every, given(rule, "streak.add")));
        }
        return String.join(t.lookup("rules.and"), said);
    }

    private void addScaled(Part rule, List<String> said) {
        String quantity = String.valueOf(rule.field("points.quantity"));
        String rate = String.valueOf(rule.field("points.rate"));
        String unit = rule.field("points.unit");
        String unitName = unit == null ? "" : t.name("unit", unit);
        if (unit == null && NUMBER.matcher(quantity).matches() && rate.matches("\\d+(\\.\\d+)?")) {
            BigDecimal points = new BigDecimal(quantity).multiply(new BigDecimal(rate));
            said.add(t.say("rules.gives.points", points.stripTrailingZeros().toPlainString()));
        } else if (unit == null) {
            said.add(t.say("rules.gives.field", quantity, rate));
        } else {
            said.add(t.say(
                    rate.equals("1") ? "rules.gives.rate.one" : "rules.gives.rate", rate, t.name("unit.one", unit)));
        }
        for (int i = 1; rule.field("points.brackets." + i + ".above") != null; i++) {
            said.add(t.say(
                    "rules.gives.above",
                    given(rule, "points.brackets." + i + ".above"),
                    unitName,
                    given(rule, "points.brackets." + i + ".rate")));
        }
        add(rule, "points.countAtMost", said, "rules.gives.counted", unitName);
        if (rule.field("points.weight.by") != null) {
            said.add(t.say(
                    "rules.gives.weight",
                    given(rule, "points.weight.by"),
                    table(rule, "points.weight.factors.", " × ")));
        }
        String total = rule.field("points.ofTotal.per");
        if (total != null) {
            said.add(t.say("rules.gives.total", per(total)));
        }
        add(rule, "points.atLeast", said, "rules.gives.atLeast");
        add(rule, "points.atMost", said, "rules.gives.atMost");
    }

    private void add(Part rule, String field, List<String> said, String key, Object... more) {
        String value = rule.field(field);
        if (value != null) {
            Object[] parts = new Object[more.length + 1];
            parts[0] = number(value);
            System.arraycopy(more, 0, parts, 1, more.length);
            said.add(t.say(key, parts));
        }
    }

    private String table(Part rule, String prefix, String between) {
        return rule.fields().entrySet().stream()
                .filter(field -> field.getKey().startsWith(prefix))
                .map(field -> field.getKey().substring(prefix.length()) + between + field.getValue())
                .collect(Collectors.joining(", "));
    }

    /** What must be so for it to give, besides the condition on the event's own fields. */
    public List<String> conditions(Part rule) {
        List<String> said = new ArrayList<>();
        String tier = rule.field("tier.atLeast");
        if (tier != null) {
            said.add(t.say("rules.if.tier", t.name("tier", tier)));
        }
        if (rule.field("period.field") != null) {
            said.add(t.say(
                    "rules.if.period", given(rule, "period.field"), t.name("calendar", given(rule, "period.is"))));
        }
        String at = rule.field("reaches.at");
        if (at != null) {
            String per = per(given(rule, "reaches.per"));
            said.add(
                    rule.field("reaches.sum") != null
                            ? t.say("rules.if.sum", given(rule, "reaches.sum"), number(at), per)
                            : t.say("rules.if.distinct", given(rule, "reaches.distinct"), number(at), per));
        }
        if (rule.field("inOrder.step") != null) {
            said.add(t.say("rules.if.inOrder", given(rule, "inOrder.step"), given(rule, "inOrder.upTo")));
        }
        String once = rule.field("once.per");
        if (once != null) {
            said.add(
                    rule.field("once.key") == null
                            ? t.say("rules.if.onceAlone", per(once))
                            : t.say("rules.if.once", given(rule, "once.key"), per(once)));
        }
        return said;
    }

    /** The caps of a part: {@code 1,000 per transaction}. */
    public List<String> caps(Part part) {
        return WINDOWS.stream()
                .filter(window -> part.field("caps." + window) != null)
                .map(window ->
                        number(given(part, "caps." + window)) + " " + t.name("window", window.toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** When a part runs; empty for always. */
    public String runs(Part part) {
        String from = part.field("from");
        String until = part.field("until");
        List<String> said = new ArrayList<>();
        if (from != null) {
            said.add(t.say("rules.runs.from", from));
        }
        if (until != null) {
            said.add(t.say("rules.runs.until", until));
        }
        if (part.field("weekdays") != null) {
            said.add(t.say(
                    "rules.runs.weekdays",
                    List.of(given(part, "weekdays").split(", ", -1)).stream()
                            .map(day -> t.name("weekday", day))
                            .collect(Collectors.joining(", "))));
        }
        if (part.field("openedBy.on") != null) {
            said.add(t.say(
                    "rules.runs.opened",
                    t.name("type", given(part, "openedBy.on")),
                    value(given(part, "openedBy.lasts"))));
        }
        return String.join(t.lookup("rules.and"), said);
    }

    /** What a multiplier applies to. */
    public String targets(Part multiplier) {
        return List.of(given(multiplier, "appliesTo").split(", ", -1)).stream()
                .map(target -> t.names("category", target) ? t.name("category", target) : t.name("rule", target))
                .collect(Collectors.joining(", "));
    }

    /** Around the birthday, what a tier adds; empty for nothing. */
    public String birthday(Part tier) {
        String within = tier.field("birthday.within");
        return within == null
                ? ""
                : t.say("rules.tier.birthday", given(tier, "birthday.factor"), t.name("calendar", within));
    }

    /** The name of a field by its path; as far as it is known, the rest as it is written. */
    public String field(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
            String known = path.substring(0, end);
            if (t.names("bookfield", known)) {
                return t.name("bookfield", known) + path.substring(end).replace('.', ' ');
            }
        }
        return path;
    }

    /** A value as a book has it; times such as {@code 12 months} in words. */
    public String value(String value) {
        Matcher span = SPAN.matcher(value);
        return span.matches() && t.names("rules.span", span.group(2))
                ? t.say("rules.span." + span.group(2), span.group(1))
                : value;
    }

    /** One difference. */
    public String difference(Difference difference) {
        String part = name(difference.kind(), difference.id());
        String before = difference.before();
        String after = difference.after();
        return switch (difference.what()) {
            case ADDED -> t.say("rules.diff.added", part);
            case REMOVED -> t.say("rules.diff.removed", part);
            case MOVED ->
                after == null
                        ? t.say("rules.diff.first", part)
                        : t.say("rules.diff.behind", part, name(Kind.RULE, after));
            case CHANGED -> t.say("rules.diff.of", part, changed(field(difference.field()), before, after));
        };
    }

    private String changed(String field, @Nullable String before, @Nullable String after) {
        if (before == null) {
            return t.say("rules.diff.set", field, value(String.valueOf(after)));
        }
        return after == null
                ? t.say("rules.diff.unset", field, value(before))
                : t.say("rules.diff.changed", field, value(before), value(after));
    }

    private String per(String per) {
        return t.names("per", per) ? t.name("per", per) : t.say("rules.within", value(per));
    }

    private String number(String text) {
        return NUMBER.matcher(text).matches() ? t.number(Long.parseLong(text)) : text;
    }

    private static String given(Part part, String field) {
        String value = part.field(field);
        return value == null ? "" : value;
    }
}
