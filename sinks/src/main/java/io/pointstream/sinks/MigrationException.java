package io.pointstream.sinks;

/** The database's schema is not what this version can work with, and says why; nothing was changed. */
public final class MigrationException extends RuntimeException {

    MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
