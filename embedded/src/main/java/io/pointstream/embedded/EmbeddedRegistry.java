package io.pointstream.embedded;

import io.pointstream.embedded.ServerProcess.Ready;
import java.nio.file.Path;
import java.util.List;

/**
 * A real schema registry (Apicurio) in a child process with a heap of 192 MB, with Confluent's API and Confluent's
 * default compatibility, BACKWARD.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private final ServerProcess process;
    private final String url;

    private EmbeddedRegistry(ServerProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** As {@link #start(Path, int)}, on a free port. */
    public static EmbeddedRegistry start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts the registry and returns when it serves clients.
     *
     * @param directory holds its data and {@code registry.log}; a second start on it goes on with the same data
     * @param port on the loopback interface, 0 for a free one
     * @throws EmbeddedException when it does not start within a minute, with the end of its log
     */
    public static EmbeddedRegistry start(Path directory, int port) {
        Path home = directory.toAbsolutePath();
        String classPath = ServerHome.classes() + ":" + ServerHome.directory("registry") + "/quarkus-run.jar";
        List<String> options = List.of(
                "-Xms64m",
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                // Its management interface would take a fixed port otherwise.
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + home.resolve("data/registry"),
                // It keeps a hundred connections by default; a handful of clients share these.
                "-Dapicurio.datasource.jdbc.initial-size=2",
                "-Dapicurio.datasource.jdbc.min-size=2",
                "-Dapicurio.datasource.jdbc.max-size=10",
                "-Dapicurio.rules.global.compatibility=BACKWARD");
        ServerProcess process =
                ServerProcess.start("registry", home, classPath, options, "RegistryMain", List.of(home.toString()));
        int boundPort = process.awaitPort(Ready.QUARKUS);
        return new EmbeddedRegistry(process, "http://127.0.0.1:" + boundPort + "/apis/ccompat/v7");
    }

    /** The base of Confluent's API, for {@code schema.registry.url}. */
    public String url() {
        return url;
    }

    /** The child process, for measurements and for tests that kill it. */
    public ProcessHandle process() {
        return process.handle();
    }

    /** Stops the registry in order, by force after 25 s. Idempotent. */
    @Override
    public void close() {
        process.close();
    }
}
