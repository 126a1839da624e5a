package io.pointstream.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.config.RunConfig;
import io.pointstream.dashboards.desk.Actor;
import io.pointstream.dashboards.desk.Desk;
import io.pointstream.dashboards.desk.Role;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.topologies.points.Ticks;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead letter from the application that refuses it, through its repair, to the points that it earns. */
class ResendTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, Object> REGISTRY = Map.of("schema.registry.url", "mock://resend");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static String token = "";

    private static HttpResponse<String> call(Service service, String method, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(service.address().orElseThrow().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anEventThatCouldNotBeReadCountsOnceWhenItIsSentAgainAfterTheFix() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Service service = new Service(
                        RunConfig.load(
                                Optional.empty(),
                                Map.of(
                                        "POINTSTREAM_ROLES", "points,console",
                                        "POINTSTREAM_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                                        "POINTSTREAM_SCHEMA_REGISTRY_URL", "mock://resend",
                                        "POINTSTREAM_STREAMS_STATE_DIR",
                                                directory.resolve("state").toString(),
                                        "POINTSTREAM_CONSOLE_HOST", "127.0.0.1",
                                        "POINTSTREAM_CONSOLE_PORT", "0")),
                        Ticks.none())) {
            service.start();
            Desk desk = service.desk().orElseThrow();
            assertThat(desk.awaitOpen(PATIENCE)).isTrue();
            token = desk.issueToken(Actor.atCommandLine("root"), "operator", EnumSet.allOf(Role.class));
            SchemaRegistryClient registry = SchemaRegistryConfig.of(REGISTRY).client();
            int missing = registry.register("probe-value", Schema.create(Schema.Type.STRING)) + 1;
            send(kafka, missing);

            await().atMost(PATIENCE).until(() -> letters(service).get("letters").size() == 1);
            JsonNode letter = letters(service).get("letters").get(0);
            assertThat(letter.get("reason").asText()).isEqualTo("UNREADABLE");
            assertThat(letter.get("application").asText()).isEqualTo("pointstream-points");
            assertThat(letter.get("schemaId").asInt()).isEqualTo(missing);
            assertThat(letter.get("record").isNull()).isTrue();
            await().atMost(PATIENCE)
                    .until(() -> call(service, "GET", "/v1/accounts/a1").statusCode() == 404);

            // The fix: somebody registers the schema that the writer had.
            Schema written = new Schema.Parser()
                    .parse(Activity.getClassSchema().toString().replaceFirst("\\{", "{\"owner\":\"shop\","));
            assertThat(registry.register("other-value", written)).isEqualTo(missing);
            assertThat(letters(service).at("/letters/0/record/eventId").asText())
                    .isEqualTo("e1");

            String resend = "/v1/dead-letters/" + letter.get("partition") + "/" + letter.get("offset") + "/resend";
            assertThat(call(service, "POST", resend).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> call(service, "GET", "/v1/accounts/a1").statusCode() == 200);
            assertThat(call(service, "POST", resend).statusCode()).isEqualTo(409);
            JsonNode account =
                    JSON.readTree(call(service, "GET", "/v1/accounts/a1").body());
            assertThat(account.get("step").asLong()).isEqualTo(1);
            assertThat(account.get("available").asLong()).isEqualTo(200);
            assertThat(letters(service).get("letters")).hasSize(1);
            assertThat(letters(service).at("/letters/0/resent").asBoolean()).isTrue();
        }
    }

    private static JsonNode letters(Service service) throws Exception {
        return JSON.readTree(call(service, "GET", "/v1/dead-letters").body());
    }

    private static void send(EmbeddedKafka kafka, int schemaId) throws Exception {
        Activity payment = new Activity(
                "e1",
                "a1",
                Instant.parse("2026-05-20T04:00:00Z"),
                null,
                null,
                new PaymentSettled("p1", PaymentChannel.JD, "m1", 10_000L));
        byte[] value = AvroSerdes.<Activity>create(REGISTRY).serializer().serialize("activity.payment", payment);
        ByteBuffer.wrap(value).putInt(1, schemaId);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "activity.payment", null, payment.getOccurredAt().toEpochMilli(), "a1", value))
                    .get();
        }
    }
}
