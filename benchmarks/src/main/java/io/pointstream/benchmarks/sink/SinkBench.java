package io.pointstream.benchmarks.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.SinkConfig;
import io.pointstream.sinks.report.Reports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Rows a second from a broker into ClickHouse, both beside this process on the same machine, through the whole sink:
 * plans, Avro, RowBinary, acknowledged inserts. Then the same rows by ClickHouse alone, out of files into the same tables
 * with the same views ({@link OwnInsert}), in the same run. Last, how long after its commit in Kafka a record is in a
 * report ({@link ReportLag}).
 */
public final class SinkBench {

    /** Postings a second that the sink must reach. */
    private static final long GOAL = 200_000;

    static final int PARTITIONS = 4;
    static final List<String> TABLES = List.of("decisions", "postings", "balances");

    private static final int WARM_UP_RECORDS = 150_000;
    private static final int ACCOUNTS = 50_000;
    // To ask costs the server two milliseconds.
    private static final int WATCH_EVERY_MS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * What is measured.
     *
     * @param records journal records of a pass
     * @param lagSeconds seconds at 10,000 records/s
     */
    public record Load(int records, int lagSeconds) {}

    private final Load load;
    private final PrintStream out;
    private final EmbeddedKafka broker;
    private final EmbeddedClickHouse server;
    private final Asked database;
    private final Map<String, Object> kafka;
    private final JournalTraffic traffic = new JournalTraffic(ACCOUNTS, account -> "pay.online");

    private SinkBench(
            Load load, PrintStream out, EmbeddedKafka broker, EmbeddedClickHouse server, ClickHouseConfig config) {
        this.load = load;
        this.out = out;
        this.broker = broker;
        this.server = server;
        this.database = new Asked(config);
        this.kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "mock://bench-sink");
    }

    /** Prints a line for each figure, and {@code key=value …} last. The directory is for the servers' data. */
    public static void run(Load load, Path directory, PrintStream out)
            throws IOException, InterruptedException, ExecutionException {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
                EmbeddedClickHouse server = EmbeddedClickHouse.start(directory.resolve("clickhouse"))) {
            ClickHouseConfig config = ClickHouseConfig.local(URI.create(server.url()), "bench");
            Migrations.apply(config);
            new SinkBench(load, out, broker, server, config).measure(directory);
        }
    }

    private void measure(Path directory) throws IOException, InterruptedException, ExecutionException {
        createTopics();
        write(WARM_UP_RECORDS);
        sink(WARM_UP_RECORDS);
        write(load.records);
        long rowsBefore = rows();
        long postingsBefore = database.count("postings");
        CpuSeconds cpu = cpu();
        double sinkSeconds = sink(WARM_UP_RECORDS + load.records);
        CpuSeconds used = cpu().less(cpu);
        long sunk = rows() - rowsBefore;
        double rowsPerSecond = sunk / sinkSeconds;
        double postingsPerSecond = (database.count("postings") - postingsBefore) / sinkSeconds;
        boolean once = new Reports(database.config()).summary().holds();
        OwnInsert own = OwnInsert.measure(database, directory.resolve("rows"));
        // As the rows are at rest: how much small parts take on top depends on how soon one looks.
        TABLES.forEach(table -> database.execute("OPTIMIZE TABLE " + table + " FINAL"));
        double postingBytes = database.bytesPerRow("postings");
        List<String> bytes = TABLES.stream()
                .map(table -> "%-10s %.1f compressed bytes a row: %s"
                        .formatted(table, database.bytesPerRow(table), database.bytesByColumn(table)))
                .toList();
        ReportLag lag = ReportLag.measure(kafka, database.config(), Duration.ofSeconds(load.lagSeconds));

        out.printf(
                "through the sink      %,10.0f rows/s  (%,.0f postings/s, %,.0f records/s, %.1f s)%n",
                rowsPerSecond, postingsPerSecond, load.records / sinkSeconds, sinkSeconds);
        out.printf("CPU-s per million rows %s%n", used.per(sunk / 1e6));
        out.printf("ClickHouse from files %,10.0f rows/s  (%.1f s)%n", own.rowsPerSecond(), own.seconds());
        bytes.forEach(out::println);
        out.printf("commit in Kafka to report at %,d records/s: %s%n", ReportLag.RECORDS_PER_SECOND, lag.delays());
        out.printf("every record once: %s%n", once);
        out.printf(
                "sink_rows_per_second=%.0f sink_postings_per_second=%.0f sink_records_per_second=%.0f"
                        + " own_insert_rows_per_second=%.0f ratio=%.3f goal_postings_per_second=%d posting_bytes=%.1f"
                        + " lag_ms_p99=%d exactly_once=%s%n",
                rowsPerSecond,
                postingsPerSecond,
                load.records / sinkSeconds,
                own.rowsPerSecond(),
                rowsPerSecond / own.rowsPerSecond(),
                GOAL,
                postingBytes,
                lag.delays().percentileMs(0.99),
                once);
    }

    private void createTopics() {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : ClickHouseSink.TOPICS) {
            topics.add(new NewTopic(topic.name(), PARTITIONS, (short) 1));
        }
        try (Admin admin = Admin.create(kafka)) {
            TopicAdmin.create(admin, topics);
        }
    }

    /** The partition of an account. */
    static int partition(byte[] key) {
        return Math.floorMod(Arrays.hashCode(key), PARTITIONS);
    }

    private void write(int records) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("linger.ms", 20);
        properties.put("batch.size", 256 * 1024);
        try (Serde<JournalEntry> serde = AvroSerdes.create(kafka);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = Topics.POINTS_JOURNAL.name();
            for (int i = 0; i < records; i++) {
                JournalEntry entry = traffic.next();
                byte[] key = entry.getAccountId().getBytes(StandardCharsets.UTF_8);
                // What does not arrive is missed below.
                var _ = producer.send(new ProducerRecord<>(
                        topic, partition(key), key, serde.serializer().serialize(topic, entry)));
            }
        }
    }

    // Seconds from the start of a sink until so many journal records are there.
    private double sink(long records) throws InterruptedException {
        long startNanos = System.nanoTime();
        try (ClickHouseSink sink =
                ClickHouseSink.start(SinkConfig.of(kafka, database.config()), new SimpleMeterRegistry())) {
            while (database.count("balances") < records) {
                if (!sink.isRunning() || System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            "The sink does not get there", sink.failure().orElse(null));
                }
                TimeUnit.MILLISECONDS.sleep(WATCH_EVERY_MS);
            }
            return (System.nanoTime() - startNanos) / 1e9;
        }
    }

    private long rows() {
        return TABLES.stream().mapToLong(database::count).sum();
    }

    /** Of the machine's processors, who used how much. */
    private record CpuSeconds(double sink, double broker, double clickHouse) {

        CpuSeconds less(CpuSeconds before) {
            return new CpuSeconds(sink - before.sink, broker - before.broker, clickHouse - before.clickHouse);
        }

        String per(double millions) {
            return "sink %.2f, broker %.2f, ClickHouse %.2f"
                    .formatted(sink / millions, broker / millions, clickHouse / millions);
        }
    }

    private CpuSeconds cpu() {
        return new CpuSeconds(cpu(ProcessHandle.current()), cpu(broker.process()), cpu(server.process()));
    }

    private static double cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }
}
