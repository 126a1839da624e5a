package io.pointstream.engine.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.pointstream.engine.expression.Domain.Answer;
import io.pointstream.engine.expression.Domain.Answers;
import io.pointstream.engine.expression.Domain.Reals;
import io.pointstream.engine.expression.Domain.Texts;
import io.pointstream.engine.expression.Domain.Wholes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be proved of a checked condition without an event. Comparisons of a field with a constant are understood; any
 * other part counts as a question of its own, which has one answer for one event. What is not proved may still be so.
 */
public final class ConditionLogic {

    /** A whole number of this size or more is not exact as a double. */
    private static final long EXACT_DOUBLE = 1L << 53;

    /** The condition of a rule without one. */
    public static final ConditionLogic ALWAYS = new ConditionLogic(null, null);

    private final @Nullable CelExpr expr;
    private final @Nullable EventFields fields;

    ConditionLogic(@Nullable CelExpr expr, @Nullable EventFields fields) {
        this.expr = expr;
        this.fields = fields;
    }

    /** Whether it is proved that the condition holds for no event. */
    public boolean neverHolds() {
        return cases(Claim.TRUE).isNone();
    }

    /** Whether it is proved that for every event for which this condition holds, one of the others does. */
    public boolean impliesOneOf(List<ConditionLogic> others) {
        Cases left = cases(Claim.TRUE);
        for (ConditionLogic other : others) {
            if (left.isNone()) {
                return true;
            }
            left = left.and(other.cases(Claim.NOT_TRUE));
        }
        return left.isNone();
    }

    /** What is claimed of a boolean expression. An expression without a value is neither true nor false. */
    private enum Claim {
        TRUE(Answer.TRUE),
        FALSE(Answer.FALSE),
        NOT_TRUE(Answer.FALSE, Answer.NONE),
        NOT_FALSE(Answer.TRUE, Answer.NONE);

        private final Set<Answer> answers;

        Claim(Answer first, Answer... more) {
            answers = EnumSet.of(first, more);
        }

        /** The same claim of the expression behind a not. */
        Claim inverse() {
            return switch (this) {
                case TRUE -> FALSE;
                case FALSE -> TRUE;
                case NOT_TRUE -> NOT_FALSE;
                case NOT_FALSE -> NOT_TRUE;
            };
        }

        /** Whether it holds of an expression with this value. */
        boolean holdsOf(boolean value) {
            return answers.contains(value ? Answer.TRUE : Answer.FALSE);
        }
    }

    private Cases cases(Claim claim) {
        return expr == null ? constant(true, claim) : cases(expr, claim);
    }

    private static Cases constant(boolean value, Claim claim) {
        return claim.holdsOf(value) ? Cases.ANY : Cases.NONE;
    }

    /** The cases in which the claim holds of the expression. */
    private Cases cases(CelExpr part, Claim claim) {
        if (isConstant(part, CelConstant.Kind.BOOLEAN_VALUE)) {
            return constant(part.constant().booleanValue(), claim);
        }
        Cases understood =
                part.getKind() == Kind.CALL && part.call().target().isEmpty() ? call(part, claim) : flag(part, claim);
        return understood == null ? Cases.of(name(part), new Answers(claim.answers)) : understood;
    }

    private @Nullable Cases flag(CelExpr part, Claim claim) {
        return field(part) instanceof Field.Flag flag
                ? Cases.of(flag.name(), new Answers(EnumSet.of(claim.holdsOf(true) ? Answer.TRUE : Answer.FALSE)))
                : null;
    }

    private @Nullable Cases call(CelExpr part, Claim claim) {
        List<CelExpr> args = part.call().args();
        return switch (part.call().function()) {
            case "_&&_" -> junction(args, claim, claim == Claim.TRUE || claim == Claim.NOT_FALSE);
            case "_||_" -> junction(args, claim, claim == Claim.FALSE || claim == Claim.NOT_TRUE);
            case "!_" -> cases(args.getFirst(), claim.inverse());
            case "_?_:_" -> choice(args.get(0), args.get(1), args.get(2), claim);
            case "@in" -> in(args.get(0), args.get(1), claim);
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" ->
                comparison(part.call().function(), args.get(0), args.get(1), claim);
            default -> null;
        };
    }

