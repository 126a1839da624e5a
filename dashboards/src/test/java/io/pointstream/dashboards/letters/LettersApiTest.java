package io.pointstream.dashboards.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pointstream.dashboards.Console;
import io.pointstream.dashboards.ConsoleConfig;
import io.pointstream.embedded.EmbeddedKafka;
import io.pointstream.schemas.TopicAdmin;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.PaymentChannel;
import io.pointstream.schemas.activity.PaymentSettled;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.serde.AvroSerdes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letters in a real broker, as both applications and the sink write them. */
class LettersApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, Object> SERDES = Map.of("schema.registry.url", "mock://letters");
    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");
    private static final int MANY = 1_200;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private static Console console;

    @SuppressWarnings("NullAway.Init")
    private static RecordMetadata mismatched;

    @SuppressWarnings("NullAway.Init")
    private static RecordMetadata garbage;

    @SuppressWarnings("NullAway.Init")
    private static RecordMetadata journal;

    @SuppressWarnings("NullAway.Init")
    private static byte[] payment;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        Map<String, Object> brokers = Map.of("bootstrap.servers", kafka.bootstrapServers());
        TopicAdmin.create(brokers, TopicAdmin.Overrides.NONE);
        payment = AvroSerdes.<Activity>create(SERDES)
                .serializer()
                .serialize(
                        "activity.payment",
                        new Activity(
                                "e1",
                                "a1",
                                NOON,
                                null,
                                null,
                                new PaymentSettled("p1", PaymentChannel.JD, "shop", 100L)));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(brokers, new ByteArraySerializer(), new ByteArraySerializer())) {
            journal = send(producer, "points.journal", "FAILED", NOON.minusSeconds(MANY + 1), "a1", utf8("entry"));
            for (int i = 0; i < MANY; i++) {
                send(producer, "activity.gaming", "FAILED", NOON.minusSeconds(MANY - i), "many-" + i, utf8("x" + i));
            }
            mismatched = send(producer, "activity.payment", "KEY_MISMATCH", NOON, "other", payment);
            garbage = send(producer, "activity.social", "UNREADABLE", NOON.plusSeconds(1), null, new byte[] {
                0, 0, 0, 99, 99, 'N', 'e', 'e', 'd', 'l', 'e', (byte) 0xFF, '\n'
            });
            send(producer, "activity.payment", "UNREADABLE", NOON.plusSeconds(2), "a1", Arrays.copyOf(payment, 9));
            send(producer, "activity.payment", "NULL_VALUE", NOON.plusSeconds(3), "a1", null);
        }
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        console = Console.startForOperators(
                ConsoleConfig.on(0),
                meters,
                List::of,
                new LettersApi(
                        new LetterReader(brokers),
                        new Resends(brokers, InstantSource.system()),
                        SchemaRegistryConfig.of(SERDES).client(),
                        (ctx, letter) -> "tester"));
    }

    @AfterAll
    static void stop() {
        console.close();
        kafka.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RecordMetadata send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            String reason,
            Instant at,
            @Nullable String key,
            byte @Nullable [] value)
            throws Exception {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(), null, at.toEpochMilli(), key == null ? null : utf8(key), value);
        letter.headers()
                .add("trace", utf8("t-1"))
                .add("__streams.errors.topic", utf8(topic))
                .add("__streams.errors.partition", utf8("2"))
                .add("__streams.errors.offset", utf8("77"))
                .add("__streams.errors.exception", utf8("java.lang.Exception"))
                .add("__streams.errors.message", utf8("what went wrong"))
                .add("__streams.errors.stacktrace", utf8("at here"))
                .add("pointstream.reason", utf8(reason))
                .add("pointstream.application", utf8("pointstream-points"));
        return producer.send(letter).get();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI address = console.address().resolve(path);
        return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void theNewestComeFirstDecodedAsFarAsPossible() throws Exception {
        JsonNode letters = json("/v1/dead-letters?limit=4").get("letters");
        assertThat(letters.findValuesAsText("reason"))
                .containsExactly("NULL_VALUE", "UNREADABLE", "UNREADABLE", "KEY_MISMATCH");
        JsonNode nothing = letters.get(0);
        assertThat(nothing.get("valueBytes").isNull()).isTrue();
        assertThat(nothing.get("problem").asText()).isEqualTo("there is no value");
        JsonNode cut = letters.get(1);
        assertThat(cut.get("schema").asText()).isEqualTo("io.pointstream.schemas.activity.Activity");
        assertThat(cut.get("record").isNull()).isTrue();
        assertThat(cut.get("problem").asText()).startsWith("the bytes are no whole record of it");
        JsonNode unknown = letters.get(2);
        assertThat(unknown.get("schemaId").asInt()).isEqualTo(25_443);
        assertThat(unknown.get("text").asText()).isEqualTo("···ccNeedle··");
        assertThat(unknown.get("key").isNull()).isTrue();
        JsonNode mismatch = letters.get(3);
        assertThat(mismatch.get("key").asText()).isEqualTo("other");
        assertThat(mismatch.get("record")).isEqualTo(JSON.readTree("""
                {"type":"payment.settled","eventId":"e1","accountId":"a1","occurredAt":"2026-05-20T04:00:00.000Z",
                "paymentId":"p1","channel":"JD","merchantId":"shop","amountFen":100}
                """));
        assertThat(mismatch.get("topic").asText()).isEqualTo("activity.payment");
        assertThat(mismatch.get("originalPartition").asInt()).isEqualTo(2);
        assertThat(mismatch.get("originalOffset").asInt()).isEqualTo(77);
    }

    @Test
    void oneIsShownWholeWithItsBytesHeadersAndStack() throws Exception {
        JsonNode letter = json("/v1/dead-letters/" + garbage.partition() + "/" + garbage.offset());
        JsonNode details = letter.get("details");
        assertThat(details.get("hex").asText()).isEqualTo("00000063634e6565646c65ff0a");
        assertThat(details.get("stack").asText()).isEqualTo("at here");
        assertThat(details.get("headers")).isEqualTo(JSON.readTree("[{\"name\":\"trace\",\"value\":\"t-1\"}]"));
        assertThat(get("/v1/dead-letters/" + garbage.partition() + "/99999").statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/dead-letters/77/0").statusCode()).isEqualTo(404);
        assertThat(get("/v1/dead-letters/x/0").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "topic=activity.payment, 3",
        "reason=UNREADABLE, 2",
        "reason=UNREADABLE&topic=activity.social, 1",
        "text=nEEDle, 1",
        "text=merchant-nowhere, 0",
        "text=p1, 1",
        "from=2026-05-20T12:00:01%2B08:00, 3",
        "from=2026-05-20T04:00:00Z&to=2026-05-20T04:00:02Z, 2",
        "text=many-7&reason=FAILED&limit=200, 111"
    })
    void theyAreFoundByTopicReasonTimeAndText(String query, int count) throws Exception {
        JsonNode found = json("/v1/dead-letters?" + query);
        assertThat(found.get("letters")).hasSize(count);
        assertThat(found.get("inAll").asLong()).isEqualTo(MANY + 5);
    }

    @Test
    void pagesGoThroughAllOfThemOnce() throws Exception {
        Set<String> seen = new HashSet<>();
        List<String> times = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode page = json("/v1/dead-letters?limit=100" + next);
            page.get("letters").forEach(letter -> {
                assertThat(seen.add(letter.get("partition") + "/" + letter.get("offset")))
                        .isTrue();
                times.add(letter.get("time").asText());
            });
            next = page.get("next").isNull()
                    ? ""
                    : "&before=" + page.get("next").asText();
            pages++;
        } while (!next.isEmpty());
        assertThat(seen).hasSize(MANY + 5);
        assertThat(pages).isEqualTo(13);
        assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @ParameterizedTest
    @CsvSource({"before=soon", "topic=nowhere", "from=yesterday", "limit=0", "limit=201", "reason=%3Cb%3E"})
    void whatIsNoQuestionIsRefused(String query) throws Exception {
        assertThat(get("/v1/dead-letters?" + query).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> resend(RecordMetadata letter) throws Exception {
        URI address =
                console.address().resolve("/v1/dead-letters/" + letter.partition() + "/" + letter.offset() + "/resend");
        return HTTP.send(
                HttpRequest.newBuilder(address)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Test
    void aLetterIsSentAgainAsItWasAndOnlyOnce() throws Exception {
        HttpResponse<String> first = resend(mismatched);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(JSON.readTree(first.body()).get("topic").asText()).isEqualTo("activity.payment");
        HttpResponse<String> second = resend(mismatched);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(committed("activity.payment")).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(utf8("other"));
            assertThat(record.value()).isEqualTo(payment);
            assertThat(record.timestamp()).isEqualTo(NOON.toEpochMilli());
            assertThat(record.partition()).isEqualTo(2);
            assertThat(record.headers().toArray()).extracting(Header::key).containsExactly("trace", Resends.LETTER);
        });
        assertThat(json("/v1/dead-letters/" + mismatched.partition() + "/" + mismatched.offset())
                        .get("resent")
                        .asBoolean())
                .isTrue();
    }

    /** Sends a letter, or is refused because somebody else did; true either way. */
    private static boolean isSent(Resends console, DeadLetter letter, AtomicInteger sent) throws Exception {
        try {
            console.resend(letter, "tester");
            sent.incrementAndGet();
        } catch (Resends.RefusedException e) {
            // Another one has sent it, or is about to: the test counts how many did.
        }
        return true;
    }

    @Test
    void ofManyWhoAskAtOnceOneSendsWhateverConsoleTheyAskAndWhateverBrokeOffBefore() throws Exception {
        Map<String, Object> brokers = Map.of("bootstrap.servers", kafka.bootstrapServers());
        // A console that was killed between its sends and its commit.
        Map<String, Object> killed = new HashMap<>(brokers);
        killed.put("transactional.id", "pointstream-dead-letters-resend");
        KafkaProducer<byte[], byte[]> broken =
                new KafkaProducer<>(killed, new ByteArraySerializer(), new ByteArraySerializer());
        broken.initTransactions();
        broken.beginTransaction();
        broken.send(new ProducerRecord<>("activity.social", utf8("never"), utf8("committed")))
                .get();
        broken.send(new ProducerRecord<>(
                        Topics.DEAD_LETTERS_RESENT.name(), utf8(garbage.partition() + "/" + garbage.offset()), null))
                .get();
        LetterReader reader = new LetterReader(brokers);
        DeadLetter letter = reader.at(garbage.partition(), garbage.offset()).orElseThrow();
        List<Resends> consoles =
                List.of(new Resends(brokers, InstantSource.system()), new Resends(brokers, InstantSource.system()));
        AtomicInteger sent = new AtomicInteger();
        List<Future<?>> asked = new ArrayList<>();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                Resends of = consoles.get(i % 2);
                asked.add(askers.submit(() -> {
                    // Whoever is fenced all the time tries again: that is what a person does.
                    await().atMost(Duration.ofMinutes(1))
                            .ignoreExceptionsInstanceOf(KafkaException.class)
                            .until(() -> isSent(of, letter, sent));
                    return null;
                }));
            }
        }
        for (Future<?> each : asked) {
            each.get();
        }
        broken.close(Duration.ZERO);
        assertThat(sent).hasValue(1);
        assertThat(committed("activity.social"))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.value()).isEqualTo(letter.record().value()));
    }

    @Test
    void whatOthersHaveReadIsNotSentAgain() throws Exception {
        HttpResponse<String> refused = resend(journal);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("points.journal");
        assertThat(committed("points.journal")).isEmpty();
    }

    @Test
    void theirPlaceIsThatOfTheBroker() throws Exception {
        JsonNode letter = json("/v1/dead-letters/" + mismatched.partition() + "/" + mismatched.offset());
        assertThat(letter.get("partition").asInt()).isEqualTo(mismatched.partition());
        assertThat(letter.get("offset").asLong()).isEqualTo(mismatched.offset());
    }
}
