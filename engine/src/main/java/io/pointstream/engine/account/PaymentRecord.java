package io.pointstream.engine.account;

import io.pointstream.engine.ledger.Component;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A settled payment, as refunds need to know it.
 *
 * @param at the payment's event time
 * @param paidFen the amount paid
 * @param refundedFen what was refunded so far; at most the amount paid
 * @param earned what it earned; null for nothing
 */
public record PaymentRecord(
        Instant at,
        long paidFen,
        long refundedFen,
        @Nullable Earned earned) implements Payload {

    private static final int FORMAT = 1;

    /**
     * What a payment earned.
     *
     * @param step the step of its postings
     * @param expiresOn of all its points
     * @param version of the rule book
     * @param parts its postings
     * @param windows that its base used up
     */
    public record Earned(
            long step,
            String ruleId,
            String category,
            int version,
            BigDecimal valueCoefficient,
            LocalDate expiresOn,
            List<Part> parts,
            List<Used> windows) {}

    /**
     * One posting.
     *
     * @param number within its step
     */
    public record Part(int number, Component component, long points) {

        /** How many of its points are reversed once so much of the payment is refunded: ceil(points × refunded / paid). */
        public long reversed(long refundedFen, long paidFen) {
            if (Math.multiplyHigh(points, refundedFen) == 0 && points * refundedFen >= 0) {
                return Math.ceilDiv(points * refundedFen, paidFen);
            }
            BigInteger[] parts = BigInteger.valueOf(points)
                    .multiply(BigInteger.valueOf(refundedFen))
                    .divideAndRemainder(BigInteger.valueOf(paidFen));
            return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
        }
    }

    /** A capped window, by its days. */
    public record Used(String cap, int start, int end) {}

    /** The same payment with more of it refunded. */
    public PaymentRecord refunded(long sumFen) {
        return new PaymentRecord(at, paidFen, sumFen, earned);
    }

    @Override
    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.raw(FORMAT);
        out.number(at.toEpochMilli());
        out.number(paidFen);
        out.number(refundedFen);
        if (earned == null) {
            out.raw(0);
            return out.toByteArray();
        }
        out.raw(1);
        out.number(earned.step);
        out.text(earned.ruleId);
        out.text(earned.category);
        out.number(earned.version);
        out.number(earned.valueCoefficient.unscaledValue().longValueExact());
        out.number(earned.valueCoefficient.scale());
        out.number(earned.expiresOn.toEpochDay());
        out.number(earned.parts.size());
        for (Part part : earned.parts) {
            out.number(part.number);
            out.choice(part.component);
            out.number(part.points);
        }
        out.number(earned.windows.size());
        for (Used window : earned.windows) {
            out.text(window.cap);
            out.number(window.start);
            out.number(window.end);
        }
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} for bytes that no version wrote. */
    public static PaymentRecord decode(byte[] bytes) {
        StateReader in = StateReader.of(bytes, FORMAT, "a payment");
        Instant at = Instant.ofEpochMilli(in.number());
        long paidFen = in.number();
        long refundedFen = in.number();
        Earned earned = in.raw() == 0 ? null : earned(in);
        in.end();
        return new PaymentRecord(at, paidFen, refundedFen, earned);
    }

    private static Earned earned(StateReader in) {
        long step = in.number();
        String ruleId = in.text();
        String category = in.text();
        int version = in.integer();
        BigDecimal coefficient = BigDecimal.valueOf(in.number(), in.integer());
        LocalDate expiresOn = LocalDate.ofEpochDay(in.number());
        List<Part> parts = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            parts.add(new Part(in.integer(), in.choice(Component.class), in.number()));
        }
        List<Used> windows = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            windows.add(new Used(in.text(), in.integer(), in.integer()));
        }
        return new Earned(step, ruleId, category, version, coefficient, expiresOn, parts, windows);
    }
}
