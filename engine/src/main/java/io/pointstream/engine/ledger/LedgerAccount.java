package io.pointstream.engine.ledger;

/** The accounts of the double-entry ledger. PROGRAM is the issuer; AVAILABLE, HELD and FROZEN belong to the owner. */
public enum LedgerAccount {
    PROGRAM,
    AVAILABLE,
    HELD,
    FROZEN,
    REDEEMED,
    EXPIRED,
    CLAWED_BACK
}
