package io.pointstream.embedded;

import io.pointstream.embedded.ServerProcess.Ready;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A real Kafka broker (KRaft, one node) in a child process with a heap of 256 MB. Topics are not created by use, and
 * nothing is deleted by age unless a topic says so.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** The child's exit status when a port was taken between choosing and opening it. */
    private static final int PORT_TAKEN = 98;

    private static final int ATTEMPTS_MAX = 5;

    private final ServerProcess process;
    private final int port;

    private EmbeddedKafka(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** As {@link #start(Path, int)}, on a free port. */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts the broker and returns when it serves clients.
     *
     * @param directory holds its data and {@code kafka.log}; a second start on it goes on with the same data
     * @param port on the loopback interface, 0 for a free one
     * @throws EmbeddedException when it does not start within a minute, with the end of its log
     */
    public static EmbeddedKafka start(Path directory, int port) {
        for (int attempt = 1; ; attempt++) {
            int brokerPort = port == 0 ? Ports.freeExcept(port) : port;
            ServerProcess process = launch(directory.toAbsolutePath(), brokerPort);
            try {
                process.awaitPort(Ready.LINE);
                return new EmbeddedKafka(process, brokerPort);
            } catch (EmbeddedException e) {
                boolean portTaken = Objects.equals(process.exitStatus(), PORT_TAKEN);
                if (!portTaken || port != 0 || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private static ServerProcess launch(Path directory, int port) {
        String classPath = ServerHome.classes() + ":" + ServerHome.directory("broker") + "/*";
        List<String> options = List.of(
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        return ServerProcess.start(
                "kafka",
                directory,
                classPath,
                options,
                "BrokerMain",
                List.of(directory.toString(), Integer.toString(port), Integer.toString(Ports.freeExcept(port))));
    }

    /** {@code host:port}, for Kafka's {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The child process, for measurements and for tests that kill it. */
    public ProcessHandle process() {
        return process.handle();
    }

    /** Stops the broker in order (controlled shutdown), by force after 25 s. Idempotent. */
    @Override
    public void close() {
        process.close();
    }
}
