package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Forgotten;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.PaymentRecord;
import io.pointstream.engine.account.PaymentRecord.Earned;
import io.pointstream.engine.account.PaymentRecord.Part;
import io.pointstream.engine.account.PaymentRecord.UsedUp;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.account.WaitingRefunds;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.LedgerWords;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.ledger.Component;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import io.pointstream.engine.rules.RefundTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refunds of payments, whichever of the two arrives first (DOMAIN 3.1).
 *
 * @param clock of the account, this event included
 */
record Refunds(StepBuilder step, Account account, Memory memory, RefundTerms terms, Instant clock) {

    /** Meets a refund. */
    Step refund(Payment.Refunded refund) {
        Instant at = refund.occurredAt();
        Instant counted = memory.firstSeen(RefundTerms.REFUNDS, refund.refundId());
        if (counted != null) {
            return step.withoutAward(Outcome.NOT_ELIGIBLE, LedgerWords.refundKnown(refund.refundId(), counted));
        }
        PaymentRecord payment = known(PaymentRecord.recall(memory, refund.paymentId()), at);
        if (payment == null) {
            return await(refund);
        }
        if (payment.refundedFen() == payment.paidFen()) {
            return step.withoutAward(
                    Outcome.NOT_ELIGIBLE, LedgerWords.nothingLeftToRefund(refund.paymentId(), payment.paidFen()));
        }
        step.remember(new Remembered(RefundTerms.REFUNDS, refund.refundId(), at));
        Reversal reversal = reverse(payment, refund.amountFen(), refund.eventId(), at);
        remember(refund.paymentId(), reversal.after());
        if (wasClawedBack(payment.earned())) {
            return step.applied(LedgerWords.refundedAfterClawBack(
                    refund.paymentId(), reversal.after().refundedFen() - payment.refundedFen()));
        }
        return step.applied(LedgerWords.refunded(
                refund.paymentId(),
                reversal.after().refundedFen() - payment.refundedFen(),
                reversal.after().refundedFen(),
                payment.paidFen(),
                reversal.points(),
                reversal.debt()));
    }

    /** Remembers a payment that was decided, and applies the refunds that waited for it. */
    void settled(Payment.Settled event, Decision decision) {
        List<UsedUp> usedUp = step.usedUpWithPayment();
        if (usedUp == null) {
            PaymentRecord before = PaymentRecord.recall(memory, event.paymentId());
            if (decision.ruleId() == null && known(before, event.occurredAt()) != null) {
                return;
            }
            usedUp = before == null ? List.of() : before.usedUp();
        }
        PaymentRecord payment = new PaymentRecord(event.occurredAt(), event.amountFen(), 0, usedUp, earned());
        if (account.mayHaveWaitingRefunds(clock.toEpochMilli())) {
            payment = withWaiting(event.paymentId(), payment);
        }
        remember(event.paymentId(), payment);
    }

    private Step await(Payment.Refunded refund) {
        Instant at = refund.occurredAt();
        step.remember(new Remembered(RefundTerms.REFUNDS, refund.refundId(), at));
        Instant until = at.plus(terms.keptFor());
        if (clock.isAfter(until)) {
            return step.withoutAward(Outcome.DEFERRED, LedgerWords.paymentUnknown(refund.paymentId()));
        }
        List<WaitingRefunds.Refund> waiting = waitingFor(refund.paymentId());
        waiting.add(new WaitingRefunds.Refund(refund.refundId(), refund.eventId(), at, refund.amountFen()));
        rememberWaiting(refund.paymentId(), waiting);
        step.change(new Change.RefundWaits(until.toEpochMilli()));
        return step.withoutAward(Outcome.DEFERRED, LedgerWords.waitsForPayment(refund.paymentId(), until));
    }

    /** The payment after the refunds that waited for it, in their order of arrival. */
    private PaymentRecord withWaiting(String paymentId, PaymentRecord settled) {
        List<WaitingRefunds.Refund> waiting = waitingFor(paymentId);
        List<WaitingRefunds.Refund> left = new ArrayList<>();
        PaymentRecord payment = settled;
        for (WaitingRefunds.Refund refund : waiting) {
            if (apart(refund.at(), payment.at()).compareTo(terms.beforePayment()) <= 0) {
                payment = reverse(payment, refund.amountFen(), refund.eventId(), refund.at())
                        .after();
            } else {
                left.add(refund);
            }
        }
        if (left.size() < waiting.size()) {
            rememberWaiting(paymentId, left);
        }
        return payment;
    }

