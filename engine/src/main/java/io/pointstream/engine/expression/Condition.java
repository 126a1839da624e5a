package io.pointstream.engine.expression;

import io.pointstream.engine.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition: compiled tests that must all hold, computed ones that may have no value, and what is left for CEL's
 * runtime, asked last. The order changes no answer, since both `false && error` and `error && false` are false in CEL.
 */
public final class Condition {

    public static final Condition ALWAYS = new Condition(List.of(), List.of(), null);

    private final Clause[] tests;
    private final Clause[] computed;
    private final @Nullable Interpreted rest;

    Condition(List<Clause> tests, List<Clause> computed, @Nullable Interpreted rest) {
        this.tests = tests.toArray(Clause[]::new);
        this.computed = computed.toArray(Clause[]::new);
        this.rest = rest;
    }

    /** Throws {@link ExpressionFailure} when the condition has no value. */
    public boolean holds(Event event) {
        for (Clause test : tests) {
            if (!test.holds(event)) {
                return false;
            }
        }
        return (computed.length == 0 || allHold(event)) && (rest == null || (Boolean) rest.value(event));
    }

    private boolean allHold(Event event) {
        ExpressionFailure failure = null;
        for (Clause test : computed) {
            try {
                if (!test.holds(event)) {
                    return false;
                }
            } catch (ExpressionFailure e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return true;
    }

    /** The text that this condition demands of a field, or null when it demands none. */
    public @Nullable String demanded(Field field) {
        for (Clause test : tests) {
            if (test instanceof Clause.Equality equality && equality.field().equals(field)) {
                return equality.value();
            }
        }
        return null;
    }

    /** This condition where the field is known to be what it {@link #demanded}. */
    public Condition given(Field field) {
        String value = demanded(field);
        List<Clause> left = new ArrayList<>();
        for (Clause test : tests) {
            // A second value that is demanded of the field stays: it cannot hold too.
            if (!(test instanceof Clause.Equality equality
                    && equality.field().equals(field)
                    && equality.value().equals(value))) {
                left.add(test);
            }
        }
        return left.isEmpty() && computed.length == 0 && rest == null
                ? ALWAYS
                : new Condition(left, List.of(computed), rest);
    }

    /** Whether CEL's runtime is needed. */
    boolean isInterpreted() {
        return rest != null;
    }
}
