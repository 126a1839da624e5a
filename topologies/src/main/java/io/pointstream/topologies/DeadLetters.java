package io.pointstream.topologies;

import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.schemas.Topic;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.serde.RecordFaults;
import io.pointstream.topologies.PoisonRecordException.Reason;
import io.pointstream.topologies.points.PointsTopology;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what can never be read or processed to {@code dead-letters}, in the transaction that passes it by: the original key
 * and value, byte for byte, the original headers and timestamp, and headers that say where it came from and why it is there
 * (the names of KIP-1034, {@link #REASON} and {@link #APPLICATION}).
 *
 * <p>What is not the record's fault (a registry, a broker or a disk in trouble) is never a dead letter: the thread fails,
 * the transaction is aborted, and the record is read again by the thread that takes its place.
 */
public final class DeadLetters implements DeserializationExceptionHandler, ProcessingExceptionHandler {

    /** Header: a {@link Reason}. */
    public static final String REASON = "pointstream.reason";

    /** Header: the Kafka Streams application that refused the record. */
    public static final String APPLICATION = "pointstream.application";

    /** A limit on everything: headers must not make a record too large that was not. */
    private static final int MESSAGE_CHARS_MAX = 1_000;

    private static final int STACKTRACE_CHARS_MAX = 8_000;

    private static final Set<String> ACTIVITY =
            Topics.activity().stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private String application = "";
    private boolean answersForActivity;
    private MeterRegistry meters = Meters.NONE;

    @Override
    public void configure(Map<String, ?> configs) {
        application = Objects.toString(configs.get(StreamsConfig.APPLICATION_ID_CONFIG), "");
        answersForActivity = application.equals(PointsTopology.APPLICATION);
        meters = Meters.of(configs);
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (!RecordFaults.isRecordsFault(exception)) {
            return DeserializationExceptionHandler.Response.fail();
        }
        if (isAnothersLetter(record.topic(), Reason.UNREADABLE)) {
            return DeserializationExceptionHandler.Response.resume();
        }
        ProducerRecord<byte[], byte[]> letter = letter(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers(),
                Reason.UNREADABLE,
                exception);
        return DeserializationExceptionHandler.Response.resume(List.of(letter));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (!(exception instanceof PoisonRecordException poison)) {
            return ProcessingExceptionHandler.Response.fail();
        }
        if (isAnothersLetter(context.topic(), poison.reason())) {
            return ProcessingExceptionHandler.Response.resume();
        }
        ProducerRecord<byte[], byte[]> letter = letter(
                context.topic(),
                context.partition(),
                context.offset(),
                context.timestamp(),
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                poison.reason(),
                exception);
        return ProcessingExceptionHandler.Response.resume(List.of(letter));
    }

    /** What is wrong with an activity itself is one letter, from the application that answers every event: points. */
    private boolean isAnothersLetter(String topic, Reason reason) {
        return !answersForActivity && reason != Reason.FAILED && ACTIVITY.contains(topic);
    }

    private ProducerRecord<byte[], byte[]> letter(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers original,
            Reason reason,
            Exception exception) {
        String message = Objects.toString(exception.getMessage(), "");
        LOG.warn(
                "dead letter: application={} topic={} partition={} offset={} reason={} message=\"{}\"",
                application,
                topic,
                partition,
                offset,
                reason,
                cut(message, MESSAGE_CHARS_MAX));
        meters.counter("pointstream.dead.letters", "application", application, "topic", topic, "reason", reason.name())
                .increment();
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(), null, timestamp < 0 ? null : timestamp, key, value, original);
        Headers headers = letter.headers();
        add(headers, ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME, topic);
        add(headers, ExceptionHandlerUtils.HEADER_ERRORS_PARTITION_NAME, Integer.toString(partition));
        add(headers, ExceptionHandlerUtils.HEADER_ERRORS_OFFSET_NAME, Long.toString(offset));
        add(
                headers,
                ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_NAME,
                exception.getClass().getName());
        add(headers, ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME, cut(message, MESSAGE_CHARS_MAX));
        add(headers, ExceptionHandlerUtils.HEADER_ERRORS_STACKTRACE_NAME, cut(stack(exception), STACKTRACE_CHARS_MAX));
        add(headers, REASON, reason.name());
        add(headers, APPLICATION, application);
        return letter;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String stack(Exception exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars) + "…";
    }
}
