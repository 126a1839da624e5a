package io.pointstream.dashboards.desk;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.serde.AvroSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of acts: read from its beginning into a {@link DeskState}, and appended to.
 *
 * <p>An act is checked against the state and then written, as if nobody else wrote: all consoles share one transactional
 * id, so that opening a writer fences the one before it and completes what that has begun. A writer that was not fenced is
 * the only one since it was opened, and has read all that came before; one that was fenced is opened anew, reads what has
 * come meanwhile, and checks again. So of two people who take one case, the second is refused, on whichever consoles they
 * are; and a decision that is refused leaves no trace in {@code risk.reviews}, which is written in the act's transaction.
 * {@code program.rules} is written in no other way, so that no two take one version.
 */
final class ActLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActLog.class);

    private static final TopicPartition PARTITION = new TopicPartition(Topics.CONSOLE_ACTS.name(), 0);
    private static final String TRANSACTIONAL_ID = "pointstream-console-acts";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** After it, whoever asked for an act is told that the log is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * How long somebody who was fenced waits at most before they fence in their turn; double each time. Without it, several who
     * write at once fence each other for ever.
     */
    private static final Duration FENCED_PAUSE = Duration.ofMillis(50);

    private static final Duration FENCED_PAUSE_MAX = Duration.ofMillis(1_600);

    private static final int BROKER_PATIENCE_MS = 5_000;
    private static final Duration STOP_IN_ORDER_MAX = Duration.ofSeconds(3);

    private final DeskState state;
    private final Map<String, Object> kafka;
    private final Serde<SpecificRecord> serde;
    private final Thread reader =
            Thread.ofPlatform().daemon().name("console-acts").unstarted(this::read);

    private final ReentrantLock appending = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private final Condition moved = reading.newCondition();
    private long position;
    private boolean caughtUp;
    private @Nullable Producer<String, byte[]> writer;
    private volatile boolean closed;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /** @param kafka properties of a Kafka client, and those of the registry */
    ActLog(Map<String, Object> kafka, DeskState state) {
        this.kafka = Map.copyOf(kafka);
        this.serde = AvroSerdes.create(kafka);
        this.state = state;
    }

    /** Begins to read; waits, with a log line, for a broker that is down or has no such topic yet. */
    void start() {
        reader.start();
    }

    /** Whether all that there was at the start has been read. */
    boolean isCaughtUp() {
        reading.lock();
        try {
            return caughtUp;
        } finally {
            reading.unlock();
        }
    }

    /**
     * Appends an act, and returns when the state has it. An act whose id is in the log already is not written again.
     *
     * @param guard throws when the act does not hold; it sees a state that is the newest until the act is written
     * @param with what is written with the act, or not at all
     * @throws RefusedException of the guard, or when the id was used for another act
     * @throws DeskAwayException when the log cannot be reached; the act may have been written or not
     */
    void append(Act act, Runnable guard, List<Activity> with) {
        append(act, () -> {
            guard.run();
            return new Entry(act, with.stream().map(ActLog::review).toList());
        });
    }

    /**
     * What is written.
     *
     * @param with what is written with the act, or not at all
     */
    record Entry(Act act, List<ProducerRecord<String, SpecificRecord>> with) {}

    /**
     * The same of an act that says what it found out, such as the number that it took.
     *
     * @param act its id, kind and subject are those of the entry's
     * @param entry makes the entry, or throws when the act does not hold; it sees a state that is the newest until that is written,
     *     and may read another topic that is only written with acts
     */
    void append(Act act, Supplier<Entry> entry) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration fencedPause = FENCED_PAUSE;
        appending.lock();
        try {
            while (true) {
                try {
                    Producer<String, byte[]> open = writer(deadline);
                    if (state.knows(act.getActId())) {
                        if (!state.isRepeat(act)) {
                            throw new RefusedException(RefusedException.Why.INVALID, "keyUsed");
                        }
                        return;
                    }
                    awaitPosition(write(open, checked(entry, deadline)) + 1, deadline);
                    return;
                } catch (ProducerFencedException | InvalidProducerEpochException e) {
                    LOG.debug("event=acts-writer-fenced");
                    closeWriter();
                    goOnUntil(
                            deadline,
                            e,
                            Duration.ofMillis(ThreadLocalRandom.current().nextLong(fencedPause.toMillis())));
                    fencedPause =
                            FENCED_PAUSE_MAX.compareTo(fencedPause) > 0 ? fencedPause.multipliedBy(2) : fencedPause;
                } catch (KafkaException e) {
                    LOG.warn("event=acts-writer-failed reason=\"{}\"", e.toString());
                    // Whether it was written is seen when all has been read again.
                    closeWriter();
                    goOnUntil(deadline, e, PAUSE);
                } catch (DeskAwayException e) {
                    // The next act must not be checked against a state that lacks this one.
                    closeWriter();
                    throw e;
                }
            }
        } finally {
            appending.unlock();
        }
    }

    // Whoever is allowed finds out by writing whether that still holds; nobody is refused for what is over.
    private Entry checked(Supplier<Entry> entry, long deadline) {
        try {
            return entry.get();
        } catch (RefusedException e) {
            awaitPosition(end(), deadline);
            return entry.get();
        }
    }

    private static void goOnUntil(long deadline, KafkaException e, Duration pause) {
        if (System.nanoTime() >= deadline) {
            throw new DeskAwayException("The log of acts does not answer", e);
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DeskAwayException("The console stops", interrupted);
        }
    }

    private Producer<String, byte[]> writer(long deadline) {
        Producer<String, byte[]> open = writer;
        if (open == null) {
            Map<String, Object> properties = new HashMap<>(kafka);
            properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
            properties.put(ProducerConfig.ACKS_CONFIG, "all");
            properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.PROGRAM_RULES.messageBytesMax());
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BROKER_PATIENCE_MS);
            properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS / 2);
            properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS);
            properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 2 * BROKER_PATIENCE_MS);
            open = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
            try {
                open.initTransactions();
                awaitPosition(end(), deadline);
            } catch (RuntimeException e) {
                open.close(Duration.ZERO);
                throw e;
            }
            writer = open;
        }
        return open;
    }

    /**
     * Where the log ends. A commit returns before its marker is in the log, and until then the committed log ends before it: so
     * what may be of an open transaction counts, and is waited for.
     */
    private long end() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, BROKER_PATIENCE_MS);
        try (Admin admin = Admin.create(properties)) {
            return answer(admin.listOffsets(
                                    Map.of(PARTITION, OffsetSpec.latest()),
                                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                            .partitionResult(PARTITION)
                            .toCompletionStage()
                            .toCompletableFuture())
                    .offset();
        }
    }

    private static ProducerRecord<String, SpecificRecord> review(Activity review) {
        return new ProducerRecord<>(
                Topics.RISK_REVIEWS.name(), null, review.getOccurredAt().toEpochMilli(), review.getAccountId(), review);
    }

    private long write(Producer<String, byte[]> open, Entry entry) {
        open.beginTransaction();
        Act act = entry.act;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        sent.add(open.send(new ProducerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                act.getAt().toEpochMilli(),
                act.getActId(),
                serde.serializer().serialize(PARTITION.topic(), act))));
        for (ProducerRecord<String, SpecificRecord> each : entry.with) {
            sent.add(open.send(new ProducerRecord<>(
                    each.topic(),
                    each.partition(),
                    each.timestamp(),
                    each.key(),
                    serde.serializer().serialize(each.topic(), each.value()))));
        }
        open.flush();
        for (Future<RecordMetadata> each : sent) {
            answer(each);
        }
        open.commitTransaction();
        return answer(sent.getFirst()).offset();
    }

    private static <T> T answer(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeskAwayException("The console stops", e);
        }
    }

    private void closeWriter() {
        Producer<String, byte[]> open = writer;
        writer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    private void awaitPosition(long wanted, long deadline) {
        reading.lock();
        try {
            while (position < wanted) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || moved.awaitNanos(left) <= 0) {
                    throw new DeskAwayException("The log of acts is not read to its end", null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeskAwayException("The console stops", e);
        } finally {
            reading.unlock();
        }
    }

    private void read() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        while (!closed) {
            try (Consumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                follow(opened);
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("event=waiting-to-read-acts topic={} reason=\"{}\"", PARTITION.topic(), e.toString());
                    pause();
                }
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> opened) {
        if (opened.partitionsFor(PARTITION.topic()).isEmpty()) {
            throw new KafkaException("no topic " + PARTITION.topic());
        }
        opened.assign(List.of(PARTITION));
        opened.seek(PARTITION, position);
        long end = end();
        while (!closed) {
            advance(opened.position(PARTITION), end);
            for (ConsumerRecord<byte[], byte[]> record : opened.poll(POLL)) {
                take(record);
            }
        }
    }

    private void advance(long to, long end) {
        reading.lock();
        try {
            position = to;
            caughtUp |= to >= end;
            moved.signalAll();
        } finally {
            reading.unlock();
        }
    }

    // What cannot be read says nothing: a later version's act, or nothing of ours.
    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (serde.deserializer().deserialize(record.topic(), record.value()) instanceof Act act) {
                state.apply(act);
            }
        } catch (RetriableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("event=act-unreadable offset={}", record.offset(), e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            // Only close interrupts, and it is asked for by its own means too.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> opened = consumer;
        if (opened != null) {
            opened.wakeup();
        }
        try {
            if (!reader.join(STOP_IN_ORDER_MAX)) {
                reader.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeWriter();
        serde.close();
    }
}
