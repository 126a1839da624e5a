package io.pointstream.engine.account;

import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Posting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event, one timer, or news from detection does to an account: computed by the engine, applied by
 * {@link Account#apply}.
 *
 * @param number counts the account's steps from 1
 * @param occurredAt the event's time; of a timer its due time; of news theirs
 * @param tier the account's tier at that time; of an event older than the lateness limit, as far as it is still known
 * @param answer the decision on the event; null where no event caused it
 * @param postings balanced, in the order of their ids
 * @param balance the balance after the step
 * @param remembered new entries of the account's memory
 * @param forgotten entries that it need not keep
 * @param changes changes of the account's live state
 * @param notices what the owner is told
 * @param redemption a redemption that the step moved on, as it is after it; null for none
 * @param risk where the account stands after a step that moved or looked at its cases; null for none
 * @param keepFrom the first local day in which an event may still count; counters of windows before it can go
 */
public record Step(
        String accountId,
        long number,
        Instant occurredAt,
        Tier tier,
        @Nullable Decision answer,
        List<Posting> postings,
        Balance balance,
        List<Remembered> remembered,
        List<Forgotten> forgotten,
        List<Change> changes,
        List<Notice> notices,
        @Nullable RedemptionRecord redemption,
        @Nullable RiskMove risk,
        int keepFrom) {

    /** Whether a timer caused it, and no event. */
    public boolean isTimer() {
        return answer == null && risk == null;
    }

    /** The decision on the event that caused it. Throws {@link IllegalStateException} when none did. */
    public Decision decision() {
        if (answer == null) {
            throw new IllegalStateException("step " + number + " of " + accountId + " has no event");
        }
        return answer;
    }
}
