package io.pointstream.benchmarks.points;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.app.ingest.ActivityRecords;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.StreamsConfigs;
import io.pointstream.topologies.StreamsRunner;
import io.pointstream.topologies.points.PointsTopology;
import io.pointstream.topologies.points.Ticks;
import io.pointstream.topologies.rules.ProgramRules;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Measures the points application end to end: real broker in a JVM of its own beside it, exactly once, RocksDB, Avro.
 * Throughput is compared with two {@link StatelessLoop}s on the same events, in turns within one run, because a neighbour on
 * the machine halves every absolute figure: one reads each event and writes an entry as Avro ({@link EchoTransform}), which
 * is what any program over these topics has to do, and one only moves bytes. Latency is from the moment an event should be sent to the moment a reader of
 * committed records has its journal entry.
 */
public final class PointsBench {

    private static final double RATIO_GOAL = 0.15;
    private static final long LATENCY_GOAL_MS = 250;

    /** The compiler is still at work in a second round of the default size; a service runs for weeks. */
    private static final int WARM_UP_ROUNDS = 2;

    private static final int ACCOUNTS = 20_000;
    private static final long STEP_MS = 500;
    private static final int LATENCY_EVENTS_PER_SECOND = 5_000;
    private static final Duration LATENCY_WARM_UP = Duration.ofSeconds(5);
    private static final Map<String, Object> SERDES = Map.of("schema.registry.url", "mock://bench-points");

    /**
     * What is measured.
     *
     * @param rounds measured, after {@link #WARM_UP_ROUNDS} that warm up
     * @param latencyTime how long latency is measured
     */
    public record Load(int eventsPerRound, int rounds, Duration latencyTime) {}

    private final int eventsPerRound;
    private final int rounds;
    private final Duration latencyTime;
    private final int threads;
    private final Duration commitInterval;
    private final Path directory;
    private final PrintStream out;
    private final BenchTraffic traffic = new BenchTraffic(1, ACCOUNTS, STEP_MS);

    /**
     * Measures nothing yet.
     *
     * @param threads stream threads
     * @param commitInterval of the application and of the loops
     */
    public PointsBench(Load load, int threads, Duration commitInterval, Path directory, PrintStream out) {
        this.eventsPerRound = load.eventsPerRound;
        this.rounds = load.rounds;
        this.latencyTime = load.latencyTime;
        this.threads = threads;
        this.commitInterval = commitInterval;
        this.directory = directory;
        this.out = out;
    }

    /** Seconds of wall clock and of this process's CPU for one pass over a round's events. */
    private record Pass(double seconds, double cpuSeconds) {}

    /** Throughput of points, as a share of each loop's. */
    private record Ratios(String toAvroLoop, String toBytesLoop) {}

