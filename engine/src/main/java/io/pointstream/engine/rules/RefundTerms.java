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
     * Payments that were settled. A refund is applied however late it arrives, so an entry stays for another such time
     * behind the newest event.
     */
    public Scope payments() {
        return new Scope(PAYMENTS, paymentMemory.multipliedBy(2));
    }

    /** Refunds that wait for their payment, by payment. */
    public Scope waiting() {
        return new Scope(WAITING, keptFor);
    }
}
