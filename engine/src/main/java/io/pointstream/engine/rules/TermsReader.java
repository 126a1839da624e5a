package io.pointstream.engine.rules;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Redemption.Kind;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.expression.Amount;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.expression.EventFields;
import io.pointstream.engine.expression.Expressions;
import io.pointstream.engine.expression.Expressions.Mistake;
import io.pointstream.engine.ledger.Credited;
import io.pointstream.engine.rules.RedemptionTerms.CreditTerms;
import io.pointstream.engine.rules.RedemptionTerms.KindTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the sections on refunds, expiry and redemption. Each may be left out, and is then null. */
final class TermsReader {

    private static final Duration LONGEST = Duration.ofDays(3660);
    private static final Pattern UNIT = Pattern.compile("[^\\p{Cntrl}]{1,20}");
    private static final int MOST_A_DAY = 1_000_000;
    private static final int MOST_DAYS = 3_660;

    private final Problems problems;
    private final YamlValues values;

    TermsReader(Problems problems) {
        this.problems = problems;
        this.values = new YamlValues(problems);
    }

    /** {@code { paymentMemory: 365 days, beforePayment: 3 days }} */
    @Nullable
    RefundTerms refunds(@Nullable Node node, @Nullable Duration lateness) {
        YamlMap map = node == null ? null : YamlMap.of(node, "refunds", problems);
        if (map == null) {
            return null;
        }
        Duration paymentMemory = values.duration(map.required("paymentMemory"), "paymentMemory", LONGEST);
        Duration beforePayment = values.duration(map.required("beforePayment"), "beforePayment", LONGEST);
        map.rejectUnknown();
        return paymentMemory == null || beforePayment == null || lateness == null
                ? null
                : RefundTerms.of(paymentMemory, beforePayment, lateness);
    }

    /** {@code { noticeDays: 7 }}: how many days before their expiry the owner is told; null: never. */
    @Nullable
    Integer noticeDays(@Nullable Node node) {
        YamlMap map = node == null ? null : YamlMap.of(node, "expiry", problems);
        if (map == null) {
            return null;
        }
        Integer days = integer(values.whole(map.required("noticeDays"), "noticeDays", 0, MOST_DAYS));
        map.rejectUnknown();
        return days;
    }

    @Nullable
    RedemptionTerms redemption(@Nullable Node node) {
        YamlMap map = node == null ? null : YamlMap.of(node, "redemption", problems);
        if (map == null) {
            return null;
        }
        Duration answerWithin = values.duration(map.required("answerWithin"), "answerWithin", LONGEST);
        Duration refundWithin = values.duration(map.required("refundWithin"), "refundWithin", LONGEST);
        Integer returnedDays = integer(values.whole(map.required("returnedDays"), "returnedDays", 0, MOST_DAYS));
        Long reviewFrom = values.whole(map.required("reviewFrom"), "reviewFrom", 1, CapReader.MAX_POINTS);
        Expressions expressions =
                new Expressions(Objects.requireNonNull(EventFields.of(EventType.REDEMPTION_REQUESTED)));
        Map<Kind, KindTerms> kinds =
                named(map.required("kinds"), "kinds", Kind.class, (kind, of) -> kind(of, kind, expressions));
        map.rejectUnknown();
        return answerWithin == null || refundWithin == null || returnedDays == null || reviewFrom == null
                ? null
                : new RedemptionTerms(answerWithin, refundWithin, returnedDays, reviewFrom, kinds);
    }

    private @Nullable KindTerms kind(Node node, Kind kind, Expressions expressions) {
        YamlMap map = YamlMap.of(node, "a kind of redemption", problems);
        if (map == null) {
            return null;
        }
        Long minimum = values.whole(map.required("minimum"), "minimum", 1, CapReader.MAX_POINTS);
        Integer perDay = integer(values.whole(map.optional("perDay"), "perDay", 0, MOST_A_DAY));
        Node whenNode = map.optional("when");
        Condition when = whenNode == null ? Condition.ALWAYS : condition(whenNode, expressions);
        Node surchargeNode = map.optional("surcharge");
        Amount surcharge = surchargeNode == null ? null : amount(surchargeNode, expressions);
        CreditTerms credit = null;
        Map<Partner, CreditTerms> partners = Map.of();
        if (kind == Kind.PARTNER) {
            partners = named(map.required("partners"), "partners", Partner.class, (partner, of) -> credit(of));
        } else {
            Node creditNode = map.required("credit");
            credit = creditNode == null ? null : credit(creditNode);
        }
        map.rejectUnknown();
        if (minimum == null || when == null) {
            return null;
        }
        String text = whenNode instanceof ScalarNode scalar ? scalar.getValue() : "true";
        return new KindTerms(minimum, perDay, when, text, surcharge, credit, partners);
    }

    /** {@code { rate: 0.8, unit: bean, when: at_once }} */
    private @Nullable CreditTerms credit(Node node) {
        YamlMap map = YamlMap.of(node, "a credit", problems);
        if (map == null) {
            return null;
        }
        ExactDecimal rate = values.decimal(map.required("rate"), "rate");
        String unit = values.name(map.required("unit"), "unit", UNIT);
        Credited.When when = values.choice(map.required("when"), "when", List.of(Credited.When.values()));
        map.rejectUnknown();
        return rate == null || unit == null || when == null ? null : new CreditTerms(rate, unit, when);
    }

    private @Nullable Condition condition(Node node, Expressions expressions) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, "when must be an expression");
            return null;
        }
        List<Mistake> mistakes = new ArrayList<>();
        Condition condition = expressions.condition(scalar.getValue(), mistakes);
        mistakes.forEach(mistake -> problems.in(scalar, mistake));
        return condition;
    }

    private @Nullable Amount amount(Node node, Expressions expressions) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, "surcharge must be an expression");
            return null;
        }
        List<Mistake> mistakes = new ArrayList<>();
        Amount amount = expressions.amount(scalar.getValue(), mistakes);
        mistakes.forEach(mistake -> problems.in(scalar, mistake));
        return amount;
    }

    /** A mapping whose names are those of an enum. */
    private <E extends Enum<E>, V> Map<E, V> named(
            @Nullable Node node, String what, Class<E> names, BiFunction<E, Node, @Nullable V> read) {
        Map<E, V> all = new EnumMap<>(names);
        YamlMap map = node == null ? null : YamlMap.of(node, what, problems);
        if (map == null) {
            return all;
        }
        for (E name : names.getEnumConstants()) {
            Node value = map.optional(name.name());
            V entry = value == null ? null : read.apply(name, value);
            if (entry != null) {
                all.put(name, entry);
            }
        }
        map.rejectUnknown();
        if (all.isEmpty() && problems.isEmpty()) {
            problems.at(
                    map.node(),
                    what + " names none of "
                            + Arrays.stream(names.getEnumConstants())
                                    .map(Enum::name)
                                    .collect(Collectors.joining(", ")));
        }
        return all;
    }

    private static @Nullable Integer integer(@Nullable Long value) {
        return value == null ? null : Math.toIntExact(value);
    }
}
