package io.pointstream.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The protocol of one partition, with Kafka's offsets and ClickHouse in memory. */
class LaneTest {

    private static final TopicPartition PARTITION = new TopicPartition("points.journal", 2);
    private static final Lane.Limits LIMITS = new Lane.Limits(3, 1_000, Duration.ofNanos(100));

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, new byte[0], new byte[] {1});
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
        return LongStream.of(offsets).mapToObj(LaneTest::record).toList();
    }

    private static Lane lane(Progress progress) {
        return new Lane(PARTITION, LIMITS, progress, 0);
    }

    @Test
    void aPlanEndsAtThePositionNotBehindTheLastRecord() {
        Lane lane = lane(Progress.at(100));

        lane.add(records(100, 102, 105), 107, 1);

        assertThat(lane.toCommit(2, false)).isEqualTo(Progress.of(new Plan(100, 107)));
    }

    @Test
    void aSmallBatchWaitsUntilItIsOld() {
        Lane lane = lane(Progress.at(0));
        lane.add(records(0), 1, 50);

        assertThat(lane.toCommit(149, false)).isNull();
        assertThat(lane.toCommit(150, false)).isEqualTo(Progress.of(new Plan(0, 1)));
    }

    @Test
    void nothingIsPlannedWhileAnInsertIsOnItsWay() {
        Lane lane = lane(Progress.at(0));
        lane.add(records(0, 1, 2), 3, 1);
        Batch batch = Objects.requireNonNull(lane.committed(wanted(lane, 1), 1));
        assertThat(batch.records()).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);

        lane.add(records(3, 4, 5), 6, 2);

        assertThat(lane.toCommit(1_000, true)).isNull();
        assertThat(lane.isFull()).isTrue();
    }

    @Test
    void itKnowsWhatItHolds() {
        Lane lane = lane(Progress.at(0));
        assertThat(lane.canWait()).isFalse();
        lane.add(List.of(record(0, 10), record(1, 20), record(2, 30)), 3, 1);
        lane.committed(wanted(lane, 1), 1);
        lane.add(List.of(record(3, 5)), 4, 2);

        assertThat(lane.heldBytes()).isEqualTo(65);
        assertThat(lane.canWait()).isTrue();

        lane.acknowledged();
        lane.committed(Objects.requireNonNull(lane.toCommit(3, false)), 3);
        assertThat(lane.heldBytes()).isEqualTo(5);
    }

    @Test
    void aPlanThatWasLeftOpenCannotWaitForRoom() {
        Lane lane = lane(Progress.of(new Plan(10, 20)));
        lane.add(records(10, 12), 15, 1);

        assertThat(lane.canWait()).isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int bytes) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                0,
                bytes,
                new byte[0],
                new byte[bytes],
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void oneCommitEndsAPlanAndOpensTheNext() {
        Lane lane = lane(Progress.at(0));
        lane.add(records(0, 1, 2), 3, 1);
        lane.committed(wanted(lane, 1), 1);
        lane.add(records(3, 4, 5), 6, 2);

        lane.acknowledged();

        assertThat(lane.toCommit(3, false)).isEqualTo(Progress.of(new Plan(3, 6)));
    }

    @Test
    void anAcknowledgedPlanIsEndedWhenNothingFollows() {
        Lane lane = lane(Progress.at(0));
        lane.add(records(0, 1, 2), 3, 1);
        lane.committed(wanted(lane, 1), 1);

        lane.acknowledged();

        assertThat(lane.toCommit(3, false)).isEqualTo(Progress.at(3));
        assertThat(lane.committed(Progress.at(3), 3)).isNull();
        assertThat(lane.uncommitted()).isZero();
    }

    @Test
    void markersAloneAreCommittedWithoutAPlan() {
        Lane lane = lane(Progress.at(7));
        lane.add(List.of(), 9, 1);

        assertThat(lane.toCommit(500, false)).isEqualTo(Progress.at(9));
        assertThat(lane.committed(Progress.at(9), 500)).isNull();
        assertThat(lane.toCommit(1_000, false)).isNull();
    }

    @Test
    void anInheritedPlanIsDoneAgainWithExactlyItsRecords() {
        Lane lane = lane(Progress.of(new Plan(10, 20)));

        lane.add(records(10, 12), 15, 1);
        assertThat(lane.inheritedBatch(1)).isNull();
        assertThat(lane.toCommit(1_000, true)).isNull();
        lane.add(records(17, 20, 21), 22, 2);

        Batch batch = Objects.requireNonNull(lane.inheritedBatch(2));
        assertThat(batch.plan()).isEqualTo(new Plan(10, 20));
        assertThat(batch.records()).extracting(ConsumerRecord::offset).containsExactly(10L, 12L, 17L);
        lane.acknowledged();
        assertThat(lane.toCommit(2, true)).isEqualTo(Progress.of(new Plan(20, 22)));
    }

    @Test
    void aRecordBehindThePositionIsRefused() {
        Lane lane = lane(Progress.at(10));

        assertThatThrownBy(() -> lane.add(records(9), 10, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void progressSurvivesKafka() {
        assertThat(Progress.read(Progress.at(5).toCommit())).isEqualTo(Progress.at(5));
        Progress planned = Progress.of(new Plan(5, 90));
        assertThat(Progress.read(planned.toCommit())).isEqualTo(planned);
        assertThat(planned.toCommit().metadata()).isEqualTo("v2 end=90 schema=" + Migrations.NEWEST);
    }

    @Test
    void aPlanOfAnOlderVersionSaysSo() {
        Progress before = Progress.read(new OffsetAndMetadata(5, "v1 end=90"));

        assertThat(before).isEqualTo(Progress.of(new Plan(5, 90, 0)));
        assertThat(Objects.requireNonNull(before.plan()).isOfOlderSchema()).isTrue();
        assertThat(new Plan(5, 90).isOfOlderSchema()).isFalse();
    }

    @Test
    void metadataOfSomebodyElseIsRefused() {
        assertThatThrownBy(() -> Progress.read(new OffsetAndMetadata(5, "v3 something")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("v3 something");
    }

    private static Progress wanted(Lane lane, long now) {
        return Objects.requireNonNull(lane.toCommit(now, false));
    }

    /** A process that may die between any two steps; Kafka and ClickHouse outlive it. */
    private static final class World {
        final Random random;
        final List<Long> log = new ArrayList<>();
        final long logEnd;
        OffsetAndMetadata committed = new OffsetAndMetadata(0);
        final Map<String, List<Long>> blocks = new HashMap<>();

        World(long seed) {
            random = new Random(seed);
            long offset = 0;
            for (int i = 0; i < 60; i++) {
                // A marker or an aborted record takes an offset now and then.
                offset += random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
                log.add(offset++);
            }
            logEnd = offset + random.nextInt(3);
        }

        boolean dies() {
            return random.nextInt(12) == 0;
        }

        /** One life: returns whether everything was done before it ended. */
        boolean live() {
            Lane lane = new Lane(PARTITION, LIMITS, Progress.read(committed), 0);
            long position = committed.offset();
            long now = 0;
            @Nullable Batch inFlight = null;
            while (committed.offset() < logEnd || !committed.metadata().isEmpty()) {
                now += random.nextInt(60);
                if (position < logEnd && !lane.isFull()) {
                    long to = Math.min(logEnd, position + 1 + random.nextInt(5));
                    long from = position;
                    List<ConsumerRecord<byte[], byte[]>> polled = log.stream()
                            .filter(offset -> offset >= from && offset < to)
                            .map(LaneTest::record)
                            .toList();
                    position = to;
                    lane.add(polled, position, now);
                }
                if (dies()) {
                    return false;
                }
                if (inFlight != null && random.nextBoolean()) {
                    insert(inFlight);
                    if (dies()) {
                        return false;
                    }
                    lane.acknowledged();
                    inFlight = null;
                }
                Batch inherited = lane.inheritedBatch(now);
                inFlight = inherited == null ? inFlight : inherited;
                Progress progress = lane.toCommit(now, random.nextInt(10) == 0);
                if (progress != null) {
                    committed = progress.toCommit();
                    if (dies()) {
                        return false;
                    }
                    Batch batch = lane.committed(progress, now);
                    inFlight = batch == null ? inFlight : batch;
                }
            }
            return true;
        }

        // As ClickHouse does: a token that was seen changes nothing.
        void insert(Batch batch) {
            blocks.putIfAbsent(
                    batch.plan().token(PARTITION, FactTable.BALANCES),
                    batch.records().stream().map(ConsumerRecord::offset).toList());
        }
    }

    @Property(tries = 2_000)
    void whereverItDiesEveryRecordArrivesOnce(@ForAll long seed) {
        World world = new World(seed);

        boolean done = false;
        for (int life = 0; life < 1_000 && !done; life++) {
            done = world.live();
        }

        assertThat(done).isTrue();
        List<Long> arrived =
                world.blocks.values().stream().flatMap(List::stream).toList();
        assertThat(arrived).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(arrived)).isEqualTo(new TreeSet<>(world.log));
    }
}
