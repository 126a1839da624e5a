package io.pointstream.engine.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Refunds that wait for one payment.
 *
 * @param refunds in their order of arrival
 */
public record WaitingRefunds(List<Refund> refunds) implements Payload {

    private static final int FORMAT = 1;

    /**
     * A refund that waits.
     *
     * @param at the refund's event time
     */
    public record Refund(String refundId, String eventId, Instant at, long amountFen) {}

    @Override
    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.raw(FORMAT);
        out.number(refunds.size());
        for (Refund refund : refunds) {
            out.text(refund.refundId);
            out.text(refund.eventId);
            out.number(refund.at.toEpochMilli());
            out.number(refund.amountFen);
        }
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} for bytes that no version wrote. */
    public static WaitingRefunds decode(byte[] bytes) {
        StateReader in = StateReader.of(bytes, FORMAT, "waiting refunds");
        List<Refund> refunds = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            refunds.add(new Refund(in.text(), in.text(), Instant.ofEpochMilli(in.number()), in.number()));
        }
        in.end();
        return new WaitingRefunds(refunds);
    }
}
