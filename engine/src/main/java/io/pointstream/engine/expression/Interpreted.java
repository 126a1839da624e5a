package io.pointstream.engine.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.pointstream.engine.event.Event;
import java.util.Optional;

/** A checked expression that CEL's own runtime evaluates. */
final class Interpreted {

    private final String text;
    private final EventFields fields;
    private final CelRuntime.Program program;

    Interpreted(String text, EventFields fields, CelRuntime.Program program) {
        this.text = text;
        this.fields = fields;
        this.program = program;
    }

    /** Throws {@link ExpressionFailure} when the expression has no value. */
    Object value(Event event) {
        try {
            return program.eval(name -> Optional.ofNullable(fields.field(name)).map(field -> field.value(event)));
        } catch (CelEvaluationException e) {
            throw new ExpressionFailure(text, String.valueOf(e.getMessage()));
        }
    }
}
