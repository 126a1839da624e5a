package io.pointstream.sinks.report;

/** A report cannot be given now, for a reason that passes. The message is for whoever asked. */
public final class TryLaterException extends RuntimeException {

    TryLaterException(String message) {
        super(message);
    }

    TryLaterException(String message, Throwable cause) {
        super(message, cause);
    }
}
