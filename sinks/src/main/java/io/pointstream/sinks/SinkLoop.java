package io.pointstream.sinks;

import io.pointstream.sinks.Probe.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the lanes of the assigned partitions: one turn polls, commits what the lanes ask for, and hands the batches
 * that this opens to the inserters. Only one thread may use it, but for {@link #lag} and {@link #held}.
 */
final class SinkLoop implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);

    // How long a poll may wait: short while an acknowledgement is expected, else a fraction of the batch age.
    private static final Duration POLL_BUSY = Duration.ofMillis(10);
    private static final Duration POLL_IDLE = Duration.ofMillis(100);

    // How long a partition that is taken away is kept to finish its insert. The next owner would only do it again.
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final Consumer<byte[], byte[]> consumer;
    private final Inserter inserter;
    private final ExecutorService executor;
    private final Lane.Limits limits;
    private final long heldBytesMax;
    private final Probe probe;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final Map<TopicPartition, Future<?>> inserts = new HashMap<>();
    private volatile OptionalLong lag = OptionalLong.empty();
    private volatile Held held = new Held(0, 0);

    /**
     * What waits in memory.
     *
     * @param bytes of records that are collected or on their way
     * @param paused partitions from which nothing is fetched for now
     */
    record Held(long bytes, int paused) {}

    SinkLoop(
            Consumer<byte[], byte[]> consumer,
            Inserter inserter,
            ExecutorService executor,
            Lane.Limits limits,
            long heldBytesMax,
            Probe probe) {
        this.heldBytesMax = heldBytesMax;
        this.consumer = consumer;
        this.inserter = inserter;
        this.executor = executor;
        this.limits = limits;
        this.probe = probe;
    }

    void subscribe(Collection<String> topics) {
        consumer.subscribe(topics, this);
    }

    /** Does what there is to do now; waits a moment if that is nothing. */
    void turn() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(inserts.isEmpty() ? POLL_IDLE : POLL_BUSY);
        for (Lane lane : lanes.values()) {
            TopicPartition partition = lane.partition();
            lane.add(records.records(partition), consumer.position(partition), System.nanoTime());
        }
        collectAcknowledgements();
        startInherited();
        commit(lanes.values(), false);
        holdBack();
        lag = measureLag();
    }

    /** Inserts what is collected, waits for it at most so long, and commits it. */
    void drain(Duration atMost) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        settle(lanes.values(), deadlineNanos);
        commit(lanes.values(), true);
        settle(lanes.values(), deadlineNanos);
    }

    /** Records in Kafka that are not yet in ClickHouse; empty until every partition has said. */
    OptionalLong lag() {
        return lag;
    }

    /** What waits in memory now. */
    Held held() {
        return held;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Set<TopicPartition> assigned = Set.copyOf(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(assigned);
        for (TopicPartition partition : assigned) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            OffsetAndMetadata known = committed.get(partition);
            Progress progress = known == null ? Progress.at(beginning) : Progress.read(known);
            if (progress.next() < beginning) {
                LOG.error(
                        "event=records-lost partition={} from={} to={} reason=\"Kafka deleted them before they were read\"",
                        partition,
                        progress.next(),
                        beginning);
            }
            lanes.put(partition, new Lane(partition, limits, progress, System.nanoTime()));
            consumer.seek(partition, progress.next());
            LOG.info(
                    "event=partition-assigned partition={} next={} plan={}",
                    partition,
                    progress.next(),
                    progress.plan());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<Lane> revoked = new ArrayList<>(lanes.values());
        revoked.removeIf(lane -> !partitions.contains(lane.partition()));
        try {
            settle(revoked, System.nanoTime() + SETTLE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            lanes.remove(partition);
            Future<?> insert = inserts.remove(partition);
            if (insert != null) {
                insert.cancel(true);
            }
            LOG.info("event=partition-given-up partition={} open-insert={}", partition, insert != null);
        }
    }

    // Waits for inserts that are on their way and commits their ends.
    private void settle(Collection<Lane> some, long deadlineNanos) throws InterruptedException {
        for (Lane lane : some) {
            Future<?> insert = inserts.get(lane.partition());
            if (insert == null) {
                continue;
            }
            try {
                insert.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                inserts.remove(lane.partition());
                lane.acknowledged();
            } catch (TimeoutException | ExecutionException | CancellationException e) {
                LOG.info("event=insert-left-open partition={}", lane.partition());
            }
        }
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        Map<Lane, Progress> wanted = new HashMap<>();
        for (Lane lane : some) {
            Progress progress = lane.toCommitEnd();
            if (progress != null) {
                wanted.put(lane, progress);
                ends.put(lane.partition(), progress.toCommit());
            }
        }
        if (commitSync(ends)) {
            wanted.forEach((lane, progress) -> lane.committed(progress, System.nanoTime()));
        }
    }

    private void collectAcknowledgements() throws InterruptedException {
        for (TopicPartition partition : new HashSet<>(inserts.keySet())) {
            Future<?> insert = inserts.get(partition);
            Lane lane = lanes.get(partition);
            if (insert == null || lane == null || !insert.isDone()) {
                continue;
            }
            inserts.remove(partition);
            try {
                insert.get();
                lane.acknowledged();
            } catch (ExecutionException e) {
                throw new IllegalStateException("An insert of " + partition + " broke off", e.getCause());
            }
        }
    }

    private void startInherited() {
        for (Lane lane : lanes.values()) {
            Batch batch = lane.inheritedBatch(System.nanoTime());
            if (batch != null) {
                LOG.info("event=plan-redone partition={} plan={}", lane.partition(), batch.plan());
                start(batch);
            }
        }
    }

    private void commit(Collection<Lane> some, boolean flush) {
        long nowNanos = System.nanoTime();
        Map<Lane, Progress> wanted = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Lane lane : some) {
            Progress progress = lane.toCommit(nowNanos, flush);
            if (progress != null) {
                wanted.put(lane, progress);
                offsets.put(lane.partition(), progress.toCommit());
            }
        }
        if (!offsets.isEmpty()) {
            probe.reached(Step.BEFORE_PLAN);
        }
        if (!commitSync(offsets)) {
            return;
        }
        wanted.forEach((lane, progress) -> {
            Batch batch = lane.committed(progress, nowNanos);
            probe.reached(batch == null ? Step.AFTER_COMMIT : Step.AFTER_PLAN);
            if (batch != null) {
                start(batch);
            }
        });
    }

    // Whether Kafka has it. What it has not, the lanes ask for again in the next turn, if they are still ours.
    private boolean commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) {
            return false;
        }
        try {
            consumer.commitSync(offsets);
            return true;
        } catch (CommitFailedException | RebalanceInProgressException | RetriableException e) {
            LOG.warn("event=commit-not-accepted partitions={} reason=\"{}\"", offsets.keySet(), e.getMessage());
            return false;
        }
    }

    private void start(Batch batch) {
        inserts.put(batch.partition(), executor.submit(() -> {
            inserter.insert(batch);
            return null;
        }));
    }

    // Pauses the partitions that have enough; all that can wait, when together they hold as much as they may. Those
    // that
    // must collect an inherited plan first are never held back: they could wait for each other for ever.
    private void holdBack() {
        long heldBytes = lanes.values().stream().mapToLong(Lane::heldBytes).sum();
        boolean tooMuch = heldBytes >= heldBytesMax;
        Set<TopicPartition> full = new HashSet<>();
        for (Lane lane : lanes.values()) {
            if (lane.isFull() || (tooMuch && lane.canWait())) {
                full.add(lane.partition());
            }
        }
        held = new Held(heldBytes, full.size());
        Set<TopicPartition> paused = consumer.paused();
        Set<TopicPartition> toResume = new HashSet<>(paused);
        toResume.removeAll(full);
        full.removeAll(paused);
        consumer.pause(full);
        consumer.resume(toResume);
    }

    private OptionalLong measureLag() {
        long sum = 0;
        for (Lane lane : lanes.values()) {
            OptionalLong behindPosition = consumer.currentLag(lane.partition());
            if (behindPosition.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += behindPosition.getAsLong() + lane.uncommitted();
        }
        return lanes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
