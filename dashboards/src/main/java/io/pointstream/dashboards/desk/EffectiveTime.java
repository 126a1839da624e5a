package io.pointstream.dashboards.desk;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times from which versions are in force, as people write them. */
public final class EffectiveTime {

    /** The program zone (DOMAIN 1). */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** Reads a time with its offset, or a date, which begins at 00:00 in the program zone; empty for anything else. */
    public static Optional<Instant> read(String text) {
        try {
            return Optional.of(LocalDate.parse(text).atStartOfDay(ZONE).toInstant());
        } catch (DateTimeException noDate) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
            } catch (DateTimeException noTime) {
                return Optional.empty();
            }
        }
    }

    /** Reads what a browser's field for a local time gives, in the program zone; empty for anything else. */
    public static Optional<Instant> readLocal(String text) {
        try {
            return Optional.of(
                    LocalDateTime.parse(text).atZone(ZONE).toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** {@code 2026-06-01T00:00+08:00} */
    public static String shown(Instant time) {
        return time.atZone(ZONE).toOffsetDateTime().toString();
    }

    private EffectiveTime() {}
}
