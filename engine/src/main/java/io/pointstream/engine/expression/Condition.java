package io.pointstream.engine.expression;

import io.pointstream.engine.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition: compiled tests that must all hold, and what is left for CEL's runtime, asked last. The order
 * changes no answer, since `false && error` is false in CEL.
 */
public final class Condition {

    public static final Condition ALWAYS = new Condition(List.of(), null);

    private final Clause[] tests;
    private final @Nullable Interpreted rest;

    Condition(List<Clause> tests, @Nullable Interpreted rest) {
        this.tests = tests.toArray(Clause[]::new);
        this.rest = rest;
    }

    /** Throws {@link ExpressionFailure} when the condition has no value. */
    public boolean holds(Event event) {
        for (Clause test : tests) {
            if (!test.holds(event)) {
                return false;
            }
        }
        return rest == null || (Boolean) rest.value(event);
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
        return left.isEmpty() && rest == null ? ALWAYS : new Condition(left, rest);
    }

    /** Whether CEL's runtime is needed. */
    boolean isInterpreted() {
        return rest != null;
    }
}
