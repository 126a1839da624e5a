package io.pointstream.schemas.json;

import org.jspecify.annotations.Nullable;

/**
 * A line that is no activity event. The message names the line where it is known, the field where there is one, and what was
 * expected: {@code line 17: amountFen: expected an integer ≥ 1, was "12"}.
 */
public final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long lineNumber;
    private final @Nullable String field;
    private final String problem;

    /**
     * @param lineNumber from 1; 0 when the text did not come from a file
     * @param field null when the line as a whole is wrong
     */
    BadLineException(long lineNumber, @Nullable String field, String problem) {
        // Without a stack trace: a file of rubbish throws one per line, and all come from the same place.
        super(null, null, false, false);
        this.lineNumber = lineNumber;
        this.field = field;
        this.problem = problem;
    }

    @Override
    public String getMessage() {
        return (lineNumber > 0 ? "line " + lineNumber + ": " : "") + (field == null ? "" : field + ": ") + problem;
    }

    /** The same, known to be of this line. */
    BadLineException atLine(long number) {
        return new BadLineException(number, field, problem);
    }

    /** From 1; 0 when the text did not come from a file. */
    public long lineNumber() {
        return lineNumber;
    }

    /** The field's name; null when the line as a whole is wrong. */
    public @Nullable String field() {
        return field;
    }

    /** What was expected and what was there, in words. */
    public String problem() {
        return problem;
    }
}
