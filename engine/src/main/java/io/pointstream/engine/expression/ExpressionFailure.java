package io.pointstream.engine.expression;

/** A checked expression that has no value for an event, such as a division by zero. */
public final class ExpressionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without a stack trace: it belongs to the rule book, not to our code. */
    public ExpressionFailure(String expression, String cause) {
        super("`" + expression + "` has no value: " + cause, null, false, false);
    }
}
