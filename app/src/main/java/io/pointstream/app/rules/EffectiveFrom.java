package io.pointstream.app.rules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the time from which a version is in force: a time with its offset, or the start of a local day. */
final class EffectiveFrom implements ITypeConverter<Instant> {

    /** The program zone (DOMAIN 1). */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Override
    public Instant convert(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZONE).toInstant();
        } catch (DateTimeException noDate) {
            try {
                return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
            } catch (DateTimeException noTime) {
                throw new TypeConversionException("'" + text + "' is no time with an offset, such as"
                        + " 2026-06-01T00:00:00+08:00, and no date, such as 2026-06-01");
            }
        }
    }
}
