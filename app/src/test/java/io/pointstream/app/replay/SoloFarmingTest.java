package io.pointstream.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.farming.FarmingTopology;
import io.pointstream.topologies.farming.SoloFarming;
import io.pointstream.topologies.points.SoloPoints;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.SoloContext.Changelog;
import io.pointstream.topologies.state.StoreEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** A replay's detection is the topology's: the same events, the same records, topic by topic and in the same order. */
class SoloFarmingTest {

    private static final Map<String, String> SERDES = Map.of("schema.registry.url", "mock://solo-farming");
    private static final long CACHE_BYTES = 64 << 20;

    /** Some of them in shadow. */
    private static final Detectors DETECTORS =
            RuleBookParser.parse(RuleBooks.shippedYaml() + """

                    farming:
                      score: { shadow: { detectors: [VELOCITY, LOCKSTEP], review: 50 } }
                    """, "shadow").detectors();

    private final Serializer<SpecificRecord> serializer =
            AvroSerdes.<SpecificRecord>create(SERDES).serializer();
    private final Deserializer<SpecificRecord> deserializer =
            AvroSerdes.<SpecificRecord>create(SERDES).deserializer();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<SpecificRecord> expected = new ArrayList<>();
    private final List<SpecificRecord> found = new ArrayList<>();
    private final List<SpecificRecord> expectedInShadow = new ArrayList<>();
    private final List<SpecificRecord> inShadow = new ArrayList<>();

    private final SoloFarming solo =
            new SoloFarming(ms -> DETECTORS, () -> Lists.NONE, CACHE_BYTES, new SoloFarming.Output() {
                @Override
                public void signal(Signal signal) {
                    found.add(signal);
                }

                @Override
                public void flag(Flag flag) {
                    found.add(flag);
                }

                @Override
                public void shadowFlag(Flag flag) {
                    inShadow.add(flag);
                }

                @Override
                public void risk(AccountRisk risk) {
                    found.add(risk);
                }
            });

    @Test
    void saysWhatTheTopologySays() throws IOException {
        SoloPoints.Task points = new SoloPoints(
                        ProgramRules.fixed(RuleBooks.shipped()), Ticks.none(), SERDES, CACHE_BYTES)
                .start(Changelog.none(), this::sent);
        try (DrivenTopology topology = new DrivenTopology(
                FarmingTopology.build(ms -> DETECTORS, () -> Lists.NONE, SERDES, StoreEngine.HEAP, CACHE_BYTES),
                FarmingTopology.APPLICATION)) {
            Simulator.run(new Settings(200, 12, 40, 3, LocalDate.of(2026, 5, 1)), activity -> {
                points.process(activity);
                if (!(activity.getBody() instanceof ReviewDecided)) {
                    process(topology, Topics.forEventType(ActivityJson.typeOf(activity)), activity);
                    solo.process(activity);
                }
                for (JournalEntry entry : journal) {
                    process(topology, Topics.POINTS_JOURNAL, entry);
                    solo.process(entry);
                }
                journal.clear();
                take(topology);
            });
        }
        for (Class<?> kind : List.of(Signal.class, Flag.class, AccountRisk.class)) {
            assertThat(of(found, kind)).hasSizeGreaterThan(20).isEqualTo(of(expected, kind));
        }
        assertThat(inShadow).hasSizeGreaterThan(20).isEqualTo(expectedInShadow);
        assertThat(found).anyMatch(record -> record instanceof Signal signal && signal.getShadow());
    }

    private static List<SpecificRecord> of(List<SpecificRecord> records, Class<?> kind) {
        return records.stream().filter(kind::isInstance).toList();
    }

    private void sent(Topic topic, String key, byte[] value) {
        if (topic.equals(Topics.POINTS_JOURNAL)) {
            journal.add((JournalEntry) deserializer.deserialize(topic.name(), value));
        }
    }

    private void process(DrivenTopology topology, Topic topic, SpecificRecord record) {
        String account =
                record instanceof Activity activity ? activity.getAccountId() : ((JournalEntry) record).getAccountId();
        topology.process(
                topic.name(),
                account.getBytes(StandardCharsets.UTF_8),
                serializer.serialize(topic.name(), record),
                record instanceof Activity activity
                        ? activity.getOccurredAt()
                        : ((JournalEntry) record).getOccurredAt());
    }

    private void take(DrivenTopology topology) {
        Stream.of(Topics.FARMING_SIGNALS, Topics.FARMING_FLAGS, Topics.FARMING_RISK)
                .forEach(topic -> topology.take(topic.name())
                        .forEach(value -> expected.add(deserializer.deserialize(topic.name(), value))));
        topology.take(Topics.FARMING_SHADOW_FLAGS.name())
                .forEach(value ->
                        expectedInShadow.add(deserializer.deserialize(Topics.FARMING_SHADOW_FLAGS.name(), value)));
    }
}
