package io.pointstream.topologies.farming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.FlagLevel;
import io.pointstream.engine.farming.ReasonCode;
import io.pointstream.engine.farming.Signal;
import io.pointstream.topologies.Meters;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** {@code pointstream.farming.signals} by reason code and {@code pointstream.farming.flags} (records, not cases) by level. */
final class FarmingMeters {

    private final Map<ReasonCode, Counter> signals = new EnumMap<>(ReasonCode.class);
    private final Map<FlagLevel, Counter> flags = new EnumMap<>(FlagLevel.class);

    FarmingMeters(Map<String, ?> config) {
        MeterRegistry meters = Meters.of(config);
        for (ReasonCode code : ReasonCode.values()) {
            signals.put(code, meters.counter("pointstream.farming.signals", "code", code.name()));
        }
        for (FlagLevel level : FlagLevel.values()) {
            flags.put(level, meters.counter("pointstream.farming.flags", "level", level.name()));
        }
    }

    void signal(Signal signal) {
        Objects.requireNonNull(signals.get(signal.finding().code())).increment();
    }

    void flag(Flag flag) {
        Objects.requireNonNull(flags.get(flag.level())).increment();
    }
}
