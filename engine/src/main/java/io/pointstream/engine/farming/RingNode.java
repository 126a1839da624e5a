package io.pointstream.engine.farming;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rings know of one account: how strongly each code is held against it, the first account of its ring, and at that
 * first account the ring itself. The first account of a ring that went into another keeps it as it was then.
 */
public final class RingNode {

    private static final byte VERSION = 1;

    private final String accountId;
    private final Map<ReasonCode, Told> held = new EnumMap<>(ReasonCode.class);
    private @Nullable String first;
    private @Nullable RingState ring;

    /** An account of which nothing is known. */
    public RingNode(String accountId) {
        this.accountId = accountId;
    }

    String accountId() {
        return accountId;
    }

    Map<ReasonCode, Told> held() {
        return held;
    }

    /** The first account of its ring, or null when it is in none. */
    @Nullable
    String first() {
        return first;
    }

    void first(String accountOfRing) {
        first = accountOfRing;
    }

    /** The ring of which this is or once was the first account, or null. */
    @Nullable
    RingState ring() {
        return ring;
    }

    void ring(RingState begun) {
        ring = begun;
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.unsigned(VERSION);
        out.size(held.size());
        held.forEach((code, told) -> {
            out.reasonCode(code);
            told.write(out);
        });
        out.optional(first);
        out.flag(ring != null);
        if (ring != null) {
            ring.write(out);
        }
        return out.bytes();
    }

    /**
     * Reads what is known of an account.
     *
     * @throws StateFormatException when the bytes are none of {@link #encode}'s
     */
    public static RingNode decode(String accountId, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.version("account in rings", VERSION);
        RingNode node = new RingNode(accountId);
        for (int left = in.size(); left > 0; left--) {
            node.held.put(in.reasonCode(), Told.read(in));
        }
        node.first = in.optional();
        node.ring = in.flag() ? RingState.read(in) : null;
        in.end();
        return node;
    }
}
