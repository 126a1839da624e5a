package io.pointstream.engine.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.pointstream.engine.event.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the simple subset of checked CEL trees: comparisons of fields and constants, membership in a list of
 * constants, flags, and, or, not; and whole-number arithmetic with its comparisons. Everything else is left to CEL's runtime, which is the oracle in a property test.
 */
final class SimpleClauses {

    private final EventFields fields;

    SimpleClauses(EventFields fields) {
        this.fields = fields;
    }

    /** The compiled test, or null when the tree is outside the subset. */
    @Nullable
    Clause compile(CelExpr expr) {
        if (expr.getKind() == Kind.IDENT) {
            return fields.field(expr.ident().name()) instanceof Field.Flag flag ? flag.get()::test : null;
        }
        if (expr.getKind() != Kind.CALL || expr.call().target().isPresent()) {
            return null;
        }
        String function = expr.call().function();
        List<CelExpr> args = expr.call().args();
        return switch (function) {
            case "_&&_" -> both(compile(args.get(0)), compile(args.get(1)));
            case "_||_" -> either(compile(args.get(0)), compile(args.get(1)));
            case "!_" -> not(compile(args.get(0)));
            case "@in" -> in(args.get(0), args.get(1));
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" -> comparison(function, args.get(0), args.get(1));
            default -> null;
        };
    }

    /**
     * A comparison whose sides are computed, which may have no value for an event; null when the tree is outside the
     * subset.
     */
    @Nullable
    Clause computed(CelExpr expr, String text) {
        if (expr.getKind() != Kind.CALL || expr.call().args().size() != 2) {
            return null;
        }
        Amount left = amount(expr.call().args().get(0), text);
        Amount right = amount(expr.call().args().get(1), text);
        return left == null || right == null ? null : wholes(expr.call().function(), left::of, right::of);
    }

    /**
     * Whole-number arithmetic as CEL does it: a result beyond 64 bits, or a division by zero, is no value. Null when the
     * tree is outside the subset.
     */
    @Nullable
    Amount amount(CelExpr expr, String text) {
        ToLongFunction<Event> whole = whole(expr);
        if (whole != null) {
            return whole::applyAsLong;
        }
        if (expr.getKind() != Kind.CALL
                || expr.call().target().isPresent()
                || expr.call().args().size() != 2) {
            return null;
        }
        Amount left = amount(expr.call().args().get(0), text);
        Amount right = amount(expr.call().args().get(1), text);
        LongBinaryOperator operator = switch (expr.call().function()) {
            case "_+_" -> Math::addExact;
            case "_-_" -> Math::subtractExact;
            case "_*_" -> Math::multiplyExact;
            case "_/_" -> Math::divideExact;
            default -> null;
        };
        if (left == null || right == null || operator == null) {
            return null;
        }
        return event -> {
            try {
                return operator.applyAsLong(left.of(event), right.of(event));
            } catch (ArithmeticException e) {
                throw new ExpressionFailure(text, String.valueOf(e.getMessage()));
            }
        };
    }

    private static @Nullable Clause both(@Nullable Clause left, @Nullable Clause right) {
        return left == null || right == null ? null : event -> left.holds(event) && right.holds(event);
    }

    private static @Nullable Clause either(@Nullable Clause left, @Nullable Clause right) {
        return left == null || right == null ? null : event -> left.holds(event) || right.holds(event);
    }

    private static @Nullable Clause not(@Nullable Clause test) {
        return test == null ? null : event -> !test.holds(event);
    }

    private @Nullable Clause in(CelExpr element, CelExpr list) {
        Field field =
                element.getKind() == Kind.IDENT ? fields.field(element.ident().name()) : null;
        if (field == null || field instanceof Field.Real || list.getKind() != Kind.LIST) {
            return null;
        }
        Set<Object> values = new HashSet<>();
        for (CelExpr value : list.list().elements()) {
            if (isText(value)) {
                values.add(value.constant().stringValue());
            } else if (isConstant(value, CelConstant.Kind.INT64_VALUE)) {
                values.add(value.constant().int64Value());
            } else {
                return null;
            }
        }
        return event -> values.contains(field.value(event));
    }

