package io.pointstream.engine.rules;

/**
 * Something wrong in a rule book.
 *
 * @param line from 1
 * @param column from 1
 */
public record Problem(String file, int line, int column, String message) {

    /** Such as {@code rulebook.yaml:12:7: a cap must not be negative}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
