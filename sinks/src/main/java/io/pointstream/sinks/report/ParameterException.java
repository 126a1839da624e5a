package io.pointstream.sinks.report;

/** What a report was asked with does not fit; the message names the parameter and what was expected. */
public final class ParameterException extends RuntimeException {

    ParameterException(String message) {
        super(message);
    }
}
