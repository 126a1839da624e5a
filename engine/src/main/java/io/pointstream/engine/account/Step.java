package io.pointstream.engine.account;

import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Posting;
import java.time.Instant;
import java.util.List;

/**
 * What one event does to an account: computed by the engine, applied by {@link Account#apply}.
 *
 * @param number counts the account's steps from 1
 * @param occurredAt the event's time
 * @param tier the account's tier at that time; of an event older than the lateness limit, as far as it is still known
 * @param decision the answer to the event
 * @param postings balanced, in the order of their ids
 * @param balance the balance after the step
 * @param remembered new entries of the account's memory
 * @param changes changes of the account's counters
 * @param keepFrom the first local day in which an event may still count; counters of windows before it can go
 */
public record Step(
        String accountId,
        long number,
        Instant occurredAt,
        Tier tier,
        Decision decision,
        List<Posting> postings,
        Balance balance,
        List<Remembered> remembered,
        List<Change> changes,
        int keepFrom) {}
