package io.pointstream.dashboards.page;

import io.pointstream.dashboards.access.Masking;
import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an account's timeline as the page shows it.
 *
 * @param at when
 * @param kind DECISION, POSTING, SIGNAL, FLAG or NOTICE
 * @param title what it is, in a few words
 * @param tag what became of it
 * @param reason why, in words of the page's language
 * @param original the reason as the engine or the detector gave it, where it says more; empty otherwise
 * @param points signed points; null where there are none
 * @param caps the caps that cut, by name
 * @param eventId the event behind it; empty if there is none
 */
public record Entry(
        @Nullable Instant at,
        String kind,
        String title,
        String tag,
        String reason,
        String original,
        @Nullable Long points,
        List<String> caps,
        String eventId) {

    /** The entries of a timeline. */
    public static List<Entry> of(Table timeline, Words words) {
        return Cells.of(timeline).map(row -> of(row, words)).toList();
    }

    private static Entry of(Cells row, Words words) {
        String kind = row.text("entry");
        String type = row.text("type");
        String outcome = row.text("outcome");
        String given = Masking.masked(row.text("reason"));
        String reason = switch (kind) {
            case "DECISION" ->
                words.decision(outcome, row.text("ruleId"), row.integer("basePoints"), row.integer("points"), given);
            case "POSTING" -> words.posting(row.text("ruleId"), given);
            case "SIGNAL" -> words.signal(type, given);
            case "FLAG" -> words.version(given);
            case "NOTICE" -> "";
            default -> given;
        };
        boolean saysMore = switch (kind) {
            case "DECISION" -> words.keepsOriginal(outcome, given);
            case "SIGNAL", "FLAG" -> !reason.equals(given);
            default -> false;
        };
        return new Entry(
                row.time("occurredAt"),
                kind,
                words.title(kind, type, given),
                words.tag(kind, outcome),
                reason,
                saysMore ? given : "",
                row.integerOrNull("points"),
                row.list("cappedBy", String.class).stream().map(words::cap).toList(),
                row.text("eventId"));
    }

    /** The kind as a style. */
    public String style() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** Whether points of this entry have a sign: decisions without an award have 0, which is none of the reader's business. */
    public boolean hasPoints() {
        return points != null && (points != 0 || kind.equals("POSTING"));
    }
}
