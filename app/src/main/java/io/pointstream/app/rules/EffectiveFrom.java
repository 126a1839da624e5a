package io.pointstream.app.rules;

import io.pointstream.dashboards.desk.EffectiveTime;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the time from which a version is in force: a time with its offset, or the start of a local day. */
final class EffectiveFrom implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        return EffectiveTime.read(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no time with an offset, such as"
                        + " 2026-06-01T00:00:00+08:00, and no date, such as 2026-06-01"));
    }
}
