package io.pointstream.benchmarks.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.SinkConfig;
import io.pointstream.sinks.report.Days;
import io.pointstream.sinks.report.MixQuery;
import io.pointstream.sinks.report.MixQuery.Period;
import io.pointstream.sinks.report.MixQuery.Split;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * How long after the commit of its transaction in Kafka a record counts in a report. Each partition's records have a rule
 * of their own, so that the report {@code mix} by rule says how far each partition has come.
 *
 * @param delays of each transaction in each partition, from before its commit to the report's answer that has it
 */
record ReportLag(Delays delays) {

    static final int RECORDS_PER_SECOND = 10_000;

    /** As the applications commit. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private static final int ACCOUNTS = 50_000;
    private static final int PER_TRANSACTION = (int) (RECORDS_PER_SECOND * COMMIT_INTERVAL.toMillis() / 1_000);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RULE = "bench.partition-";
    private static final MixQuery BY_RULE = new MixQuery(Days.ALL, Set.of(Split.RULE), Period.ALL);

    /** Postings that a partition has once a transaction is there. */
    private record Due(int partition, long postings, long committedNanos) {}

    static ReportLag measure(Map<String, Object> kafka, ClickHouseConfig database, Duration time)
            throws InterruptedException {
        Queue<Due> committed = new ConcurrentLinkedQueue<>();
        Reports reports = new Reports(database);
        try (ClickHouseSink sink = ClickHouseSink.start(SinkConfig.of(kafka, database), new SimpleMeterRegistry())) {
            int transactions = Math.toIntExact(time.dividedBy(COMMIT_INTERVAL));
            CompletableFuture<Void> writing = CompletableFuture.runAsync(
                    () -> write(kafka, transactions, committed),
                    task -> Thread.ofPlatform().start(task));
            List<Long> delaysNs = new ArrayList<>();
            List<Due> waiting = new ArrayList<>();
            long endNanos = System.nanoTime() + time.plus(PATIENCE).toNanos();
            while (!writing.isDone() || !committed.isEmpty() || !waiting.isEmpty()) {
                Map<Integer, Long> there = postings(reports);
                long nowNanos = System.nanoTime();
                for (Due due = committed.poll(); due != null; due = committed.poll()) {
                    waiting.add(due);
                }
                waiting.removeIf(due -> {
                    boolean counts = there.getOrDefault(due.partition, 0L) >= due.postings;
                    if (counts) {
                        delaysNs.add(nowNanos - due.committedNanos);
                    }
                    return counts;
                });
                if (!sink.isRunning() || nowNanos > endNanos) {
                    throw new IllegalStateException(
                            "The sink does not keep up", sink.failure().orElse(null));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            writing.join();
            return new ReportLag(
                    new Delays(delaysNs.stream().mapToLong(Long::longValue).toArray()));
        }
    }

    private static Map<Integer, Long> postings(Reports reports) {
        Table mix = reports.mix(BY_RULE);
        Map<Integer, Long> postings = new HashMap<>();
        for (int row = 0; row < mix.rows().size(); row++) {
            String rule = String.valueOf(mix.cell(row, "ruleId"));
            if (rule.startsWith(RULE)) {
                postings.put(Integer.parseInt(rule.substring(RULE.length())), mix.integer(row, "postings"));
            }
        }
        return postings;
    }

    private static void write(Map<String, Object> kafka, int transactions, Queue<Due> committed) {
        JournalTraffic traffic = new JournalTraffic(ACCOUNTS, account -> RULE + SinkBench.partition(bytes(account)));
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("transactional.id", "bench-lag");
        properties.put("linger.ms", 5);
        String topic = Topics.POINTS_JOURNAL.name();
        long[] postings = new long[SinkBench.PARTITIONS];
        try (Serde<JournalEntry> serde = AvroSerdes.create(kafka);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            long startNanos = System.nanoTime();
            for (int i = 0; i < transactions; i++) {
                pause(startNanos + i * COMMIT_INTERVAL.toNanos());
                producer.beginTransaction();
                for (int k = 0; k < PER_TRANSACTION; k++) {
                    JournalEntry entry = traffic.next();
                    byte[] key = bytes(entry.getAccountId());
                    postings[SinkBench.partition(key)] += entry.getPostings().size();
                    // The commit says whether it arrived.
                    var _ = producer.send(new ProducerRecord<>(
                            topic,
                            SinkBench.partition(key),
                            key,
                            serde.serializer().serialize(topic, entry)));
                }
                long nowNanos = System.nanoTime();
                producer.commitTransaction();
                for (int partition = 0; partition < postings.length; partition++) {
                    committed.add(new Due(partition, postings[partition], nowNanos));
                }
            }
        }
    }

    private static void pause(long untilNanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(untilNanos - System.nanoTime());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted between transactions", e);
        }
    }

    private static byte[] bytes(String accountId) {
        return accountId.getBytes(StandardCharsets.UTF_8);
    }
}
