package io.pointstream.dashboards.desk;

import io.pointstream.schemas.activity.ReviewDecision;

/** What a reviewer makes of a case (DOMAIN 5). */
public enum Verdict {
    /** The held points are clawed back, and the accounts earn nothing until they are reinstated. */
    CONFIRM,
    /** The held points are released, and the reason codes count for nothing for a time. */
    CLEAR,
    /** Somebody else has to look; the case stays open. */
    ESCALATE,
    /** A confirmed case was none: the accounts earn again. */
    REINSTATE;

    ReviewDecision toAvro() {
        return ReviewDecision.valueOf(name());
    }
}
