package io.pointstream.engine.decision;

import io.pointstream.engine.event.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one input event (DOMAIN 2, step 7).
 *
 * @param ruleId present exactly for AWARDED, PARTIALLY_CAPPED, CAPPED and HELD
 * @param category the rule's category, present with the rule
 * @param ruleBookVersion the version in force at the event's time
 * @param basePoints points before caps; 0 without a rule
 * @param grantedPoints base points granted
 * @param bonusPoints all bonuses together
 * @param cappedBy the caps that cut, in the order TRANSACTION to LIFETIME
 * @param why the reason; {@link #reason()} puts it into words
 * @param waterfall how the number came about, present with the rule
 */
public record Decision(
        String eventId,
        EventType eventType,
        Instant occurredAt,
        Outcome outcome,
        @Nullable String ruleId,
        @Nullable String category,
        int ruleBookVersion,
        long basePoints,
        long grantedPoints,
        long bonusPoints,
        List<String> cappedBy,
        Reason why,
        @Nullable Waterfall waterfall) {

    /** The reason in words, such as {@code pay.jd: 12.00 yuan × 2 = 24; 24 granted}. Built when asked for. */
    public String reason() {
        return why.text();
    }
}