    /** {@code a && b} is true when both are and false when either is, whatever the other comes to; {@code ||} likewise. */
    private Cases junction(List<CelExpr> args, Claim claim, boolean all) {
        Cases cases = cases(args.getFirst(), claim);
        for (CelExpr arg : args.subList(1, args.size())) {
            Cases more = cases(arg, claim);
            cases = all ? cases.and(more) : cases.or(more);
        }
        return cases;
    }

    private Cases choice(CelExpr condition, CelExpr then, CelExpr otherwise, Claim claim) {
        if (claim == Claim.TRUE || claim == Claim.FALSE) {
            return cases(condition, Claim.TRUE)
                    .and(cases(then, claim))
                    .or(cases(condition, Claim.FALSE).and(cases(otherwise, claim)));
        }
        return cases(condition, Claim.NOT_TRUE)
                .or(cases(then, claim))
                .and(cases(condition, Claim.NOT_FALSE).or(cases(otherwise, claim)));
    }

    private @Nullable Cases in(CelExpr element, CelExpr list, Claim claim) {
        if (list.getKind() != Kind.LIST) {
            return null;
        }
        List<CelExpr> values = list.list().elements();
        if (values.isEmpty()) {
            return constant(false, claim);
        }
        boolean among = claim.holdsOf(true);
        if (values.stream().allMatch(ConditionLogic::isText)) {
            Set<String> texts =
                    values.stream().map(value -> value.constant().stringValue()).collect(Collectors.toSet());
            return texts(element, texts, among);
        }
        if (field(element) instanceof Field.Whole whole && values.stream().allMatch(ConditionLogic::isWhole)) {
            List<Wholes.Span> spans = values.stream()
                    .mapToLong(value -> value.constant().int64Value())
                    .distinct()
                    .sorted()
                    .mapToObj(value -> new Wholes.Span(value, value))
                    .toList();
            return wholes(whole, new Wholes(spans), among);
        }
        return null;
    }

    private @Nullable Cases comparison(String operator, CelExpr left, CelExpr right, Claim claim) {
        if (left.getKind() == Kind.CONSTANT && right.getKind() == Kind.CONSTANT) {
            return ofConstants(operator, left.constant(), right.constant(), claim);
        }
        if (left.getKind() == Kind.CONSTANT) {
            return comparison(mirrored(operator), right, left, claim);
        }
        boolean equal = operator.equals("_==_");
        boolean equality = equal || operator.equals("_!=_");
        if (equality && isConstant(right, CelConstant.Kind.BOOLEAN_VALUE)) {
            return cases(left, right.constant().booleanValue() == equal ? claim : claim.inverse());
        }
        boolean holds = claim.holdsOf(true);
        if (equality && isText(right)) {
            return texts(left, Set.of(right.constant().stringValue()), equal == holds);
        }
        if (isWhole(right) && field(left) instanceof Field.Whole whole) {
            return wholes(whole, wholes(operator, right.constant().int64Value()), holds);
        }
        Double number = real(right);
        if (number != null && field(left) instanceof Field.Real real) {
            Reals reals = holds ? reals(operator, number) : denied(operator, number);
            return Cases.of(real.name(), reals);
        }
        return null;
    }

    private static @Nullable Cases ofConstants(String operator, CelConstant left, CelConstant right, Claim claim) {
        if (left.getKind() != right.getKind()) {
            return null;
        }
        if (operator.equals("_==_") || operator.equals("_!=_")) {
            boolean comparable = left.getKind() != CelConstant.Kind.DOUBLE_VALUE;
            return comparable ? constant(left.equals(right) == operator.equals("_==_"), claim) : null;
        }
        if (left.getKind() != CelConstant.Kind.INT64_VALUE) {
            return null;
        }
        Wholes allowed = wholes(operator, right.int64Value());
        return constant(
                !allowed.and(Wholes.of(left.int64Value(), left.int64Value())).isEmpty(), claim);
    }

    private @Nullable Cases texts(CelExpr subject, Set<String> values, boolean among) {
        return switch (field(subject)) {
            case Field.Text text -> Cases.of(text.name(), new Texts(values, !among));
            case Field.Choice choice -> {
                Set<String> left = new HashSet<>(choice.values());
                left.removeIf(value -> values.contains(value) != among);
                yield Cases.of(choice.name(), new Texts(left, false));
            }
            case null, default -> null;
        };
    }

