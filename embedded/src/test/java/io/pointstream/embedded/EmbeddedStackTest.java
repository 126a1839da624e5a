package io.pointstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackTest {
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void serversServePlainClientsDieWithAKilledParentAndStartAgainOnTheirData() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackParent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said;
        try (BufferedReader output = parent.inputReader()) {
            said = List.of(output.readLine().split(" ", -1));
        }
        String kafka = said.get(0);
        String registry = said.get(1);
        String clickHouse = said.get(2);
        List<ProcessHandle> servers = said.stream()
                .skip(3)
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
        createTopic(kafka, "t");
        produce(kafka, "t", "zstd", "one");
        assertThat(consume(kafka, "t")).containsExactly("one");
        assertThat(get(registry + "/subjects")).isEqualTo("[]");
        assertThat(register(registry, "t-value", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"))
                .isEqualTo(200);
        assertThat(query(clickHouse, "SELECT 1, timezone()")).isEqualTo("1\tUTC\n");
        query(clickHouse, "CREATE DATABASE d");
        query(clickHouse, "CREATE TABLE d.t (x UInt32) ENGINE = MergeTree ORDER BY x");
        query(clickHouse, "INSERT INTO d.t SETTINGS async_insert = 0 VALUES (7)");

        parent.destroyForcibly().waitFor();

        // At once: the predecessors may still be stopping, and the new ones must wait for their locks.
        try (EmbeddedStack stack = EmbeddedStack.start(directory)) {
            // A predecessor lets go of its files before it is gone from the process table.
            await().untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
            produce(stack.bootstrapServers(), "t", "lz4", "two");
            assertThat(consume(stack.bootstrapServers(), "t")).containsExactly("one", "two");
            assertThat(get(stack.registry().url() + "/subjects")).isEqualTo("[\"t-value\"]");
            assertThat(register(
                            stack.registry().url(),
                            "t-value",
                            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}"))
                    .as("a new field without a default is not backward compatible")
                    .isEqualTo(409);
            assertThat(query(stack.clickHouse().url(), "SELECT x FROM d.t")).isEqualTo("7\n");
        }
    }

    @Test
    void aBrokerStartsAgainWithWhatItAcknowledgedHoweverItEnded() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            createTopic(kafka.bootstrapServers(), "t");
            produce(kafka.bootstrapServers(), "t", "none", "one");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            produce(kafka.bootstrapServers(), "t", "none", "two");
            kafka.process().destroyForcibly();
            await().until(() -> !kafka.process().isAlive());
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertThat(consume(kafka.bootstrapServers(), "t")).containsExactly("one", "two");
        }
    }

    @Test
    void clickHouseStopsInOrderAndKeepsItsData() throws Exception {
        try (EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory)) {
            query(clickHouse.url(), "CREATE DATABASE d");
        }
        try (EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory)) {
            assertThat(query(clickHouse.url(), "SELECT count() FROM system.databases WHERE name = 'd'"))
                    .isEqualTo("1\n");
        }
    }

    @Test
    void aTakenPortIsAnErrorThatShowsTheLog() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("kafka.log")
                    .hasMessageContaining("Address already in use");
        }
    }

    private static void createTopic(String bootstrapServers, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void produce(String bootstrapServers, String topic, String compression, String value)
            throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "compression.type", compression);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, LONG_AGO.toEpochMilli(), "k", value))
                    .get();
        }
    }

    private static List<String> consume(String bootstrapServers, String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> consumed : consumer.poll(Duration.ofMillis(100))) {
                    assertThat(consumed.timestamp()).isEqualTo(LONG_AGO.toEpochMilli());
                    values.add(consumed.value());
                }
            }
            return values;
        }
    }

    private static int register(String registry, String subject, String schema) throws Exception {
        String body = "{\"schema\": \"%s\"}".formatted(schema.replace("\"", "\\\""));
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static String query(String clickHouse, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(clickHouse + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(query, StandardCharsets.UTF_8))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static String get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
