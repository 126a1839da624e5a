package io.pointstream.engine.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One balanced double-entry posting: {@code abs(points)} move from debit to credit. Never changed once made.
 *
 * @param postingId {@code <account id>/<step>/<n>}, n from 1
 * @param eventId the event that caused it; null for a timer
 * @param occurredAt the event's time; of a timer its due time
 * @param points signed, from the point of view of the owner's balance (DOMAIN 4)
 * @param expiresOn last usable local day of the points
 * @param valueCoefficient weight of the points in value reports (DOMAIN 3.2)
 * @param reverses the posting that this one reverses
 * @param credited of a capture: what the merchant or partner credits, and when
 */
public record Posting(
        String postingId,
        String accountId,
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
        @Nullable Credited credited) {}
