package io.pointstream.app.prove.sink;

import io.pointstream.embedded.EmbeddedClickHouse;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.Migrations;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A broker, and a ClickHouse that can be killed. */
final class Servers implements AutoCloseable {

    static final String DATABASE = "proof";

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Path directory;
    private final EmbeddedKafka broker;
    private EmbeddedClickHouse clickHouse;
    private int aborts;

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

    /**
     * Starts ClickHouse again if it has ended by itself, as its supervisor would: the embedded engine aborts now and then
     * when a connection breaks in the middle of a request.
     *
     * @return whether it had ended; its connections are reset a while before it is gone
     */
    boolean reviveClickHouse() {
        boolean ended = clickHouse
                .process()
                .onExit()
                .thenApply(gone -> true)
                .completeOnTimeout(false, ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (!ended) {
            return false;
        }
        aborts++;
        clickHouse = startClickHouse(directory);
        return true;
    }

    /** How often ClickHouse has ended by itself. */
    int clickHouseAborts() {
        return aborts;
    }

    @Override
    public void close() {
        clickHouse.close();
        broker.close();
    }
}
