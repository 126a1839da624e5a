package io.pointstream.engine.farming;

import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a case is, an account's or a ring's: none, open at a level, or confirmed.
 *
 * <p>Hysteresis: a level does not fall while its case is open, and a case opens at one score and lapses at a lower one. A HOLD
 * does not lapse: what is held waits for a person (DOMAIN 5).
 */
final class CaseState {

    private @Nullable Instant raisedAt;
    private RiskLevel level = RiskLevel.NONE;
    private Instant since = Instant.EPOCH;

    /** When it was opened; null when there is no case. */
    @Nullable
    Instant raisedAt() {
        return raisedAt;
    }

    /** The highest level of the case; one that has lapsed was a review. */
    FlagLevel level() {
        return level == RiskLevel.HOLD || confirmed() ? FlagLevel.HOLD : FlagLevel.REVIEW;
    }

    boolean open() {
        return level == RiskLevel.REVIEW || level == RiskLevel.HOLD;
    }

    boolean confirmed() {
        return level == RiskLevel.BLOCKED;
    }

    /**
     * Takes in a score: opens the case, or raises its level.
     *
     * @param mayOpen whether a case may open where there is none
     */
    void update(RiskScore score, FarmingConfig.Score config, Instant now, boolean mayOpen) {
        if (!rises(score, config, mayOpen)) {
            return;
        }
        if (!open()) {
            raisedAt = now;
        }
        level = asked(score, config);
        since = now;
    }

    /** Whether a score would open the case, or raise its level. */
    boolean rises(RiskScore score, FarmingConfig.Score config, boolean mayOpen) {
        return !confirmed() && (open() || mayOpen) && asked(score, config).compareTo(level) > 0;
    }

    private static RiskLevel asked(RiskScore score, FarmingConfig.Score config) {
        return switch (score.level(config)) {
            case HOLD -> RiskLevel.HOLD;
            case REVIEW -> RiskLevel.REVIEW;
            case null -> RiskLevel.NONE;
        };
    }

    /** Whether it stands on too little to stay open. */
    boolean lapses(RiskScore score, FarmingConfig.Score config) {
        return level == RiskLevel.REVIEW && score.total() < config.lapse();
    }

    /** A reviewer has confirmed it. */
    void confirm(Instant at) {
        raisedAt = raisedAt == null ? at : raisedAt;
        level = RiskLevel.BLOCKED;
        since = at;
    }

    /** There is no case any more. */
    void close() {
        raisedAt = null;
        level = RiskLevel.NONE;
        since = Instant.EPOCH;
    }

    /** What the points program is to know of it; null when there is no case. */
    @Nullable
    RiskCase riskCase(String caseId) {
        return level == RiskLevel.NONE ? null : new RiskCase(caseId, level, since);
    }

    void write(StateWriter out) {
        out.riskLevel(level);
        if (raisedAt != null) {
            out.instant(raisedAt);
            out.instant(since);
        }
    }

    static CaseState read(StateReader in) {
        CaseState state = new CaseState();
        state.level = in.riskLevel();
        if (state.level != RiskLevel.NONE) {
            state.raisedAt = in.instant();
            state.since = in.instant();
        }
        return state;
    }
}
