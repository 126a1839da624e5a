package io.pointstream.benchmarks.console;

import io.pointstream.app.config.ConfigException;
import io.pointstream.app.config.RunConfig;
import io.pointstream.app.run.Service;
import io.pointstream.embedded.EmbeddedStack;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.topologies.points.Ticks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the services of this bench stand on.
 *
 * @param directory for their state
 */
record BenchServers(EmbeddedStack stack, Path directory) {

    private static final String DATABASE = "console";

    ClickHouseConfig database() {
        return ClickHouseConfig.local(URI.create(stack.clickHouse().url()), DATABASE);
    }

    /** Properties of any client of Kafka, and of what it writes. */
    Map<String, Object> clients() {
        return Map.of(
                "bootstrap.servers", stack.bootstrapServers(),
                "schema.registry.url", stack.registry().url());
    }

    /** Not started yet. */
    Service service(String roles) {
        try {
            return new Service(
                    RunConfig.load(
                            Optional.empty(),
                            Map.of(
                                    "POINTSTREAM_ROLES",
                                    roles,
                                    "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                                    stack.bootstrapServers(),
                                    "POINTSTREAM_SCHEMA_REGISTRY_URL",
                                    stack.registry().url(),
                                    "POINTSTREAM_CLICKHOUSE_URL",
                                    stack.clickHouse().url(),
                                    "POINTSTREAM_CLICKHOUSE_DATABASE",
                                    DATABASE,
                                    "POINTSTREAM_STREAMS_STATE_DIR",
                                    directory.resolve("state").toString(),
                                    "POINTSTREAM_CONSOLE_HOST",
                                    "127.0.0.1",
                                    "POINTSTREAM_CONSOLE_PORT",
                                    "0")),
                    Ticks.none());
        } catch (IOException | ConfigException e) {
            throw new IllegalStateException("the bench's own settings are wrong", e);
        }
    }
}
