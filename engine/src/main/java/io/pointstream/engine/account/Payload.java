package io.pointstream.engine.account;

/**
 * What an account remembers under a key: a value of the engine, or its bytes as a store gave them back. Values become
 * bytes only where they are stored.
 */
public sealed interface Payload permits PaymentRecord, RedemptionRecord, WaitingRefunds, StoredPayload {

    /** Its bytes, with a format version of its own. */
    byte[] encode();
}