    /** Prints a line for each figure, and {@code key=value …} last. */
    public void run() throws IOException, InterruptedException, ExecutionException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
            String servers = kafka.bootstrapServers();
            TopicAdmin.create(Map.of("bootstrap.servers", servers), TopicAdmin.Overrides.NONE);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                admin.createTopics(List.of(new NewTopic(
                                        StatelessLoop.TOPIC,
                                        Optional.of(Topics.POINTS_JOURNAL.partitions()),
                                        Optional.empty())
                                .configs(Topics.POINTS_JOURNAL.config())))
                        .all()
                        .get();
            }
            try (KafkaProducer<String, Activity> producer = producer(servers);
                    StatelessLoop bytes = new StatelessLoop(servers, commitInterval, "bench-loop-bytes");
                    StatelessLoop avro = new StatelessLoop(servers, commitInterval, "bench-loop-avro")) {
                Ratios ratios = throughput(servers, producer, bytes, avro);
                long p99Ms = latency(servers, producer);
                out.printf(
                        Locale.ROOT,
                        "points_to_loop_ratio=%s goal_ratio=%.2f points_to_bytes_loop_ratio=%s latency_p99_ms=%d"
                                + " goal_latency_p99_ms=%d%n",
                        ratios.toAvroLoop,
                        RATIO_GOAL,
                        ratios.toBytesLoop,
                        p99Ms,
                        LATENCY_GOAL_MS);
            }
        }
    }

    private Ratios throughput(
            String servers, KafkaProducer<String, Activity> producer, StatelessLoop bytes, StatelessLoop avro)
            throws InterruptedException {
        out.printf("points: %,d events a round, %,d accounts, %d rounds%n", eventsPerRound, ACCOUNTS, rounds);
        EchoTransform echo = new EchoTransform(SERDES);
        List<Pass> ofBytes = new ArrayList<>();
        List<Pass> ofAvro = new ArrayList<>();
        List<Pass> ofPoints = new ArrayList<>();
        for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
            load(producer);
            byte[] payload = new byte[round == 1 - WARM_UP_ROUNDS ? 512 : journalBytes(servers)];
            new SplittableRandom(round).nextBytes(payload);
            Pass bytesPass = loopPass(bytes, record -> payload);
            Pass avroPass = loopPass(avro, echo);
            Pass pointsPass = pointsPass(servers);
            out.printf(
                    "%-8s %s; %s; %s; ratio %s (%d bytes an entry)%n",
                    round < 1 ? "warm-up" : "round " + round,
                    figures("loop over bytes", bytesPass),
                    figures("loop over Avro", avroPass),
                    figures("points", pointsPass),
                    ratio(avroPass.seconds, pointsPass.seconds),
                    payload.length);
            if (round > 0) {
                ofBytes.add(bytesPass);
                ofAvro.add(avroPass);
                ofPoints.add(pointsPass);
            }
        }
        return new Ratios(ratio(seconds(ofAvro), seconds(ofPoints)), ratio(seconds(ofBytes), seconds(ofPoints)));
    }

    private String figures(String name, Pass pass) {
        return String.format(
                Locale.ROOT,
                "%s %,.0f events/s, %.1f CPU-s per million",
                name,
                eventsPerRound / pass.seconds,
                pass.cpuSeconds * 1e6 / eventsPerRound);
    }

    private static String ratio(double ofLoop, double ofPoints) {
        return String.format(Locale.ROOT, "%.3f", ofLoop / ofPoints);
    }

    private static double seconds(List<Pass> passes) {
        return passes.stream().mapToDouble(Pass::seconds).sum();
    }

    private Pass loopPass(StatelessLoop loop, StatelessLoop.Transform transform) {
        long cpu = cpuNs();
        double seconds = loop.run(eventsPerRound, transform) / 1e9;
        return new Pass(seconds, (cpuNs() - cpu) / 1e9);
    }

    /** From the first decision to the last one's commit, which is reckoned as one whole commit interval later. */
    private Pass pointsPass(String servers) throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (StreamsRunner points = points(servers, meters)) {
            points.start();
            while (decisions(meters) == 0) {
                Thread.sleep(1);
            }
            long startedNs = System.nanoTime();
            long cpu = cpuNs();
            while (decisions(meters) < eventsPerRound) {
                Thread.sleep(5);
            }
            long ns = System.nanoTime() - startedNs + commitInterval.toNanos();
            return new Pass(ns / 1e9, (cpuNs() - cpu) / 1e9);
        }
    }

    private StreamsRunner points(String servers, SimpleMeterRegistry meters) {
        return new StreamsRunner(
                PointsTopology.APPLICATION,
                PointsTopology.build(ProgramRules.fixed(RuleBooks.shipped()), Ticks.none(), SERDES),
                StreamsConfigs.of(servers, directory.resolve("streams"))
                        .withThreads(threads)
                        .withCommitInterval(commitInterval),
                meters);
    }

    private static long decisions(SimpleMeterRegistry meters) {
        return (long) meters.find("pointstream.points.decisions").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void load(KafkaProducer<String, Activity> producer) {
        for (int i = 0; i < eventsPerRound; i++) {
            var _ = producer.send(ActivityRecords.of(traffic.next()));
        }
        producer.flush();
    }

    private long latency(String servers, KafkaProducer<String, Activity> producer) throws InterruptedException {
        int seconds = (int) LATENCY_WARM_UP.plus(latencyTime).toSeconds();
        int events = seconds * LATENCY_EVENTS_PER_SECOND;
        int warmUp = (int) LATENCY_WARM_UP.toSeconds() * LATENCY_EVENTS_PER_SECOND;
        long[] latencyNs = new long[events];
        long[] dueNs = new long[events];
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        AtomicBoolean ready = new AtomicBoolean();
        try (StreamsRunner points = points(servers, meters)) {
            points.start();
            while (!points.isRunning()) {
                Thread.sleep(10);
            }
            List<Activity> activities = new ArrayList<>(events);
            for (int i = 0; i < events; i++) {
                Activity activity = traffic.next();
                activity.setEventId("latency-" + i);
                activities.add(activity);
            }
            Thread reader = Thread.ofPlatform().start(() -> read(servers, ready, dueNs, latencyNs));
            while (!ready.get()) {
                Thread.sleep(10);
            }
            long startNs = System.nanoTime();
            for (int i = 0; i < events; i++) {
                long due = startNs + i * 1_000_000_000L / LATENCY_EVENTS_PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                dueNs[i] = due;
                var _ = producer.send(ActivityRecords.of(activities.get(i)));
            }
            reader.join();
        }
        long[] measured = Arrays.copyOfRange(latencyNs, warmUp, events);
        Arrays.sort(measured);
        long p99Ms = percentileMs(measured, 0.99);
        out.printf(
                "latency at %,d events/s, event to committed journal: p50 %d ms, p90 %d ms, p99 %d ms, max %d ms%n",
                LATENCY_EVENTS_PER_SECOND,
                percentileMs(measured, 0.5),
                percentileMs(measured, 0.9),
                p99Ms,
                percentileMs(measured, 1));
        return p99Ms;
    }

    /** Reads committed journal entries until each event of the latency run has its own. */
    private static void read(String servers, AtomicBoolean ready, long[] dueNs, long[] latencyNs) {
        Deserializer<JournalEntry> entries =
                AvroSerdes.<JournalEntry>create(SERDES).deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = journal(servers)) {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            ready.set(true);
            int seen = 0;
            while (seen < latencyNs.length) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    long now = System.nanoTime();
                    Decision decision =
                            entries.deserialize(record.topic(), record.value()).getDecision();
                    if (decision != null && decision.getEventId().startsWith("latency-")) {
                        int index = Integer.parseInt(decision.getEventId().substring("latency-".length()));
                        latencyNs[index] = now - dueNs[index];
                        seen++;
                    }
                }
            }
        }
    }

    /** The mean size of the journal's newest entries, in bytes. */
    private static int journalBytes(String servers) {
        try (KafkaConsumer<byte[], byte[]> consumer = journal(servers)) {
            consumer.endOffsets(consumer.assignment())
                    .forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - 2_000)));
            long bytes = 0;
            int records = 0;
            while (records < 1_000) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    bytes += record.serializedValueSize();
                    records++;
                }
            }
            return (int) (bytes / records);
        }
    }

    private static KafkaConsumer<byte[], byte[]> journal(String servers) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo info : consumer.partitionsFor(Topics.POINTS_JOURNAL.name())) {
            partitions.add(new TopicPartition(info.topic(), info.partition()));
        }
        consumer.assign(partitions);
        return consumer;
    }

    private static KafkaProducer<String, Activity> producer(String servers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "linger.ms",
                        5,
                        "batch.size",
                        128 * 1024,
                        "compression.type",
                        "lz4"),
                new StringSerializer(),
                AvroSerdes.<Activity>create(SERDES).serializer());
    }

    private static long percentileMs(long[] sortedNs, double percentile) {
        int index = (int) Math.ceil(percentile * sortedNs.length) - 1;
        return Duration.ofNanos(sortedNs[Math.max(0, index)]).toMillis();
    }

    private static long cpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
