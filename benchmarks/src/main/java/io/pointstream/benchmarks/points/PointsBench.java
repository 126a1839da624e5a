package io.pointstream.benchmarks.points;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.benchmarks.streams.BenchStack;
import io.pointstream.benchmarks.streams.Delays;
import io.pointstream.benchmarks.streams.Pass;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.StreamsRunner;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;

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
    /**
     * After a restart, of which a service has few: as long as a hundredth of the events are still the first of their account, which must be
     * read, and the compiler, whose second or two on a method take one of two processors.
     */
    private static final Duration LATENCY_WARM_UP = Duration.ofSeconds(20);

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
    private final BenchStack.Streams streams;
    private final Path directory;
    private final PrintStream out;
    private final BenchTraffic traffic = new BenchTraffic(1, ACCOUNTS, STEP_MS);

    /**
     * Measures nothing yet.
     *
     * @param streams the loops commit as often as the application
     */
    public PointsBench(Load load, BenchStack.Streams streams, Path directory, PrintStream out) {
        this.eventsPerRound = load.eventsPerRound;
        this.rounds = load.rounds;
        this.latencyTime = load.latencyTime;
        this.streams = streams;
        this.directory = directory;
        this.out = out;
    }

    /** Throughput of points, as a share of each loop's. */
    private record Ratios(String toAvroLoop, String toBytesLoop) {}

    /** Prints a line for each figure, and {@code key=value …} last. */
    public void run() throws InterruptedException, ExecutionException {
        try (BenchStack stack = BenchStack.start(directory, streams)) {
            try (Admin admin = Admin.create(stack.clients())) {
                TopicAdmin.create(
                        admin,
                        List.of(new NewTopic(
                                        StatelessLoop.TOPIC,
                                        Optional.of(Topics.POINTS_JOURNAL.partitions()),
                                        Optional.empty())
                                .configs(Topics.POINTS_JOURNAL.config())));
            }
            try (KafkaProducer<String, Activity> producer = stack.activities();
                    StatelessLoop bytes =
                            new StatelessLoop(stack.servers(), streams.commitInterval(), "bench-loop-bytes");
                    StatelessLoop avro =
                            new StatelessLoop(stack.servers(), streams.commitInterval(), "bench-loop-avro")) {
                Ratios ratios = throughput(stack, producer, bytes, avro);
                long p99Ms = latency(stack, producer);
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
            BenchStack stack, KafkaProducer<String, Activity> producer, StatelessLoop bytes, StatelessLoop avro)
            throws InterruptedException {
        out.printf("points: %,d events a round, %,d accounts, %d rounds%n", eventsPerRound, ACCOUNTS, rounds);
        EchoTransform echo = new EchoTransform(BenchStack.SERDES);
        List<Pass> ofBytes = new ArrayList<>();
        List<Pass> ofAvro = new ArrayList<>();
        List<Pass> ofPoints = new ArrayList<>();
        for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
            load(producer);
            byte[] payload = new byte[round == 1 - WARM_UP_ROUNDS ? 512 : journalBytes(stack)];
            new SplittableRandom(round).nextBytes(payload);
            Pass bytesPass = loopPass(bytes, record -> payload);
            Pass avroPass = loopPass(avro, echo);
            Pass pointsPass = pointsPass(stack);
            out.printf(
                    "%-8s loop over bytes %s; loop over Avro %s; points %s; ratio %s (%d bytes an entry)%n",
                    round < 1 ? "warm-up" : "round " + round,
                    bytesPass,
                    avroPass,
                    pointsPass,
                    ratio(avroPass, pointsPass),
                    payload.length);
            if (round > 0) {
                ofBytes.add(bytesPass);
                ofAvro.add(avroPass);
                ofPoints.add(pointsPass);
            }
        }
        return new Ratios(ratio(Pass.sum(ofAvro), Pass.sum(ofPoints)), ratio(Pass.sum(ofBytes), Pass.sum(ofPoints)));
    }

    private static String ratio(Pass ofLoop, Pass ofPoints) {
        return String.format(Locale.ROOT, "%.3f", ofLoop.seconds() / ofPoints.seconds());
    }

    private Pass loopPass(StatelessLoop loop, StatelessLoop.Transform transform) {
        Pass.Watch watch = new Pass.Watch();
        double seconds = loop.run(eventsPerRound, transform) / 1e9;
        return new Pass(eventsPerRound, seconds, watch.stop(eventsPerRound).cpuSeconds());
    }

    /** From the first decision to the last one's commit, which is reckoned as one whole commit interval later. */
    private Pass pointsPass(BenchStack stack) throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (StreamsRunner points = stack.points(meters)) {
            points.start();
            while (decisions(meters) == 0) {
                Thread.sleep(1);
            }
            Pass.Watch watch = new Pass.Watch();
            while (decisions(meters) < eventsPerRound) {
                Thread.sleep(5);
            }
            Pass decided = watch.stop(eventsPerRound);
            double commitSeconds = streams.commitInterval().toMillis() / 1e3;
            return new Pass(eventsPerRound, decided.seconds() + commitSeconds, decided.cpuSeconds());
        }
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

    private long latency(BenchStack stack, KafkaProducer<String, Activity> producer) throws InterruptedException {
        int seconds = (int) LATENCY_WARM_UP.plus(latencyTime).toSeconds();
        int events = seconds * LATENCY_EVENTS_PER_SECOND;
        int warmUp = (int) LATENCY_WARM_UP.toSeconds() * LATENCY_EVENTS_PER_SECOND;
        long[] latencyNs = new long[events];
        long[] dueNs = new long[events];
        AtomicBoolean ready = new AtomicBoolean();
        try (StreamsRunner points = stack.points(new SimpleMeterRegistry())) {
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
            Thread reader = Thread.ofPlatform().start(() -> read(stack, ready, dueNs, latencyNs));
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
        Delays delays = new Delays(Arrays.copyOfRange(latencyNs, warmUp, events));
        out.printf("latency at %,d events/s, event to committed journal: %s%n", LATENCY_EVENTS_PER_SECOND, delays);
        out.printf(
                "p99 ms of each second, %d of warm-up first: %s%n",
                LATENCY_WARM_UP.toSeconds(),
                IntStream.range(0, seconds)
                        .mapToObj(second ->
                                String.valueOf(second(latencyNs, second).percentileMs(0.99)))
                        .collect(Collectors.joining(" ")));
        return delays.percentileMs(0.99);
    }

    private static Delays second(long[] latencyNs, int second) {
        int from = second * LATENCY_EVENTS_PER_SECOND;
        return new Delays(Arrays.copyOfRange(latencyNs, from, from + LATENCY_EVENTS_PER_SECOND));
    }

    /** Reads committed journal entries until each event of the latency run has its own. */
    private static void read(BenchStack stack, AtomicBoolean ready, long[] dueNs, long[] latencyNs) {
        Deserializer<JournalEntry> entries =
                AvroSerdes.<JournalEntry>create(BenchStack.SERDES).deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = stack.reader(List.of(Topics.POINTS_JOURNAL))) {
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
    private static int journalBytes(BenchStack stack) {
        try (KafkaConsumer<byte[], byte[]> consumer = stack.reader(List.of(Topics.POINTS_JOURNAL))) {
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
}
