package io.pointstream.dashboards.letters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.pointstream.schemas.json.Times;
import io.pointstream.schemas.registry.SchemaRegistryClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A letter as the API shows it.
 *
 * @param time the original's, which is its event time
 * @param key as text
 * @param valueBytes null when there is no value
 * @param text the value's beginning as text, with a dot for each byte that is none
 * @param schemaId that the value names
 * @param record the value, where it is a whole record of that schema
 * @param problem why it is not
 * @param resent whether it was sent again
 * @param details null in a list
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LetterView(
        int partition,
        long offset,
        String time,
        @Nullable String topic,
        @Nullable Integer originalPartition,
        @Nullable Long originalOffset,
        @Nullable String reason,
        @Nullable String application,
        @Nullable String message,
        @Nullable String key,
        @Nullable Integer valueBytes,
        String text,
        @Nullable Integer schemaId,
        @Nullable String schema,
        @Nullable JsonNode record,
        @Nullable String problem,
        boolean resent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Details details) {

    private static final int TEXT_CHARS_MAX = 300;
    private static final int HEX_BYTES_MAX = 64 << 10;

    /**
     * What only one letter's own view has.
     *
     * @param hex the value's first 64 KiB
     * @param keyHex the key's
     * @param headers the original's
     */
    public record Details(
            @Nullable String exception,
            @Nullable String stack,
            @Nullable String hex,
            @Nullable String keyHex,
            List<NamedText> headers) {}

    /** A header. */
    public record NamedText(String name, String value) {}

    static LetterView of(DeadLetter letter, SchemaRegistryClient registry, Set<String> resent, boolean withDetails) {
        byte[] value = letter.record().value();
        byte[] key = letter.record().key();
        Decoded decoded = Decoded.of(value, registry);
        return new LetterView(
                letter.partition(),
                letter.offset(),
                Times.utc(letter.time()),
                letter.topic().orElse(null),
                letter.originalPartition().orElse(null),
                letter.originalOffset().orElse(null),
                letter.reason().orElse(null),
                letter.application().orElse(null),
                letter.message().orElse(null),
                key == null ? null : cut(DeadLetter.readable(key)),
                value == null ? null : value.length,
                cut(DeadLetter.readable(value)),
                decoded.schemaId(),
                decoded.schema(),
                decoded.record(),
                decoded.problem(),
                resent.contains(Resends.place(letter)),
                withDetails ? details(letter) : null);
    }

    private static Details details(DeadLetter letter) {
        return new Details(
                letter.exception().orElse(null),
                letter.stack().orElse(null),
                hex(letter.record().value()),
                hex(letter.record().key()),
                StreamSupport.stream(letter.record().headers().spliterator(), false)
                        .filter(header -> !DeadLetter.isOwn(header))
                        .map(LetterView::named)
                        .toList());
    }

    private static NamedText named(Header header) {
        byte[] value = header.value();
        return new NamedText(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null
                ? null
                : HexFormat.of().formatHex(bytes.length > HEX_BYTES_MAX ? Arrays.copyOf(bytes, HEX_BYTES_MAX) : bytes);
    }

    private static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "…";
    }
}
