package io.pointstream.dashboards.intake;

import org.jspecify.annotations.Nullable;

/** What became of one line. */
sealed interface LineResult {

    /** From 1, blank lines counted. */
    long line();

    /** An event that the brokers have acknowledged; of a dry run, one that would be sent. */
    record Accepted(long line, String eventId) implements LineResult {}

    /**
     * No event.
     *
     * @param field null when the line as a whole is wrong
     * @param problem what was expected and what was there, in the words of {@code ingest}
     */
    record Refused(long line, @Nullable String field, String problem) implements LineResult {}

    /** An event of which it is not known whether Kafka has it: to be sent again, which changes nothing where it has. */
    record Unconfirmed(long line, String eventId) implements LineResult {}
}
