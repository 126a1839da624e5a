package io.pointstream.engine.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One balanced double-entry posting: {@code abs(points)} move from debit to credit. Never changed once made.
 *
 * @param step the step that it is of, among the account's steps
 * @param number among the step's postings, from 1
 * @param eventId the event that caused it; null for a timer
 * @param occurredAt the event's time; of a timer its due time
 * @param points signed, from the point of view of the owner's balance (DOMAIN 4)
 * @param expiresOn last usable local day of the points
 * @param valueCoefficient weight of the points in value reports (DOMAIN 3.2)
 * @param reverses the posting that this one reverses
 * @param credited of a capture: what the merchant or partner credits, and when
 */
public record Posting(
        String accountId,
        long step,
        int number,
        @Nullable String eventId,
        Instant occurredAt,
        PostingKind kind,
        @Nullable Component component,
        @Nullable String category,
        @Nullable String ruleId,
        @Nullable Integer ruleBookVersion,
        long points,
        LedgerAccount debit,
        LedgerAccount credit,
        @Nullable LocalDate expiresOn,
        BigDecimal valueCoefficient,
        @Nullable String reverses,
        @Nullable String redemptionId,
        @Nullable Credited credited) {

    /** {@code <account id>/<step>/<number>}. */
    public String postingId() {
        return id(accountId, step, number);
    }

    /** The id of an account's posting. */
    public static String id(String accountId, long step, int number) {
        return accountId + "/" + step + "/" + number;
    }
}
