package io.pointstream.topologies;

import org.jspecify.annotations.Nullable;

/** A record that can never be processed: it goes to the dead letters, and the stream goes on. */
public final class PoisonRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a record is a dead letter; the text of the header {@link DeadLetters#REASON}. */
    public enum Reason {
        /** The value is no record of ours: garbage, cut short, empty, or of an unknown schema. */
        UNREADABLE,
        /** The record has no key. */
        NULL_KEY,
        /** The record has no value; activity topics are not compacted, so it deletes nothing. */
        NULL_VALUE,
        /** The key is not the account id of the value, so the record may lie in the wrong partition. */
        KEY_MISMATCH,
        /** A field is outside what the contract allows. */
        INVALID_FIELD,
        /** What it would do breaks an invariant of the ledger. */
        INVARIANT,
        /** The application's own code failed on it. */
        FAILED
    }

    private final Reason reason;

    public PoisonRecordException(Reason reason, String message) {
        this(reason, message, null);
    }

    public PoisonRecordException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
