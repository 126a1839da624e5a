package io.pointstream.sinks.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A posting of a statement. Absent text is empty.
 *
 * @param eventId of the event that caused it, which for a refund that waited for its payment is not the step's
 * @param kind EARN, REVERSE, HOLD, … (DOMAIN 4)
 * @param points signed, from the owner's point of view
 * @param debit the ledger account that they left
 * @param credit the ledger account that they came to
 * @param expiresOn the last local day on which they can be used; null where they are of several
 * @param reverses the posting that it takes back
 * @param creditedAmount what a merchant or partner credits for captured points, exact; null for nothing
 * @param creditedWhen AT_ONCE, NEXT_DAY or MANUALLY
 * @param creditedOn the local day; null also where somebody has to trigger it
 */
public record Movement(
        String postingId,
        String eventId,
        String kind,
        String component,
        String ruleId,
        long points,
        String debit,
        String credit,
        @Nullable String expiresOn,
        String reverses,
        String redemptionId,
        @Nullable BigDecimal creditedAmount,
        String creditedUnit,
        String creditedWhen,
        @Nullable String creditedOn) {

    /** One line: {@code EARN BASE +20}. */
    @Override
    public String toString() {
        return kind + (component.isEmpty() ? "" : " " + component) + (points > 0 ? " +" : " ") + points;
    }
}
