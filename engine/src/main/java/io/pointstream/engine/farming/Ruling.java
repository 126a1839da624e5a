package io.pointstream.engine.farming;

import io.pointstream.engine.event.Review;
import java.time.Instant;

/**
 * A reviewer's decision that the points program has carried out on one of an account's cases.
 *
 * @param step the account's step of points that did
 * @param at the decision's event time
 */
public record Ruling(
        String accountId, long step, String caseId, Review.Decision decision, String reviewer, String note, Instant at)
        implements AccountNews {

    /** Whether it is about the account's own case; else it is about its ring's. */
    public boolean isOfOwnCase() {
        return caseId.equals(AccountCase.caseId(accountId));
    }

    void write(StateWriter out) {
        out.string(accountId);
        out.unsigned(step);
        out.string(caseId);
        out.string(decision.name());
        out.string(reviewer);
        out.string(note);
        out.instant(at);
    }

    static Ruling read(StateReader in) {
        return new Ruling(
                in.string(),
                in.unsigned(),
                in.string(),
                Review.Decision.valueOf(in.string()),
                in.string(),
                in.string(),
                in.instant());
    }
}
