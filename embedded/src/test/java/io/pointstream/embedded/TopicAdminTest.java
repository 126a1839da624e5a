package io.pointstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pointstream.schemas.Topic;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.TopicAdmin.Overrides;
import io.pointstream.schemas.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicAdminTest {

    @TempDir
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void theCatalogueIsCreatedOnce() throws Exception {
        List<String> names = Topics.ALL.stream().map(Topic::name).toList();

        assertThat(TopicAdmin.create(config(kafka.bootstrapServers()), Overrides.NONE))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(TopicAdmin.create(config(kafka.bootstrapServers()), new Overrides(8, null)))
                .isEmpty();

        try (Admin admin = Admin.create(config(kafka.bootstrapServers()))) {
            for (Topic topic : Topics.ALL) {
                assertThat(partitions(admin, topic.name())).as(topic.name()).isEqualTo(topic.partitions());
                assertThat(settings(admin, topic.name())).as(topic.name()).containsAllEntriesOf(topic.config());
            }
        }
        timesFarFromNowAreTaken();
    }

    /** Event times of 1970 and 2100 go in: the broker's own limits would refuse the second, and delete the first. */
    private static void timesFarFromNowAreTaken() throws Exception {
        try (var producer = new KafkaProducer<>(
                config(kafka.bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Instant time : List.of(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))) {
                producer.send(new ProducerRecord<>(
                                "activity.payment", 0, time.toEpochMilli(), new byte[1], new byte[1]))
                        .get();
            }
        }
    }

    /** The broker makes one partition after another, so without the wait the last of many refuse what is sent at once. */
    @Test
    void createdTopicsTakeRecordsAtOnce() throws Exception {
        NewTopic topic = new NewTopic("many", 200, (short) 1);
        Map<String, Object> triesOnce = new HashMap<>(config(kafka.bootstrapServers()));
        triesOnce.put("enable.idempotence", false);
        triesOnce.put("retries", 0);
        try (Admin admin = Admin.create(config(kafka.bootstrapServers()));
                var producer = new KafkaProducer<>(triesOnce, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThat(TopicAdmin.create(admin, List.of(topic))).containsExactly("many");

            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int partition = topic.numPartitions() - 1; partition >= 0; partition--) {
                sent.add(producer.send(new ProducerRecord<>("many", partition, new byte[1], new byte[1])));
            }
            for (Future<RecordMetadata> answer : sent) {
                assertThat(answer.get().offset()).isZero();
            }
            assertThat(TopicAdmin.create(admin, List.of(topic))).isEmpty();
        }
    }

    @Test
    void topicsThatWouldNotMeetAreRefused() throws Exception {
        try (EmbeddedKafka other = EmbeddedKafka.start(directory.resolve("other"))) {
            try (Admin admin = Admin.create(config(other.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("activity.social", 3, (short) 1)))
                        .all()
                        .get();
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> TopicAdmin.create(config(other.bootstrapServers()), Overrides.NONE))
                    .withMessageContaining("3=[activity.social]");
        }
    }

    @Test
    void aBrokerThatIsDownIsWaitedFor() throws Exception {
        int port = freePort();
        CompletableFuture<List<String>> created = CompletableFuture.supplyAsync(
                () -> TopicAdmin.create(config("127.0.0.1:" + port), new Overrides(2, (short) 1)));
        try (EmbeddedKafka late = EmbeddedKafka.start(directory.resolve("late"), port)) {
            assertThat(created.get(1, TimeUnit.MINUTES)).hasSize(Topics.ALL.size());
            try (Admin admin = Admin.create(config(late.bootstrapServers()))) {
                assertThat(partitions(admin, "activity.payment")).isEqualTo(2);
                assertThat(partitions(admin, "program.rules")).isEqualTo(1);
            }
        }
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .partitions()
                .size();
    }

    private static Map<String, String> settings(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(
                        admin.describeConfigs(List.of(resource)).all().get().get(resource))
                .entries()
                .stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static Map<String, Object> config(String servers) {
        return Map.of("bootstrap.servers", servers);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
