package io.pointstream.dashboards.letters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code dead-letters}: the original, and what its headers say of it (the names of KIP-1034, and ours). Whoever
 * writes a letter adds its headers behind the original's, so the newest of a name counts.
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    private static final String ERRORS = "__streams.errors.";

    /** Where the letter lies. */
    public int partition() {
        return record.partition();
    }

    public long offset() {
        return record.offset();
    }

    /** The original's, which is its event time. */
    public Instant time() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** Where the original was, as far as the headers say. */
    public Optional<String> topic() {
        return text(ERRORS + "topic");
    }

    public Optional<Integer> originalPartition() {
        return number(ERRORS + "partition").map(Math::toIntExact);
    }

    public Optional<Long> originalOffset() {
        return number(ERRORS + "offset");
    }

    /** Why it is here, such as {@code UNREADABLE}; the sink names none. */
    public Optional<String> reason() {
        return text("pointstream.reason");
    }

    /** Who refused it; the sink names itself nowhere. */
    public Optional<String> application() {
        return text("pointstream.application");
    }

    public Optional<String> exception() {
        return text(ERRORS + "exception");
    }

    public Optional<String> message() {
        return text(ERRORS + "message");
    }

    public Optional<String> stack() {
        return text(ERRORS + "stacktrace");
    }

    /** Whether a header is the letter's, not the original's. */
    static boolean isOwn(Header header) {
        return header.key().startsWith(ERRORS) || header.key().startsWith("pointstream.");
    }

    /** Whether a text stands in its key, its value or its message, whatever its case. */
    boolean mentions(String lowerCaseText) {
        return contains(readable(record.key()), lowerCaseText)
                || contains(readable(record.value()), lowerCaseText)
                || contains(message().orElse(""), lowerCaseText);
    }

    private static boolean contains(String text, String lowerCaseText) {
        return text.toLowerCase(Locale.ROOT).contains(lowerCaseText);
    }

    /** Bytes as text, with a dot for each that is none. */
    static String readable(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> out.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0xFFFD
                                ? '·'
                                : c));
        return out.toString();
    }

    private Optional<String> text(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private Optional<Long> number(String name) {
        return text(name).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }
}
