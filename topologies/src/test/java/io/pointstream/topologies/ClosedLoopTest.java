package io.pointstream.topologies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.embedded.EmbeddedRegistry;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.ListRecords;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEndCause;
import io.pointstream.schemas.farming.FlagLevel;
import io.pointstream.schemas.farming.FlagStatus;
import io.pointstream.schemas.farming.ReasonCode;
import io.pointstream.schemas.farming.RiskLevel;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.lists.ListName;
import io.pointstream.schemas.lists.ListedKind;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.points.RiskMove;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.farming.FarmingTopology;
import io.pointstream.topologies.lists.ProgramLists;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both applications against a real broker: who farms is held, and reviewers end it. */
class ClosedLoopTest {

    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** From the flag to the account's first held step; DOMAIN asks for a second. */
    private static final Duration HELD_WITHIN = Duration.ofSeconds(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private static KafkaProducer<String, Activity> producer;

    @SuppressWarnings("NullAway.Init")
    private static KafkaConsumer<String, SpecificRecord> consumer;

    @SuppressWarnings("NullAway.Init")
    private static StreamsRunner points;

    @SuppressWarnings("NullAway.Init")
    private static StreamsRunner farming;

    @SuppressWarnings("NullAway.Init")
    private static TopicReader listReader;

    @SuppressWarnings("NullAway.Init")
    private static KafkaProducer<String, ListEntry> listWriter;

    /** What a reader of committed records has seen so far, and when it saw it first. */
    private static final List<JournalEntry> journal = new ArrayList<>();

    private static final Map<String, Flag> flags = new HashMap<>();
    private static final Map<String, Long> flaggedNs = new HashMap<>();
    private static final Map<String, Long> heldNs = new HashMap<>();

    private int ids;

    @BeforeAll
    static void start() throws InterruptedException {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        TopicAdmin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()), TopicAdmin.Overrides.NONE);
        Map<String, Object> serdes = Map.of("schema.registry.url", registry.url());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                AvroSerdes.<Activity>create(serdes).serializer());
        Deserializer<SpecificRecord> records =
                AvroSerdes.<SpecificRecord>create(serdes).deserializer();
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                records);
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : List.of(Topics.POINTS_JOURNAL, Topics.FARMING_FLAGS)) {
            IntStream.range(0, topic.partitions())
                    .forEach(partition -> partitions.add(new TopicPartition(topic.name(), partition)));
        }
        consumer.assign(partitions);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        StreamsConfigs configs = StreamsConfigs.of(kafka.bootstrapServers(), directory.resolve("state"));
        ProgramLists lists = new ProgramLists(serdes, meters);
        listReader =
                new TopicReader(Topics.RISK_LISTS, lists::take, Map.of("bootstrap.servers", kafka.bootstrapServers()));
        listReader.start();
        listWriter = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                AvroSerdes.<ListEntry>create(serdes).serializer());
        points = new StreamsRunner(
                PointsTopology.APPLICATION,
                PointsTopology.build(ProgramRules.fixed(RuleBooks.shipped()), Ticks.none(), serdes),
                configs,
                meters);
        farming = new StreamsRunner(
                FarmingTopology.APPLICATION,
                FarmingTopology.build(ProgramRules.fixed(RuleBooks.shipped()), lists::lists, serdes),
                configs,
                meters);
        points.start();
        farming.start();
    }

    @AfterAll
    static void stop() {
        farming.close();
        points.close();
        listReader.close();
        listWriter.close(Duration.ZERO);
        consumer.close();
        producer.close(Duration.ZERO);
        registry.close();
        kafka.close();
    }

    @Test
    void whoFarmsIsHeldWithinASecondAndAReviewerDecides() {
        likeLikeABot("first");
        awaitHeld("first");
        for (int bot = 0; bot < 20; bot++) {
            likeLikeABot("bot" + bot);
            awaitHeld("bot" + bot);
        }
        List<Long> delaysMs = heldNs.entrySet().stream()
                .filter(held -> held.getKey().startsWith("bot"))
                .map(held -> (held.getValue() - Objects.requireNonNull(flaggedNs.get(held.getKey()))) / 1_000_000)
                .sorted()
                .toList();
        assertThat(delaysMs.get(delaysMs.size() - 2))
                .as("from the flag to the hold in ms, all but the slowest: %s", delaysMs)
                .isLessThan(HELD_WITHIN.toMillis());

        send("bot0", 100, new PaymentSettled("p1", PaymentChannel.JD, "m", 5_000L));
        JournalEntry held = awaitDecision("bot0", Outcome.HELD);
        assertThat(kinds(held)).containsExactly(PostingKind.EARN, PostingKind.HOLD);

        review("bot0", "account-bot0", 150, ReviewDecision.CLEAR);
        JournalEntry cleared = awaitDecision("bot0", Outcome.APPLIED);
        assertThat(kinds(cleared)).containsExactly(PostingKind.RELEASE);
        assertThat(cleared.getBalance().getHeld()).isZero();
        awaitEnd("account-bot0", FlagEndCause.CLEARED);
        review("bot0", "account-bot0", 160, ReviewDecision.CLEAR);
        assertThat(Objects.requireNonNull(awaitDecision("bot0", Outcome.NOT_ELIGIBLE, "case account-bot0 is not open")
                                .getDecision())
                        .getEventType())
                .isEqualTo("review.decided");
        send("bot0", 200, new PaymentSettled("p2", PaymentChannel.JD, "m", 5_000L));
        awaitDecision("bot0", Outcome.AWARDED, "pay.jd: 50.00 yuan × 2 = 100; 100 granted");

        send("bot1", 100, new PaymentSettled("p1", PaymentChannel.JD, "m", 5_000L));
        awaitDecision("bot1", Outcome.HELD);
        review("bot1", "account-bot1", 150, ReviewDecision.CONFIRM);
        assertThat(kinds(awaitDecision("bot1", Outcome.APPLIED))).containsExactly(PostingKind.CLAWBACK);
        awaitEnd("account-bot1", FlagEndCause.CONFIRMED);
        send("bot1", 200, new PaymentSettled("p2", PaymentChannel.JD, "m", 5_000L));
        awaitDecision("bot1", Outcome.NOT_ELIGIBLE, "case account-bot1 was confirmed");
        review("bot1", "account-bot1", 250, ReviewDecision.REINSTATE);
        awaitEnd("account-bot1", FlagEndCause.REINSTATED);
        send("bot1", 300, new PaymentSettled("p3", PaymentChannel.JD, "m", 5_000L));
        awaitDecision("bot1", Outcome.AWARDED, "pay.jd: 50.00 yuan × 2 = 100; 100 granted");
    }

    @Test
    void aDecisionOnARingReleasesEachMember() {
        for (int day = 0; day < 4; day++) {
            for (int member = 0; member < 16; member++) {
                send("farm" + member, "farm", 86_400L * day + 30L * member, new MembershipSignedIn());
            }
        }
        await().atMost(PATIENCE).until(() -> {
            poll();
            return heldNs.keySet().stream()
                            .filter(held -> held.startsWith("farm"))
                            .count()
                    == 16;
        });
        Flag ring = flags.values().stream()
                .filter(flag -> flag.getMembers().contains("farm3"))
                .findFirst()
                .orElseThrow();
        for (int member = 0; member < 16; member++) {
            send("farm" + member, "farm", 86_400L * 5, new MembershipSignedIn());
            awaitDecision("farm" + member, Outcome.HELD);
        }
        review(ring.getAccountId(), ring.getCaseId(), 86_400L * 5 + 60, ReviewDecision.CLEAR);
        awaitEnd(ring.getCaseId(), FlagEndCause.CLEARED);
        for (int member = 0; member < 16; member++) {
            String account = "farm" + member;
            JournalEntry released = awaitEntry(entry -> entry.getAccountId().equals(account)
                    && entry.getRisk() != null
                    && entry.getRisk().getLevel() == RiskLevel.NONE);
            assertThat(kinds(released)).containsExactly(PostingKind.RELEASE);
            assertThat(released.getBalance().getHeld()).isZero();
        }
    }

    @Test
    void whatIsPutOnAListCountsWithoutARestart() throws Exception {
        send("denied", 0, new MembershipSignedIn());
        awaitDecision("denied", Outcome.AWARDED);
        ListEntry entry = ListEntry.newBuilder()
                .setId("e1")
                .setList(ListName.DENY)
                .setKind(ListedKind.ACCOUNT)
                .setValue("denied")
                .setFrom(NOON.plusSeconds(86_400))
                .setReason("because")
                .setOwner("lin")
                .build();
        listWriter
                .send(new ProducerRecord<>(Topics.RISK_LISTS.name(), ListRecords.key(entry), entry))
                .get();
        for (int day = 1; !heldNs.containsKey("denied") && day < 600; day++) {
            send("denied", 86_400L * day + day * 977L % 40_000, new MembershipSignedIn());
            poll();
        }
        awaitHeld("denied");
        assertThat(Objects.requireNonNull(flags.get("account-denied"))
                        .getReasons()
                        .getFirst()
                        .getCode())
                .isEqualTo(ReasonCode.DENY_LISTED);
    }

    /** Two a second, of videos that nobody else likes: bots that like the same would be a ring. */
    private void likeLikeABot(String account) {
        for (int i = 0; i < 70; i++) {
            send(account, i / 2, new SocialVideoLiked(account + "-" + i));
        }
    }

    private void review(String account, String caseId, long seconds, ReviewDecision decision) {
        send(account, seconds, new ReviewDecided(caseId, decision, "bob", "because"));
    }

    private void send(String account, long seconds, Object body) {
        send(account, null, seconds, body);
    }

    private void send(String account, @Nullable String device, long seconds, Object body) {
        Instant at = NOON.plusSeconds(seconds);
        Activity activity = new Activity("e" + ++ids, account, at, device, null, body);
        var _ = producer.send(new ProducerRecord<>(
                Topics.forEventType(ActivityJson.typeOf(activity)).name(), null, at.toEpochMilli(), account, activity));
    }

    private static void poll() {
        for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(Duration.ofMillis(5))) {
            long now = System.nanoTime();
            if (record.value() instanceof Flag flag) {
                flags.put(flag.getCaseId(), flag);
                if (flag.getLevel() == FlagLevel.HOLD) {
                    flaggedNs.putIfAbsent(flag.getAccountId(), now);
                }
            } else if (record.value() instanceof JournalEntry entry) {
                journal.add(entry);
                RiskMove risk = entry.getRisk();
                if (risk != null && risk.getLevel() == RiskLevel.HOLD) {
                    heldNs.putIfAbsent(entry.getAccountId(), now);
                }
            }
        }
    }

    private static void awaitHeld(String account) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            poll();
            return heldNs.containsKey(account);
        });
    }

    private static void awaitEnd(String caseId, FlagEndCause cause) {
        await().atMost(PATIENCE).until(() -> {
            poll();
            Flag flag = flags.get(caseId);
            return flag != null
                    && flag.getStatus() == FlagStatus.CLOSED
                    && flag.getEnd() != null
                    && flag.getEnd().getCause() == cause;
        });
    }

    private static JournalEntry awaitDecision(String account, Outcome outcome) {
        return awaitDecision(account, outcome, "");
    }

    private static JournalEntry awaitDecision(String account, Outcome outcome, String reason) {
        return awaitEntry(entry -> {
            Decision decision = entry.getDecision();
            return entry.getAccountId().equals(account)
                    && decision != null
                    && decision.getOutcome() == outcome
                    && decision.getReason().startsWith(reason);
        });
    }

    /** The newest that fits. */
    private static JournalEntry awaitEntry(Predicate<JournalEntry> wanted) {
        await().atMost(PATIENCE).until(() -> {
            poll();
            return journal.stream().anyMatch(wanted);
        });
        return journal.stream().filter(wanted).toList().getLast();
    }

    private static List<PostingKind> kinds(JournalEntry entry) {
        return entry.getPostings().stream().map(Posting::getKind).toList();
    }
}
