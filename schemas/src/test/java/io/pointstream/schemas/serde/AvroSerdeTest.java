package io.pointstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pointstream.schemas.ExampleEvents;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.registry.InMemorySchemaRegistry;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import io.pointstream.schemas.registry.UnknownSchemaException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

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
}
