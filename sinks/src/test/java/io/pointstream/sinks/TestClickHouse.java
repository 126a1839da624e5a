package io.pointstream.sinks;

import io.pointstream.embedded.EmbeddedClickHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/** One real ClickHouse for all tests of this JVM, with a database for each that asks. */
public final class TestClickHouse {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestClickHouse() {}

    // Ends with the JVM: the child process stops when its parent does.
    private static final class Server {
        static final EmbeddedClickHouse INSTANCE = start();

        private static EmbeddedClickHouse start() {
            try {
                return EmbeddedClickHouse.start(Files.createTempDirectory("clickhouse"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A database that does not exist yet. */
    public static ClickHouseConfig newDatabase() {
        return ClickHouseConfig.local(URI.create(Server.INSTANCE.url()), "test_" + DATABASES.incrementAndGet());
    }

    /** A new database with the shipped schema. */
    public static ClickHouseConfig migratedDatabase() throws InterruptedException {
        ClickHouseConfig config = newDatabase();
        Migrations.apply(config);
        return config;
    }

    public static void execute(ClickHouseConfig config, String sql) throws SQLException {
        try (Connection connection = config.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row, as text. */
    public static List<String> column(ClickHouseConfig config, String sql) throws SQLException {
        try (Connection connection = config.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (result.next()) {
                column.add(result.getString(1));
            }
            return column;
        }
    }

    /** Inserts records as the sink would, with offsets from 0 and without tokens, so that a repeat is not noticed. */
    public static void insert(
            ClickHouseConfig config, String topic, int partition, List<? extends SpecificRecord> records)
            throws Exception {
        List<Block> blocks = blocks(topic, partition, records).stream()
                .map(block -> new Block(
                        block.table(),
                        block.source(),
                        UUID.randomUUID().toString(),
                        false,
                        block.spans(),
                        block.rowBinary()))
                .toList();
        write(config, blocks);
    }

    /** Inserts records as the sink would, with the token of the plan from offset 0 on. */
    static void insertOnce(ClickHouseConfig config, String topic, int partition, List<? extends SpecificRecord> records)
            throws Exception {
        write(config, blocks(topic, partition, records));
    }

    static List<Block> blocks(String topic, int partition, List<? extends SpecificRecord> records) {
        Rows rows = new Rows(new TopicPartition(topic, partition));
        for (int i = 0; i < records.size(); i++) {
            rows.add(i, records.get(i));
        }
        return rows.blocks(new Plan(0, records.size()));
    }

    static void write(ClickHouseConfig config, List<Block> blocks) throws Exception {
        try (ClickHouseWriter writer = new ClickHouseWriter(config, Duration.ofSeconds(10), Map.of(), 1)) {
            for (Block block : blocks) {
                writer.write(block);
            }
        }
    }
}
