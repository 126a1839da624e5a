package io.pointstream.topologies.rules;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.engine.rules.RuleBooks.Version;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.rules.RuleBookVersion;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.schemas.serde.RecordFaults;
import io.pointstream.topologies.Meters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule-book versions that this process knows: the one that it was started with, and those published to
 * {@code program.rules} since. A version prices the events from its effective time on, whenever it is learnt of; what was
 * decided before stays.
 *
 * <p>A record that is no right version is logged and counted and changes nothing. Safe for use by many threads: each
 * {@link #engine} knows the versions of one moment.
 */
public final class ProgramRules {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramRules.class);

    private final @Nullable Deserializer<RuleBookVersion> records;
    private final Counter refused;
    private final RuleBooks start;
    private final Map<Integer, Version> published = new TreeMap<>();
    private volatile PointsEngine engine;

    private ProgramRules(RuleBooks start, @Nullable Deserializer<RuleBookVersion> records, MeterRegistry meters) {
        this.records = records;
        this.start = start;
        engine = new PointsEngine(start);
        refused = Counter.builder("pointstream.rules.refused")
                .description("Records of program.rules that are no right rule-book version, and were passed by")
                .register(meters);
        Gauge.builder("pointstream.rules.newest", this, ProgramRules::newest)
                .description("Number of the newest rule-book version that this process knows")
                .register(meters);
    }

    /**
     * The versions to start with, and what will be published.
     *
     * @param start in force until a published version is; one of the same number takes its place
     * @param serdeConfig of {@link AvroSerdes}
     * @param meters gets {@code pointstream.rules.refused} and {@code pointstream.rules.newest}
     */
    public static ProgramRules published(RuleBooks start, Map<String, ?> serdeConfig, MeterRegistry meters) {
        return new ProgramRules(
                start, AvroSerdes.<RuleBookVersion>create(serdeConfig).deserializer(), meters);
    }

    /** These versions and no others. */
    public static ProgramRules fixed(RuleBooks books) {
        return new ProgramRules(books, null, Meters.of(Map.of()));
    }

    /** Decides by all versions that are known now. */
    public PointsEngine engine() {
        return engine;
    }

    /**
     * Detects by the version that is in force at a time.
     *
     * @param timeMs of the event, in epoch milliseconds
     */
    public Detectors detectors(long timeMs) {
        return engine.books().inForceAt(Instant.ofEpochMilli(timeMs)).book().detectors();
    }

    /**
     * Takes in a record of {@code program.rules}: a version, or, without a value, that there is none of this number any more.
     *
     * @throws RuntimeException when the record cannot be read now but may be later, as while no registry answers
     */
    public synchronized void take(byte @Nullable [] key, byte @Nullable [] value) {
        String number = key == null ? "none" : new String(key, StandardCharsets.UTF_8);
        try {
            if (value == null) {
                withdraw(Integer.parseInt(number));
            } else {
                add(number, value);
            }
            // A book nested too deep for the parser's stack is a bad book like any other.
        } catch (RuntimeException | StackOverflowError e) {
            if (e instanceof RuntimeException trouble && !RecordFaults.isRecordsFault(trouble)) {
                throw trouble;
            }
            refused.increment();
            LOG.error(
                    "rule book refused: topic={} key={} reason=\"{}\"",
                    Topics.PROGRAM_RULES.name(),
                    number,
                    e.toString());
        }
    }

    private void add(String key, byte[] value) {
        if (records == null) {
            throw new IllegalStateException("these rule-book versions are fixed");
        }
        RuleBookVersion record = records.deserialize(Topics.PROGRAM_RULES.name(), value);
        if (record.getVersion() < 1 || !key.equals(Integer.toString(record.getVersion()))) {
            throw new IllegalArgumentException("version " + record.getVersion() + " under the key " + key);
        }
        Version version = new Version(
                record.getVersion(),
                record.getEffectiveFrom(),
                RuleBookParser.parse(record.getYaml(), "version-" + record.getVersion()));
        published.put(version.number(), version);
        use();
        LOG.info("rule book known: version={} effective_from={}", version.number(), version.effectiveFrom());
    }

    private void withdraw(int number) {
        if (published.remove(number) != null) {
            use();
            LOG.warn("rule book withdrawn: version={}", number);
        }
    }

    private void use() {
        Map<Integer, Version> versions = new TreeMap<>();
        start.versions().forEach(version -> versions.put(version.number(), version));
        versions.putAll(published);
        engine = new PointsEngine(RuleBooks.of(List.copyOf(versions.values())));
    }

    private double newest() {
        return engine.books().versions().stream()
                .mapToInt(Version::number)
                .max()
                .orElse(0);
    }
}
