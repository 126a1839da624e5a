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
 * @param mergedInto the case of the ring that this one has gone into, which closes it; or null
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
        @Nullable String mergedInto) {}
