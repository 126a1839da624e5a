package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import java.time.Duration;

/**
 * How refunds of payments are met (DOMAIN 3.1).
 *
 * @param paymentMemory a payment and its refund are at most so far apart, inclusive
 * @param beforePayment a refund known before its payment is applied when the two are at most so far apart, inclusive
 * @param keptFor how far behind the account's clock a refund may fall that waits for its payment
 */
public record RefundTerms(Duration paymentMemory, Duration beforePayment, Duration keptFor) {

    /** Ids of refunds that were counted. */
    public static final Scope REFUNDS = new Scope("refund", null);

    private static final String PAYMENTS = "payment";
    private static final String WAITING = "refund.waiting";

    static RefundTerms of(Duration paymentMemory, Duration beforePayment, Duration lateness) {
        return new RefundTerms(paymentMemory, beforePayment, beforePayment.plus(lateness));
    }

    /**
     * How far a payment may fall behind the account's newest event before it is unknown to every refund. A refund is
     * applied however late it arrives, so this is as long again as the two may be apart.
     */
    public Duration paymentKeptFor() {
        return paymentMemory.multipliedBy(2);
    }

    /** Payments that were settled. */
    public Scope payments() {
        return new Scope(PAYMENTS, paymentKeptFor());
    }

    /** Refunds that wait for their payment, by payment. */
    public Scope waiting() {
        return new Scope(WAITING, keptFor);
    }
}
