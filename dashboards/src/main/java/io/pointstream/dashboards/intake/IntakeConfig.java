package io.pointstream.dashboards.intake;

import java.time.Duration;
import java.util.Map;

/**
 * Where events go and how much is taken at once.
 *
 * @param kafka how any client reaches the brokers
 * @param serdes of {@link io.pointstream.schemas.serde.AvroSerdes}
 * @param bodyBytesMax of one request, inflated
 * @param linesMax of one request, blank ones not counted
 * @param memoryBytesMax of all requests together, from the first byte that is read to the broker's acknowledgement; what
 *     comes beyond it is told to come again
 * @param readingMax how long a request may take to arrive
 */
public record IntakeConfig(
        Map<String, Object> kafka,
        Map<String, Object> serdes,
        long bodyBytesMax,
        int linesMax,
        long memoryBytesMax,
        Duration readingMax) {

    public static final long BODY_BYTES_MAX_DEFAULT = 8L << 20;
    public static final int LINES_MAX_DEFAULT = 10_000;
    public static final long MEMORY_BYTES_MAX_DEFAULT = 32L << 20;

    private static final Duration READING_MAX_DEFAULT = Duration.ofSeconds(30);

    public IntakeConfig {
        if (bodyBytesMax < 1 || linesMax < 1) {
            throw new IllegalArgumentException("A request has at least one byte and one line");
        }
        if (memoryBytesMax < bodyBytesMax || memoryBytesMax > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The memory for requests is from the size of one request to 2 GiB, got "
                    + memoryBytesMax + " bytes");
        }
    }

    /** With the default limits. */
    public static IntakeConfig of(Map<String, Object> kafka, Map<String, Object> serdes) {
        return new IntakeConfig(
                kafka,
                serdes,
                BODY_BYTES_MAX_DEFAULT,
                LINES_MAX_DEFAULT,
                MEMORY_BYTES_MAX_DEFAULT,
                READING_MAX_DEFAULT);
    }

    /** With other limits. */
    public IntakeConfig withLimits(long otherBodyBytesMax, int otherLinesMax, long otherMemoryBytesMax) {
        return new IntakeConfig(kafka, serdes, otherBodyBytesMax, otherLinesMax, otherMemoryBytesMax, readingMax);
    }
}
