package io.pointstream.engine.decision;

/** What became of an event (DOMAIN 2). */
public enum Outcome {
    AWARDED,
    PARTIALLY_CAPPED,
    CAPPED,
    HELD,
    APPLIED,
    DEFERRED,
    NOT_ELIGIBLE,
    NO_RULE,
    DUPLICATE,
    TOO_LATE;

    /** Whether the event counts: it is remembered and may become the account's newest (DOMAIN 1). */
    public boolean counted() {
        return this != DUPLICATE && this != TOO_LATE;
    }
}
