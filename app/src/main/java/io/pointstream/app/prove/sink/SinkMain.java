package io.pointstream.app.prove.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointstream.app.Logs;
import io.pointstream.schemas.SubjectAdmin;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.sinks.ClickHouseConfig;
import io.pointstream.sinks.ClickHouseSink;
import io.pointstream.sinks.Probe;
import io.pointstream.sinks.SinkConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A sink in a process of its own, to be killed. It is told on standard input where to hold ({@code hold AFTER_PLAN}),
 * says on standard output when it is there, and then does nothing more; {@code stop} ends it in order. It never outlives
 * its parent.
 */
final class SinkMain {

    static final String READY = "ready";
    static final String HELD = "held";
    static final String HOLD = "hold ";
    static final String STOP = "stop";

    private SinkMain() {}

    /** Arguments: brokers, ClickHouse's URL, database, group, instance id (may be empty), records of a batch. */
    public static void main(String[] args) throws IOException {
        Logs.ofService();
        Map<String, Object> kafka = new HashMap<>();
        kafka.put("bootstrap.servers", args[0]);
        kafka.put(SchemaRegistryConfig.URL, SinkProof.REGISTRY);
        kafka.put("heartbeat.interval.ms", 300);
        kafka.put("session.timeout.ms", 10_000);
        if (!args[4].isEmpty()) {
            kafka.put("group.instance.id", args[4]);
        }
        // A registry in this process; the same schemas in the same order have the same ids.
        SubjectAdmin.register(SchemaRegistryConfig.of(kafka).client());
        SinkConfig config = new SinkConfig(
                kafka,
                ClickHouseConfig.local(URI.create(args[1]), args[2]),
                args[3],
                Integer.parseInt(args[5]),
                1 << 20,
                Duration.ofMillis(30),
                8 << 20,
                SinkProof.INSERT_TIMEOUT,
                Map.of(),
                2);
        AtomicReference<Probe.@Nullable Step> holdAt = new AtomicReference<>();
        ClickHouseSink sink =
                ClickHouseSink.start(config, new SimpleMeterRegistry(), step -> holdIfMeant(step, holdAt));
        say(READY);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null && !order.equals(STOP); order = orders.readLine()) {
            if (order.startsWith(HOLD)) {
                holdAt.set(Probe.Step.valueOf(order.substring(HOLD.length())));
            }
        }
        sink.close();
        Runtime.getRuntime().halt(0);
    }

    private static void holdIfMeant(Probe.Step step, AtomicReference<Probe.@Nullable Step> holdAt) {
        if (holdAt.compareAndSet(step, null)) {
            say(HELD);
            while (true) {
                try {
                    Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    // Whoever holds does nothing more, whatever he is told.
                }
            }
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }
}