    private @Nullable Clause comparison(String operator, CelExpr left, CelExpr right) {
        Clause equality = equality(operator, left, right);
        if (equality != null) {
            return equality;
        }
        Function<Event, String> leftText = text(left);
        Function<Event, String> rightText = text(right);
        if (leftText != null && rightText != null) {
            return switch (operator) {
                case "_==_" -> event -> leftText.apply(event).equals(rightText.apply(event));
                case "_!=_" -> event -> !leftText.apply(event).equals(rightText.apply(event));
                default -> null;
            };
        }
        ToLongFunction<Event> leftWhole = whole(left);
        ToLongFunction<Event> rightWhole = whole(right);
        if (leftWhole != null && rightWhole != null) {
            return wholes(operator, leftWhole, rightWhole);
        }
        ToDoubleFunction<Event> leftReal = real(left);
        ToDoubleFunction<Event> rightReal = real(right);
        return leftReal != null && rightReal != null ? reals(operator, leftReal, rightReal) : null;
    }

    private @Nullable Clause equality(String operator, CelExpr left, CelExpr right) {
        if (!operator.equals("_==_")) {
            return null;
        }
        boolean swapped = left.getKind() == Kind.CONSTANT;
        CelExpr ident = swapped ? right : left;
        CelExpr constant = swapped ? left : right;
        if (ident.getKind() != Kind.IDENT || !isText(constant)) {
            return null;
        }
        Field field = fields.field(ident.ident().name());
        return field == null
                ? null
                : new Clause.Equality(field, constant.constant().stringValue());
    }

    private static @Nullable Clause wholes(String operator, ToLongFunction<Event> left, ToLongFunction<Event> right) {
        return switch (operator) {
            case "_==_" -> event -> left.applyAsLong(event) == right.applyAsLong(event);
            case "_!=_" -> event -> left.applyAsLong(event) != right.applyAsLong(event);
            case "_<_" -> event -> left.applyAsLong(event) < right.applyAsLong(event);
            case "_<=_" -> event -> left.applyAsLong(event) <= right.applyAsLong(event);
            case "_>_" -> event -> left.applyAsLong(event) > right.applyAsLong(event);
            case "_>=_" -> event -> left.applyAsLong(event) >= right.applyAsLong(event);
            default -> null;
        };
    }

    private static @Nullable Clause reals(
            String operator, ToDoubleFunction<Event> left, ToDoubleFunction<Event> right) {
        return switch (operator) {
            case "_==_" -> event -> left.applyAsDouble(event) == right.applyAsDouble(event);
            case "_!=_" -> event -> left.applyAsDouble(event) != right.applyAsDouble(event);
            case "_<_" -> event -> left.applyAsDouble(event) < right.applyAsDouble(event);
            case "_<=_" -> event -> left.applyAsDouble(event) <= right.applyAsDouble(event);
            case "_>_" -> event -> left.applyAsDouble(event) > right.applyAsDouble(event);
            case "_>=_" -> event -> left.applyAsDouble(event) >= right.applyAsDouble(event);
            default -> null;
        };
    }

    private @Nullable Function<Event, String> text(CelExpr expr) {
        if (isText(expr)) {
            String constant = expr.constant().stringValue();
            return event -> constant;
        }
        return switch (field(expr)) {
            case Field.Text text -> text.get();
            case Field.Choice choice -> choice.get();
            case null, default -> null;
        };
    }

    private @Nullable ToLongFunction<Event> whole(CelExpr expr) {
        if (isConstant(expr, CelConstant.Kind.INT64_VALUE)) {
            long constant = expr.constant().int64Value();
            return event -> constant;
        }
        return field(expr) instanceof Field.Whole whole ? whole.get() : null;
    }

    private @Nullable ToDoubleFunction<Event> real(CelExpr expr) {
        if (isConstant(expr, CelConstant.Kind.DOUBLE_VALUE)) {
            double constant = expr.constant().doubleValue();
            return event -> constant;
        }
        return field(expr) instanceof Field.Real real ? real.get() : null;
    }

    private @Nullable Field field(CelExpr expr) {
        return expr.getKind() == Kind.IDENT ? fields.field(expr.ident().name()) : null;
    }

    private static boolean isText(CelExpr expr) {
        return isConstant(expr, CelConstant.Kind.STRING_VALUE);
    }

    private static boolean isConstant(CelExpr expr, CelConstant.Kind kind) {
        return expr.getKind() == Kind.CONSTANT && expr.constant().getKind() == kind;
    }
}
