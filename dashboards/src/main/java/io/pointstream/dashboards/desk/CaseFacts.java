package io.pointstream.dashboards.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a case apart from the desk, as somebody sees it who is about to do something.
 *
 * @param caseId names it
 * @param accountId the account through which a decision reaches it; of a ring, its first member
 * @param accounts how many it names
 * @param open whether detection says so
 * @param raisedAt which case it is: one that comes again is another
 * @param updatedAt event time of its newest version
 * @param verdict the last word on it since it was raised, if there is any
 * @param heldPoints that its accounts have; of a redemption's case, those that are frozen for it
 */
public record CaseFacts(
        String caseId,
        String accountId,
        int accounts,
        boolean open,
        Instant raisedAt,
        Instant updatedAt,
        @Nullable Verdict verdict,
        long heldPoints) {

    /** Whether it is about a large redemption, which the points application opens a case for; nobody is suspected. */
    public boolean isRedemption() {
        return isRedemption(caseId);
    }

    /** Whether a case of this id is. */
    public static boolean isRedemption(String caseId) {
        return caseId.startsWith("redemption-");
    }
}
