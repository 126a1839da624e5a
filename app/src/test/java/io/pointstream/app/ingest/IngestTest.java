package io.pointstream.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointstream.app.CommandFailure;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.serde.AvroSerdes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class IngestTest {

    private static final String GOOD = """
        {"type":"payment.settled","eventId":"e%d","accountId":"a1","occurredAt":"2026-05-01T10:00:00+08:00",\
        "paymentId":"p%1$d","channel":"JD","merchantId":"m","amountFen":1200}
        """;

    private final MockProducer<String, Activity> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new StringSerializer(), serializer());
    private final StringWriter err = new StringWriter();
    private final Ingest ingest = new Ingest(producer, new PrintWriter(err), Pace.unlimited());

    @Test
    void topicByTypeKeyByAccountTimestampByEvent() throws Exception {
        send(GOOD.formatted(1));
        ProducerRecord<String, Activity> record = producer.history().getFirst();
        assertThat(record.topic()).isEqualTo("activity.payment");
        assertThat(record.key()).isEqualTo("a1");
        assertThat(record.timestamp()).isEqualTo(1_777_600_800_000L);
        assertThat(ingest.sent()).isEqualTo(1);
        assertThat(ingest.bad()).isZero();
    }

    @Test
    void namesEachBadLineAndGoesOn() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(utf8(GOOD.formatted(1)));
        file.writeBytes(utf8("{\"type\":\"payment.settled\",\n"));
        file.writeBytes(utf8(GOOD.formatted(2).replace("\"amountFen\":1200", "\"other\":1")));
        file.writeBytes(utf8(GOOD.formatted(3).replace("1200", "\"much\"")));
        file.writeBytes(utf8(GOOD.formatted(4).replace("payment.settled", "payment.dreamt")));
        file.writeBytes(utf8("\n   \n"));
        file.writeBytes("x".repeat(10 << 20).getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(utf8("\n"));
        file.writeBytes(new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}', '\n'});
        file.writeBytes(utf8(GOOD.formatted(5)));
        ingest.send("f.ndjson", new ByteArrayInputStream(file.toByteArray()), sent -> {});

        assertThat(producer.history().stream().map(record -> record.value().getEventId()))
                .containsExactly("e1", "e5");
        assertThat(ingest.sent()).isEqualTo(2);
        assertThat(ingest.bad()).isEqualTo(6);
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).startsWith("f.ndjson:2: ");
        assertThat(lines.get(1)).startsWith("f.ndjson:3: amountFen: ");
        assertThat(lines.get(2)).startsWith("f.ndjson:4: amountFen: ");
        assertThat(lines.get(3)).startsWith("f.ndjson:5: type: ");
        assertThat(lines.get(4)).startsWith("f.ndjson:8: ");
        assertThat(lines.get(5)).startsWith("f.ndjson:9: ").contains("UTF-8");
    }

    @Test
    void anEmptyInputIsNoError() throws Exception {
        send("");
        assertThat(ingest.sent()).isZero();
        assertThat(ingest.bad()).isZero();
    }

    @Test
    void saysWhichEventKafkaRefused() {
        MockProducer<String, Activity> refusing =
                new MockProducer<>(false, new RoundRobinPartitioner(), new StringSerializer(), serializer()) {
                    @Override
                    public synchronized void flush() {
                        errorNext(new AuthorizationException("not you"));
                    }
                };
        Ingest refused = new Ingest(refusing, new PrintWriter(err), Pace.unlimited());
        InputStream one = new ByteArrayInputStream(utf8(GOOD.formatted(1)));
        assertThatThrownBy(() -> refused.send("f.ndjson", one, sent -> {}))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("f.ndjson:1: Kafka did not take the event: not you");
    }

    private void send(String text) throws Exception {
        ingest.send("f.ndjson", new ByteArrayInputStream(utf8(text)), sent -> {});
    }

    private static Serializer<Activity> serializer() {
        return AvroSerdes.<Activity>create(Map.of("schema.registry.url", "mock://ingest-test"))
                .serializer();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
