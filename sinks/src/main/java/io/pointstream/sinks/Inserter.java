package io.pointstream.sinks;

import io.pointstream.sinks.BlockWriter.WriteException;
import io.pointstream.sinks.DeadLetters.Letter;
import io.pointstream.sinks.Probe.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a plan: records to rows, rows to ClickHouse, what cannot be read to the dead letters. Returns when all of
 * it is kept, however long a server is away. Thread-safe.
 */
final class Inserter {

    private static final Logger LOG = LoggerFactory.getLogger(Inserter.class);

    // Full jitter, so that many sinks do not come back at the same moment.
    private static final Duration FIRST_PAUSE_MAX = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOG_LINES = Duration.ofSeconds(10);

    private final Deserializer<? extends SpecificRecord> deserializer;
    private final BlockWriter writer;
    private final DeadLetters deadLetters;
    private final SinkMeters meters;
    private final Probe probe;

    Inserter(
            Deserializer<? extends SpecificRecord> deserializer,
            BlockWriter writer,
            DeadLetters deadLetters,
            SinkMeters meters,
            Probe probe) {
        this.deserializer = deserializer;
        this.writer = writer;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.probe = probe;
    }

    void insert(Batch batch) throws InterruptedException {
        Rows rows = new Rows(batch.partition().topic(), batch.partition().partition());
        List<Letter> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
            untilDone("read " + batch.partition(), () -> {
                try {
                    add(record, rows);
                } catch (RetriableException e) {
                    throw e;
                } catch (RuntimeException e) {
                    letters.add(new Letter(record, e));
                }
            });
        }
        for (Block block : rows.blocks(batch.plan())) {
            long startNanos = System.nanoTime();
            untilDone("insert " + block.token(), () -> writer.write(block));
            meters.inserted(block, Duration.ofNanos(System.nanoTime() - startNanos));
            probe.reached(Step.BETWEEN_TABLES);
        }
        if (!letters.isEmpty()) {
            LOG.warn(
                    "event=dead-letters topic={} partition={} count={} first-offset={} first-reason=\"{}\"",
                    batch.partition().topic(),
                    batch.partition().partition(),
                    letters.size(),
                    letters.getFirst().record().offset(),
                    letters.getFirst().cause().getMessage());
            untilDone("keep dead letters of " + batch.partition(), () -> deadLetters.keep(letters));
            meters.deadLetters(batch.partition().topic(), letters.size());
        }
        meters.done(batch);
        probe.reached(Step.AFTER_INSERT);
    }

    private void add(ConsumerRecord<byte[], byte[]> record, Rows rows) {
        SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
        if (value != null) {
            rows.add(record.offset(), value);
        } else if (record.key() == null) {
            throw new IllegalArgumentException("A record with neither key nor value says nothing");
        }
        // A null value with a key is a tombstone: what it deletes from a compacted topic stays a fact here.
    }

    private interface Attempt {
        void run() throws WriteException, InterruptedException;
    }

    /**
     * Tries until it works. Every failure here can pass: a server that is away comes back, one that refuses is put
     * right by an operator, and the plan waits in Kafka. Nothing is given up, so nothing is lost.
     */
    private void untilDone(String what, Attempt attempt) throws InterruptedException {
        Duration pauseMax = FIRST_PAUSE_MAX;
        long nextLogNanos = System.nanoTime();
        while (true) {
            try {
                attempt.run();
                return;
            } catch (WriteException | KafkaException e) {
                meters.retried();
                if (System.nanoTime() - nextLogNanos >= 0) {
                    LOG.warn("event=waiting what=\"{}\" reason=\"{}\"", what, e.getMessage());
                    nextLogNanos = System.nanoTime() + BETWEEN_LOG_LINES.toNanos();
                }
            }
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, pauseMax.toMillis() + 1));
            pauseMax = pauseMax.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pauseMax.multipliedBy(2) : PAUSE_MAX;
        }
    }
}
