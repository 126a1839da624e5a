package io.pointstream.topologies.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBookParser;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.ListRecords;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEnd;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.RiskLevel;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.CaseReview;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.RiskMove;
import io.pointstream.schemas.points.Waterfall;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.DeadLetters;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.lists.ProgramLists;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.StoreEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmingTopologyTest {

    private static final Detectors SHIPPED = new Detectors(FarmingConfig.shipped());
    private static final Instant START = Instant.parse("2026-05-01T00:00:00+08:00");
    private static final Map<String, String> SERDES =
            Map.of("schema.registry.url", "mock://farming-topology", "auto.register.schemas", "true");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private TopologyTestDriver driver;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ProgramLists lists = new ProgramLists(SERDES, meters);
    /** All that was said of lists, as the topic has it. */
    private final List<ListEntry> written = new ArrayList<>();

    private int ids;
    private final Map<String, Long> steps = new HashMap<>();

    @BeforeEach
    void start() {
        driver = driver(StoreEngine.ROCKSDB, dir);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private TopologyTestDriver driver(StoreEngine engine, Path stateDir) {
        return driver(SHIPPED, engine, stateDir);
    }

    private TopologyTestDriver driver(Detectors detectors, StoreEngine engine, Path stateDir) {
        Properties properties = StreamsConfigs.of("unused:9092", stateDir).properties(FarmingTopology.APPLICATION);
        // The test driver throws away what a task sends before its record is processed when it runs exactly once, which
        // a
        // broker does not.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        return new TopologyTestDriver(
                FarmingTopology.build(
                        ms -> detectors, lists::lists, SERDES, engine, FarmingTopology.CACHE_BYTES_DEFAULT),
                properties);
    }

    @Test
    void theTopologyIsTheOneThatWasReviewed() throws IOException {
        try (InputStream golden = Objects.requireNonNull(
                FarmingTopologyTest.class.getResourceAsStream("farming-topology.txt"), "farming-topology.txt")) {
            assertThat(FarmingTopology.build(ProgramRules.fixed(RuleBooks.shipped()), () -> Lists.NONE, SERDES)
                            .describe()
                            .toString())
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aBotIsFlaggedAndAPersonIsNot() {
        likeLikeABot("bot");
        for (int i = 0; i < 70; i++) {
            like("person", START.plusSeconds(60L * i + (long) i * i * 37 % 59));
        }
        List<KeyValue<String, Flag>> flags = flags();
        assertThat(flags).isNotEmpty().allMatch(flag -> flag.key.equals("account-bot"));
        Flag flag = flags.getLast().value;
        assertThat(flag.getAccountId()).isEqualTo("bot");
        assertThat(flag.getLevel()).isEqualTo(FlagLevel.HOLD);
        assertThat(flag.getScore()).isEqualTo(80);
        assertThat(flag.getReasons().getFirst().getCode()).isEqualTo(ReasonCode.VELOCITY);
        List<KeyValue<String, Signal>> signals = signals();
        assertThat(signals).allMatch(signal -> signal.key.equals("bot"));
        assertThat(signals.getFirst().value.getSignalId()).isEqualTo("bot/VELOCITY/1");
        assertThat(signals.getFirst().value.getEvidence().getNumbers()).containsEntry("events", 31.0);
    }

    @Test
    void aDetectorInShadowSaysWhatItWouldFlagAndPointsHearsNothing(@TempDir Path other) {
        likeLikeABot("live");
        assertThat(shadowFlags()).isEmpty();
        assertThat(signals()).noneMatch(signal -> signal.value.getShadow());
        driver.close();

        String shadow = RuleBooks.shippedYaml() + "farming: { score: { shadow: { detectors: [VELOCITY] } } }\n";
        driver = driver(RuleBookParser.parse(shadow, "shadow").detectors(), StoreEngine.HEAP, other);
        likeLikeABot("bot");
        assertThat(flags()).isEmpty();
        assertThat(risks()).isEmpty();
        assertThat(signals()).isNotEmpty().allMatch(signal -> signal.value.getShadow());
        KeyValue<String, Flag> flag = shadowFlags().getLast();
        assertThat(flag.key).isEqualTo("account-bot");
        assertThat(flag.value.getLevel()).isEqualTo(FlagLevel.HOLD);
    }

    @Test
    void whereAccountsStandFollowsFlagsAndReviewers() {
        likeLikeABot("bot");
        review("bot", "account-bot", ReviewDecision.CONFIRM, START.plusSeconds(100));
        review("bot", "account-bot", ReviewDecision.REINSTATE, START.plusSeconds(200));
        assertThat(risks())
                .extracting(risk -> risk.value.getRevision(), risk -> risk.value.getLevel())
                .containsExactly(
                        tuple(1L, RiskLevel.REVIEW),
                        tuple(2L, RiskLevel.HOLD),
                        tuple(3L, RiskLevel.BLOCKED),
                        tuple(4L, RiskLevel.NONE));
        Flag flag = flags().getLast().value;
        assertThat(flag.getStatus()).isEqualTo(FlagStatus.CLOSED);
        assertThat(flag.getEnd())
                .isEqualTo(new FlagEnd(FlagEndCause.REINSTATED, START.plusSeconds(200), "bob", "because"));
        assertThat(flag.getCounterfactual()).isNotEmpty();
    }

    @Test
    void aDecisionOnARingReachesAllItsMembersOnce() {
        for (int day = 0; day < 4; day++) {
            signIns("farm", 30, day);
        }
        String caseId = flags().getLast().key;
        assertThat(newestLevels())
                .hasSize(30)
                .allSatisfy((account, level) -> assertThat(level).isEqualTo(RiskLevel.HOLD));
        JournalEntry decided = review("farm-7", caseId, ReviewDecision.CLEAR, START.plus(Duration.ofDays(4)));
        assertThat(newestLevels())
                .hasSize(30)
                .allSatisfy((account, level) -> assertThat(level).isEqualTo(RiskLevel.NONE));
        assertThat(flags())
                .singleElement()
                .satisfies(flag -> assertThat(flag.value.getStatus()).isEqualTo(FlagStatus.CLOSED));
        send(decided);
        assertThat(risks()).isEmpty();
        assertThat(flags()).isEmpty();
    }

    @Test
    void aDecisionThatMeetsItsCaseOnTheWayIntoAnotherIsFollowedForTheMembersThatItNamed() {
        for (int day = 0; day < 4; day++) {
            signIns("one", 12, day);
            signIns("two", 12, day);
        }
        assertThat(flags()).extracting(flag -> flag.key).contains("ring-one-0", "ring-two-0");
        for (int day = 4; day < 8; day++) {
            for (int video = 0; video < 8; video++) {
                for (int account = 0; account < 24; account++) {
                    String device = account < 12 ? "one" : "two";
                    Instant at =
                            START.plus(Duration.ofDays(day)).plusSeconds(60L * video + (account * 7L + video) % 60);
                    send(
                            Topics.ACTIVITY_SOCIAL.name(),
                            activity(
                                    device + "-" + account % 12,
                                    at,
                                    device,
                                    new SocialVideoLiked("list-" + day + "-" + video)));
                }
            }
        }
        Map<String, Flag> cases = newestFlags();
        assertThat(Objects.requireNonNull(cases.get("ring-two-0")).getMergedInto())
                .isEqualTo("ring-one-0");
        assertThat(Objects.requireNonNull(cases.get("ring-one-0")).getMembers()).hasSize(24);
        assertThat(newestLevels())
                .hasSize(24)
                .allSatisfy((account, level) -> assertThat(level).isEqualTo(RiskLevel.HOLD));

        // Points had not heard of it yet, and has carried the decision out.
        review("two-5", "ring-two-0", ReviewDecision.CONFIRM, START.plus(Duration.ofDays(8)));

        Map<String, RiskLevel> levels = newestLevels();
        assertThat(levels).hasSize(12).allSatisfy((account, level) -> {
            assertThat(account).startsWith("two-");
            assertThat(level).isEqualTo(RiskLevel.BLOCKED);
        });
        cases = newestFlags();
        Flag decided = Objects.requireNonNull(cases.get("ring-two-0"));
        assertThat(decided.getEnd().getCause()).isEqualTo(FlagEndCause.CONFIRMED);
        assertThat(decided.getMembers()).hasSize(12);
        Flag left = Objects.requireNonNull(cases.get("ring-one-0"));
        assertThat(left.getStatus()).isEqualTo(FlagStatus.OPEN);
        assertThat(left.getMembers()).hasSize(12).allMatch(member -> member.startsWith("one-"));
    }

    @Test
    void aDecisionThatMeetsItsCaseJustLapsedIsFollowedForTheMembersThatItNamed() {
        for (int day = 0; day < 4; day++) {
            signIns("farm", 11, day);
        }
        KeyValue<String, Flag> ring = flags().getLast();
        assertThat(ring.key).isEqualTo("ring-farm-0");
        assertThat(ring.value.getLevel()).isEqualTo(FlagLevel.REVIEW);
        // News of one member: long after, there is too little against the others.
        for (int i = 0; i < 70; i++) {
            like("farm-0", START.plus(Duration.ofDays(60)).plusMillis(500L * i));
        }
        assertThat(Objects.requireNonNull(newestFlags().get("ring-farm-0"))
                        .getEnd()
                        .getCause())
                .isEqualTo(FlagEndCause.LAPSED);
        newestLevels();

        // Points had not heard of it yet, and has carried the decision out.
        review("farm-5", "ring-farm-0", ReviewDecision.CONFIRM, START.plus(Duration.ofDays(60)));

        assertThat(newestLevels())
                .hasSize(11)
                .allSatisfy((account, level) -> assertThat(level).isEqualTo(RiskLevel.BLOCKED));
        assertThat(Objects.requireNonNull(newestFlags().get("ring-farm-0"))
                        .getEnd()
                        .getCause())
                .isEqualTo(FlagEndCause.CONFIRMED);
    }

    private Map<String, Flag> newestFlags() {
        Map<String, Flag> cases = new LinkedHashMap<>();
        flags().forEach(flag -> cases.put(flag.key, flag.value));
        return cases;
    }

    @Test
    void whoStopsAtEveryCapIsFlaggedAndWhoGoesOnIsNot() {
        List<String> types = List.of(
                "social.video-liked", "social.article-forwarded", "gaming.level-cleared", "content.article-read");
        for (int day = 0; day < 4; day++) {
            for (String type : types) {
                for (int act = 1; act <= 10; act++) {
                    decide("hugger", type, START.plus(Duration.ofDays(day)).plusSeconds(60L * act), act);
                }
                for (int act = 1; act <= 14; act++) {
                    decide("reader", type, START.plus(Duration.ofDays(day)).plusSeconds(60L * act), act);
                }
            }
        }
        assertThat(flags()).extracting(flag -> flag.key).containsOnly("account-hugger");
        assertThat(signals()).allMatch(signal -> signal.value.getCode() == ReasonCode.CAP_HUGGING);
    }

    @Test
    void aFarmOnOneDeviceIsOneCaseAndAFamilyIsNone() {
        for (int day = 0; day < 4; day++) {
            signIns("farm", 30, day);
            signIns("home", 6, day);
        }
        Map<String, Flag> cases = newestFlags();
        assertThat(cases).containsOnlyKeys("ring-farm-0");
        Flag ring = Objects.requireNonNull(cases.get("ring-farm-0"));
        assertThat(ring.getMembers()).hasSize(30).contains("farm-0", "farm-29");
        assertThat(ring.getAccountId()).isEqualTo(ring.getMembers().getFirst());
        assertThat(signals())
                .extracting(signal -> signal.key)
                .doesNotContain("home-0")
                .hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void theSameEventAgainCountsOnce() {
        for (int again = 0; again < 4; again++) {
            ids = 0;
            for (int i = 0; i < 20; i++) {
                like("person", START.plusSeconds(i));
            }
        }
        assertThat(signals()).isEmpty();
    }

    @Test
    void aRestartGoesOnWhereItStopped(@TempDir Path other) {
        signIns("farm", 12, 0);
        signIns("farm", 12, 1);
        for (int i = 0; i < 25; i++) {
            like("bot", START.plusSeconds(i));
        }
        List<String> before = new ArrayList<>();
        signals().forEach(signal -> before.add(signal.value.getSignalId()));
        Map<String, Map<Bytes, byte[]>> stored = new HashMap<>();
        for (String store : stores()) {
            stored.put(store, contents(store));
        }
        driver.close();

        driver = driver(StoreEngine.HEAP, other);
        stored.forEach((store, contents) ->
                contents.forEach((key, value) -> store(store).put(key, value)));
        for (int i = 25; i < 35; i++) {
            like("bot", START.plusSeconds(i));
        }
        signIns("farm", 12, 2);
        assertThat(before).noneMatch(signal -> signal.startsWith("bot"));
        assertThat(flags()).extracting(flag -> flag.key).contains("account-bot", "ring-farm-0");
    }

    @Test
    void anEntryCountsForTheEventsOfItsTimeWithoutARestart() {
        likeLikeABot("before");
        list("e1", ListName.ALLOW, ListedKind.ACCOUNT, "bot", START, START.plus(Duration.ofDays(1)));
        list("e2", ListName.DENY, ListedKind.DEVICE, "stolen", START.plusSeconds(60), null);
        likeLikeABot("bot");
        signIn("early", START.plusSeconds(59));
        signIn("thief", START.plusSeconds(60));
        Map<String, Flag> cases = newestFlags();
        assertThat(cases).containsOnlyKeys("account-before", "account-thief");
        Flag denied = Objects.requireNonNull(cases.get("account-thief"));
        assertThat(denied.getLevel()).isEqualTo(FlagLevel.HOLD);
        assertThat(denied.getReasons().getFirst().getCode()).isEqualTo(ReasonCode.DENY_LISTED);
        assertThat(denied.getReasons().getFirst().getEvidence().getCounterparts())
                .containsExactly("stolen");
        assertThat(newestLevels()).doesNotContainKey("bot").containsEntry("thief", RiskLevel.HOLD);
        assertThat(signals())
                .filteredOn(signal -> signal.key.equals("bot"))
                .extracting(signal -> signal.value.getSuppressedBy())
                .contains("e1");
    }

    @Test
    void anEntryThatWasRemovedCountedUntilThenAndARestartKnowsAllOfThem(@TempDir Path other) {
        list("e2", ListName.DENY, ListedKind.DEVICE, "stolen", START, null);
        signIn("thief", START.plusSeconds(10));
        take(entry("e2", ListName.DENY, ListedKind.DEVICE, "stolen", START, START.plusSeconds(20))
                .setRemoved(true)
                .build());
        list("e3", ListName.DENY, ListedKind.ACCOUNT, "bad", START, null);
        assertThat(newestFlags()).containsOnlyKeys("account-thief");
        Map<String, Map<Bytes, byte[]>> stored = new HashMap<>();
        for (String store : stores()) {
            stored.put(store, contents(store));
        }
        driver.close();

        List<ListEntry> topic = List.copyOf(written);
        lists = new ProgramLists(SERDES, new SimpleMeterRegistry());
        topic.forEach(this::take);
        driver = driver(StoreEngine.HEAP, other);
        stored.forEach((store, contents) ->
                contents.forEach((key, value) -> store(store).put(key, value)));
        signIn("too-late", START.plusSeconds(20));
        signIn("late-but-of-that-time", START.plusSeconds(19));
        signIn("bad", START.plusSeconds(30));
        signIn("thief", START.plusSeconds(30));
        assertThat(newestFlags()).containsOnlyKeys("account-late-but-of-that-time", "account-bad");
    }

    @Test
    void whatIsNoRightEntryIsCountedAndPassedBy() {
        list("e1", ListName.DENY, ListedKind.ACCOUNT, "bad", START, null);
        lists.take("ACCOUNT/bad".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
        lists.take("ACCOUNT/bad".getBytes(StandardCharsets.UTF_8), null);
        lists.take(
                null,
                bytes(entry("e1", ListName.ALLOW, ListedKind.ACCOUNT, "bad", START, null)
                        .build()));
        take(entry("e1", ListName.SNOOZE, ListedKind.ACCOUNT, "bad", START, null)
                .build());
        take(entry("e1", ListName.DENY, ListedKind.ACCOUNT, "bad", START, null)
                .setRemoved(true)
                .build());
        assertThat(meters.get("pointstream.lists.refused").counter().count()).isEqualTo(5);
        assertThat(meters.get("pointstream.lists.entries").gauge().value()).isEqualTo(1);
        signIn("bad", START);
        assertThat(newestFlags()).containsOnlyKeys("account-bad");
    }

    private static ListEntry.Builder entry(
            String id, ListName list, ListedKind kind, String value, Instant from, @Nullable Instant until) {
        return ListEntry.newBuilder()
                .setId(id)
                .setList(list)
                .setKind(kind)
                .setValue(value)
                .setFrom(from)
                .setUntil(until)
                .setReason("because")
                .setOwner("lin");
    }

    private void list(String id, ListName list, ListedKind kind, String value, Instant from, @Nullable Instant until) {
        take(entry(id, list, kind, value, from, until).build());
    }

    private void take(ListEntry entry) {
        written.add(entry);
        lists.take(ListRecords.key(entry).getBytes(StandardCharsets.UTF_8), bytes(entry));
    }

    private static byte[] bytes(ListEntry entry) {
        return AvroSerdes.<ListEntry>create(SERDES).serializer().serialize(Topics.RISK_LISTS.name(), entry);
    }

    private void signIn(String accountId, Instant at) {
        send(Topics.ACTIVITY_MEMBERSHIP.name(), activity(accountId, at, "stolen", new MembershipSignedIn()));
    }

    @Test
    void theSameInputGivesTheSameBytes(@TempDir Path other) {
        List<byte[]> first = runAll();
        driver.close();
        driver = driver(StoreEngine.HEAP, other);
        ids = 0;
        steps.clear();
        assertThat(runAll()).usingElementComparator(java.util.Arrays::compare).isEqualTo(first);
        assertThat(first).hasSizeGreaterThan(30);
    }

    @Test
    void badActivityIsPassedByForItsLetterIsOfPointsAndABadJournalIsALetter() {
        TestInputTopic<byte[], byte[]> raw = driver.createInputTopic(
                Topics.ACTIVITY_SOCIAL.name(), new ByteArraySerializer(), new ByteArraySerializer());
        byte[] key = "bot".getBytes(StandardCharsets.UTF_8);
        byte[] garbage = {1, 2, 3};
        raw.pipeInput(key, garbage, START);
        byte[] good = bytes(activity("bot", START, null, new SocialVideoLiked("v")));
        raw.pipeInput(new TestRecord<>(null, good, START));
        raw.pipeInput("another".getBytes(StandardCharsets.UTF_8), good, START);
        driver.createInputTopic(Topics.POINTS_JOURNAL.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, garbage, START);
        likeLikeABot("bot");
        assertThat(flags()).extracting(flag -> flag.key).contains("account-bot");
        List<TestRecord<byte[], byte[]>> letters = driver.createOutputTopic(
                        Topics.DEAD_LETTERS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        assertThat(letters).extracting(TestRecord::value).containsExactly(garbage);
        assertThat(letters)
                .extracting(letter -> new String(
                        Objects.requireNonNull(letter.headers().lastHeader(DeadLetters.REASON))
                                .value(),
                        StandardCharsets.UTF_8))
                .containsExactly("UNREADABLE");
    }

    private List<byte[]> runAll() {
        for (int day = 0; day < 4; day++) {
            signIns("farm", 15, day);
            for (int act = 1; act <= 3; act++) {
                decide(
                        "farm-1",
                        "gaming.level-cleared",
                        START.plus(Duration.ofDays(day)).plusSeconds(act),
                        act + 7);
            }
        }
        for (int i = 0; i < 70; i++) {
            like("farm-3", START.plus(Duration.ofDays(4)).plusMillis(400L * i));
        }
        List<byte[]> out = new ArrayList<>();
        for (String topic : List.of(Topics.FARMING_SIGNALS.name(), Topics.FARMING_FLAGS.name())) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readKeyValuesToList()
                    .forEach(record -> {
                        out.add(record.key);
                        out.add(record.value);
                    });
        }
        return out;
    }

    private void signIns(String device, int accounts, int day) {
        for (int account = 0; account < accounts; account++) {
            // Nobody is there at the same second of every day.
            Instant at = START.plus(Duration.ofDays(day)).plusSeconds(30L * account + 1_777L * day * day);
            send(
                    Topics.ACTIVITY_MEMBERSHIP.name(),
                    activity(device + "-" + account, at, device, new MembershipSignedIn()));
        }
    }

    /** Two a second. */
    private void likeLikeABot(String accountId) {
        for (int i = 0; i < 70; i++) {
            like(accountId, START.plusMillis(500L * i));
        }
    }

    private void like(String accountId, Instant at) {
        send(Topics.ACTIVITY_SOCIAL.name(), activity(accountId, at, null, new SocialVideoLiked("v" + ids)));
    }

    private Activity activity(String accountId, Instant at, @Nullable String deviceId, Object body) {
        return new Activity("e" + ++ids, accountId, at, deviceId, null, body);
    }

    private void send(String topic, Activity activity) {
        driver.createInputTopic(
                        topic,
                        new StringSerializer(),
                        AvroSerdes.<Activity>create(SERDES).serializer())
                .pipeInput(activity.getAccountId(), activity, activity.getOccurredAt());
    }

    /** The decision about an act: the tenth fills a day cap of 10, later ones are capped to nothing. */
    private void decide(String accountId, String type, Instant at, int act) {
        CapStep cap = new CapStep(type + "/DAY", CapWindow.DAY, 10L, Math.min(10L, act - 1L), act > 10 ? 1L : 0L);
        Decision decision = new Decision(
                "e" + ++ids,
                type,
                at,
                act > 10 ? Outcome.CAPPED : Outcome.AWARDED,
                type,
                "SOCIAL",
                1,
                1L,
                act > 10 ? 0L : 1L,
                0L,
                List.of(),
                "",
                Waterfall.newBuilder().setCaps(List.of(cap)).build());
        JournalEntry entry = new JournalEntry(
                accountId,
                steps.merge(accountId, 1L, Long::sum),
                at,
                MemberTier.ORDINARY,
                decision,
                List.of(),
                new Balance(0L, 0L, 0L, 0L),
                null);
        send(entry);
    }

    /** A reviewer's decision that points has carried out. */
    private JournalEntry review(String accountId, String caseId, ReviewDecision decision, Instant at) {
        JournalEntry entry = new JournalEntry(
                accountId,
                steps.merge(accountId, 1L, Long::sum),
                at,
                MemberTier.ORDINARY,
                new Decision(
                        "e" + ++ids,
                        "review.decided",
                        at,
                        Outcome.APPLIED,
                        null,
                        null,
                        1,
                        0L,
                        0L,
                        0L,
                        List.of(),
                        "",
                        null),
                List.of(),
                new Balance(0L, 0L, 0L, 0L),
                new RiskMove(RiskLevel.NONE, List.of(), new CaseReview(caseId, decision, "bob", "because")));
        send(entry);
        return entry;
    }

    private void send(JournalEntry entry) {
        driver.createInputTopic(
                        Topics.POINTS_JOURNAL.name(),
                        new StringSerializer(),
                        AvroSerdes.<JournalEntry>create(SERDES).serializer())
                .pipeInput(entry.getAccountId(), entry, entry.getOccurredAt());
    }

    private List<KeyValue<String, AccountRisk>> risks() {
        return driver.createOutputTopic(
                        Topics.FARMING_RISK.name(),
                        new StringDeserializer(),
                        AvroSerdes.<AccountRisk>create(SERDES).deserializer())
                .readKeyValuesToList();
    }

    /** Of the accounts of which something was said since the last time. */
    private Map<String, RiskLevel> newestLevels() {
        Map<String, RiskLevel> levels = new LinkedHashMap<>();
        risks().forEach(risk -> levels.put(risk.key, risk.value.getLevel()));
        return levels;
    }

    private static byte[] bytes(Activity activity) {
        return AvroSerdes.<Activity>create(SERDES).serializer().serialize(Topics.ACTIVITY_SOCIAL.name(), activity);
    }

    private List<KeyValue<String, Flag>> flags() {
        return flags(Topics.FARMING_FLAGS);
    }

    private List<KeyValue<String, Flag>> shadowFlags() {
        return flags(Topics.FARMING_SHADOW_FLAGS);
    }

    private List<KeyValue<String, Flag>> flags(Topic topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        AvroSerdes.<Flag>create(SERDES).deserializer())
                .readKeyValuesToList();
    }

    private List<KeyValue<String, Signal>> signals() {
        return driver.createOutputTopic(
                        Topics.FARMING_SIGNALS.name(),
                        new StringDeserializer(),
                        AvroSerdes.<Signal>create(SERDES).deserializer())
                .readKeyValuesToList();
    }

    private static List<String> stores() {
        return List.of(FarmingTopology.BEHAVIOUR, FarmingTopology.LINKS, FarmingTopology.RINGS, FarmingTopology.CASES);
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    private Map<Bytes, byte[]> contents(String name) {
        Map<Bytes, byte[]> contents = new LinkedHashMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store(name).all()) {
            all.forEachRemaining(entry -> contents.put(entry.key, entry.value));
        }
        return contents;
    }
}
