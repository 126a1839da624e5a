package io.pointstream.topologies;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Map;

/** How processors and handlers, which Kafka Streams makes by itself, come to the application's meters. */
public final class Meters {

    /** Configuration key: a {@link MeterRegistry}. */
    public static final String REGISTRY = "pointstream.meter.registry";

    /** Counts for nobody. */
    static final MeterRegistry NONE = new CompositeMeterRegistry();

    private Meters() {}

    /** The registry in the configuration, or one that counts for nobody. */
    public static MeterRegistry of(Map<String, ?> config) {
        return config.get(REGISTRY) instanceof MeterRegistry registry ? registry : NONE;
    }
}
