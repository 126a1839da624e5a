package io.pointstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.registry.SchemaRegistryClient.Compatibility;
import io.pointstream.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSchemaRegistryClientTest {

    private static final Schema SCHEMA = Notice.getClassSchema();
    private static final String SCHEMA_ANSWER = "{\"schema\":\"\\\"string\\\"\",\"a field of tomorrow\":{\"x\":[1]}}";

    @SuppressWarnings("NullAway.Init")
    private ScriptedRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new ScriptedRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aSchemaIsRegisteredOnce() {
        registry.answers(200, "{\"id\":42,\"version\":1,\"a field of tomorrow\":true}");
        SchemaRegistryClient client = client(Map.of());

        assertThat(client.register("points.notices-value", SCHEMA)).isEqualTo(42);
        assertThat(client.register("points.notices-value", SCHEMA)).isEqualTo(42);

        assertThat(registry.requests()).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST /subjects/points.notices-value/versions");
            assertThat(request.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
            assertThat(request.authorization()).isEqualTo("null");
            assertThat(request.body())
                    .startsWith("{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Notice\\\"");
        });
    }

    @Test
    void aSchemaIsLookedUpWithoutRegistering() {
        registry.answers(200, "{\"subject\":\"s\",\"id\":7,\"version\":3,\"schema\":\"\\\"string\\\"\"}");

        assertThat(client(Map.of()).idOf("a/b c", SCHEMA)).isEqualTo(7);
        assertThat(registry.requests().getFirst().line()).isEqualTo("POST /subjects/a%2Fb%20c");
    }

    @Test
    void schemasAreNormalizedWhenAsked() {
        registry.answers(200, "{\"id\":7}").answers(200, "{\"id\":7}");
        SchemaRegistryClient client = client(Map.of(SchemaRegistryConfig.NORMALIZE_SCHEMAS, true));

        client.register("s", SCHEMA);
        client.idOf("s", SCHEMA);

        assertThat(registry.requests())
                .extracting(ScriptedRegistry.Request::line)
                .containsExactly("POST /subjects/s/versions?normalize=true", "POST /subjects/s?normalize=true");
    }

    @Test
    void theSchemaOfAnIdIsAskedOnce() {
        registry.answers(200, SCHEMA_ANSWER);
        SchemaRegistryClient client = client(Map.of());

        assertThat(client.byId(5)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(client.byId(5)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(registry.requests())
                .extracting(ScriptedRegistry.Request::line)
                .containsExactly("GET /schemas/ids/5");
    }

    @Test
    void theNewestVersionIsAskedEachTime() {
        registry.answers(200, "{\"id\":7,\"version\":3,\"schema\":\"\\\"string\\\"\"}")
                .answers(200, "{\"id\":8,\"version\":4,\"schema\":\"\\\"long\\\"\"}");
        SchemaRegistryClient client = client(Map.of());

        assertThat(client.latest("s").version()).isEqualTo(3);
        assertThat(client.latest("s"))
                .isEqualTo(new SchemaRegistryClient.Registered(8, 4, Schema.create(Schema.Type.LONG)));
    }

    @Test
    void theCompatibilityIsSet() {
        registry.answers(200, "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");

        client(Map.of()).setCompatibility("s-value", Compatibility.BACKWARD_TRANSITIVE);

        assertThat(registry.requests().getFirst().line()).isEqualTo("PUT /config/s-value");
        assertThat(registry.requests().getFirst().body()).isEqualTo("{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");
    }

    @Test
    void anUnknownIdIsTheRecordsFault() {
        registry.answers(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> client(Map.of()).byId(9999))
                .withMessage("unknown schema id 9999")
                .isInstanceOf(SerializationException.class);
    }

    /** None of these says anything about the record that is being read. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"error_code":401,"message":"Unauthorized"} | 401
            403 | no JSON at all                              | 0
            404 | <html>no such page</html>                   | 0
            404 | {"error_code":40401,"message":"no subject"} | 40401
            422 | {"error_code":42201,"message":"no schema"}  | 42201
            200 | {"schema":"no schema"}                      | 0
            200 | {}                                          | 0
            """)
    void aRefusalIsFinalAndNoRecordsFault(int status, String body, int errorCode) {
        registry.answers(status, body);

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> client(Map.of()).byId(1))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(errorCode))
                .satisfies(e -> assertThat(e.status()).isEqualTo(status));
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void anIncompatibleSchemaIsRefused() {
        registry.answers(409, "{\"error_code\":409,\"message\":\"READER_FIELD_MISSING_DEFAULT_VALUE: x\"}");

        assertThatExceptionOfType(IncompatibleSchemaException.class)
                .isThrownBy(() -> client(Map.of()).register("s", SCHEMA))
                .withMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE: x");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void troubleIsTriedAgain(int status) {
        registry.answers(status, "{\"error_code\":50001,\"message\":\"store\"}")
                .answers(status, "")
                .answers(200, SCHEMA_ANSWER);

        assertThat(client(Map.of()).byId(5)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void retriesAreBounded() {
        for (int i = 0; i < 4; i++) {
            registry.answers(503, "{\"message\":\"later\"}");
        }

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> client(Map.of()).byId(5))
                .withMessageContaining(registry.address())
                .withMessageContaining("HTTP 503 later")
                .isInstanceOf(RetriableException.class);
        assertThat(registry.requests()).hasSize(4);
    }

    @Test
    void theNextAddressIsAskedWhenOneIsDown() throws IOException {
        registry.answers(200, SCHEMA_ANSWER).answers(200, SCHEMA_ANSWER);
        SchemaRegistryClient client = client(
                Map.of(SchemaRegistryConfig.URL, "http://" + closedPort() + " , http://" + registry.address() + "/"));

        assertThat(client.byId(5)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(client.byId(6)).isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @Test
    void theNextAddressIsNotAskedWhenOneRefuses() throws IOException {
        try (ScriptedRegistry second = new ScriptedRegistry()) {
            registry.answers(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            SchemaRegistryClient client = client(
                    Map.of(SchemaRegistryConfig.URL, "http://" + registry.address() + ",http://" + second.address()));

            assertThatThrownBy(() -> client.byId(5)).isInstanceOf(UnknownSchemaException.class);
            assertThat(second.requests()).isEmpty();
        }
    }

    @Test
    void aRegistryThatIsDownIsNoRecordsFault() throws IOException {
        Serde<Notice> serde = AvroSerdes.create(config(Map.of(SchemaRegistryConfig.URL, "http://" + closedPort())));

        assertThatThrownBy(() -> serde.deserializer().deserialize("points.notices", new byte[] {0, 0, 0, 0, 1, 0}))
                .isInstanceOf(RetriableException.class)
                .isNotInstanceOf(SerializationException.class);
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        SchemaRegistryClient client = client(Map.of(
                SchemaRegistryConfig.URL,
                "http://" + closedPort(),
                SchemaRegistryConfig.RETRIES_WAIT_MS,
                60_000,
                SchemaRegistryConfig.RETRIES_MAX_WAIT_MS,
                60_000));

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.byId(5)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void credentialsComeFromUserInfo() {
        registry.answers(200, SCHEMA_ANSWER);

        client(Map.of(
                        SchemaRegistryConfig.CREDENTIALS_SOURCE,
                        "USER_INFO",
                        SchemaRegistryConfig.USER_INFO,
                        "Aladdin:open sesame"))
                .byId(1);

        assertThat(registry.requests().getFirst().authorization()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void credentialsComeFromTheAddressAndStayOutOfMessages() {
        registry.answers(200, SCHEMA_ANSWER).answers(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
        SchemaRegistryClient client =
                client(Map.of(SchemaRegistryConfig.URL, "http://Aladdin:open%20sesame@" + registry.address()));

        client.byId(1);

        assertThat(registry.requests().getFirst().authorization()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThatThrownBy(() -> client.byId(2)).hasMessageNotContaining("sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "localhost:8081", "ftp://x", "http://", "http://a b", "mock://x,http://y"})
    void aWrongAddressIsNamed(String url) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SchemaRegistryConfig.of(Map.of(SchemaRegistryConfig.URL, url)))
                .withMessageContaining(SchemaRegistryConfig.URL);
    }

    @Test
    void wrongSettingsAreNamed() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(SchemaRegistryConfig.CREDENTIALS_SOURCE, "SASL"),
                Map.of(SchemaRegistryConfig.CREDENTIALS_SOURCE, "USER_INFO"),
                Map.of(SchemaRegistryConfig.MAX_RETRIES, "many"),
                Map.of(SchemaRegistryConfig.RETRIES_WAIT_MS, -1))) {
            assertThatThrownBy(() -> SchemaRegistryConfig.of(config(wrong))).isInstanceOf(ConfigException.class);
        }
    }

    private SchemaRegistryClient client(Map<String, Object> differently) {
        return SchemaRegistryConfig.of(config(differently)).client();
    }

    private Map<String, Object> config(Map<String, Object> differently) {
        Map<String, Object> config = new HashMap<>();
        config.put(SchemaRegistryConfig.URL, "http://" + registry.address());
        config.put(SchemaRegistryConfig.MAX_RETRIES, "3");
        config.put(SchemaRegistryConfig.RETRIES_WAIT_MS, "1");
        config.putAll(differently);
        return config;
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
