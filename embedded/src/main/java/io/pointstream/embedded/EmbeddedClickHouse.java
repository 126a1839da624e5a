package io.pointstream.embedded;

import io.pointstream.embedded.ServerProcess.Ready;
import java.nio.file.Path;
import java.util.List;

/**
 * A real ClickHouse in a child process, with its own HTTP interface on the loopback interface and the user {@code
 * default} without a password. Create a database of your own in it. It has no Keeper, so no replicated tables, and
 * {@code async_insert} is 1 by default.
 */
public final class EmbeddedClickHouse implements AutoCloseable {
    private final ServerProcess process;
    private final String url;

    private EmbeddedClickHouse(ServerProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** As {@link #start(Path, int)}, on a free port. */
    public static EmbeddedClickHouse start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts the server and returns when it answers. The first start on a machine fetches its library (178 MB) with
     * npm, see {@link ChdbLibrary}.
     *
     * @param directory holds its data and {@code clickhouse.log}; a second start on it goes on with the same data
     * @param port of the HTTP interface, 0 for a free one
     * @throws EmbeddedException when it does not start within a minute, with the end of its log
     */
    public static EmbeddedClickHouse start(Path directory, int port) {
        Path library = ChdbLibrary.locate();
        Path home = directory.toAbsolutePath();
        List<String> options = List.of("-Xmx32m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
        ServerProcess process = ServerProcess.start(
                "clickhouse",
                home,
                ServerHome.classes().toString(),
                options,
                "ClickHouseMain",
                List.of(home.toString(), Integer.toString(port), library.toString()));
        return new EmbeddedClickHouse(process, "http://127.0.0.1:" + process.awaitPort(Ready.LINE));
    }

    /** {@code http://host:port} of ClickHouse's HTTP interface. */
    public String url() {
        return url;
    }

    /** The child process, for measurements and for tests that kill it. */
    public ProcessHandle process() {
        return process.handle();
    }

    /** Stops the server in order, by force after 25 s. Idempotent. */
    @Override
    public void close() {
        process.close();
    }
}
