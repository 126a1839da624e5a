package io.pointstream.dashboards.rules;

import java.io.Serial;

/** The published rule books cannot be read now. */
final class RulesAwayException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    RulesAwayException(Throwable cause) {
        super(
                "The published rule books cannot be read: Kafka or the registry does not answer, or there is no topic"
                        + " program.rules yet",
                cause);
    }
}