    private static Cases wholes(Field.Whole field, Wholes values, boolean among) {
        return Cases.of(field.name(), among ? values : values.inverse());
    }

    private static Wholes wholes(String operator, long limit) {
        return switch (operator) {
            case "_==_" -> Wholes.of(limit, limit);
            case "_!=_" -> Wholes.of(limit, limit).inverse();
            case "_<=_" -> Wholes.of(Long.MIN_VALUE, limit);
            case "_>_" -> Wholes.of(Long.MIN_VALUE, limit).inverse();
            case "_>=_" -> Wholes.of(limit, Long.MAX_VALUE);
            case "_<_" -> Wholes.of(limit, Long.MAX_VALUE).inverse();
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static Reals reals(String operator, double limit) {
        return switch (operator) {
            case "_==_" -> new Reals(limit, false, limit, false, false);
            case "_<=_" -> new Reals(Double.NEGATIVE_INFINITY, false, limit, false, false);
            case "_<_" -> new Reals(Double.NEGATIVE_INFINITY, false, limit, true, false);
            case "_>=_" -> new Reals(limit, false, Double.POSITIVE_INFINITY, false, false);
            case "_>_" -> new Reals(limit, true, Double.POSITIVE_INFINITY, false, false);
            // One number less in the middle is not told apart.
            default -> Reals.ALL;
        };
    }

    private static Reals denied(String operator, double limit) {
        return switch (operator) {
            case "_!=_" -> reals("_==_", limit);
            case "_==_" -> Reals.ALL;
            default -> {
                Reals opposite = reals(
                        switch (operator) {
                            case "_<_" -> "_>=_";
                            case "_<=_" -> "_>_";
                            case "_>_" -> "_<=_";
                            default -> "_<_";
                        },
                        limit);
                yield new Reals(opposite.low(), opposite.lowOpen(), opposite.high(), opposite.highOpen(), true);
            }
        };
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "_<_" -> "_>_";
            case "_<=_" -> "_>=_";
            case "_>_" -> "_<_";
            case "_>=_" -> "_<=_";
            default -> operator;
        };
    }

    private static @Nullable Double real(CelExpr expr) {
        if (isConstant(expr, CelConstant.Kind.DOUBLE_VALUE)) {
            double value = expr.constant().doubleValue();
            return Double.isNaN(value) ? null : value;
        }
        if (isWhole(expr) && Math.abs(expr.constant().int64Value()) < EXACT_DOUBLE) {
            return (double) expr.constant().int64Value();
        }
        return null;
    }

    private @Nullable Field field(CelExpr expr) {
        return fields != null && expr.getKind() == Kind.IDENT
                ? fields.field(expr.ident().name())
                : null;
    }

    private static boolean isText(CelExpr expr) {
        return isConstant(expr, CelConstant.Kind.STRING_VALUE);
    }

    private static boolean isWhole(CelExpr expr) {
        return isConstant(expr, CelConstant.Kind.INT64_VALUE);
    }

    private static boolean isConstant(CelExpr expr, CelConstant.Kind kind) {
        return expr.getKind() == Kind.CONSTANT && expr.constant().getKind() == kind;
    }

    /** A name under which equal expressions, and only those, are one subject; no field has such a name. */
    private static String name(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT -> "(" + expr.constant().getKind() + " " + quoted(expr.constant()) + ")";
            case IDENT -> "(" + expr.ident().name() + ")";
            case LIST -> "([]" + names(expr.list().elements()) + ")";
            case CALL -> {
                List<CelExpr> all = new ArrayList<>();
                expr.call().target().ifPresent(all::add);
                all.addAll(expr.call().args());
                String function = (expr.call().target().isPresent() ? "." : "")
                        + expr.call().function();
                yield "(" + function + names(all) + ")";
            }
            default -> "(?" + expr + ")";
        };
    }

    private static String names(List<CelExpr> parts) {
        return parts.stream().map(part -> " " + name(part)).collect(Collectors.joining());
    }

    /** The text with its length, so that no text can look like an end of the name. */
    private static String quoted(CelConstant constant) {
        String text = constant.toString();
        return text.length() + ":" + text;
    }
}
