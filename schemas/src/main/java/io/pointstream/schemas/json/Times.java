package io.pointstream.schemas.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times as the public interfaces write them. */
public final class Times {

    private static final DateTimeFormatter UTC_MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    /** UTC with milliseconds: {@code 2026-05-01T00:00:00.000Z}. */
    public static String utc(Instant time) {
        return UTC_MILLIS.format(time);
    }

    private Times() {}
}
