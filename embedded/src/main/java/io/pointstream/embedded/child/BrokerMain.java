package io.pointstream.embedded.child;

import io.pointstream.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka node, broker and controller in one, on the loopback interface. */
final class BrokerMain {
    /** Exit status when one of the ports is taken, so that the parent may try others. */
    private static final int PORT_TAKEN = 98;

    private BrokerMain() {}

    /** Arguments: the directory, the broker's port, the controller's port. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        int controllerPort = Integer.parseInt(args[2]);
        ChildLife.own(directory.resolve("lock"));
        ChildLife.endWithParent();

        Path data = directory.resolve("data");
        KafkaConfig config = new KafkaConfig(configuration(data, port, controllerPort));
        format(data, config.nodeId());
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        try {
            server.startup();
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(isPortTaken(e) ? PORT_TAKEN : 1);
        }
        ChildLife.ready(port);
        server.awaitShutdown();
    }

    private static void format(Path data, int nodeId) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(nodeId)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Properties configuration(Path data, int port, int controllerPort) throws IOException {
        Properties config = new Properties();
        try (InputStream in = EmbeddedKafka.class.getResourceAsStream("broker.properties")) {
            config.load(Objects.requireNonNull(in, "broker.properties is not on the class path"));
        }
        String voter = config.getProperty("node.id") + "@127.0.0.1:" + controllerPort;
        config.setProperty("log.dirs", data.toString());
        config.setProperty("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        config.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        config.setProperty("controller.quorum.voters", voter);
        return config;
    }

    private static boolean isPortTaken(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
