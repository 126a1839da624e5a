package io.pointstream.engine.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A refund that waits for its payment.
 *
 * @param at the refund's event time
 */
public record WaitingRefund(String refundId, String eventId, Instant at, long amountFen) {

    private static final int FORMAT = 1;

    /** The refunds of one payment, in their order of arrival, with a format version. */
    public static byte[] encode(List<WaitingRefund> refunds) {
        StateWriter out = new StateWriter();
        out.raw(FORMAT);
        out.number(refunds.size());
        for (WaitingRefund refund : refunds) {
            out.text(refund.refundId);
            out.text(refund.eventId);
            out.number(refund.at.toEpochMilli());
            out.number(refund.amountFen);
        }
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} for bytes that no version wrote. */
    public static List<WaitingRefund> decode(byte[] bytes) {
        StateReader in = StateReader.of(bytes, FORMAT, "waiting refunds");
        List<WaitingRefund> refunds = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            refunds.add(new WaitingRefund(in.text(), in.text(), Instant.ofEpochMilli(in.number()), in.number()));
        }
        in.end();
        return refunds;
    }
}
