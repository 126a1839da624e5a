package io.pointstream.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One topic of the catalogue: what it carries and how the broker keeps it.
 *
 * @param name the public name (INTERFACES 2)
 * @param key what the record key is
 * @param valueSchema the record value; null for raw bytes
 * @param partitions unless the operator says otherwise
 * @param retention how long a record stays, counted from its timestamp, which is its event time; null keeps it for ever
 * @param compacted whether only the newest record of each key is kept
 * @param messageBytesMax the largest record batch, in bytes
 * @param purpose what it is for, and why it is kept as it is
 */
public record Topic(
        String name,
        Key key,
        @Nullable Schema valueSchema,
        int partitions,
        @Nullable Duration retention,
        boolean compacted,
        int messageBytesMax,
        String purpose) {

    /** What a record key is; always UTF-8 text but for {@link #ORIGINAL}. */
    public enum Key {
        ACCOUNT_ID("account id"),
        CASE_ID("case id"),
        RULE_BOOK_VERSION("version number"),
        LISTED("kind/value"),
        ACT_ID("act id"),
        LETTER("partition/offset of the letter"),
        ORIGINAL("the original record's, untouched");

        private final String words;

        Key(String words) {
            this.words = words;
        }

        /** For documents. */
        public String words() {
            return words;
        }
    }

    /** The registry's subject for the value: Confluent's TopicNameStrategy. */
    public String valueSubject() {
        return name + "-value";
    }

    /** Whether it has to have as many partitions as every other topic keyed by account. */
    public boolean copartitioned() {
        return key == Key.ACCOUNT_ID;
    }

    /**
     * The broker's settings for it. Any timestamp is accepted: a record's timestamp is its event time, so a replayed year
     * or a simulated future is as good as today.
     */
    public Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", compacted ? "compact" : "delete");
        config.put("retention.ms", retention == null ? "-1" : Long.toString(retention.toMillis()));
        config.put("max.message.bytes", Integer.toString(messageBytesMax));
        config.put("message.timestamp.type", "CreateTime");
        config.put("message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
        config.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        return config;
    }
}
