package io.pointstream.app.replay;

import io.pointstream.schemas.Topics;
import io.pointstream.topologies.StreamsConfigs;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;
import org.apache.kafka.streams.test.TestRecord;

/**
 * A topology of the service without a broker: each record is processed and committed before the next, on the caller's thread,
 * so that the same input gives the same output.
 */
final class DrivenTopology implements Closeable {

    /** The driver's wall clock moves when it is told to; nothing of ours reads it, only its passing is felt. */
    private static final Instant WALL_CLOCK = Instant.EPOCH;

    private final Path stateDir;
    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();

    DrivenTopology(Topology topology, String application) throws IOException {
        stateDir = Files.createTempDirectory("pointstream-replay-");
        Properties properties = StreamsConfigs.of("offline:0", stateDir).properties(application);
        // One process, no broker, no crash to survive: transactions would only be pretended.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // One record at a time lies before the task: there is never another input to wait for.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        driver = new TopologyTestDriver(topology, properties, WALL_CLOCK);
    }

    /** Processes one record to its end, with all that it causes in internal topics. */
    void process(String topic, byte[] key, byte[] value, Instant timestamp) {
        inputs.computeIfAbsent(
                        topic,
                        name -> driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()))
                .pipeInput(key, value, Instant.ofEpochMilli(Math.max(0, timestamp.toEpochMilli())));
    }

    /** The values written to a topic since the last time. */
    List<byte[]> take(String topic) {
        List<byte[]> values = new ArrayList<>(1);
        drain(topic, record -> values.add(record.value()));
        return values;
    }

    /** Hands over why records were refused since the last time. */
    void deadLetters(Consumer<String> messages) {
        drain(
                Topics.DEAD_LETTERS.name(),
                record -> messages.accept(new String(
                        record.headers()
                                .lastHeader(ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME)
                                .value(),
                        StandardCharsets.UTF_8)));
    }

    private void drain(String topic, Consumer<TestRecord<byte[], byte[]>> to) {
        if (!driver.producedTopicNames().contains(topic)) {
            return;
        }
        TestOutputTopic<byte[], byte[]> output = outputs.computeIfAbsent(
                topic,
                name -> driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        while (!output.isEmpty()) {
            to.accept(output.readRecord());
        }
    }

    @Override
    public void close() throws IOException {
        driver.close();
        if (!Files.exists(stateDir)) {
            return;
        }
        try (Stream<Path> left = Files.walk(stateDir)) {
            left.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
