package io.pointstream.topologies.points;

import static io.pointstream.topologies.points.PointsDriver.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.AccountCodec;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.RedemptionKind;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.topologies.state.StoreEngine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers of accounts to which nothing happens: expiry, notices and time-outs come with ticks (DOMAIN 1 and 4). */
class TimersTest {

    private static final Instant NOON = Instant.parse("2026-05-01T04:00:00Z");

    /** Points of 1 May 2026, valid for 12 months, expire at the end of 1 May 2027, Shanghai. */
    private static final Instant EXPIRY = Instant.parse("2027-05-01T16:00:00Z");

    private static final Instant NOTICE = Instant.parse("2027-04-23T16:00:00Z");

    /** 72 hours. */
    private static final Duration ANSWER_WITHIN = Duration.ofDays(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path stateDir;

    private final GivenTicks ticks = new GivenTicks();

    private void tick(PointsDriver points, Instant at) {
        ticks.tick(at);
        for (int second = 0; !ticks.isReachedBy(1); second++) {
            assertThat(second).isLessThan(100);
            points.driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    @Test
    void aTickTellsTheOwnerSevenDaysBeforeAndThenLetsThePointsExpire() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP, ticks)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 10_000));
            assertThat(points.journal()).hasSize(1);
            tick(points, NOTICE.minusMillis(1));
            assertThat(points.notices()).isEmpty();

            tick(points, NOTICE);
            assertThat(points.notices())
                    .containsExactly(new Notice("a1", NoticeKind.EXPIRY, 100L, NOTICE, LocalDate.of(2027, 5, 1)));
            tick(points, EXPIRY.minusMillis(1));
            assertThat(points.balances().getLast().getAvailable()).isEqualTo(100);
            points.journal();

            tick(points, EXPIRY);
            JournalEntry expired = points.journal().getFirst();
            assertThat(expired.getDecision()).isNull();
            assertThat(expired.getOccurredAt()).isEqualTo(EXPIRY);
            assertThat(expired.getPostings()).singleElement().satisfies(posting -> {
                assertThat(posting.getKind()).isEqualTo(PostingKind.EXPIRE);
                assertThat(posting.getPoints()).isEqualTo(-100);
                assertThat(posting.getEventId()).isNull();
            });
            assertThat(points.balances().getLast().getAvailable()).isZero();
            tick(points, EXPIRY.plus(Duration.ofDays(400)));
            assertThat(points.journal()).isEmpty();
            assertThat(points.driver
                            .getKeyValueStore(PointsTopology.TIMERS)
                            .all()
                            .hasNext())
                    .isFalse();
        }
    }

    @Test
    void aRedemptionWithoutAnAnswerIsReleasedAfterExactly72Hours() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP, ticks)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 50_000));
            Instant requested = NOON.plusSeconds(60);
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e2", NOON.plusSeconds(1), "p2", 50_000));
            points.pipe(
                    Topics.ACTIVITY_REDEMPTION,
                    new Activity(
                            "r1",
                            "a1",
                            requested,
                            null,
                            null,
                            new RedemptionRequested(
                                    "red-1",
                                    RedemptionKind.VIRTUAL,
                                    "item",
                                    600L,
                                    "m1",
                                    null,
                                    null,
                                    null,
                                    null,
                                    null)));
            assertThat(points.balances().getLast().getFrozen()).isEqualTo(600);
            points.journal();
            tick(points, requested.plus(ANSWER_WITHIN).minusMillis(1));
            assertThat(points.journal()).isEmpty();

            tick(points, requested.plus(ANSWER_WITHIN));
            assertThat(points.journal()).singleElement().satisfies(entry -> {
                assertThat(entry.getPostings()).singleElement().satisfies(posting -> {
                    assertThat(posting.getKind()).isEqualTo(PostingKind.UNFREEZE);
                    assertThat(posting.getEventId()).isEqualTo("r1");
                });
                assertThat(entry.getBalance().getAvailable()).isEqualTo(1_000);
            });
        }
    }

    @Test
    void oneTickFiresTheTimersOfAllAccountsHoweverMany() {
        int accounts = 1_300;
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP, ticks)) {
            for (int i = 0; i < accounts; i++) {
                points.pipe(Topics.ACTIVITY_PAYMENT, payment("a" + i, "e", NOON, "p", 1_000));
            }
            points.journal();
            tick(points, EXPIRY);
            assertThat(points.journal())
                    .filteredOn(entry -> !entry.getPostings().isEmpty())
                    .hasSize(accounts);
        }
    }

    @Test
    void pointsThatAreGivenWhenTheirDayIsOverExpireBeforeTheNextEvent() {
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP, ticks)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 10_000));
            tick(points, EXPIRY);
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e2", NOON.plusSeconds(1), "p2", 5_000));
            points.journal();
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e3", NOON.plusSeconds(2), "p3", 100));
            assertThat(points.journal().getFirst().getPostings())
                    .singleElement()
                    .satisfies(posting -> assertThat(posting.getPoints()).isEqualTo(-50));
        }
    }

    @Test
    void theChangelogsAloneRestoreTheTimers() {
        Map<String, List<TestRecord<byte[], byte[]>>> changelogs = new HashMap<>();
        List<String> stores = List.of(
                PointsTopology.ACCOUNTS, PointsTopology.EVENT_IDS, PointsTopology.REMEMBERED, PointsTopology.TIMERS);
        try (PointsDriver points = new PointsDriver(stateDir.resolve("before"), StoreEngine.ROCKSDB, ticks)) {
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 10_000));
            stores.forEach(store ->
                    changelogs.put(store, points.raw(PointsTopology.APPLICATION + "-" + store + "-changelog")));
        }
        try (PointsDriver points = new PointsDriver(stateDir.resolve("after"), StoreEngine.ROCKSDB, ticks)) {
            stores.forEach(name -> {
                KeyValueStore<Bytes, byte[]> store = points.driver.getKeyValueStore(name);
                Objects.requireNonNull(changelogs.get(name))
                        .forEach(record -> store.put(Bytes.wrap(record.key()), record.value()));
            });
            tick(points, EXPIRY);
            assertThat(points.balances().getLast().getAvailable()).isZero();
        }
    }

    @Test
    void anAccountStoredBeforeTimersWereIndexedIsIndexedWhenItMoves() {
        byte[] engine = AccountCodec.encode(new Account("a1"));
        byte[] stored = ByteBuffer.allocate(1 + 8 + 12 + engine.length)
                .put((byte) 1)
                .putLong(0)
                .put(new byte[12])
                .put(engine)
                .array();
        try (PointsDriver points = new PointsDriver(stateDir, StoreEngine.HEAP, ticks)) {
            KeyValueStore<Bytes, byte[]> accounts = points.driver.getKeyValueStore(PointsTopology.ACCOUNTS);
            accounts.put(Bytes.wrap(new byte[] {'a', '1'}), stored);
            points.pipe(Topics.ACTIVITY_PAYMENT, payment("a1", "e1", NOON, "p1", 10_000));
            tick(points, EXPIRY);
            assertThat(points.balances().getLast().getAvailable()).isZero();
        }
    }
}
