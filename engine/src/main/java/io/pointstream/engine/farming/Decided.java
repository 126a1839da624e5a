package io.pointstream.engine.farming;

import io.pointstream.engine.event.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What detection needs of a decision that counted, that is, neither {@code DUPLICATE} nor {@code TOO_LATE}.
 *
 * @param step the account's step, rising by one per decision
 * @param dayCapsReached the day caps that this award filled: used before + granted = limit
 * @param uncapped the rule of an award that no day cap was asked about; null where one was, or nothing was awarded
 */
public record Decided(
        String accountId,
        long step,
        String eventId,
        EventType type,
        Instant occurredAt,
        List<String> dayCapsReached,
        @Nullable String uncapped) {}
