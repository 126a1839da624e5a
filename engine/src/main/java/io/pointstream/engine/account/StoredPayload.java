package io.pointstream.engine.account;

/**
 * A payload that was read from a store.
 *
 * @param bytes what {@link Payload#encode} gave, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record StoredPayload(byte[] bytes) implements Payload {

    @Override
    public byte[] encode() {
        return bytes;
    }
}
