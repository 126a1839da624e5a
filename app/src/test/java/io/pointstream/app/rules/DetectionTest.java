package io.pointstream.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Behaviour;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Invite;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.ActivityTranslator;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.farming.FarmingTopology;
import io.pointstream.topologies.state.StoreEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is detected in memory is what the topology detects. */
class DetectionTest {

    private static final Map<String, String> SERDES =
            Map.of("schema.registry.url", "mock://detection", "auto.register.schemas", "true");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @BeforeAll
    static void simulate() throws IOException {
        Simulator.write(new Settings(400, 14, 30, 3, LocalDate.of(2026, 5, 1)), directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "VELOCITY, LOCKSTEP"})
    void theFlowInMemoryEndsWithTheCasesOfTheTopology(String inShadow) throws IOException {
        String shadow = "farming: { score: { shadow: { detectors: [" + inShadow + "] } } }\n";
        Detectors detectors =
                RuleBookParser.parse(RuleBooks.shippedYaml() + shadow, "shadow").detectors();
        Map<String, String> expected = ofTopology(detectors);
        assertThat(inMemory(detectors)).isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(expected.keySet()).anyMatch(caseId -> caseId.startsWith("ring-"));
    }

    private interface Each {
        void take(Activity activity);
    }

    private static void each(Each each) throws IOException {
        try (EventLines lines = EventLines.of(Files.newInputStream(directory.resolve(Simulator.EVENTS_FILE)))) {
            for (EventLines.Line line = lines.next(); line != null; line = lines.next()) {
                Activity activity = ((EventLines.Line.Good) line).activity();
                // Of a review, detection knows through points.
                if (!(activity.getBody() instanceof ReviewDecided)) {
                    each.take(activity);
                }
            }
        }
    }

    private static Map<String, String> ofTopology(Detectors detectors) throws IOException {
        Properties properties =
                StreamsConfigs.of("unused:9092", directory.resolve("state")).properties(FarmingTopology.APPLICATION);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        Map<String, String> cases = new TreeMap<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                FarmingTopology.build(
                        ms -> detectors,
                        () -> Lists.NONE,
                        SERDES,
                        StoreEngine.HEAP,
                        FarmingTopology.CACHE_BYTES_DEFAULT),
                properties)) {
            each(activity -> driver.createInputTopic(
                            Topics.forEventType(ActivityJson.typeOf(activity)).name(),
                            new StringSerializer(),
                            AvroSerdes.<Activity>create(SERDES).serializer())
                    .pipeInput(activity.getAccountId(), activity, activity.getOccurredAt()));
            driver.createOutputTopic(
                            Topics.FARMING_FLAGS.name(),
                            new StringDeserializer(),
                            AvroSerdes.<Flag>create(SERDES).deserializer())
                    .readKeyValuesToList()
                    .forEach(flag -> cases.put(flag.key, words(flag.value)));
        }
        return cases;
    }

    private static Map<String, String> inMemory(Detectors detectors) throws IOException {
        Detection detection = new Detection(detectors);
        Map<String, Behaviour> behaviours = new HashMap<>();
        each(activity -> {
            Event event = ActivityTranslator.toEvent(activity);
            behaviours
                    .computeIfAbsent(event.accountId(), id -> new Behaviour(detectors))
                    .observe(event, detection);
            Invite invite = Invite.of(event);
            if (invite != null) {
                behaviours
                        .computeIfAbsent(invite.inviteeId(), id -> new Behaviour(detectors))
                        .observe(invite, detection);
            }
            detection.follow();
        });
        Map<String, String> cases = new TreeMap<>();
        detection.flags().forEach((caseId, flag) -> cases.put(caseId, words(flag)));
        return cases;
    }

    private static String words(Flag flag) {
        StringBuilder words = new StringBuilder();
        flag.getReasons().forEach(reason -> words.append(reason.getCode()).append(' '));
        return flag.getLevel() + " " + flag.getScore() + " " + flag.getUpdatedAt() + " " + words + flag.getMembers();
    }

    private static String words(io.pointstream.engine.farming.Flag flag) {
        StringBuilder words = new StringBuilder();
        flag.reasons().forEach(reason -> words.append(reason.code()).append(' '));
        return flag.level() + " " + flag.score() + " " + flag.updatedAt() + " " + words + flag.members();
    }
}
