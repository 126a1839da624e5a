package io.pointstream.embedded;

/** A server could not be started or what it needs is missing; the message says what to do and ends with its log. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedException(String message) {
        super(message);
    }

    EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
