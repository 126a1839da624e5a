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
 * A settled payment, as refunds and rules that pay it once need to know it.
 *
 * @param at the payment's event time
 * @param paidFen the amount paid
 * @param refundedFen what was refunded so far; at most the amount paid
 * @param usedUp the keys that its id has used up
 * @param earned what it earned; null for nothing
 */
public record PaymentRecord(
        Instant at,
        long paidFen,
        long refundedFen,
        List<UsedUp> usedUp,
        @Nullable Earned earned) implements Payload {

    /** Name of the scope in which an account remembers its payments, by their ids. */
    public static final String SCOPE = "payment";

    private static final Scope ASKED = new Scope(SCOPE, null);
    private static final int WITHOUT_USED_UP = 1;
    private static final int FORMAT = 2;

    /**
     * A key that the payment's id has used up.
     *
     * @param name of the keys
     * @param at when
     */
    public record UsedUp(String name, Instant at) {}

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

    /** The payment of an id as an account remembers it, or null. */
    public static @Nullable PaymentRecord recall(Memory memory, String paymentId) {
        Remembered entry = memory.recall(ASKED, paymentId);
        return entry == null ? null : entry.payload(PaymentRecord.class, PaymentRecord::decode);
    }

    /** The same payment with more of it refunded. */
    public PaymentRecord refunded(long sumFen) {
        return new PaymentRecord(at, paidFen, sumFen, usedUp, earned);
    }

    /** When its id used a key up, or null. */
    public @Nullable Instant usedUp(String name) {
        for (UsedUp key : usedUp) {
            if (key.name.equals(name)) {
                return key.at;
            }
        }
        return null;
    }

    /** Its used up keys with one more. */
    public List<UsedUp> usedUpWith(UsedUp more) {
        List<UsedUp> keys = new ArrayList<>(usedUp);
        keys.removeIf(key -> key.name.equals(more.name));
        keys.add(more);
        return keys;
    }

    @Override
    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.raw(FORMAT);
        out.number(at.toEpochMilli());
        out.number(paidFen);
        out.number(refundedFen);
        out.number(usedUp.size());
        for (UsedUp key : usedUp) {
            out.text(key.name);
            out.number(key.at.toEpochMilli() - at.toEpochMilli());
        }
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
        int format = bytes.length > 0 && bytes[0] == WITHOUT_USED_UP ? WITHOUT_USED_UP : FORMAT;
        StateReader in = StateReader.of(bytes, format, "a payment");
        Instant at = Instant.ofEpochMilli(in.number());
        long paidFen = in.number();
        long refundedFen = in.number();
        List<UsedUp> usedUp = format == WITHOUT_USED_UP ? List.of() : usedUp(in, at);
        Earned earned = in.raw() == 0 ? null : earned(in);
        in.end();
        return new PaymentRecord(at, paidFen, refundedFen, usedUp, earned);
    }

    private static List<UsedUp> usedUp(StateReader in, Instant at) {
        List<UsedUp> keys = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            keys.add(new UsedUp(in.text(), at.plusMillis(in.number())));
        }
        return keys;
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
