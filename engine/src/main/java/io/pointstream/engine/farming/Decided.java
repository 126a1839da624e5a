package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import java.time.Instant;
import java.util.List;

/**
 * What detection needs of a decision that counted, that is, neither {@code DUPLICATE} nor {@code TOO_LATE}.
 *
 * @param step the account's step, rising by one per decision
 * @param dayCapsReached the day caps that this award filled: used before + granted = limit
 */
public record Decided(
        String accountId, long step, String eventId, EventType type, Instant occurredAt, List<String> dayCapsReached) {}
