package io.pointstream.dashboards.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.dashboards.desk.RuleDesk.Draft;
import io.pointstream.dashboards.desk.RuleDesk.Published;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.rules.RuleBookVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions proposed and published, at two desks over one real broker. */
class RuleDeskTest {

    private static final Actor ANA = new Actor("ana", Set.of(Role.ANALYST), "10.0.0.1");
    private static final Actor LIN = new Actor("lin", Set.of(Role.SUPERVISOR), "10.0.0.2");
    private static final Actor WEI = new Actor("wei", Set.of(Role.SUPERVISOR), "10.0.0.3");
    private static final Actor ADA = new Actor("ada", Set.of(Role.ADMIN), "10.0.0.4");
    private static final Actor MEI = new Actor("mei", Set.of(Role.REVIEWER), "10.0.0.5");
    private static final Actor SHELL = Actor.atCommandLine("root");

    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
    private static final Instant FIRST = Instant.parse("2027-01-01T00:00:00Z");

    /** Each version is in force later than those of the tests before. */
    private static final AtomicInteger DAYS = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka broker;

    @SuppressWarnings("NullAway.Init")
    private static Map<String, Object> kafka;

    @SuppressWarnings("NullAway.Init")
    private static Desk one;

    @SuppressWarnings("NullAway.Init")
    private static Desk other;

