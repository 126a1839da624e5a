package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case about an account or a ring; the newest flag of a case id is the case.
 *
 * @param accountId the account; of a ring, its first member
 * @param members of a ring; empty for a single account
 * @param raisedAt when the case was opened
 * @param updatedAt when it last gathered something
 * @param score 0 to 100: the sum of the contributions, capped
 * @param level the highest that the case has reached
 * @param reasons the strongest first
 * @param counterfactual without what it would not be flagged, in words
 * @param end how it ended; null while it is open
 */
public record Flag(
        String caseId,
        String accountId,
        List<String> members,
        Instant raisedAt,
        Instant updatedAt,
        double score,
        FlagLevel level,
        List<FlagReason> reasons,
        String counterfactual,
        @Nullable FlagEnd end) {

    static Flag of(
            FarmingConfig.Score config,
            String caseId,
            String accountId,
            List<String> members,
            CaseState state,
            Instant now,
            RiskScore score,
            @Nullable FlagEnd end) {
        Instant raisedAt = state.raisedAt();
        return new Flag(
                caseId,
                accountId,
                members,
                raisedAt == null ? now : raisedAt,
                now,
                score.total(),
                state.level(),
                score.reasons(),
                score.counterfactual(config),
                end);
    }
}
