package io.pointstream.engine.rules;

import io.pointstream.engine.account.PaymentRecord;
import io.pointstream.engine.account.Scope;
import java.time.Duration;

/**
 * How refunds of payments are met (DOMAIN 3.1).
 *
 * @param paymentMemory a payment and its refund are at most so far apart, inclusive
 * @param beforePayment a refund known before its payment is applied when the two are at most so far apart, inclusive
 * @param paymentKeptFor how far a payment may fall behind the account's newest event before it is unknown to every refund
 * @param keptFor how far behind the account's clock a refund may fall that waits for its payment
 * @param payments payments that were settled
 * @param waiting refunds that wait for their payment, by payment
 */
public record RefundTerms(
        Duration paymentMemory,
        Duration beforePayment,
        Duration paymentKeptFor,
        Duration keptFor,
        Scope payments,
        Scope waiting) {

    /** Ids of refunds that were counted. */
    public static final Scope REFUNDS = new Scope("refund", null);

    /** The same terms, with payments remembered at least so long. */
    RefundTerms rememberingPayments(Duration atLeast) {
        return atLeast.compareTo(paymentKeptFor) <= 0
                ? this
                : new RefundTerms(
                        paymentMemory,
                        beforePayment,
                        paymentKeptFor,
                        keptFor,
                        new Scope(PaymentRecord.SCOPE, atLeast),
                        waiting);
    }

    static RefundTerms of(Duration paymentMemory, Duration beforePayment, Duration lateness) {
        // A refund is applied however late it arrives, so this is as long again as the two may be apart.
        Duration paymentKeptFor = paymentMemory.multipliedBy(2);
        Duration keptFor = beforePayment.plus(lateness);
        return new RefundTerms(
                paymentMemory,
                beforePayment,
                paymentKeptFor,
                keptFor,
                new Scope(PaymentRecord.SCOPE, paymentKeptFor),
                new Scope("refund.waiting", keptFor));
    }
}
