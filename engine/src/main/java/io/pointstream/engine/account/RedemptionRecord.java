package io.pointstream.engine.account;

import io.pointstream.engine.event.Redemption.Kind;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.ledger.Credited;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A redemption whose points were frozen, and what became of it.
 *
 * @param eventId of the request
 * @param requestedAt the request's event time
 * @param points that were asked for
 * @param cost points that were frozen: with shipping and customs
 * @param promised what is credited for the points; its day is known when they are captured
 * @param timeOut the end of the wait for an answer; null unless it is WAITING
 * @param acceptedAt the acceptance's event time; null before it
 * @param lots that the points came from, earliest expiry first; kept while the points may return
 */
public record RedemptionRecord(
        String redemptionId,
        String eventId,
        Instant requestedAt,
        Kind kind,
        @Nullable Partner partner,
        String itemId,
        long points,
        long cost,
        Credited promised,
        Status status,
        @Nullable TimeOut timeOut,
        @Nullable Instant acceptedAt,
        List<Lot> lots)
        implements Payload {

    private static final int FORMAT = 1;

    /** Where a redemption is. */
    public enum Status {
        /** The merchant has to answer. */
        WAITING,
        /** A reviewer has to decide; the merchant has not accepted. */
        IN_REVIEW,
        /** A reviewer has to decide; the merchant has accepted. */
        ACCEPTED_IN_REVIEW,
        CAPTURED,
        DECLINED,
        OUT_OF_STOCK,
        TIMED_OUT,
        /** The reviewer confirmed the suspicion. */
        REJECTED,
        REFUNDED;

        /** Whether its points are frozen. */
        public boolean isOpen() {
            return this == WAITING || inReview();
        }

        /** Whether a reviewer has to decide. */
        public boolean inReview() {
            return this == IN_REVIEW || this == ACCEPTED_IN_REVIEW;
        }
    }

    /** A redemption that goes on: its points stay where they are. */
    public RedemptionRecord now(Status next, @Nullable TimeOut nextTimeOut, @Nullable Instant accepted) {
        return new RedemptionRecord(
                redemptionId,
                eventId,
                requestedAt,
                kind,
                partner,
                itemId,
                points,
                cost,
                promised,
                next,
                nextTimeOut,
                accepted,
                lots);
    }

    /** A redemption whose points have returned. */
    public RedemptionRecord ended(Status end) {
        return new RedemptionRecord(
                redemptionId,
                eventId,
                requestedAt,
                kind,
                partner,
                itemId,
                points,
                cost,
                promised,
                end,
                null,
                acceptedAt,
                List.of());
    }

    /** Its bytes without its id, with a format version. Lots are written as the days between them. */
    @Override
    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.raw(FORMAT);
        out.text(eventId);
        out.number(requestedAt.toEpochMilli());
        out.choice(kind);
        out.raw(partner == null ? 0 : 1);
        if (partner != null) {
            out.choice(partner);
        }
        out.text(itemId);
        out.number(points);
        out.number(cost);
        out.text(promised.amount().toPlainString());
        out.text(promised.unit());
        out.choice(promised.when());
        out.choice(status);
        out.raw(timeOut == null ? 0 : 1);
        if (timeOut != null) {
            out.number(timeOut.dueMs());
            out.number(timeOut.step());
        }
        out.raw(acceptedAt == null ? 0 : 1);
        if (acceptedAt != null) {
            out.number(acceptedAt.toEpochMilli());
        }
        out.number(lots.size());
        long before = 0;
        for (Lot lot : lots) {
            out.number(lot.expiresOn().toEpochDay() - before);
            out.number(lot.points());
            before = lot.expiresOn().toEpochDay();
        }
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} for bytes that no version wrote. */
    public static RedemptionRecord decode(String redemptionId, byte[] bytes) {
        StateReader in = StateReader.of(bytes, FORMAT, "a redemption");
        String eventId = in.text();
        Instant requestedAt = Instant.ofEpochMilli(in.number());
        Kind kind = in.choice(Kind.class);
        Partner partner = in.raw() == 0 ? null : in.choice(Partner.class);
        String itemId = in.text();
        long points = in.number();
        long cost = in.number();
        Credited promised = new Credited(new BigDecimal(in.text()), in.text(), in.choice(Credited.When.class), null);
        Status status = in.choice(Status.class);
        TimeOut timeOut = in.raw() == 0 ? null : new TimeOut(in.number(), in.number(), redemptionId);
        Instant acceptedAt = in.raw() == 0 ? null : Instant.ofEpochMilli(in.number());
        List<Lot> lots = new ArrayList<>();
        long day = 0;
        for (int left = in.count(); left > 0; left--) {
            day += in.number();
            lots.add(new Lot(LocalDate.ofEpochDay(day), in.number()));
        }
        in.end();
        return new RedemptionRecord(
                redemptionId,
                eventId,
                requestedAt,
                kind,
                partner,
                itemId,
                points,
                cost,
                promised,
                status,
                timeOut,
                acceptedAt,
                lots);
    }
}
