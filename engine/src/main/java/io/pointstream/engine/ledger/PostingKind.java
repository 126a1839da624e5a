package io.pointstream.engine.ledger;

import static io.pointstream.engine.ledger.LedgerAccount.AVAILABLE;
import static io.pointstream.engine.ledger.LedgerAccount.CLAWED_BACK;
import static io.pointstream.engine.ledger.LedgerAccount.EXPIRED;
import static io.pointstream.engine.ledger.LedgerAccount.FROZEN;
import static io.pointstream.engine.ledger.LedgerAccount.HELD;
import static io.pointstream.engine.ledger.LedgerAccount.PROGRAM;
import static io.pointstream.engine.ledger.LedgerAccount.REDEEMED;

/** What a posting does, and between which accounts (DOMAIN 4). */
public enum PostingKind {
    EARN(PROGRAM, AVAILABLE),
    REVERSE(AVAILABLE, PROGRAM),
    HOLD(AVAILABLE, HELD),
    RELEASE(HELD, AVAILABLE),
    CLAWBACK(HELD, CLAWED_BACK),
    FREEZE(AVAILABLE, FROZEN),
    CAPTURE(FROZEN, REDEEMED),
    UNFREEZE(FROZEN, AVAILABLE),
    REFUND(REDEEMED, AVAILABLE),
    EXPIRE(AVAILABLE, EXPIRED);

    private final LedgerAccount debit;
    private final LedgerAccount credit;

    PostingKind(LedgerAccount debit, LedgerAccount credit) {
        this.debit = debit;
        this.credit = credit;
    }

    /** Where the points come from. */
    public LedgerAccount debit() {
        return debit;
    }

    /** Where they go. */
    public LedgerAccount credit() {
        return credit;
    }

    /** Points as this kind's posting shows them: positive where they become available, negative where they leave. */
    public long signed(long points) {
        return credit == AVAILABLE ? points : -points;
    }
}
