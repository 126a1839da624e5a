package io.pointstream.sinks.report;

/** A report could not be made: ClickHouse is away, or refuses the query. */
public final class ReportException extends RuntimeException {

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
