package io.pointstream.engine.farming;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a case was opened and the highest level that it has reached; the same for an account's case and a ring's. */
final class CaseState {

    private @Nullable Instant raisedAt;
    private FlagLevel level = FlagLevel.REVIEW;

    @Nullable
    Instant raisedAt() {
        return raisedAt;
    }

    FlagLevel level() {
        return level;
    }

    boolean open() {
        return raisedAt != null;
    }

    /**
     * Takes in a score: opens the case, or raises its level.
     *
     * @param mayOpen whether a closed case may open
     */
    void update(RiskScore score, FarmingConfig.Score config, Instant now, boolean mayOpen) {
        FlagLevel asked = score.level(config);
        if (asked == null || (!open() && !mayOpen)) {
            return;
        }
        if (!open()) {
            raisedAt = now;
        }
        if (asked == FlagLevel.HOLD) {
            level = FlagLevel.HOLD;
        }
    }

    void write(StateWriter out) {
        out.flag(raisedAt != null);
        if (raisedAt != null) {
            out.instant(raisedAt);
            out.flag(level == FlagLevel.HOLD);
        }
    }

    static CaseState read(StateReader in) {
        CaseState state = new CaseState();
        if (in.flag()) {
            state.raisedAt = in.instant();
            state.level = in.flag() ? FlagLevel.HOLD : FlagLevel.REVIEW;
        }
        return state;
    }
}
