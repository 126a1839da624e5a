package io.pointstream.engine.farming;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.calendar.Window;
import io.pointstream.engine.decision.CapStep;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What detection needs of a decision that counted, that is, neither {@code DUPLICATE} nor {@code TOO_LATE}.
 *
 * @param step the account's step, rising by one per decision
 * @param dayCapsReached the day caps that this award filled: used before + granted = limit
 * @param uncapped the rule of an award that no day cap was asked about; null where one was, or nothing was awarded
 * @param spent what a redemption took, or null when the step froze nothing
 */
public record Decided(
        String accountId,
        long step,
        String eventId,
        EventType type,
        Instant occurredAt,
        List<String> dayCapsReached,
        @Nullable String uncapped,
        @Nullable Spent spent) {

    /**
     * Points that were frozen for a redemption.
     *
     * @param left what was available afterwards
     */
    public record Spent(long points, long left) {}

    /** What detection needs of a step, or null when it needs nothing: of an event that did not count. */
    public static @Nullable Decided of(Step step) {
        Decision decision = step.decision();
        if (!decision.outcome().counted()) {
            return null;
        }
        List<String> reached = new ArrayList<>(1);
        boolean asked = false;
        if (decision.waterfall() != null) {
            for (CapStep cap : decision.waterfall().caps()) {
                if (cap.window() == Window.DAY) {
                    asked = true;
                    if (decision.grantedPoints() > 0 && cap.usedBefore() + decision.grantedPoints() == cap.limit()) {
                        reached.add(cap.cap());
                    }
                }
            }
        }
        return new Decided(
                step.accountId(),
                step.number(),
                decision.eventId(),
                decision.eventType(),
                decision.occurredAt(),
                reached,
                asked || decision.grantedPoints() == 0 ? null : decision.ruleId(),
                spent(step));
    }

    private static @Nullable Spent spent(Step step) {
        for (Posting posting : step.postings()) {
            if (posting.kind() == PostingKind.FREEZE) {
                return new Spent(-posting.points(), step.balance().available());
            }
        }
        return null;
    }
}
