package io.pointstream.embedded.child;

import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka node, broker and controller in one, on the loopback interface. */
final class BrokerMain {
    /** Exit status when one of the ports is taken, so that the parent may try others. */
    private static final int PORT_TAKEN = 98;

    private static final int NODE_ID = 1;

    private BrokerMain() {}

    /** Arguments: the directory, the broker's port, the controller's port. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        int controllerPort = Integer.parseInt(args[2]);
        ChildLife.own(directory.resolve("lock"));
        ChildLife.endWithParent();

        Path data = directory.resolve("data");
        format(data);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(configuration(data, port, controllerPort)), Time.SYSTEM);
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

    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Map<String, String> configuration(Path data, int port, int controllerPort) {
        Map<String, String> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE_ID));
        config.put("log.dirs", data.toString());
        config.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        config.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);

        // After kill -9 the old incarnation must be given up quickly: the defaults cost 11 s, these 4 s.
        config.put("broker.session.timeout.ms", "2000");
        config.put("broker.heartbeat.interval.ms", "500");
        config.put("group.initial.rebalance.delay.ms", "0");

        // One node holds every replica.
        config.put("default.replication.factor", "1");
        config.put("offsets.topic.replication.factor", "1");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        // 50 partitions each, the default, would be 100 open logs for a handful of groups.
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.num.partitions", "4");
        // Topics come from the catalogue; a mistyped name must fail, not appear.
        config.put("auto.create.topics.enable", "false");

        // Record timestamps are event times: a replayed month is not old, and next week's event is not wrong.
        config.put("log.retention.ms", "-1");
        config.put("log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
        config.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        // A data directory that rests for weeks goes on where it stopped.
        config.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        config.put("transactional.id.expiration.ms", Integer.toString(Integer.MAX_VALUE));

        // An event line may have 1 MiB, and its journal record more.
        config.put("message.max.bytes", Integer.toString(8 << 20));
        config.put("replica.fetch.max.bytes", Integer.toString(8 << 20));

        config.put("log.cleaner.dedupe.buffer.size", "2097152");
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("num.recovery.threads.per.data.dir", "2");
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
