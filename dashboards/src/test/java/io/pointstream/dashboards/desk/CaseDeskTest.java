package io.pointstream.dashboards.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pointstream.dashboards.desk.CaseDesk.Opinion;
import io.pointstream.dashboards.desk.RefusedException.Why;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases in hand and decisions, at two desks over one real broker. */
class CaseDeskTest {

    private static final Instant RAISED = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant PROGRAM_NOW = Instant.parse("2026-05-30T12:00:00Z");
    private static final Actor MEI = new Actor("mei", Set.of(Role.REVIEWER), "10.0.0.1");
    private static final Actor BO = new Actor("bo", Set.of(Role.REVIEWER), "10.0.0.2");
    private static final Actor LIN = new Actor("lin", Set.of(Role.SUPERVISOR), "10.0.0.3");
    private static final Actor EVE = new Actor("eve", Set.of(Role.ANALYST, Role.ADMIN), "10.0.0.4");
    private static final Opinion CONFIRM = new Opinion(Verdict.CONFIRM, Grounds.NO_PERSON_DOES_THIS, "");
    private static final Opinion CLEAR = new Opinion(Verdict.CLEAR, Grounds.OTHER, "看过了");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka broker;

    @SuppressWarnings("NullAway.Init")
    private static Map<String, Object> kafka;

    private static volatile Instant now = Instant.parse("2026-11-27T08:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private static Desk one;

    @SuppressWarnings("NullAway.Init")
    private static Desk other;

    @BeforeAll
    static void open() throws Exception {
        broker = EmbeddedKafka.start(directory);
        kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistryConfig.URL, "mock://case-desk");
        TopicAdmin.create(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new TopicAdmin.Overrides(null, (short) 1));
        one = desk();
        other = desk();
        for (Actor actor : List.of(MEI, BO, LIN)) {
            one.addUser(Actor.atCommandLine("root"), actor.name(), actor.roles(), "correct horse battery");
        }
        await().until(() -> other.state().users().size() == 3);
    }

    @AfterAll
    static void close() {
        one.close();
        other.close();
        broker.close();
    }

    private static Desk desk() throws InterruptedException {
        Desk desk = Desk.open(kafka, DeskConfig.DEFAULT, () -> now, () -> PROGRAM_NOW);
        assertThat(desk.awaitOpen(Duration.ofSeconds(30))).isTrue();
        return desk;
    }

    private static CaseFacts open(String caseId, int accounts, long held) {
        return new CaseFacts(
                caseId, "account-of-" + caseId, accounts, true, RAISED, RAISED.plusSeconds(60), null, held);
    }

    private static Why refusal(Runnable act) {
        try {
            act.run();
        } catch (RefusedException e) {
            return e.why();
        }
        throw new AssertionError("was not refused");
    }

