package io.pointstream.sinks;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import io.pointstream.schemas.serde.SameSchema;
import io.pointstream.sinks.BlockWriter.RowRefusedException;
import io.pointstream.sinks.BlockWriter.WriteException;
import io.pointstream.sinks.DeadLetters.Letter;
import io.pointstream.sinks.Probe.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a plan: records to rows, rows to ClickHouse, all tables at once; what cannot be read or is refused to the
 * dead letters. Returns when all of it is kept, however long a server is away. Thread-safe.
 */
final class Inserter {

    private static final Logger LOG = LoggerFactory.getLogger(Inserter.class);

    // A server that refuses most of a block has something against the table and not against its rows: nothing is mended
    // by making dead letters of them all. A few may always be refused, or a small block could stop the rest.
    private static final int REFUSED_MIN = 5;
    private static final int REFUSED_MAX = 1_000;

    // Records of a batch that tell how much room the rows of all of it will take.
    private static final int SAMPLE = 1_000;

    private final Deserializer<? extends SpecificRecord> deserializer;
    private final SameSchema journalSchema;
    private final BlockWriter writer;
    private final DeadLetters deadLetters;
    private final SinkMeters meters;
    private final Probe probe;
    private final Retries retries;

    Inserter(
            Deserializer<? extends SpecificRecord> deserializer,
            SchemaRegistryClient registry,
            BlockWriter writer,
            DeadLetters deadLetters,
            SinkMeters meters,
            Probe probe) {
        this.deserializer = deserializer;
        this.journalSchema = new SameSchema(registry, JournalEntry.getClassSchema());
        this.writer = writer;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.probe = probe;
        this.retries = new Retries(meters);
    }

    void insert(Batch batch) throws InterruptedException {
        Reading reading = new Reading(batch);
        retries.untilDone("read " + batch.partition(), reading::goOn);
        insertAll(batch, reading.rows.blocks(batch.plan()));
        if (!reading.unreadable.isEmpty()) {
            keep(batch, reading.unreadable);
        }
        meters.done(batch);
        probe.reached(Step.AFTER_INSERT);
    }

    /** The rows of a batch. It can be gone on with where it stopped, when a registry that was away is back. */
    private final class Reading {

        final Rows rows;
        final List<Letter> unreadable = new ArrayList<>();
        private final List<ConsumerRecord<byte[], byte[]>> records;
        private final boolean journal;
        private int next;

        Reading(Batch batch) {
            this.records = batch.records();
            this.journal = batch.partition().topic().equals(Topics.POINTS_JOURNAL.name());
            this.rows = new Rows(batch.partition());
        }

        void goOn() {
            for (; next < records.size(); next++) {
                if (next == SAMPLE) {
                    rows.makeRoom(1.05 * Lane.bytes(records) / Lane.bytes(records.subList(0, SAMPLE)));
                }
                ConsumerRecord<byte[], byte[]> record = records.get(next);
                try {
                    add(record);
                } catch (RetriableException e) {
                    throw e;
                } catch (RuntimeException e) {
                    unreadable.add(new Letter(record, e));
                }
            }
        }

        private void add(ConsumerRecord<byte[], byte[]> record) {
            if (journal
                    && journalSchema.wrote(record.value())
                    && rows.addJournal(record.offset(), record.value(), SameSchema.HEADER_BYTES)) {
                return;
            }
            SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
            if (value != null) {
                rows.add(record.offset(), value);
            } else if (record.key() == null) {
                throw new IllegalArgumentException("A record with neither key nor value says nothing");
            }
            // A null value with a key is a tombstone: what it deletes from a compacted topic stays a fact here.
        }
    }

    // Each table for itself, so that a batch takes as long as its slowest table and not as all of them together.
    private void insertAll(Batch batch, List<Block> blocks) throws InterruptedException {
        List<Callable<Void>> inserts = new ArrayList<>();
        for (Block block : blocks) {
            inserts.add(() -> {
                insert(batch, block);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> insert : threads.invokeAll(inserts)) {
                insert.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Error error -> throw error;
                case RuntimeException exception -> throw exception;
                case null, default -> throw new IllegalStateException("An insert broke off", e);
            }
        }
    }

    /**
     * Inserts a block, less what the server refuses of it. A refused record is among the dead letters before the block
     * is sent without it, and what is sent bears the same token: whoever does the plan again comes to the same end, and
     * if the server has changed its mind by then, it still has one block of that token.
     */
    private void insert(Batch batch, Block whole) throws InterruptedException {
        long startNanos = System.nanoTime();
        Block block = whole;
        int refusedMax = Math.clamp(whole.spans().size() / 2, REFUSED_MIN, REFUSED_MAX);
        int refused = 0;
        while (block.rows() > 0) {
            try {
                write(block, refused < refusedMax);
                meters.inserted(block, Duration.ofNanos(System.nanoTime() - startNanos));
                break;
            } catch (RowRefusedException e) {
                refused++;
                long offset = block.offsetOf(e.row());
                keep(batch, List.of(new Letter(record(batch, offset), e)));
                block = block.without(offset);
            }
        }
        probe.reached(Step.BETWEEN_TABLES);
    }

    private void write(Block block, boolean mayRefuse) throws InterruptedException {
        retries.untilDone("insert " + block.token(), () -> {
            try {
                writer.write(block);
            } catch (RowRefusedException e) {
                if (mayRefuse) {
                    throw e;
                }
                throw new WriteException("most rows are refused, the last one: " + e.getMessage(), e);
            }
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(Batch batch, long offset) {
        return batch.records().stream()
                .filter(record -> record.offset() == offset)
                .findFirst()
                .orElseThrow();
    }

    private void keep(Batch batch, List<Letter> letters) throws InterruptedException {
        LOG.warn(
                "event=dead-letters topic={} partition={} count={} first-offset={} first-reason=\"{}\"",
                batch.partition().topic(),
                batch.partition().partition(),
                letters.size(),
                letters.getFirst().record().offset(),
                letters.getFirst().cause().getMessage());
        retries.untilDone("keep dead letters of " + batch.partition(), () -> deadLetters.keep(letters));
        meters.deadLetters(batch.partition().topic(), letters.size());
    }
}
