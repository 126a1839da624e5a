package io.pointstream.engine.farming;

/** Stored bytes are not what this version can read. */
public final class StateFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateFormatException(String message) {
        super(message);
    }
}
