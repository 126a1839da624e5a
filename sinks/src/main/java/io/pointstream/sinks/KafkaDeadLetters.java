package io.pointstream.sinks;

import io.pointstream.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic {@code dead-letters}, with the headers that Kafka Streams gives its own dead letters (KIP-1034), so that
 * one reader understands all.
 */
final class KafkaDeadLetters implements DeadLetters {

    // The topic takes larger records than any input; this bounds what a deep stack adds.
    private static final int STACK_CHARACTERS_MAX = 16_000;

    private final KafkaProducer<byte[], byte[]> producer;

    KafkaDeadLetters(Map<String, Object> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "pointstream-sink-dead-letters");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DEAD_LETTERS.messageBytesMax());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                Duration.ofSeconds(40).toMillis());
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void keep(List<Letter> letters) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(letters.size());
        for (Letter letter : letters) {
            sent.add(producer.send(toRecord(letter)));
        }
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new KafkaException("A dead letter was not kept", e.getCause());
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> toRecord(Letter letter) {
        ConsumerRecord<byte[], byte[]> original = letter.record();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(),
                null,
                original.timestamp() < 0 ? null : original.timestamp(),
                original.key(),
                original.value(),
                original.headers());
        Headers headers = record.headers();
        put(headers, "exception", letter.cause().getClass().getName());
        put(headers, "message", String.valueOf(letter.cause().getMessage()));
        put(headers, "stacktrace", stack(letter.cause()));
        put(headers, "topic", original.topic());
        put(headers, "partition", Integer.toString(original.partition()));
        put(headers, "offset", Long.toString(original.offset()));
        return record;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add("__streams.errors." + name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String stack(Throwable cause) {
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        return stack.toString()
                .substring(0, Math.min(STACK_CHARACTERS_MAX, stack.getBuffer().length()));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