    /** The decisions on a case that reached the program. */
    private static List<Activity> reviews(String caseId) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("isolation.level", "read_committed");
        List<Activity> reviews = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                properties,
                new StringDeserializer(),
                AvroSerdes.<Activity>create(kafka).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.RISK_REVIEWS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    assertThat(record.key()).isEqualTo(record.value().getAccountId());
                    if (record.value().getBody() instanceof ReviewDecided review
                            && review.getCaseId().equals(caseId)) {
                        reviews.add(record.value());
                    }
                });
            }
        }
        return reviews;
    }

    @Test
    void of_two_who_take_one_case_one_gets_it_until_the_lock_expires() {
        CaseFacts facts = open("taken", 1, 100);
        one.cases().take(MEI, facts);
        assertThat(refusal(() -> other.cases().take(BO, facts))).isEqualTo(Why.CONFLICT);
        assertThat(refusal(() -> other.cases().decide(BO, CaseDesk.newKey(), facts, CONFIRM)))
                .isEqualTo(Why.CONFLICT);
        assertThat(refusal(() -> other.cases().putBack(BO, "taken"))).isEqualTo(Why.CONFLICT);

        now = now.plus(DeskConfig.DEFAULT.lockMax()).plusMillis(1);
        other.cases().take(BO, facts);
        assertThat(refusal(() -> one.cases().take(MEI, facts))).isEqualTo(Why.CONFLICT);
        other.cases().putBack(BO, "taken");
        one.cases().take(MEI, facts);
        assertThat(one.state().work("taken").lockedAt(now).orElseThrow().person())
                .isEqualTo("mei");
    }

    @Test
    void a_decision_reaches_the_program_once_however_often_it_is_sent() {
        CaseFacts facts = open("repeated", 1, 100);
        String key = CaseDesk.newKey();
        one.cases().decide(MEI, key, facts, CONFIRM);
        assertThat(other.cases().decide(MEI, key, facts, CONFIRM)).isEqualTo(new CaseDesk.Outcome(key, false));
        assertThat(one.cases().decide(MEI, key, facts, CONFIRM).actId()).isEqualTo(key);

        assertThat(reviews("repeated")).singleElement().satisfies(event -> {
            assertThat(event.getEventId()).isEqualTo("decision-" + key);
            assertThat(event.getAccountId()).isEqualTo("account-of-repeated");
            assertThat(event.getOccurredAt()).isEqualTo(PROGRAM_NOW);
            assertThat(event.getBody())
                    .isEqualTo(new ReviewDecided("repeated", ReviewDecision.CONFIRM, "mei", "No person does this"));
        });
        // Another decision, or the same key for another case, is none of this.
        assertThat(refusal(() -> one.cases().decide(BO, CaseDesk.newKey(), facts, CLEAR)))
                .isEqualTo(Why.CONFLICT);
        assertThat(refusal(() -> one.cases().decide(MEI, key, open("another", 1, 0), CONFIRM)))
                .isEqualTo(Why.INVALID);
        assertThat(reviews("another")).isEmpty();
    }

    @Test
    void of_all_who_decide_at_once_one_does() {
        CaseFacts facts = open("raced", 1, 100);
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 8)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> {
                    try {
                        (n % 2 == 0 ? one : other)
                                .cases()
                                .decide(n % 2 == 0 ? MEI : BO, CaseDesk.newKey(), facts, n % 4 < 2 ? CONFIRM : CLEAR);
                        return true;
                    } catch (RefusedException e) {
                        return false;
                    }
                }))
                .toList();
        assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
        assertThat(reviews("raced")).hasSize(1);
    }

    @Test
    void a_large_claw_back_takes_a_second_person() {
        CaseFacts facts = open("large", 1, 10_001);
        String proposal = CaseDesk.newKey();
        assertThat(one.cases().decide(MEI, proposal, facts, CONFIRM).waits()).isTrue();
        assertThat(reviews("large")).isEmpty();
        assertThat(one.cases().decide(MEI, proposal, facts, CONFIRM).waits()).isTrue();

        assertThat(refusal(() -> one.cases().decide(LIN, CaseDesk.newKey(), facts, CLEAR)))
                .isEqualTo(Why.CONFLICT);
        assertThat(refusal(() -> one.cases().approve(MEI, CaseDesk.newKey(), facts, "")))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(() -> one.cases().approve(BO, CaseDesk.newKey(), facts, "")))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(() -> one.cases().refuse(BO, CaseDesk.newKey(), "large", "")))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(reviews("large")).isEmpty();

        String key = CaseDesk.newKey();
        other.cases().approve(LIN, key, facts, "");
        other.cases().approve(LIN, key, facts, "");
        assertThat(reviews("large"))
                .singleElement()
                .satisfies(event -> assertThat(event.getBody())
                        .isEqualTo(new ReviewDecided(
                                "large", ReviewDecision.CONFIRM, "mei", "No person does this (approved by lin)")));
    }

    @Test
    void nobody_approves_their_own_proposal_whatever_their_role() {
        CaseFacts facts = open("own", 11, 0);
        assertThat(one.cases().decide(LIN, CaseDesk.newKey(), facts, CLEAR).waits())
                .isTrue();
        assertThat(refusal(() -> one.cases().approve(LIN, CaseDesk.newKey(), facts, "")))
                .isEqualTo(Why.FORBIDDEN);
        one.cases().refuse(LIN, CaseDesk.newKey(), "own", "I was wrong");
        assertThat(one.state().work("own").proposal()).isNull();
        assertThat(refusal(() -> one.cases().approve(LIN, CaseDesk.newKey(), facts, "")))
                .isEqualTo(Why.CONFLICT);
        assertThat(reviews("own")).isEmpty();
    }

    @Test
    void of_an_approval_and_a_refusal_at_once_one_holds() {
        for (int i = 0; i < 5; i++) {
            String caseId = "contested-" + i;
            CaseFacts facts = open(caseId, 1, 20_000);
            one.cases().decide(MEI, CaseDesk.newKey(), facts, CONFIRM);
            await().until(() -> other.state().work(caseId).proposal() != null);
            CompletableFuture<Boolean> approval = held(() -> one.cases().approve(LIN, CaseDesk.newKey(), facts, ""));
            CompletableFuture<Boolean> refusal = held(() -> other.cases().refuse(MEI, CaseDesk.newKey(), caseId, ""));
            assertThat(approval.join()).isNotEqualTo(refusal.join());
            assertThat(reviews(caseId)).hasSize(approval.join() ? 1 : 0);
        }
    }

    private static CompletableFuture<Boolean> held(Runnable act) {
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
    void a_wrong_decision_is_corrected_by_a_new_one() {
        CaseFacts facts = open("corrected", 1, 100);
        one.cases().decide(MEI, CaseDesk.newKey(), facts, CONFIRM);
        Opinion reinstate = new Opinion(Verdict.REINSTATE, Grounds.APPEAL, "");
        one.cases().decide(BO, CaseDesk.newKey(), facts, reinstate);
        assertThat(refusal(() -> one.cases().decide(BO, CaseDesk.newKey(), facts, reinstate)))
                .isEqualTo(Why.CONFLICT);
        assertThat(reviews("corrected").stream().map(event -> ((ReviewDecided) event.getBody()).getDecision()))
                .containsExactly(ReviewDecision.CONFIRM, ReviewDecision.REINSTATE);

        // Detection raises it again, later: that is another case.
        CaseFacts again = new CaseFacts(
                "corrected",
                "account-of-corrected",
                1,
                true,
                RAISED.plusSeconds(900),
                RAISED.plusSeconds(900),
                null,
                5);
        one.cases().decide(BO, CaseDesk.newKey(), again, CLEAR);
        assertThat(reviews("corrected")).hasSize(3);
    }

    @Test
    void what_was_decided_elsewhere_counts_too() {
        CaseFacts confirmed = new CaseFacts("before", "a", 1, false, RAISED, RAISED, Verdict.CONFIRM, 0);
        assertThat(refusal(() -> one.cases().decide(MEI, CaseDesk.newKey(), confirmed, CLEAR)))
                .isEqualTo(Why.CONFLICT);
        one.cases().decide(MEI, CaseDesk.newKey(), confirmed, new Opinion(Verdict.REINSTATE, Grounds.MISTAKE, ""));
        assertThat(reviews("before")).hasSize(1);
    }

    @Test
    void only_reviewers_decide_and_never_without_grounds() {
        CaseFacts facts = open("grounds", 1, 100);
        assertThat(refusal(() -> one.cases().decide(EVE, CaseDesk.newKey(), facts, CONFIRM)))
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(() -> one.cases().take(EVE, facts))).isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(() -> one.cases()
                        .decide(MEI, CaseDesk.newKey(), facts, new Opinion(Verdict.CONFIRM, Grounds.OTHER, " "))))
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> one.cases()
                        .decide(MEI, CaseDesk.newKey(), facts, new Opinion(Verdict.CONFIRM, Grounds.HEAVY_USER, ""))))
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> one.cases().decide(MEI, "short", facts, CONFIRM)))
                .isEqualTo(Why.INVALID);
        assertThat(reviews("grounds")).isEmpty();
    }

    @Test
    void a_case_is_assigned_by_supervisors_and_taken_over_by_oneself() {
        one.cases().assign(MEI, "assigned", "mei");
        assertThat(refusal(() -> one.cases().assign(BO, "assigned", "bo"))).isEqualTo(Why.FORBIDDEN);
        one.cases().assign(LIN, "assigned", "bo");
        assertThat(refusal(() -> one.cases().assign(LIN, "assigned", "nobody"))).isEqualTo(Why.INVALID);
        one.cases().assign(BO, "assigned", null);
        assertThat(one.state().work("assigned").assignee()).isNull();
    }

    @Test
    void notes_views_and_the_rest_are_there_after_a_restart() throws Exception {
        String key = CaseDesk.newKey();
        one.cases().note(MEI, key, "noted", "first\nsecond line");
        one.cases().note(MEI, key, "noted", "first\nsecond line");
        one.cases().saveView(MEI, "rings", "ring=5");
        one.cases().saveView(MEI, "gone", "ring=2");
        one.cases().removeView(MEI, "gone");
        try (Desk restarted = desk()) {
            assertThat(restarted.state().work("noted").notes())
                    .containsExactly(new CaseWork.Note("mei", now, "first\nsecond line"));
            assertThat(restarted.state().views("mei")).isEqualTo(Map.of("rings", "ring=5"));
            assertThat(restarted.state().views("bo")).isEmpty();
        }
    }
}
