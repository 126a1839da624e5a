package io.pointstream.engine.rules;

import io.pointstream.engine.event.EventType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single values. Each method gives null, with a problem, for a value of the wrong kind; and null for null. */
final class YamlValues {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,5}) (second|minute|hour|day|month)s?");

    private final Problems problems;

    YamlValues(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    String text(@Nullable Node node, String what) {
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue();
        }
        problems.at(node, what + " must be text");
        return null;
    }

    /** A name of the given form. */
    @Nullable
    String name(@Nullable Node node, String what, Pattern form) {
        String text = text(node, what);
        if (node == null || text == null) {
            return null;
        }
        if (form.matcher(text).matches()) {
            return text;
        }
        problems.at(node, what + " '" + text + "' must look like " + form);
        return null;
    }

    @Nullable
    Long whole(@Nullable Node node, String what, long min, long max) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.INT)) {
            problems.at(node, what + " must be a whole number");
            return null;
        }
        BigDecimal number = new BigDecimal(scalar.getValue());
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            problems.at(node, what + " must be between " + min + " and " + max + ", not " + scalar.getValue());
            return null;
        }
        return number.longValueExact();
    }

    /** A decimal number of any size, written in at most 20 characters. */
    @Nullable
    BigDecimal number(@Nullable Node node, String what) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)
                || !(scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
            problems.at(node, what + " must be a decimal number");
            return null;
        }
        if (scalar.getValue().length() > 20) {
            problems.at(node, what + " is too many digits: " + scalar.getValue());
            return null;
        }
        try {
            return new BigDecimal(scalar.getValue());
        } catch (NumberFormatException e) {
            problems.at(node, what + " must be a decimal number such as 1.5, not " + scalar.getValue());
            return null;
        }
    }

    @Nullable
    ExactDecimal decimal(@Nullable Node node, String what) {
        BigDecimal number = number(node, what);
        if (node == null || number == null) {
            return null;
        }
        try {
            return ExactDecimal.of(number);
        } catch (ArithmeticException e) {
            problems.at(node, what + " is " + e.getMessage());
            return null;
        }
    }

    /** A factor of at least 1. */
    @Nullable
    Factor factor(@Nullable Node node, String what) {
        ExactDecimal factor = decimal(node, what);
        if (node != null && factor != null && factor.minusOne().unscaled() < 0) {
            problems.at(node, what + " must be at least 1");
        }
        return factor == null ? null : new Factor(factor);
    }

    @Nullable
    Boolean flag(@Nullable Node node, String what) {
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(scalar.getValue().toLowerCase(Locale.ROOT));
        }
        problems.at(node, what + " must be true or false");
        return null;
    }

    /** A scalar as it is written, or null for anything else. */
    @Nullable
    String plain(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    @Nullable
    EventType eventType(@Nullable Node node, String what) {
        String name = text(node, what);
        EventType type = name == null ? null : EventType.of(name);
        if (node != null && name != null && type == null) {
            problems.at(node, "unknown event type '" + name + "'");
        }
        return type;
    }

    /** One of an enum's names, as they are. */
    <E extends Enum<E>> @Nullable E upperCase(@Nullable Node node, String what, List<E> allowed) {
        String text = text(node, what);
        if (node == null || text == null) {
            return null;
        }
        for (E value : allowed) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        problems.at(
                node,
                what + " must be one of "
                        + String.join(", ", allowed.stream().map(Enum::name).toList())
                        + ", not '" + text + "'");
        return null;
    }

    /** One of an enum's names, written in lower case. */
    <E extends Enum<E>> @Nullable E choice(@Nullable Node node, String what, List<E> allowed) {
        String text = text(node, what);
        if (node == null || text == null) {
            return null;
        }
        for (E value : allowed) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        problems.at(node, what + " must be one of " + lowerCase(allowed) + ", not '" + text + "'");
        return null;
    }

    /** Such as {@code 3 days}; no months, whose length varies. */
    @Nullable
    Duration duration(@Nullable Node node, String what, Duration max) {
        String text = text(node, what);
        if (node == null || text == null) {
            return null;
        }
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches() || matcher.group(2).equals("month")) {
            problems.at(node, what + " must be a time such as '3 days' or '72 hours', not '" + text + "'");
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "second" -> Duration.ofSeconds(amount);
            case "minute" -> Duration.ofMinutes(amount);
            case "hour" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        if (duration.compareTo(max) > 0) {
            problems.at(node, what + " must be at most " + max.toDays() + " days");
            return null;
        }
        return duration;
    }

    /** Such as {@code 12 months} or {@code 30 days}. */
    @Nullable
    Validity validity(@Nullable Node node, String what) {
        String text = text(node, what);
        if (node == null || text == null) {
            return null;
        }
        Matcher matcher = SPAN.matcher(text);
        if (matcher.matches()) {
            int amount = Integer.parseInt(matcher.group(1));
            if (matcher.group(2).equals("month") && amount <= 120) {
                return new Validity(amount, Validity.Unit.MONTHS);
            }
            if (matcher.group(2).equals("day") && amount <= 3660) {
                return new Validity(amount, Validity.Unit.DAYS);
            }
        }
        problems.at(node, what + " must be up to '120 months' or '3660 days', not '" + text + "'");
        return null;
    }

    /** The fields {@code from} and {@code until} of a mapping; null when it has neither. */
    @Nullable
    Span span(YamlMap map, ZoneId zone) {
        Node untilNode = map.optional("until");
        Instant from = instant(map.optional("from"), "from", zone);
        Instant until = instant(untilNode, "until", zone);
        if (untilNode != null && from != null && until != null && !from.isBefore(until)) {
            problems.at(untilNode, "until must be after from");
        }
        return from == null && until == null ? null : new Span(from, until);
    }

    /** A local date, which is its first instant, or a date and time with an offset. */
    private @Nullable Instant instant(@Nullable Node node, String what, ZoneId zone) {
        String text = text(node, what);
        if (node == null || text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            problems.at(
                    node,
                    what + " must be a date such as 2026-02-17 or a time such as 2026-02-17T08:00:00+08:00, not '"
                            + text + "'");
            return null;
        }
    }

    /** The elements of a list of at most so many; none, with a problem, for what is no such list. */
    List<Node> list(@Nullable Node node, String what, int max) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problems.at(node, what + " must be a list");
            return List.of();
        }
        if (sequence.getValue().size() > max) {
            problems.at(node, what + " has more than " + max + " entries");
            return List.of();
        }
        return sequence.getValue();
    }

    /** The elements of a list; a single value counts as a list of one. */
    List<Node> elements(@Nullable Node node) {
        return switch (node) {
            case null -> List.of();
            case SequenceNode sequence -> sequence.getValue();
            default -> List.of(node);
        };
    }

    private static <E extends Enum<E>> String lowerCase(List<E> values) {
        return String.join(
                ", ",
                values.stream().map(v -> v.name().toLowerCase(Locale.ROOT)).toList());
    }
}
