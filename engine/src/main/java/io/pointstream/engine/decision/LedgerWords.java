package io.pointstream.engine.decision;

import io.pointstream.engine.ledger.Credited;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts the answers to refunds, redemptions and reviews into words. */
public final class LedgerWords {

    private LedgerWords() {}

    /** A refund took back what the payment earned. */
    public static Reason refunded(String payment, long fen, long soFarFen, long paidFen, long points, long debt) {
        StringBuilder out = new StringBuilder(96);
        yuan(out, fen).append(" of payment ").append(payment).append(" refunded");
        if (soFarFen != fen) {
            yuan(out.append(", "), soFarFen).append(" in all");
        }
        yuan(out.append(", of "), paidFen).append("; ");
        points(out, points).append(" reversed");
        if (debt > 0) {
            Numbers.grouped(out.append(", "), debt).append(" of them as debt");
        }
        return told(out);
    }

    /** A refund came before its payment. */
    public static Reason waitsForPayment(String payment, Instant until) {
        return new Reason.Told("payment " + payment + " is not known; the refund waits for it until " + until);
    }

    /** A refund that cannot find its payment any more. */
    public static Reason paymentUnknown(String payment) {
        return new Reason.Told("payment " + payment + " is not known, and the refund is too old to wait for it");
    }

    /** A refund of a payment whose award was clawed back: there is nothing left to take. */
    public static Reason refundedAfterClawBack(String payment, long fen) {
        StringBuilder out = new StringBuilder(96);
        yuan(out, fen).append(" of payment ").append(payment);
        return told(out.append(" refunded; what it earned was clawed back before"));
    }

    public static Reason refundKnown(String refund, Instant first) {
        return new Reason.Told("refund " + refund + " was already counted by an event of " + first);
    }

    public static Reason nothingLeftToRefund(String payment, long paidFen) {
        StringBuilder out = new StringBuilder(64).append("all ");
        return told(yuan(out, paidFen).append(" of payment ").append(payment).append(" were refunded before"));
    }

    public static Reason kindNotOffered(String kind) {
        return new Reason.Told(kind + " is not offered by this rule book");
    }

    public static Reason redemptionKnown(String redemption, Instant first) {
        return new Reason.Told("redemption " + redemption + " was already requested at " + first);
    }

    public static Reason belowMinimum(String kind, long points, long minimum) {
        StringBuilder out = new StringBuilder(64).append(kind).append(": ");
        points(out, points).append(" are below the minimum of ");
        return told(Numbers.grouped(out, minimum));
    }

    /** A request does not meet the condition of its kind. */
    public static Reason conditionNotMet(String kind, String condition) {
        return new Reason.Told(kind + ": the request does not meet " + condition);
    }

    public static Reason noSuchPartner(String kind, @Nullable String partner) {
        return new Reason.Told(
                kind + ": " + (partner == null ? "no partner is named" : partner + " takes no points over"));
    }

    public static Reason noCost(String kind, String problem) {
        return new Reason.Told(kind + ": " + problem);
    }

    public static Reason overDailyLimit(String what, long limit, LocalDate day) {
        StringBuilder out = new StringBuilder(64).append(what).append(": ");
        return told(Numbers.grouped(out, limit).append(" a day, used up on ").append(day));
    }

    public static Reason inDebt(long debt) {
        StringBuilder out = new StringBuilder(48).append("the account owes ");
        return told(points(out, debt));
    }

    public static Reason notEnough(long cost, long available) {
        StringBuilder out = new StringBuilder(48);
        points(out, cost).append(" needed, ");
        return told(Numbers.grouped(out, available).append(" available"));
    }

    public static Reason frozen(long cost, Instant answerBy) {
        StringBuilder out = new StringBuilder(64);
        return told(points(out, cost)
                .append(" frozen; the merchant answers before ")
                .append(answerBy));
    }