    /** A payment if it is still known to a refund of the given time, or null. */
    private @Nullable PaymentRecord known(@Nullable PaymentRecord payment, Instant at) {
        if (payment == null) {
            return null;
        }
        // An entry that may have been swept counts as swept: what a refund meets is not left to when stores are tidied.
        boolean kept = !account.isBehind(payment.at(), terms.paymentKeptFor());
        return kept && apart(payment.at(), at).compareTo(terms.paymentMemory()) <= 0 ? payment : null;
    }

    /** The refunds that wait for a payment and are not given up yet. */
    private List<WaitingRefunds.Refund> waitingFor(String paymentId) {
        Remembered entry = memory.recall(terms.waiting(), paymentId);
        WaitingRefunds known = entry == null ? null : entry.payload(WaitingRefunds.class, WaitingRefunds::decode);
        List<WaitingRefunds.Refund> waiting = known == null ? new ArrayList<>() : new ArrayList<>(known.refunds());
        waiting.removeIf(refund -> clock.isAfter(refund.at().plus(terms.keptFor())));
        return waiting;
    }

    private void rememberWaiting(String paymentId, List<WaitingRefunds.Refund> waiting) {
        if (waiting.isEmpty()) {
            step.forget(new Forgotten(terms.waiting(), paymentId));
            return;
        }
        Instant newest = waiting.stream()
                .map(WaitingRefunds.Refund::at)
                .max(Instant::compareTo)
                .orElseThrow();
        step.remember(new Remembered(terms.waiting(), paymentId, newest, new WaitingRefunds(waiting)));
    }

    private void remember(String paymentId, PaymentRecord payment) {
        step.remember(new Remembered(terms.payments(), paymentId, payment.at(), payment));
    }

    /**
     * What a refund took back.
     *
     * @param debt the part of the points that became debt
     */
    private record Reversal(PaymentRecord after, long points, long debt) {}

    /** Reverses each posting of a payment up to its share; gives its base back to the windows of the payment's own time. */
    private Reversal reverse(PaymentRecord payment, long amountFen, String eventId, Instant at) {
        long before = payment.refundedFen();
        PaymentRecord after = payment.refunded(before + Math.min(amountFen, payment.paidFen() - before));
        Earned earned = payment.earned();
        long points = 0;
        long debt = 0;
        for (Part part : earned == null || wasClawedBack(earned) ? List.<Part>of() : earned.parts()) {
            long share =
                    part.reversed(after.refundedFen(), payment.paidFen()) - part.reversed(before, payment.paidFen());
            if (share > 0) {
                points += share;
                debt += step.reverse(Objects.requireNonNull(earned), part, share, eventId, at);
                if (part.component() == Component.BASE) {
                    Objects.requireNonNull(earned)
                            .windows()
                            .forEach(used ->
                                    step.change(new Change.GivenBack(used.cap(), used.start(), used.end(), share)));
                }
            }
        }
        return new Reversal(after, points, debt);
    }

    /** What was clawed back is not taken again. */
    private boolean wasClawedBack(@Nullable Earned earned) {
        return earned != null && account.suspicion().hasClawedBack(earned.step());
    }

    /** What the step's award posted, as later refunds need to know it; null for nothing. */
    private @Nullable Earned earned() {
        List<Part> parts = new ArrayList<>(step.postings().size());
        Posting any = null;
        for (int i = 0; i < step.postings().size(); i++) {
            Posting posting = step.postings().get(i);
            if (posting.kind() == PostingKind.EARN) {
                any = posting;
                parts.add(new Part(i + 1, Objects.requireNonNull(posting.component()), posting.points()));
            }
        }
        if (any == null) {
            return null;
        }
        List<PaymentRecord.Used> windows = new ArrayList<>(step.changes().size());
        for (Change change : step.changes()) {
            if (change instanceof Change.Granted granted) {
                windows.add(new PaymentRecord.Used(granted.cap(), granted.start(), granted.end()));
            }
        }
        return new Earned(
                step.number(),
                Objects.requireNonNull(any.ruleId()),
                Objects.requireNonNull(any.category()),
                Objects.requireNonNull(any.ruleBookVersion()),
                any.valueCoefficient(),
                Objects.requireNonNull(any.expiresOn()),
                parts,
                windows);
    }

    private static Duration apart(Instant one, Instant other) {
        return Duration.between(one, other).abs();
    }
}
