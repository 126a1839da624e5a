package io.pointstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import io.pointstream.schemas.registry.InMemorySchemaRegistry;
import io.pointstream.schemas.registry.SchemaRegistryClient.Compatibility;
import io.pointstream.schemas.registry.SchemaRegistryConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** The journal is kept for ever: what was written under its first schema is read, and first readers read on. */
class JournalVersionsTest {

    private static final String TOPIC = "points.journal";
    private static final Instant NOON = Instant.parse("2026-05-20T04:00:00Z");

    private final String scope = UUID.randomUUID().toString();
    private final InMemorySchemaRegistry registry = InMemorySchemaRegistry.scope(scope);
    private final Serde<JournalEntry> journal = AvroSerdes.create(Map.of(SchemaRegistryConfig.URL, "mock://" + scope));

    @Test
    void whatWasWrittenUnderTheFirstSchemaIsRead() throws IOException {
        Schema first = first();
        registry.setCompatibility(TOPIC + "-value", Compatibility.BACKWARD_TRANSITIVE);
        int id = registry.register(TOPIC + "-value", first);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(first).write(asFirst(entry(waterfall())), encoder);
        encoder.flush();

        Waterfall cutOff = Waterfall.newBuilder()
                .setQuantity("1234.00")
                .setRate("2")
                .setCaps(waterfall().getCaps())
                .build();
        assertThat(journal.deserializer().deserialize(TOPIC, bytes.toByteArray()))
                .isEqualTo(entry(cutOff));
        // The registry takes the schema of today after the first one.
        assertThat(journal.serializer().serialize(TOPIC, entry(cutOff))[4]).isNotEqualTo((byte) id);
    }

    @Test
    void readersOfTheFirstSchemaReadOn() throws IOException {
        GenericRecord read = asFirst(entry(waterfall()));

        GenericRecord decision = (GenericRecord) read.get("decision");
        GenericRecord waterfall = (GenericRecord) decision.get("waterfall");
        assertThat(decision.get("grantedPoints")).isEqualTo(1000L);
        assertThat(waterfall.get("quantity")).hasToString("1234.00");
        assertThat((List<?>) waterfall.get("caps")).hasSize(1);
        assertThat(waterfall.hasField("forfeited")).isFalse();
    }

    @Test
    void everyPartOfAWaterfallSurvivesTheWire() {
        JournalEntry entry = entry(waterfall());

        assertThat(journal.deserializer()
                        .deserialize(TOPIC, journal.serializer().serialize(TOPIC, entry)))
                .isEqualTo(entry);
    }

    /** An entry as a program reads it that knows the first schema. */
    private GenericRecord asFirst(JournalEntry entry) throws IOException {
        byte[] bytes = journal.serializer().serialize(TOPIC + ".other", entry);
        DatumReader<GenericRecord> reader = new GenericDatumReader<>(JournalEntry.getClassSchema(), first());
        return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    }

    private static Schema first() throws IOException {
        try (InputStream in = JournalVersionsTest.class.getResourceAsStream("journal-1.avsc")) {
            return new Schema.Parser().parse(Objects.requireNonNull(in));
        }
    }

    private static Waterfall waterfall() {
        return Waterfall.newBuilder()
                .setQuantity("1234.00")
                .setUnit("yuan")
                .setCounted("1000.00")
                .setRate("2")
                .setBrackets("above 500 × 1")
                .setRunning(new RunningTotal("", "10.00", CapWindow.WEEK, LocalDate.of(2026, 5, 18), 20L))
                .setClamp(new Clamp(1480L, 1500L))
                .setStreak(new Streak(7, 50L))
                .setCaps(List.of(new CapStep("pay.jd/TRANSACTION", CapWindow.TRANSACTION, 1000L, 0L, 550L)))
                .setGranted(1000L)
                .setForfeited(550L)
                .build();
    }

    private static JournalEntry entry(Waterfall waterfall) {
        return JournalEntry.newBuilder()
                .setAccountId("a-1")
                .setStep(7L)
                .setOccurredAt(NOON)
                .setTier(MemberTier.GOLD)
                .setDecision(Decision.newBuilder()
                        .setEventId("e-1")
                        .setEventType("payment.settled")
                        .setOccurredAt(NOON)
                        .setOutcome(Outcome.PARTIALLY_CAPPED)
                        .setRuleId("pay.jd")
                        .setCategory("CONSUMPTION")
                        .setRuleBookVersion(1)
                        .setBasePoints(1550L)
                        .setGrantedPoints(1000L)
                        .setBonusPoints(0L)
                        .setCappedBy(List.of("pay.jd/TRANSACTION"))
                        .setReason("1,000 granted")
                        .setWaterfall(waterfall)
                        .build())
                .setBalance(new Balance(1000L, 0L, 0L, 0L))
                .build();
    }
}
