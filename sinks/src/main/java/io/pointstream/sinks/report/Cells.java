package io.pointstream.sinks.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cells as text that programs read. */
final class Cells {

    // INTERFACES 3: UTC, ISO-8601, milliseconds.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Cells() {}

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** The cell in one line; empty for an absent one. */
    static String plain(@Nullable Object cell) {
        return switch (cell) {
            case null -> "";
            case Instant time -> time(time);
            case BigDecimal number -> number.toPlainString();
            case List<?> list -> list.stream().map(Cells::plain).collect(Collectors.joining("; "));
            default -> cell.toString();
        };
    }
}
