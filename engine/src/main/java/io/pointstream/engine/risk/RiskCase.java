package io.pointstream.engine.risk;

import java.time.Instant;
import java.util.List;

/**
 * A case about an account, its own or that of its ring: open, or confirmed and keeping the account blocked.
 *
 * @param level never NONE
 * @param since when the case reached this level, in event time
 */
public record RiskCase(String caseId, RiskLevel level, Instant since) {

    public RiskCase {
        if (level == RiskLevel.NONE) {
            throw new IllegalArgumentException("case " + caseId + " asks for nothing");
        }
    }

    /** Whether a reviewer has yet to decide. */
    public boolean isOpen() {
        return level != RiskLevel.BLOCKED;
    }

    /** The highest level of several cases. */
    public static RiskLevel highest(List<RiskCase> cases) {
        RiskLevel highest = RiskLevel.NONE;
        for (RiskCase each : cases) {
            highest = each.level.compareTo(highest) > 0 ? each.level : highest;
        }
        return highest;
    }
}
