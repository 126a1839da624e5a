package io.pointstream.dashboards.letters;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are looked for.
 *
 * @param topic of the original; null for any
 * @param reason null for any
 * @param from the earliest time of the original; null for any
 * @param to the time before which the original was; null for any
 * @param text that stands in key, value or message, whatever its case; null for any
 * @param limit letters at most
 * @param before where an earlier page ended; null for the newest
 */
public record LetterQuery(
        @Nullable String topic,
        @Nullable String reason,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text,
        int limit,
        @Nullable Cursor before) {

    boolean matches(DeadLetter letter) {
        return (topic == null || topic.equals(letter.topic().orElse(null)))
                && (reason == null || reason.equals(letter.reason().orElse(null)))
                && (from == null || !letter.time().isBefore(from))
                && (to == null || letter.time().isBefore(to))
                && (text == null || letter.mentions(text.toLowerCase(Locale.ROOT)));
    }

    /**
     * Where a page ended: of each partition the offset before which the next page begins.
     *
     * @param ends by partition
     */
    public record Cursor(Map<Integer, Long> ends) {

        private static final Pattern FORM = Pattern.compile("\\d{1,5}:\\d{1,18}(,\\d{1,5}:\\d{1,18})*");
        private static final Pattern END = Pattern.compile("(\\d+):(\\d+)");

        /**
         * Reads what {@link #toString} wrote.
         *
         * @throws IllegalArgumentException for anything else
         */
        public static Cursor of(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalArgumentException("no cursor: " + text);
            }
            Map<Integer, Long> ends = new TreeMap<>();
            Matcher end = END.matcher(text);
            while (end.find()) {
                ends.put(Integer.valueOf(end.group(1)), Long.valueOf(end.group(2)));
            }
            return new Cursor(ends);
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder();
            new TreeMap<>(ends)
                    .forEach((partition, end) -> out.append(out.isEmpty() ? "" : ",")
                            .append(partition)
                            .append(':')
                            .append(end));
            return out.toString();
        }
    }
}
