package io.pointstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pointstream.schemas.ExampleEvents;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.NoticeKind;
import io.pointstream.schemas.registry.InMemorySchemaRegistry;
import io.pointstream.schemas.registry.RegistryException;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.registry.UnknownSchemaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroSerdeTest {

    static final Iterable<String> LINES = ExampleEvents.LINES;

    private static final String TOPIC = "activity.payment";

    private final String scope = UUID.randomUUID().toString();
    private final Serde<Activity> serde = AvroSerdes.create(Map.of(SchemaRegistryConfig.URL, "mock://" + scope));

    @ParameterizedTest
    @FieldSource("LINES")
    void everyEventTypeSurvivesTheWire(String line) throws BadLineException {
        Activity activity = new ActivityJson().parse(line);

        byte[] bytes = serde.serializer().serialize(TOPIC, activity);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(activity);
    }

    @Test
    void theWireFormatIsConfluents() {
        byte[] bytes = serde.serializer().serialize(TOPIC, ExampleEvents.activity("membership.signed-in"));

        int id = InMemorySchemaRegistry.scope(scope).latest(TOPIC + "-value").id();
        assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, id);
        // Avro binary: a string is its length, zigzag, then UTF-8.
        assertThat(Arrays.copyOfRange(bytes, 5, 13)).containsExactly(6, 'e', '-', '1', 6, 'a', '-', '1');
    }

    @Test
    void nullStaysNull() {
        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void everyCutPayloadIsRefused() {
        byte[] bytes = serde.serializer().serialize(TOPIC, ExampleEvents.activity("payment.settled"));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(SerializationException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> serde.deserializer().deserialize(TOPIC, cut));
        }
    }

    @Test
    void bytesLeftOverAreRefused() {
        byte[] bytes = serde.serializer().serialize(TOPIC, ExampleEvents.activity("payment.settled"));

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> serde.deserializer().deserialize(TOPIC, Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("left over");
    }

    @Test
    void anUnknownSchemaIdIsTheRecordsFault() {
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> serde.deserializer().deserialize(TOPIC, new byte[] {0, 0, 0, 0x27, 0x0f, 1, 2}))
                .withMessage("unknown schema id 9999");
    }

    /** Each is a few bytes that claim gigabytes; with a heap of 1 GiB, believing one would end the test run. */
    @ParameterizedTest
    @MethodSource
    void aClaimedLengthIsNotBelieved(String topic, Schema schema, byte[] start) {
        int id = InMemorySchemaRegistry.scope(scope).register(topic + "-value", schema);
        for (long claimed :
                new long[] {Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE - 8L, 1L << 30, -1, -(1L << 30)}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
            bytes.writeBytes(start);
            bytes.writeBytes(zigzag(claimed));
            bytes.writeBytes(new byte[] {2, 2, 2, 2, 2, 2, 2, 2, 2, 2});

            assertThatExceptionOfType(SerializationException.class)
                    .as("claimed %d", claimed)
                    .isThrownBy(() -> serde.deserializer().deserialize(topic, bytes.toByteArray()));
        }
    }

    static Stream<Arguments> aClaimedLengthIsNotBelieved() {
        return Stream.of(
                // eventId
                Arguments.of(TOPIC, Activity.getClassSchema(), new byte[] {}),
                // accountId, step, occurredAt, tier, no decision; postings
                Arguments.of("points.journal", JournalEntry.getClassSchema(), new byte[] {2, 'a', 2, 2, 0, 0}),
                // signalId, accountId, code, strength, three times, reason; evidence.numbers
                Arguments.of("farming.signals", Signal.getClassSchema(), new byte[] {
                    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                }),
                // caseId, accountId; members
                Arguments.of("farming.flags", Flag.getClassSchema(), new byte[] {0, 0}));
    }

    @Property(tries = 5_000)
    void anyBytesAreARecordOrASerializationException(@ForAll @Size(max = 200) byte[] payload) {
        byte[] bytes = new byte[payload.length + 5];
        bytes[4] = (byte) InMemorySchemaRegistry.scope(scope).register(TOPIC + "-value", Activity.getClassSchema());
        System.arraycopy(payload, 0, bytes, 5, payload.length);
        try {
            assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isInstanceOf(Activity.class);
        } catch (SerializationException e) {
            assertThat(e).hasMessageContaining(TOPIC);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "\u0000\u0000\u0000\u0000", "\u0001\u0000\u0000\u0000\u0001", "{\"type\":1}"})
    void whatIsNotTheWireFormatIsNamed(String value) {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> serde.deserializer().deserialize(TOPIC, value.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("expected byte 0, a schema id of 4 bytes, Avro binary")
                .withMessageContaining(TOPIC);
    }

    @Test
    void aRecordOfAnotherKindHasNoBusinessOnATopic() {
        Serde<Notice> notices = AvroSerdes.create(Map.of(SchemaRegistryConfig.URL, "mock://" + scope));
        byte[] notice = notices.serializer()
                .serialize("points.notices", new Notice("a", NoticeKind.EXPIRY, 1L, Instant.EPOCH, null));

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> serde.deserializer().deserialize(TOPIC, notice))
                .withMessage("topic activity.payment carries io.pointstream.schemas.activity.Activity, "
                        + "not io.pointstream.schemas.points.Notice");
    }

    @Test
    void aSchemaThatNamesAClassOfNobodysIsRefused() {
        Schema evil = SchemaBuilder.record("ProcessBuilder")
                .namespace("java.lang")
                .fields()
                .endRecord();
        Schema foreign = SchemaBuilder.record("Foreign")
                .namespace("com.example")
                .fields()
                .endRecord();
        for (Schema schema : List.of(evil, foreign)) {
            int id = InMemorySchemaRegistry.scope(scope).register("x", schema);

            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> serde.deserializer().deserialize(TOPIC, new byte[] {0, 0, 0, 0, (byte) id}))
                    .withMessageContaining(schema.getFullName());
        }
    }

    @Test
    void anOlderWritersRecordIsRead() throws IOException {
        Schema older = new Schema.Parser().parse("""
                {"type":"record","name":"Notice","namespace":"io.pointstream.schemas.points","fields":[
                  {"name":"points","type":"int"},
                  {"name":"gone","type":"string"},
                  {"name":"accountId","type":"string"},
                  {"name":"kind","type":{"type":"enum","name":"NoticeKind","symbols":["COMPENSATION_COUPON","EXPIRY"]}},
                  {"name":"occurredAt","type":{"type":"long","logicalType":"timestamp-millis"}}]}
                """);
        GenericRecord record = new GenericRecordBuilder(older)
                .set("points", 30)
                .set("gone", "x")
                .set("accountId", "a-1")
                .set("kind", new GenericData.EnumSymbol(older.getField("kind").schema(), "EXPIRY"))
                .set("occurredAt", 1000L)
                .build();
        int id = InMemorySchemaRegistry.scope(scope).register("points.notices-value", older);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(older).write(record, encoder);
        encoder.flush();

        Serde<Notice> notices = AvroSerdes.create(Map.of(SchemaRegistryConfig.URL, "mock://" + scope));

        assertThat(notices.deserializer().deserialize("points.notices", bytes.toByteArray()))
                .isEqualTo(new Notice("a-1", NoticeKind.EXPIRY, 30L, Instant.ofEpochSecond(1), null));
    }

    @Test
    void withoutAutoRegistrationTheSchemaMustBeThere() {
        Serde<Activity> careful = AvroSerdes.create(
                Map.of(SchemaRegistryConfig.URL, "mock://" + scope, AvroSerde.AUTO_REGISTER_SCHEMAS, "false"));
        Activity activity = ExampleEvents.activity("payment.settled");

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> careful.serializer().serialize(TOPIC, activity));
        byte[] bytes = serde.serializer().serialize(TOPIC, activity);
        assertThat(careful.serializer().serialize(TOPIC, activity)).isEqualTo(bytes);
    }

    @Test
    void theNewestVersionIsWrittenWhenAsked() {
        Serde<Notice> newest = AvroSerdes.create(Map.of(
                SchemaRegistryConfig.URL,
                "mock://" + scope,
                AvroSerde.AUTO_REGISTER_SCHEMAS,
                false,
                AvroSerde.USE_LATEST_VERSION,
                true));
        Schema extended = new Schema.Parser()
                .parse(Notice.getClassSchema()
                        .toString()
                        .replace("\"name\":\"Notice\"", "\"name\":\"Notice\",\"aliases\":[\"Message\"]"));
        InMemorySchemaRegistry registry = InMemorySchemaRegistry.scope(scope);
        registry.register("points.notices-value", Notice.getClassSchema());
        int id = registry.register("points.notices-value", extended);
        Notice notice = new Notice("a", NoticeKind.EXPIRY, 1L, Instant.EPOCH, null);

        byte[] bytes = newest.serializer().serialize("points.notices", notice);

        assertThat(bytes[4]).isEqualTo((byte) id);
        assertThat(newest.deserializer().deserialize("points.notices", bytes)).isEqualTo(notice);
    }

    @Test
    void threadsShareASerde() throws Exception {
        Activity activity = ExampleEvents.activity("payment.settled");
        byte[] expected = serde.serializer().serialize(TOPIC, activity);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Void>> work = Collections.nCopies(8, () -> {
                for (int i = 0; i < 2_000; i++) {
                    assertThat(serde.serializer().serialize(TOPIC, activity)).isEqualTo(expected);
                    assertThat(serde.deserializer().deserialize(TOPIC, expected))
                            .isEqualTo(activity);
                }
                return null;
            });
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    @Test
    void theSerdesClassIsChosenByConfiguration() {
        assertThat(AvroSerdes.<Activity>create(Map.of(SchemaRegistryConfig.URL, "mock://x")))
                .isInstanceOf(AvroSerde.class);
        assertThat(AvroSerdes.<Activity>create(Map.of(AvroSerdes.SERDE_CLASS, OtherSerde.class.getName())))
                .isInstanceOf(OtherSerde.class);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> AvroSerdes.<Activity>create(Map.of(AvroSerdes.SERDE_CLASS, "com.example.None")))
                .withMessageContaining("no such class");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> AvroSerdes.<Activity>create(Map.of(AvroSerdes.SERDE_CLASS, "java.lang.String")));
    }

    /** Stands for a serde from elsewhere. */
    public static final class OtherSerde extends Serdes.WrapperSerde<Activity> {
        public OtherSerde() {
            super(
                    (topic, data) -> {
                        throw new UnsupportedOperationException();
                    },
                    (topic, data) -> {
                        throw new UnsupportedOperationException();
                    });
        }
    }

    private static byte[] zigzag(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }
}
