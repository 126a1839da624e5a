package io.pointstream.topologies.points;

import static io.pointstream.topologies.points.PointsDriver.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.MembershipSignedIn;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.activity.ReviewDecision;
import io.pointstream.schemas.farming.AccountRisk;
import io.pointstream.schemas.farming.RiskCase;
import io.pointstream.schemas.farming.RiskLevel;
import io.pointstream.schemas.points.AccountBalance;
import io.pointstream.schemas.points.CaseReview;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.topologies.DeadLetters;
import io.pointstream.topologies.rules.ProgramRules;
import io.pointstream.topologies.state.StoreEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PointsTopologyTest {

    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path stateDir;

    private static Outcome outcome(JournalEntry entry) {
        return Objects.requireNonNull(entry.getDecision()).getOutcome();
    }

    private static Decision decision(JournalEntry entry) {
        return Objects.requireNonNull(entry.getDecision());
    }

    @Test
    void looksAsReviewed() throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("points-topology.txt")) {
            String described = PointsTopology.build(
                            ProgramRules.fixed(RuleBooks.shipped()), Ticks.none(), PointsDriver.SERDES)
                    .describe()
                    .toString();
            assertThat(described)
                    .as("a change of the topology is seen in review: src/test/resources/…/points-topology.txt")
                    .isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource(StoreEngine.class)
    void anAwardIsJournalledAndItsBalanceFollowsInTheSameCommit(StoreEngine stores) {
        try (PointsDriver points = new PointsDriver(stateDir, stores)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 12_345));

            List<JournalEntry> journal = points.journal();
            assertThat(journal).hasSize(1);
            JournalEntry entry = journal.getFirst();
            assertThat(entry.getAccountId()).isEqualTo("a1");
            assertThat(entry.getStep()).isEqualTo(1);
            assertThat(outcome(entry)).isEqualTo(Outcome.AWARDED);
            assertThat(decision(entry).getRuleId()).isEqualTo("pay.offline-scan");
            assertThat(decision(entry).getGrantedPoints()).isEqualTo(123);
            assertThat(entry.getPostings()).singleElement().satisfies(posting -> {
                assertThat(posting.getPostingId()).isEqualTo("a1/1/1");
                assertThat(posting.getPoints()).isEqualTo(123);
            });
            assertThat(points.balances()).containsExactly(new AccountBalance("a1", 1L, NOON, 123L, 0L, 0L, 0L));
        }
    }

    @Test
    void aBalanceThatDidNotMoveIsNotToldAgain() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 99));
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e2", NOON.plusSeconds(1), "p2", 98));
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e3", NOON.plusSeconds(2), "p3", 100));
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e3", NOON.plusSeconds(3), "p3", 100));

            assertThat(points.journal()).hasSize(4);
            assertThat(points.balances())
                    .as("the first, however low, and then each that is another")
                    .containsExactly(
                            new AccountBalance("a1", 1L, NOON, 0L, 0L, 0L, 0L),
                            new AccountBalance("a1", 3L, NOON.plusSeconds(2), 1L, 0L, 0L, 0L));
        }
    }

    @Test
    void theJournalCarriesTheAccountAsKeyAndTheEventTimeAsTimestamp() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
            assertThat(points.raw(Topics.POINTS_JOURNAL.name())).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("a1".getBytes(StandardCharsets.UTF_8));
                assertThat(record.timestamp()).isEqualTo(NOON.toEpochMilli());
            });
        }
    }

    @Test
    void caps() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            for (int i = 1; i <= 11; i++) {
                points.pipe(
                        Topics.ACTIVITY_PAYMENT,
                        payment("a1", "e" + i, NOON.plusSeconds(i), "p" + i, i < 11 ? 49_900 : 20_000));
            }
            List<JournalEntry> journal = points.journal();
            assertThat(decision(journal.get(9)).getGrantedPoints()).isEqualTo(499);
            assertThat(outcome(journal.get(10))).isEqualTo(Outcome.PARTIALLY_CAPPED);
            assertThat(decision(journal.get(10)).getGrantedPoints()).isEqualTo(10);
            assertThat(decision(journal.get(10)).getCappedBy()).containsExactly("pay.offline-scan/MONTH");
        }
    }

    @Test
    void anEventAgainIsADuplicateAlsoBehindAHundredOthers() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            for (int i = 0; i < 100; i++) {
                points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e" + i, NOON.plusSeconds(i), "p" + i, 100));
            }
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e3", NOON.plusSeconds(200), "other", 500));
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a2", "e3", NOON.plusSeconds(200), "other", 500));
            List<JournalEntry> journal = points.journal();
            assertThat(outcome(journal.get(100))).isEqualTo(Outcome.DUPLICATE);
            assertThat(journal.get(100).getPostings()).isEmpty();
            assertThat(outcome(journal.get(101))).isEqualTo(Outcome.AWARDED);
        }
    }

    @Test
    void aPaymentSettledAgainUnderAnotherEventIdEarnsNothing() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e2", NOON.plusSeconds(1), "p1", 100));
            assertThat(points.journal())
                    .extracting(PointsTopologyTest::outcome)
                    .containsExactly(Outcome.AWARDED, Outcome.NOT_ELIGIBLE);
        }
    }

    @Test
    void allInputTopicsMeetInOneAccount() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 100));
            points.pipe(
                    Topics.ACTIVITY_MEMBERSHIP,
                    new Activity("e2", "a1", NOON.plusSeconds(1), null, null, new MembershipSignedIn()));
            assertThat(points.journal().getLast().getStep()).isEqualTo(2);
            assertThat(points.balances().getLast().getAvailable()).isEqualTo(6);
        }
    }

    @Test
    void awardsAreHeldWhileDetectionAsksForItAndAReviewerEndsIt() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            AccountRisk hold = risk(1, new RiskCase("account-a1", RiskLevel.HOLD, NOON));
            points.suspect(hold);
            points.suspect(hold);
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 10_000));
            points.pipe(
                    Topics.RISK_REVIEWS,
                    new Activity(
                            "e2",
                            "a1",
                            NOON.plusSeconds(1),
                            null,
                            null,
                            new ReviewDecided("account-a1", ReviewDecision.CLEAR, "bob", "a person")));
            points.suspect(hold);

            List<JournalEntry> journal = points.journal();
            assertThat(journal).as("what is no news takes no step").hasSize(3);
            JournalEntry began = journal.getFirst();
            assertThat(began.getDecision()).isNull();
            assertThat(Objects.requireNonNull(began.getRisk()).getLevel()).isEqualTo(RiskLevel.HOLD);
            assertThat(began.getRisk().getReview()).isNull();
            assertThat(outcome(journal.get(1))).isEqualTo(Outcome.HELD);
            assertThat(journal.get(1).getBalance().getHeld()).isEqualTo(100);
            JournalEntry cleared = journal.getLast();
            assertThat(outcome(cleared)).isEqualTo(Outcome.APPLIED);
            assertThat(Objects.requireNonNull(cleared.getRisk()).getLevel()).isEqualTo(RiskLevel.NONE);
            assertThat(cleared.getRisk().getReview())
                    .isEqualTo(new CaseReview("account-a1", ReviewDecision.CLEAR, "bob", "a person"));
            assertThat(points.balances().getLast().getAvailable()).isEqualTo(100);
        }
    }

    @Test
    void aRiskThatIsNoneIsADeadLetterAndTheStreamGoesOn() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP)) {
            byte[] key = "a1".getBytes(StandardCharsets.UTF_8);
            points.pipe(Topics.FARMING_RISK, key, new byte[] {1, 2, 3});
            points.pipe(Topics.FARMING_RISK, key, null);
            points.suspect(risk(1, new RiskCase("account-a1", RiskLevel.NONE, NOON)));
            points.suspect(risk(1, new RiskCase("account-a1", RiskLevel.REVIEW, NOON)));
            assertThat(points.journal()).hasSize(1);
            assertThat(points.raw(Topics.DEAD_LETTERS.name()))
                    .extracting(letter -> new String(
                            Objects.requireNonNull(letter.headers().lastHeader(DeadLetters.REASON))
                                    .value(),
                            StandardCharsets.UTF_8))
                    .containsExactly("UNREADABLE", "NULL_VALUE", "FAILED");
        }
    }

    private static AccountRisk risk(long revision, RiskCase each) {
        return new AccountRisk("a1", revision, 0L, NOON, each.getLevel(), List.of(each));
    }

    @Test
    void theChangelogsAloneRestoreTheState() {
        Map<String, List<TestRecord<byte[], byte[]>>> changelogs = new HashMap<>();
        List<String> stores = List.of(
                PointsTopology.ACCOUNTS, PointsTopology.EVENT_IDS, PointsTopology.REMEMBERED, PointsTopology.TIMERS);
        try (PointsDriver points = new PointsDriver(stateDir.resolve("before"), StoreEngine.ROCKSDB)) {
            feed(points, 0, 150);
            stores.forEach(store ->
                    changelogs.put(store, points.raw(PointsTopology.APPLICATION + "-" + store + "-changelog")));
        }
        try (PointsDriver points = new PointsDriver(stateDir.resolve("after"), StoreEngine.ROCKSDB)) {
            stores.forEach(name -> {
                KeyValueStore<Bytes, byte[]> store = points.driver.getKeyValueStore(name);
                Objects.requireNonNull(changelogs.get(name))
                        .forEach(record -> store.put(Bytes.wrap(record.key()), record.value()));
            });
            assertContinues(points);
        }
        assertThat(changelogs.get(PointsTopology.EVENT_IDS))
                .as("event ids go to the changelog in packs")
                .hasSize(150 / SeenIds.TAIL);
    }

    private static void feed(PointsDriver points, int from, int to) {
        for (int i = from; i < to; i++) {
            points.pipe(
                    Topics.ACTIVITY_PAYMENT, payment("a1", "e" + i, NOON.plus(Duration.ofMinutes(i)), "p" + i, 1_000));
        }
    }

    private static void assertContinues(PointsDriver points) {
        Instant later = NOON.plus(Duration.ofMinutes(150));
        points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "new", later, "new", 1_000));
        points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e0", later, "x", 1_000));
        points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e149", later, "y", 1_000));
        points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "other", later, "p7", 1_000));
        List<JournalEntry> journal = points.journal();
        assertThat(journal)
                .extracting(PointsTopologyTest::outcome)
                .containsExactly(Outcome.AWARDED, Outcome.DUPLICATE, Outcome.DUPLICATE, Outcome.NOT_ELIGIBLE);
        assertThat(journal.getFirst().getStep()).isEqualTo(151);
        assertThat(points.balances().getLast().getAvailable()).isEqualTo(1_510);
    }
}