    public static Reason frozenForReview(long cost, String caseId) {
        StringBuilder out = new StringBuilder(64);
        return told(
                points(out, cost).append(" frozen until case ").append(caseId).append(" is decided"));
    }

    public static Reason redemptionUnknown(String redemption) {
        return new Reason.Told("redemption " + redemption + " is not known");
    }

    /**
     * An answer to a redemption that waits for none.
     *
     * @param status where it is, such as {@code TIMED_OUT}
     */
    public static Reason notWaiting(String redemption, String status) {
        return new Reason.Told("redemption " + redemption + " waits for no such answer: it is " + words(status));
    }

    public static Reason acceptanceRemembered(String caseId) {
        return new Reason.Told("accepted; the points are captured when case " + caseId + " is cleared");
    }

    public static Reason captured(long cost, Credited credited) {
        StringBuilder out = new StringBuilder(96);
        points(out, cost).append(" captured for ").append(credited.amount().toPlainString());
        out.append(' ').append(credited.unit()).append(", credited ");
        return told(out.append(credited.on() == null ? "when triggered" : "on " + credited.on()));
    }

    /**
     * Frozen points were released.
     *
     * @param why the status it ended in, such as {@code DECLINED}
     */
    public static Reason released(long cost, String why) {
        StringBuilder out = new StringBuilder(64).append(words(why)).append("; ");
        return told(points(out, cost).append(" released"));
    }

    public static Reason redemptionRefunded(long cost) {
        StringBuilder out = new StringBuilder(48);
        return told(points(out, cost).append(" given back"));
    }

    public static Reason tooLateToRefund(Instant acceptedAt, Instant until) {
        return new Reason.Told("accepted at " + acceptedAt + ", to be refunded until " + until);
    }

    public static Reason caseCleared(String caseId, Instant answerBy) {
        return new Reason.Told("case " + caseId + " cleared; the merchant answers before " + answerBy);
    }

    /** A reviewer found nothing wrong. */
    public static Reason cleared(String caseId, String reviewer, long released) {
        StringBuilder out = new StringBuilder(96).append("case ").append(caseId).append(" cleared by ");
        return told(points(out.append(reviewer).append("; "), released).append(" released"));
    }

    /** A reviewer confirmed the suspicion. */
    public static Reason confirmed(String caseId, String reviewer, long clawedBack) {
        StringBuilder out =
                new StringBuilder(128).append("case ").append(caseId).append(" confirmed by ");
        return told(points(out.append(reviewer).append("; "), clawedBack)
                .append(" clawed back; the account earns nothing until it is reinstated"));
    }

    /** A reviewer lets a confirmed account earn again. */
    public static Reason reinstated(String caseId, String reviewer) {
        return new Reason.Told("case " + caseId + " reinstated by " + reviewer);
    }

    /** A confirmed account earns nothing. */
    public static Reason blocked(String caseId, Instant since) {
        return new Reason.Told("case " + caseId + " was confirmed; the account earns nothing since " + since
                + " until it is reinstated");
    }

    /** A decision about a case that was confirmed before. */
    public static Reason confirmedBefore(String caseId, Instant since) {
        return new Reason.Told("case " + caseId + " is closed: it was confirmed at " + since);
    }

    public static Reason escalated(String caseId) {
        return new Reason.Told("case " + caseId + " stays open");
    }

    public static Reason noSuchCase(String caseId) {
        return new Reason.Told("case " + caseId + " is not open");
    }

    public static Reason noSuchDecision(String caseId, String decision) {
        return new Reason.Told(decision + " decides nothing about case " + caseId);
    }

    private static Reason told(StringBuilder out) {
        return new Reason.Told(out.toString());
    }

    private static StringBuilder points(StringBuilder out, long points) {
        return Numbers.grouped(out, points).append(points == 1 ? " point" : " points");
    }

    private static StringBuilder yuan(StringBuilder out, long fen) {
        return Numbers.grouped(out, fen, 2).append(" yuan");
    }

    private static String words(String status) {
        return status.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
