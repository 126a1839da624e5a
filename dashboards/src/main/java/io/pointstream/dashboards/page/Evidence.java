package io.pointstream.dashboards.page;

import io.pointstream.dashboards.text.Words;
import io.pointstream.sinks.report.Table;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event that a signal counts, with what the program decided about it.
 *
 * @param what its type, in words
 * @param outcome what became of it, in words
 * @param points that it gave
 * @param why in words
 */
public record Evidence(
        String eventId, String accountId, @Nullable Instant at, String what, String outcome, long points, String why) {

    static Map<String, Evidence> of(Table events, Words words) {
        return Cells.of(events)
                .map(row -> new Evidence(
                        row.text("eventId"),
                        row.text("accountId"),
                        row.time("occurredAt"),
                        words.title("DECISION", row.text("type"), ""),
                        words.tag("DECISION", row.text("outcome")),
                        row.integer("points"),
                        words.decision(
                                row.text("outcome"),
                                row.text("ruleId"),
                                row.integer("basePoints"),
                                row.integer("points"),
                                row.text("reason"))))
                .collect(Collectors.toMap(Evidence::eventId, Function.identity(), (one, other) -> one));
    }
}
