package io.pointstream.app.prove.sink;

import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import java.net.URI;
import java.nio.file.Path;

/** A broker, and a ClickHouse that can be killed. */
final class Servers implements AutoCloseable {

    static final String DATABASE = "proof";

    private final Path directory;
    private final EmbeddedKafka broker;
    private EmbeddedClickHouse clickHouse;

    private Servers(Path directory, EmbeddedKafka broker, EmbeddedClickHouse clickHouse) {
        this.directory = directory;
        this.broker = broker;
        this.clickHouse = clickHouse;
    }

    /** Starts both, with the shipped tables. */
    static Servers start(Path directory) throws InterruptedException {
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
        Servers servers = new Servers(directory, broker, startClickHouse(directory));
        Migrations.apply(servers.database());
        return servers;
    }

    private static EmbeddedClickHouse startClickHouse(Path directory) {
        return EmbeddedClickHouse.start(directory.resolve("clickhouse"));
    }

    String brokers() {
        return broker.bootstrapServers();
    }

    int clickHousePort() {
        return URI.create(clickHouse.url()).getPort();
    }

    /** The database, past all proxies. */
    ClickHouseConfig database() {
        return ClickHouseConfig.local(URI.create(clickHouse.url()), DATABASE);
    }

    /** {@code kill -9}, and a new start on the same data and another port. */
    void killClickHouse() {
        clickHouse.process().destroyForcibly();
        clickHouse.process().onExit().join();
        clickHouse = startClickHouse(directory);
    }

    @Override
    public void close() {
        clickHouse.close();
        broker.close();
    }
}
