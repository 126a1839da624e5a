package io.pointstream.engine.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks and compiles the CEL expressions of rules on one event type. The variables are the event's fields; sizes are
 * bounded, there are no macros and so no loops, and no function has an effect.
 */
public final class Expressions {

    /** Longest expression, in characters. */
    public static final int MAX_CHARACTERS = 1_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseExpressionNodeCount(200)
            .maxParseRecursionDepth(32)
            .maxRegexProgramSize(1_000)
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(100)
            .build();

    private final EventFields fields;
    private final SimpleClauses simple;
    private final Cel condition;
    private final Cel amount;

    public Expressions(EventFields fields) {
        this.fields = fields;
        this.simple = new SimpleClauses(fields);
        this.condition = compiler(SimpleType.BOOL);
        this.amount = compiler(SimpleType.INT);
    }

    /**
     * A mistake in an expression.
     *
     * @param line within the expression, from 0
     * @param column within the line, from 0
     */
    public record Mistake(int line, int column, String message) {}

    /** A boolean expression; null when it has mistakes, which are added to the list. */
    public @Nullable Condition condition(String text, List<Mistake> mistakes) {
        CelAbstractSyntaxTree tree = check(condition, text, mistakes);
        if (tree == null) {
            return null;
        }
        List<Clause> tests = new ArrayList<>();
        List<Clause> computed = new ArrayList<>();
        boolean complete = true;
        for (CelExpr conjunct : conjuncts(tree.getExpr(), new ArrayList<>())) {
            Clause test = simple.compile(conjunct);
            Clause comparison = test != null ? null : simple.computed(conjunct, text);
            if (test != null) {
                tests.add(test);
            } else if (comparison != null) {
                computed.add(comparison);
            } else {
                complete = false;
            }
        }
        return complete
                ? new Condition(tests, computed, null)
                : new Condition(tests, List.of(), interpreted(condition, text, tree));
    }

    /** What can be proved of a boolean expression; null when it has mistakes, which are added to the list. */
    public @Nullable ConditionLogic logic(String text, List<Mistake> mistakes) {
        CelAbstractSyntaxTree tree = check(condition, text, mistakes);
        return tree == null ? null : new ConditionLogic(tree.getExpr(), fields);
    }

    /** A whole-number expression; null when it has mistakes, which are added to the list. */
    public @Nullable Amount amount(String text, List<Mistake> mistakes) {
        CelAbstractSyntaxTree tree = check(amount, text, mistakes);
        if (tree == null) {
            return null;
        }
        Amount compiled = simple.amount(tree.getExpr(), text);
        if (compiled != null) {
            return compiled;
        }
        return interpretedAmount(text, tree);
    }

    /** The same condition left to CEL's runtime entirely: the oracle of the compiled tests. */
    @Nullable
    Condition interpretedCondition(String text, List<Mistake> mistakes) {
        CelAbstractSyntaxTree tree = check(condition, text, mistakes);
        return tree == null ? null : new Condition(List.of(), List.of(), interpreted(condition, text, tree));
    }

    /** The same amount left to CEL's runtime. */
    @Nullable
    Amount interpretedAmount(String text, List<Mistake> mistakes) {
        CelAbstractSyntaxTree tree = check(amount, text, mistakes);
        return tree == null ? null : interpretedAmount(text, tree);
    }

    private Amount interpretedAmount(String text, CelAbstractSyntaxTree tree) {
        Interpreted interpreted = interpreted(amount, text, tree);
        return event -> (Long) interpreted.value(event);
    }

    private static @Nullable CelAbstractSyntaxTree parsed(CelValidationResult result, List<Mistake> mistakes) {
        for (CelIssue issue : result.getErrors()) {
            CelSourceLocation at = issue.getSourceLocation();
            mistakes.add(new Mistake(Math.max(0, at.getLine() - 1), Math.max(0, at.getColumn()), issue.getMessage()));
        }
        try {
            return result.hasError() ? null : result.getAst();
        } catch (CelValidationException e) {
            throw new AssertionError("a result without errors has a tree", e);
        }
    }

    private @Nullable CelAbstractSyntaxTree check(Cel cel, String text, List<Mistake> mistakes) {
        if (text.length() > MAX_CHARACTERS) {
            mistakes.add(new Mistake(0, 0, "expression is too long: at most " + MAX_CHARACTERS + " characters"));
            return null;
        }
        CelAbstractSyntaxTree tree = parsed(cel.compile(text), mistakes);
        if (tree == null) {
            return null;
        }
        int before = mistakes.size();
        checkChoices(tree, tree.getExpr(), mistakes);
        return mistakes.size() == before ? tree : null;
    }

    /** A choice compared with a text that it can never be is a slip of the pen, though CEL sees two strings. */
    private void checkChoices(CelAbstractSyntaxTree tree, CelExpr expr, List<Mistake> mistakes) {
        if (expr.getKind() != Kind.CALL) {
            return;
        }
        List<CelExpr> args = expr.call().args();
        if (args.size() == 2) {
            checkChoice(tree, args.get(0), args.get(1), mistakes);
            checkChoice(tree, args.get(1), args.get(0), mistakes);
        }
        expr.call().target().ifPresent(target -> checkChoices(tree, target, mistakes));
        args.forEach(arg -> checkChoices(tree, arg, mistakes));
    }

    private void checkChoice(CelAbstractSyntaxTree tree, CelExpr ident, CelExpr other, List<Mistake> mistakes) {
        if (ident.getKind() != Kind.IDENT || !(fields.field(ident.ident().name()) instanceof Field.Choice choice)) {
            return;
        }
        List<CelExpr> constants = other.getKind() == Kind.LIST ? other.list().elements() : ImmutableList.of(other);
        for (CelExpr constant : constants) {
            if (constant.getKind() == Kind.CONSTANT
                    && constant.constant().getKind() == CelConstant.Kind.STRING_VALUE
                    && !choice.values().contains(constant.constant().stringValue())) {
                int offset = tree.getSource().getPositionsMap().getOrDefault(constant.id(), 0);
                CelSourceLocation at =
                        tree.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.of(1, 0));
                mistakes.add(new Mistake(
                        at.getLine() - 1,
                        at.getColumn(),
                        "'" + constant.constant().stringValue() + "' is no value of " + choice.name()
                                + "; it is one of " + String.join(", ", choice.values())));
            }
        }
    }

    private static List<CelExpr> conjuncts(CelExpr expr, List<CelExpr> into) {
        if (expr.getKind() == Kind.CALL && expr.call().function().equals("_&&_")) {
            expr.call().args().forEach(arg -> conjuncts(arg, into));
        } else {
            into.add(expr);
        }
        return into;
    }

    private Interpreted interpreted(Cel cel, String text, CelAbstractSyntaxTree tree) {
        try {
            return new Interpreted(text, fields, cel.createProgram(tree));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked expression has a program: " + text, e);
        }
    }

    private Cel compiler(CelType result) {
        CelBuilder builder = CelFactory.plannerCelBuilder().setOptions(OPTIONS).setResultType(result);
        for (Field field : fields.all()) {
            builder.addVar(field.name(), typeOf(field));
        }
        return builder.build();
    }

    private static CelType typeOf(Field field) {
        return switch (field) {
            case Field.Text text -> SimpleType.STRING;
            case Field.Choice choice -> SimpleType.STRING;
            case Field.Whole whole -> SimpleType.INT;
            case Field.Real real -> SimpleType.DOUBLE;
            case Field.Flag flag -> SimpleType.BOOL;
        };
    }
}
