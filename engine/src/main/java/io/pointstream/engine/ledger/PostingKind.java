package io.pointstream.engine.ledger;

/** What a posting does (DOMAIN 4). */
public enum PostingKind {
    EARN,
    REVERSE,
    HOLD,
    RELEASE,
    CLAWBACK,
    FREEZE,
    CAPTURE,
    UNFREEZE,
    REFUND,
    EXPIRE
}
