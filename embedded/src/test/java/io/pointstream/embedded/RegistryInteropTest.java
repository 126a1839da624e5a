package io.pointstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.schemas.SubjectAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.PostingKind;
import io.pointstream.schemas.registry.IncompatibleSchemaException;
import io.pointstream.schemas.registry.RegistryException;
import io.pointstream.schemas.registry.RegistryUnavailableException;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import io.pointstream.schemas.registry.SchemaRegistryClient.Compatibility;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.registry.UnknownSchemaException;
import io.pointstream.schemas.serde.AvroSerdes;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client and serde against a registry, and a client, that nobody here wrote. */
class RegistryInteropTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path NPM_SOURCE = Path.of("src/test/npm");
    private static final Path NPM = Path.of("target/npm");

    @TempDir
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private static SchemaRegistryClient client;

    @BeforeAll
    static void start() {
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        client = SchemaRegistryConfig.of(config()).client();
        SubjectAdmin.register(client);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void theCatalogueIsRegisteredAndOnceMoreChangesNothing() {
        int before = client.latest("points.journal-value").version();

        SubjectAdmin.register(SchemaRegistryConfig.of(config()).client());

        assertThat(client.latest("points.journal-value").version()).isEqualTo(before);
        assertThat(client.latest("points.journal-value").schema()).isEqualTo(JournalEntry.getClassSchema());
        assertThat(client.idOf("points.journal-value", JournalEntry.getClassSchema()))
                .isEqualTo(client.latest("points.journal-value").id());
    }

    /** Of a topic that no other test here uses. */
    @Test
    void aCompatibleChangeIsTakenAndAnIncompatibleOneRefused() {
        Schema widened = noticeWith("{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}");
        Schema narrowed = noticeWith("{\"name\":\"must\",\"type\":\"string\"}");

        assertThat(client.register("points.notices-value", widened)).isPositive();
        assertThatExceptionOfType(IncompatibleSchemaException.class)
                .isThrownBy(() -> client.register("points.notices-value", narrowed));
    }

    /** The third is fine beside the second and not beside the first: BACKWARD would let it pass. */
    @Test
    void compatibilityReachesBackToTheFirstVersion() {
        Schema first = record("{\"name\":\"a\",\"type\":\"long\"}");
        Schema second = record("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"long\",\"default\":0}");
        Schema third = record("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"long\"}");

        client.register("transitive-value", first);
        client.setCompatibility("transitive-value", Compatibility.BACKWARD_TRANSITIVE);
        client.register("transitive-value", second);

        assertThatExceptionOfType(IncompatibleSchemaException.class)
                .isThrownBy(() -> client.register("transitive-value", third));
    }

    @Test
    void refusalsAreTheRegistrysOwn() {
        assertThatExceptionOfType(UnknownSchemaException.class).isThrownBy(() -> client.byId(999_999));
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> client.latest("no-such-subject"))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(40401));
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> client.idOf("activity.payment-value", record("{\"name\":\"z\",\"type\":\"int\"}")));
    }

    @Test
    void confluentsClientReadsWhatWeWriteAndWritesTheSameBytes() throws Exception {
        List<Message> messages = messages("");

        List<JsonNode> answers = node("echo", messages);

        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            assertThat(answers.get(i).get("bytes").asText()).as(message.topic).isEqualTo(message.base64);
        }
        JsonNode payment = answers.getFirst().get("value");
        assertThat(payment.get("accountId").asText()).isEqualTo("账户-1");
        assertThat(payment.at("/body/io.pointstream.schemas.activity.PaymentSettled/amountFen")
                        .asLong())
                .isEqualTo(12_345);
        assertThat(payment.at("/body/io.pointstream.schemas.activity.PaymentSettled/channel")
                        .asText())
                .isEqualTo("JD");
    }

    @Test
    void weReadWhatConfluentsClientWritesWithASchemaOfItsOwn() throws Exception {
        List<Message> messages = messages("foreign.");
        Serde<Activity> activities = AvroSerdes.create(config());
        Serde<JournalEntry> entries = AvroSerdes.create(config());

        List<JsonNode> answers = node("foreign", messages);

        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String base64 = answers.get(i).get("bytes").asText();
            byte[] written = Base64.getDecoder().decode(base64);
            assertThat(base64).as("another schema id").isNotEqualTo(message.base64);
            // Compared as bytes: Avro cannot compare arrays of records that have dates.
            byte[] again = message.record instanceof Activity
                    ? through(activities, message.topic, written)
                    : through(entries, message.topic, written);
            assertThat(Base64.getEncoder().encodeToString(again)).isEqualTo(message.base64);
        }
    }

    @Test
    void aRegistryThatIsDownIsWaitedFor() throws Exception {
        Path data = directory.resolve("restarted");
        byte[] bytes;
        Activity activity = new ActivityJson().parse(event("membership.signed-in", ""));
        int port;
        try (EmbeddedRegistry first = EmbeddedRegistry.start(data)) {
            port = URI.create(first.url()).getPort();
            Serde<Activity> writer = AvroSerdes.create(Map.of(SchemaRegistryConfig.URL, first.url()));
            bytes = writer.serializer().serialize("activity.membership", activity);
        }
        String url = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
        Serde<Activity> impatient =
                AvroSerdes.create(Map.of(SchemaRegistryConfig.URL, url, SchemaRegistryConfig.MAX_RETRIES, 0));
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> impatient.deserializer().deserialize("activity.membership", bytes));

        Serde<Activity> patient = AvroSerdes.create(Map.of(SchemaRegistryConfig.URL, url));
        CompletableFuture<Activity> read =
                CompletableFuture.supplyAsync(() -> patient.deserializer().deserialize("activity.membership", bytes));
        assertThat(read).isNotDone();
        try (EmbeddedRegistry second = EmbeddedRegistry.start(data, port)) {
            assertThat(second.url()).isEqualTo(url);
            assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo(activity);
        }
    }

    private record Message(String topic, Object record, String base64) {
        Message(String topic, Object record, byte[] bytes) {
            this(topic, record, Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** Every logical type and container we use: times, dates, decimals, enums, unions, arrays. */
    private static List<Message> messages(String topicPrefix) throws Exception {
        List<Message> messages = new ArrayList<>();
        Serde<Activity> activities = AvroSerdes.create(config());
        ActivityJson json = new ActivityJson();
        for (String line : List.of(
                event(
                        "payment.settled",
                        ",\"deviceId\":\"d\",\"paymentId\":\"p\",\"channel\":\"JD\",\"merchantId\":\"m\",\"amountFen\":12345"),
                event("gaming.week-ranked", ",\"gameId\":\"g\",\"week\":\"2026-W20\",\"percentile\":9.5"),
                event("social.invite-opened", ",\"inviteeId\":\"i\",\"inviteeIsNew\":true"),
                event("membership.registered", ""),
                event("review.decided", ",\"caseId\":\"c\",\"decision\":\"CLEAR\",\"reviewer\":\"r\",\"note\":\"\""))) {
            Activity activity = json.parse(line);
            String topic = topicPrefix
                    + Topics.forEventType(ActivityJson.typeOf(activity)).name();
            messages.add(new Message(topic, activity, activities.serializer().serialize(topic, activity)));
        }
        JournalEntry entry = new JournalEntry(
                "a",
                3L,
                Instant.ofEpochMilli(1_777_593_600_123L),
                MemberTier.GOLD,
                null,
                List.of(new Posting(
                        "a/3/1",
                        null,
                        Instant.ofEpochMilli(1_777_593_600_123L),
                        PostingKind.EXPIRE,
                        null,
                        "SOCIAL",
                        null,
                        null,
                        -20L,
                        LedgerAccount.AVAILABLE,
                        LedgerAccount.EXPIRED,
                        LocalDate.of(2026, 11, 1),
                        new BigDecimal("0.6000"),
                        null,
                        null,
                        null)),
                new Balance(-1L, 0L, 0L, 1L),
                null);
        Serde<JournalEntry> entries = AvroSerdes.create(config());
        String topic = topicPrefix + "points.journal";
        messages.add(new Message(topic, entry, entries.serializer().serialize(topic, entry)));
        return messages;
    }

    private static <T> byte[] through(Serde<T> serde, String topic, byte[] bytes) {
        return serde.serializer().serialize(topic, serde.deserializer().deserialize(topic, bytes));
    }

    private static String event(String type, String fields) {
        return "{\"type\":\"" + type
                + "\",\"eventId\":\"e\",\"accountId\":\"账户-1\",\"occurredAt\":\"2026-05-01T00:00:00.123Z\"" + fields
                + "}";
    }

    private static List<JsonNode> node(String mode, List<Message> messages) throws Exception {
        install();
        Path input = Files.createTempFile(directory, "messages", ".txt");
        List<String> lines = messages.stream()
                .map(message -> message.topic + " " + message.base64)
                .toList();
        Files.write(input, lines);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run(List.of("node", "interop.mjs", registry.url(), mode), input)
                .lines()
                .toList()) {
            answers.add(JSON.readTree(line));
        }
        assertThat(answers).hasSameSizeAs(messages);
        return answers;
    }

    /** Once per lock file: the packages are many. */
    private static void install() throws Exception {
        Files.createDirectories(NPM);
        Files.copy(NPM_SOURCE.resolve("interop.mjs"), NPM.resolve("interop.mjs"), StandardCopyOption.REPLACE_EXISTING);
        Path lock = NPM.resolve("package-lock.json");
        Path installed = NPM.resolve("node_modules/.package-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, NPM_SOURCE.resolve("package-lock.json")) == -1) {
            return;
        }
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(NPM_SOURCE.resolve(file), NPM.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(installed);
        run(
                List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"),
                NPM.resolve("package.json"));
    }

    private static String run(List<String> command, Path input) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(NPM.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            boolean ended = process.waitFor(5, TimeUnit.MINUTES);
            assertThat(ended)
                    .as(
                            "ended in time: %s; until then it wrote %d lines and %s",
                            command, Files.readAllLines(output).size(), Files.readString(errors))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", command, Files.readString(errors))
                .isZero();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static Schema noticeWith(String field) {
        String notice = Notice.getClassSchema().toString();
        return new Schema.Parser().parse(notice.replaceFirst("\"fields\":\\[", "\"fields\":[" + field + ","));
    }

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }

    private static Map<String, Object> config() {
        return Map.of(SchemaRegistryConfig.URL, registry.url());
    }
}