    @BeforeAll
    static void open() throws Exception {
        broker = EmbeddedKafka.start(directory);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistryConfig.URL, "mock://rule-desk");
        TopicAdmin.create(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new TopicAdmin.Overrides(null, (short) 1));
        one = desk();
        other = desk();
    }

    @AfterAll
    static void close() {
        one.close();
        other.close();
        broker.close();
    }

    @AfterEach
    void nothingWaits() {
        RuleProposal waiting = one.state().ruleProposal();
        if (waiting != null) {
            one.rules().refuse(ADA, CaseDesk.newKey(), waiting.actId(), "");
        }
    }

    private static Desk desk() throws InterruptedException {
        Desk desk = Desk.open(kafka, DeskConfig.DEFAULT, () -> NOW, () -> NOW);
        assertThat(desk.awaitOpen(Duration.ofSeconds(30))).isTrue();
        return desk;
    }

    private static Instant nextDay() {
        return FIRST.plus(Duration.ofDays(DAYS.incrementAndGet()));
    }

    private static Draft draft(String yaml) {
        return new Draft(yaml, nextDay(), "more for JD");
    }

    private static List<RuleBookVersion> published() {
        return one.rules().published().read().published();
    }

    private static Why refusal(Runnable act) {
        try {
            act.run();
        } catch (RefusedException e) {
            return e.why();
        }
        throw new AssertionError("was not refused");
    }

    private static @Nullable RuleProposal waitingAt(Desk desk) {
        return desk.state().ruleProposal();
    }

    @Test
    void whatOneProposesAnotherPublishesOnceHoweverOftenItIsAskedFor() {
        int before = one.rules().published().read().last();
        Draft draft = draft("the book");
        String proposal = CaseDesk.newKey();
        one.rules().propose(ANA, proposal, draft);
        one.rules().propose(ANA, proposal, draft);
        await().until(() -> waitingAt(other) != null);
        assertThat(waitingAt(other))
                .isEqualTo(new RuleProposal(
                        proposal, "ana", NOW, before, draft.effectiveFrom(), "the book", "more for JD"));
        assertThat(one.rules().published().read().last()).isEqualTo(before);

        String key = CaseDesk.newKey();
        Published done = other.rules().approve(LIN, key, proposal, "seen");
        assertThat(done.version()).isEqualTo(before + 1);
        assertThat(other.rules().approve(LIN, key, proposal, "seen")).isEqualTo(done);
        assertThat(refusal(() -> other.rules().approve(WEI, CaseDesk.newKey(), proposal, "")))
                .isEqualTo(Why.CONFLICT);
        assertThat(published().getLast())
                .isEqualTo(new RuleBookVersion(
                        before + 1, draft.effectiveFrom(), "the book", NOW, "ana (approved by lin)"));
        assertThat(one.rules().published().read().last()).isEqualTo(before + 1);
        await().until(() -> waitingAt(one) == null);
    }

    @Test
    void nobodyPublishesTheirOwnProposalWhateverTheirRoles() {
        Actor both = new Actor("both", Set.of(Role.ANALYST, Role.SUPERVISOR, Role.ADMIN), "10.0.0.9");
        String proposal = one.rules().propose(both, CaseDesk.newKey(), draft("own"));
        int before = published().size();
        assertThat(refusal(() -> one.rules().approve(both, CaseDesk.newKey(), proposal, "")))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(published()).hasSize(before);
        one.rules().refuse(both, CaseDesk.newKey(), proposal, "I was wrong");
        assertThat(waitingAt(one)).isNull();
        assertThat(refusal(() -> one.rules().approve(LIN, CaseDesk.newKey(), proposal, "")))
                .isEqualTo(Why.CONFLICT);
        assertThat(published()).hasSize(before);
    }

    @Test
    void rolesSayWhoProposesAndWhoPublishes() {
        for (Actor actor : List.of(MEI, ADA)) {
            assertThat(refusal(() -> one.rules().propose(actor, CaseDesk.newKey(), draft("no"))))
                    .isEqualTo(Why.FORBIDDEN);
        }
        String proposal = one.rules().propose(LIN, CaseDesk.newKey(), draft("by a supervisor"));
        for (Actor actor : List.of(MEI, ANA)) {
            assertThat(refusal(() -> one.rules().approve(actor, CaseDesk.newKey(), proposal, "")))
                    .isEqualTo(Why.FORBIDDEN);
            assertThat(refusal(() -> one.rules().refuse(actor, CaseDesk.newKey(), proposal, "")))
                    .isEqualTo(Why.FORBIDDEN);
        }
        one.rules().approve(ADA, CaseDesk.newKey(), proposal, "");
        assertThat(published().getLast().getYaml()).isEqualTo("by a supervisor");
    }

    @Test
    void oneProposalWaitsAtATime() {
        String first = one.rules().propose(ANA, CaseDesk.newKey(), draft("first"));
        assertThat(refusal(() -> other.rules().propose(LIN, CaseDesk.newKey(), draft("second"))))
                .isEqualTo(Why.CONFLICT);
        String key = CaseDesk.newKey();
        other.rules().refuse(LIN, key, first, "no");
        other.rules().refuse(LIN, key, first, "no");
        one.rules().propose(LIN, CaseDesk.newKey(), draft("second"));
        assertThat(refusal(() -> one.rules().approve(WEI, CaseDesk.newKey(), first, "")))
                .as("what waits is another one than was looked at")
                .isEqualTo(Why.CONFLICT);
    }

    @Test
    void aReasonALaterTimeAndABookOfSomeSizeAreAskedFor() {
        Instant later = nextDay();
        one.rules().publish(SHELL, "newest", later);
        for (Instant notAfter : List.of(later, later.minusMillis(1))) {
            assertThat(refusal(() -> one.rules().propose(ANA, CaseDesk.newKey(), new Draft("b", notAfter, "because"))))
                    .isEqualTo(Why.CONFLICT);
            assertThat(refusal(() -> one.rules().publish(SHELL, "b", notAfter))).isEqualTo(Why.CONFLICT);
        }
        assertThat(refusal(() -> one.rules().propose(ANA, CaseDesk.newKey(), new Draft("b", nextDay(), " "))))
                .isEqualTo(Why.INVALID);
        String huge = "书".repeat(RuleDesk.BOOK_BYTES_MAX / 3 + 1);
        assertThat(refusal(() -> one.rules().propose(ANA, CaseDesk.newKey(), new Draft(huge, nextDay(), "x"))))
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> one.rules().propose(ANA, "short", draft("b")))).isEqualTo(Why.INVALID);
        // The largest one, of what takes most room in an act, can be proposed and published.
        String large = "\"\n".repeat(RuleDesk.BOOK_BYTES_MAX / 2);
        String proposal = one.rules().propose(ANA, CaseDesk.newKey(), draft(large));
        one.rules().approve(LIN, CaseDesk.newKey(), proposal, "");
        assertThat(published().getLast().getYaml()).isEqualTo(large);
    }

    @Test
    void aProposalIsNoChangeOfWhatWasPublishedMeanwhile() {
        String proposal = one.rules().propose(ANA, CaseDesk.newKey(), draft("proposed"));
        other.rules()
                .publish(
                        SHELL,
                        "published meanwhile",
                        Objects.requireNonNull(waitingAt(one)).effectiveFrom().minusSeconds(1));
        int before = published().size();
        assertThatThrownBy(() -> one.rules().approve(LIN, CaseDesk.newKey(), proposal, ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was published meanwhile");
        assertThat(published()).hasSize(before);
        assertThat(waitingAt(one)).as("it can still be taken back").isNotNull();
    }

    @Test
    void consolesAndCommandLinesThatPublishAtOnceTakeDifferentNumbers() throws Exception {
        int before = one.rules().published().read().last();
        String proposal = one.rules().propose(ANA, CaseDesk.newKey(), draft("of the console"));
        await().until(() -> waitingAt(other) != null);
        try (Desk shell = desk()) {
            List<Instant> times = IntStream.range(0, 9).mapToObj(n -> nextDay()).toList();
            List<CompletableFuture<Integer>> all = IntStream.range(0, 9)
                    .mapToObj(n -> CompletableFuture.supplyAsync(
                            () -> {
                                Desk desk = List.of(one, other, shell).get(n % 3);
                                try {
                                    return n < 2
                                            ? desk.rules()
                                                    .approve(n == 0 ? LIN : WEI, CaseDesk.newKey(), proposal, "")
                                                    .version()
                                            : desk.rules()
                                                    .publish(SHELL, "of a command line", times.get(n))
                                                    .version();
                                } catch (RefusedException e) {
                                    return 0;
                                }
                            },
                            task -> Thread.ofVirtual().start(task)))
                    .toList();
            List<Integer> taken = all.stream()
                    .map(CompletableFuture::join)
                    .filter(version -> version > 0)
                    .sorted()
                    .toList();
            assertThat(taken).isNotEmpty().doesNotHaveDuplicates();
            List<RuleBookVersion> added = published().stream()
                    .filter(version -> version.getVersion() > before)
                    .toList();
            assertThat(added).extracting(RuleBookVersion::getVersion).isEqualTo(taken);
            assertThat(taken)
                    .isEqualTo(IntStream.rangeClosed(before + 1, before + taken.size())
                            .boxed()
                            .toList());
            assertThat(added).extracting(RuleBookVersion::getEffectiveFrom).isSorted();
            assertThat(added)
                    .filteredOn(version -> version.getYaml().equals("of the console"))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void ofAnApprovalAndARefusalAtOnceOneHolds() {
        for (int i = 0; i < 4; i++) {
            String yaml = "contested " + i;
            String proposal = one.rules().propose(ANA, CaseDesk.newKey(), draft(yaml));
            await().until(() -> waitingAt(other) != null);
            CompletableFuture<Boolean> approval =
                    holds(() -> one.rules().approve(LIN, CaseDesk.newKey(), proposal, ""));
            CompletableFuture<Boolean> refusal =
                    holds(() -> other.rules().refuse(ANA, CaseDesk.newKey(), proposal, ""));
            assertThat(approval.join()).isNotEqualTo(refusal.join());
            assertThat(published().stream()
                            .anyMatch(version -> version.getYaml().equals(yaml)))
                    .isEqualTo(approval.join());
        }
    }

    private static CompletableFuture<Boolean> holds(Runnable act) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                act.run();
                return true;
            } catch (RefusedException e) {
                return false;
            }
        });
    }

    @Test
    void aNumberThatWasUsedIsNeverGivenAgain() throws Exception {
        int before = one.rules().published().read().last();
        int withdrawn = one.rules().publish(SHELL, "withdrawn", nextDay()).version();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new HashMap<>(kafka), new StringSerializer(), new ByteArraySerializer())) {
            String topic = Topics.PROGRAM_RULES.name();
            producer.send(new ProducerRecord<>(topic, Integer.toString(withdrawn), null))
                    .get();
            producer.send(new ProducerRecord<>(topic, "two", new byte[] {1})).get();
            producer.send(new ProducerRecord<>(topic, Integer.toString(withdrawn + 1), new byte[] {1}))
                    .get();
        }
        assertThat(withdrawn).isEqualTo(before + 1);
        Published next = one.rules().publish(SHELL, "next", nextDay());
        assertThat(next.version()).isEqualTo(withdrawn + 2);
        assertThat(next.follows()).isLessThanOrEqualTo(before);
    }

    @Test
    void whatWaitsIsThereAfterARestart() throws Exception {
        String proposal = one.rules().propose(ANA, CaseDesk.newKey(), draft("书"));
        try (Desk restarted = desk()) {
            assertThat(waitingAt(restarted)).isEqualTo(waitingAt(one));
            restarted.rules().approve(LIN, CaseDesk.newKey(), proposal, "");
        }
        assertThat(published().getLast().getYaml()).isEqualTo("书");
    }

    @Test
    void withoutAnAnswerNothingIsRead() {
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1", SchemaRegistryConfig.URL, "mock://no");
        try (PublishedRules away = new PublishedRules(nowhere)) {
            assertThatThrownBy(away::read).isInstanceOf(KafkaException.class);
        }
    }
}
