package io.pointstream.benchmarks.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.Migrations;
import io.pointstream.sinks.SinkConfig;
import io.pointstream.sinks.report.Reports;
import io.pointstream.sinks.report.Summary;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
 * plans, Avro, RowBinary, acknowledged inserts. Then the same rows by ClickHouse's own {@code INSERT … SELECT} into empty
 * tables of the same kind, in the same run: what the server alone needs to sort, compress and write them.
 */
public final class SinkBench {

    /** Rows a second that the sink must reach. */
    private static final long GOAL = 100_000;

    private static final int WARM_UP_RECORDS = 150_000;
    private static final int RECORDS = 500_000;
    private static final int ACCOUNTS = 50_000;
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> TABLES = List.of("decisions", "postings", "balances");

    private final PrintStream out;
    private final ClickHouseConfig database;
    private final Map<String, Object> kafka;
    private final JournalTraffic traffic = new JournalTraffic(ACCOUNTS);

    private SinkBench(PrintStream out, ClickHouseConfig database, Map<String, Object> kafka) {
        this.out = out;
        this.database = database;
        this.kafka = kafka;
    }

    public static void main(String[] args) throws Exception {
        run(System.out);
    }

    /** Prints a line for each figure, and {@code key=value …} last. */
    public static void run(PrintStream out) throws IOException, InterruptedException, ExecutionException, SQLException {
        Path directory = Files.createTempDirectory("bench-sink");
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
                EmbeddedClickHouse server = EmbeddedClickHouse.start(directory.resolve("clickhouse"))) {
            ClickHouseConfig database = ClickHouseConfig.local(URI.create(server.url()), "bench");
            Migrations.apply(database);
            new SinkBench(
                            out,
                            database,
                            Map.of(
                                    "bootstrap.servers",
                                    broker.bootstrapServers(),
                                    "schema.registry.url",
                                    "mock://bench-sink"))
                    .measure();
        }
    }

    private void measure() throws InterruptedException, ExecutionException, SQLException {
        createTopics();
        write(WARM_UP_RECORDS);
        double ignored = sink(WARM_UP_RECORDS);
        write(RECORDS);
        long rowsBefore = rows();
        double sinkSeconds = sink(WARM_UP_RECORDS + RECORDS);
        long sunk = rows() - rowsBefore;
        Summary summary = new Reports(database).summary();
        long copied = rows();
        double ownSeconds = copy();

        double sinkRate = sunk / sinkSeconds;
        double ownRate = copied / ownSeconds;
        out.printf(
                "sink: %,d journal records, %,d rows in %d tables, after a warm-up of %.1f s%n",
                RECORDS, sunk, TABLES.size(), ignored);
        out.printf(
                "through the sink      %,10.0f rows/s  (%,.0f records/s, %.1f s)%n",
                sinkRate, RECORDS / sinkSeconds, sinkSeconds);
        out.printf("INSERT … SELECT       %,10.0f rows/s  (%,d rows, %.1f s)%n", ownRate, copied, ownSeconds);
        for (String table : TABLES) {
            out.printf("%-10s %.1f compressed bytes a row%n", table, bytesPerRow(table));
        }
        out.printf("every record once: %s%n", summary.holds());
        out.printf(
                "sink_rows_per_second=%.0f sink_records_per_second=%.0f own_insert_rows_per_second=%.0f ratio=%.3f"
                        + " goal_rows_per_second=%d exactly_once=%s%n",
                sinkRate, RECORDS / sinkSeconds, ownRate, sinkRate / ownRate, GOAL, summary.holds());
    }

    private void createTopics() throws InterruptedException, ExecutionException {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : ClickHouseSink.TOPICS) {
            topics.add(new NewTopic(topic.name(), PARTITIONS, (short) 1));
        }
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(topics).all().get();
        }
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
                        topic,
                        Math.floorMod(Arrays.hashCode(key), PARTITIONS),
                        key,
                        serde.serializer().serialize(topic, entry)));
            }
        }
    }

    // Seconds from the start of a sink until so many journal records are there.
    private double sink(long records) throws InterruptedException, SQLException {
        long startNanos = System.nanoTime();
        try (ClickHouseSink sink = ClickHouseSink.start(SinkConfig.of(kafka, database), new SimpleMeterRegistry())) {
            while (count("balances") < records) {
                if (!sink.isRunning() || System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            "The sink does not get there", sink.failure().orElse(null));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return (System.nanoTime() - startNanos) / 1e9;
        }
    }

    private double copy() throws SQLException {
        for (String table : TABLES) {
            execute("CREATE TABLE copy_of_" + table + " AS " + table);
        }
        long startNanos = System.nanoTime();
        for (String table : TABLES) {
            execute("INSERT INTO copy_of_" + table + " SELECT * FROM " + table);
        }
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private long rows() throws SQLException {
        long rows = 0;
        for (String table : TABLES) {
            rows += count(table);
        }
        return rows;
    }

    private long count(String table) throws SQLException {
        return (long) number("SELECT count() FROM " + table);
    }

    private double bytesPerRow(String table) throws SQLException {
        return number("SELECT sum(data_compressed_bytes) / sum(rows) FROM system.parts"
                + " WHERE active AND database = currentDatabase() AND table = '" + table + "'");
    }

    private double number(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getDouble(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
