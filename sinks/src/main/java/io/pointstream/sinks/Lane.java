package io.pointstream.sinks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The exactly-once protocol of one partition, without I/O and without a clock. While one batch is being inserted, the
 * next is collected.
 *
 * <pre>
 *   step                    committed offset   metadata     ClickHouse has      a crash after this step
 *   ----------------------  -----------------  -----------  ------------------  ------------------------------------
 *   0 collect 100..249      100                ""           ..99                read from 100, any new plan
 *   1 commit the plan       100                "end=250"    ..99                read 100..249, insert: all new
 *   2 insert 100..249       100                "end=250"    ..99 and some rows  read 100..249, insert: what is there
 *     token …-100-250                                       of 100..249         is dropped by its token
 *   3 acknowledged          100                "end=250"    ..249               read 100..249, insert: all dropped
 *   4 commit the end        250                ""           ..249               read from 250
 *   4'or the next plan      250                "end=400"    ..249               as 1: one commit ends a plan and
 *                                                                               opens the next
 * </pre>
 *
 * <p>A plan ends at the consumer's position, not behind the last record: markers of transactions and aborted records
 * take offsets too. What a plan covers is settled when it is made (the position never passes an undecided
 * transaction), so whoever carries it out again reads the same records.
 */
final class Lane {

    /** When a batch is due: at so many records or bytes, or at this age. */
    record Limits(int recordsMax, long bytesMax, Duration ageMax) {

        Limits {
            if (recordsMax < 1 || bytesMax < 1 || ageMax.isNegative()) {
                throw new IllegalArgumentException(
                        "A batch needs room: " + recordsMax + " records, " + bytesMax + " bytes, " + ageMax);
            }
        }
    }

    private final TopicPartition partition;
    private final Limits limits;

    private Progress committed;
    // What is collected stands between here and the position.
    private long collectedFrom;
    private long position;
    private List<ConsumerRecord<byte[], byte[]>> collected = new ArrayList<>();
    private long collectedBytes;
    private long collectingSinceNanos;
    // The end of a plan that an earlier owner left open: collect exactly up to there.
    private @Nullable Plan inherited;
    private @Nullable Batch inFlight;
    private long inFlightBytes;
    private boolean acknowledged;

    /**
     * Goes on where the partition was left.
     *
     * @param nowNanos the time on a clock that never goes back
     */
    Lane(TopicPartition partition, Limits limits, Progress committed, long nowNanos) {
        this.partition = partition;
        this.limits = limits;
        this.committed = committed;
        this.collectedFrom = committed.next();
        this.position = committed.next();
        this.inherited = committed.plan();
        this.collectingSinceNanos = nowNanos;
    }

    TopicPartition partition() {
        return partition;
    }

    /**
     * Takes records and the position after them.
     *
     * @param newPosition the consumer's position, which may lie behind the last record
     */
    void add(List<ConsumerRecord<byte[], byte[]>> records, long newPosition, long nowNanos) {
        if (position == collectedFrom && newPosition > position) {
            collectingSinceNanos = nowNanos;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < position) {
                throw new IllegalStateException(
                        "Record " + record.offset() + " of " + partition + " comes after position " + position);
            }
            collected.add(record);
            collectedBytes += bytes(record);
        }
        position = newPosition;
    }

    /** Bytes of keys and values, as they are in Kafka. */
    static long bytes(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().mapToLong(Lane::bytes).sum();
    }

    private static int bytes(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** Whether it has enough for now: one batch on its way, and the next one full. */
    boolean isFull() {
        return isLarge() && inFlight != null;
    }

    /** Whether it could do without more: what it has can be inserted. An inherited plan must first be there whole. */
    boolean canWait() {
        return inherited == null && (inFlight != null || position > collectedFrom);
    }

    /** Bytes of the records that it holds, collected and on their way. */
    long heldBytes() {
        return collectedBytes + inFlightBytes;
    }

    private boolean isLarge() {
        return inherited == null && (collected.size() >= limits.recordsMax() || collectedBytes >= limits.bytesMax());
    }

    /**
     * What should be committed now; null if there is nothing to say. {@link #committed} must be called with it, or with
     * nothing, before anything else happens to the lane.
     *
     * @param flush whether to end the batch that is being collected, whatever its size and age
     */
    @Nullable
    Progress toCommit(long nowNanos, boolean flush) {
        if (inherited != null || (inFlight != null && !acknowledged)) {
            return null;
        }
        boolean something = position > collectedFrom;
        boolean old = nowNanos - collectingSinceNanos >= limits.ageMax().toNanos();
        if (something && (isLarge() || old || flush)) {
            return collected.isEmpty() ? Progress.at(position) : Progress.of(new Plan(collectedFrom, position));
        }
        return toCommitEnd();
    }

    /** The end of a batch that ClickHouse has acknowledged, without opening another; null if there is none. */
    @Nullable
    Progress toCommitEnd() {
        Batch batch = inFlight;
        return batch != null && acknowledged ? Progress.at(batch.plan().end()) : null;
    }

    /** Kafka has the progress that {@link #toCommit} or {@link #toCommitEnd} asked for. Returns the batch to insert now, if it has a plan. */
    @Nullable
    Batch committed(Progress progress, long nowNanos) {
        committed = progress;
        inFlight = null;
        inFlightBytes = 0;
        acknowledged = false;
        if (progress.plan() == null) {
            if (progress.next() == position) {
                collectFrom(position, new ArrayList<>(), nowNanos);
            }
            return null;
        }
        return start(progress.plan(), collected, new ArrayList<>(), nowNanos);
    }

    /** The batch of an inherited plan, once it is there whole; null before that, or if there is none. */
    @Nullable
    Batch inheritedBatch(long nowNanos) {
        Plan plan = inherited;
        if (plan == null || position < plan.end()) {
            return null;
        }
        inherited = null;
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> rest = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : collected) {
            (record.offset() < plan.end() ? records : rest).add(record);
        }
        return start(plan, records, rest, nowNanos);
    }

    private Batch start(
            Plan plan,
            List<ConsumerRecord<byte[], byte[]>> records,
            List<ConsumerRecord<byte[], byte[]>> rest,
            long nowNanos) {
        Batch batch = new Batch(partition, plan, records);
        inFlight = batch;
        inFlightBytes = bytes(records);
        collectFrom(plan.end(), rest, nowNanos);
        return batch;
    }

    private void collectFrom(long offset, List<ConsumerRecord<byte[], byte[]>> records, long nowNanos) {
        collectedFrom = offset;
        collected = records;
        collectedBytes = bytes(records);
        collectingSinceNanos = nowNanos;
    }

    /** ClickHouse has the batch that is on its way. */
    void acknowledged() {
        if (inFlight == null) {
            throw new IllegalStateException("Nothing of " + partition + " is on its way");
        }
        acknowledged = true;
    }

    /** Offsets that were read and are not yet committed as done. */
    long uncommitted() {
        return position - committed.next();
    }
}
