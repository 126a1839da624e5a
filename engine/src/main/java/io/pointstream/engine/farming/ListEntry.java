package io.pointstream.engine.farming;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account, device, address or merchant on one list.
 *
 * @param id names the entry
 * @param from the event time from which it counts
 * @param until the event time from which it counts no longer; null for good. Needed for SNOOZE
 * @param reason in the owner's own words
 * @param owner who answers for it
 */
public record ListEntry(
        String id,
        ListName list,
        ListedKind kind,
        String value,
        Instant from,
        @Nullable Instant until,
        String reason,
        String owner) {

    public ListEntry {
        if (list == ListName.SNOOZE && until == null) {
            throw new IllegalArgumentException("until: a SNOOZE has an end");
        }
        if (until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("until: not before from");
        }
    }

    /** Whether it counts for what happened at a time. */
    public boolean holdsAt(Instant at) {
        return !at.isBefore(from) && (until == null || at.isBefore(until));
    }
}
