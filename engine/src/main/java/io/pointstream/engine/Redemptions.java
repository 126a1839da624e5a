package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.CounterKey;
import io.pointstream.engine.account.Lot;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Notice;
import io.pointstream.engine.account.RedemptionRecord;
import io.pointstream.engine.account.RedemptionRecord.Status;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.account.TimeOut;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.decision.LedgerWords;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.expression.ExpressionFailure;
import io.pointstream.engine.ledger.Credited;
import io.pointstream.engine.risk.RiskLevel;
import io.pointstream.engine.rules.RedemptionTerms;
import io.pointstream.engine.rules.RedemptionTerms.CreditTerms;
import io.pointstream.engine.rules.RedemptionTerms.KindTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Spending in two phases: points are frozen on request, and captured or released on the answers of the merchant and, for
 * large redemptions, of a reviewer (DOMAIN 4).
 *
 * @param eventId of the event that is met
 * @param at its time
 * @param clock of the account, this event included
 */
record Redemptions(
        StepBuilder step,
        Account account,
        Memory memory,
        RedemptionTerms terms,
        ProgramCalendar calendar,
        String eventId,
        Instant at,
        Instant clock) {

    /** Cases of large redemptions are named by the redemption. */
    static final String CASE = "redemption-";

    /** What the account's windows count requests under. */
    private static final String REQUESTS = "redemption";

    /** Meets a request; a reviewer decides when it is large, or the account under suspicion. */
    Step request(Redemption.Requested request) {
        KindTerms kind = terms.kinds().get(request.kind());
        if (kind == null) {
            return refuse(LedgerWords.kindNotOffered(request.kind().name()));
        }
        Reason refusal = refusal(request, kind);
        if (refusal != null) {
            return refuse(refusal);
        }
        CreditTerms credit = kind.credit(request.partner());
        if (credit == null) {
            return refuse(LedgerWords.noSuchPartner(request.kind().name(), nameOf(request.partner())));
        }
        long cost;
        try {
            long surcharge = kind.surcharge() == null ? 0 : kind.surcharge().of(request);
            cost = Math.addExact(request.points(), Math.max(0, surcharge));
        } catch (ExpressionFailure | ArithmeticException e) {
            return refuse(LedgerWords.noCost(request.kind().name(), String.valueOf(e.getMessage())));
        }
        if (account.balance().debt() > 0) {
            return refuse(LedgerWords.inDebt(account.balance().debt()));
        }
        if (account.balance().available() < cost) {
            return refuse(LedgerWords.notEnough(cost, account.balance().available()));
        }
        return freeze(
                request,
                cost,
                credit,
                account.suspicion().level() != RiskLevel.NONE || request.points() >= terms.reviewFrom());
    }

    /** Meets an acceptance. */
    Step accept(Redemption.Accepted answer) {
        RedemptionRecord known = recall(answer.redemptionId());
        if (known == null) {
            return unknown(answer.redemptionId());
        }
        return switch (known.status()) {
            case WAITING -> capture(known, at);
            case IN_REVIEW -> {
                step.redemption(known.now(Status.ACCEPTED_IN_REVIEW, null, at));
                yield step.applied(LedgerWords.acceptanceRemembered(CASE + known.redemptionId()));
            }
            default -> notWaiting(known);
        };
    }

    /**
     * Meets a merchant's refusal.
     *
     * @param end DECLINED or OUT_OF_STOCK
     */
    Step decline(String redemptionId, Status end) {
        RedemptionRecord known = recall(redemptionId);
        if (known == null) {
            return unknown(redemptionId);
        }
        if (!known.status().isOpen()) {
            return notWaiting(known);
        }
        if (end == Status.OUT_OF_STOCK) {
            step.notify(new Notice(Notice.Kind.COMPENSATION_COUPON, known.cost(), at, null));
        }
        return release(known, end);
    }

    /** Meets the refund of a captured redemption. */
    Step refund(Redemption.Refunded refund) {
        RedemptionRecord known = recall(refund.redemptionId());
        if (known == null) {
            return unknown(refund.redemptionId());
        }
        if (known.status() != Status.CAPTURED) {
            return notWaiting(known);
        }
        Instant acceptedAt = Objects.requireNonNull(known.acceptedAt());
        Instant until = acceptedAt.plus(terms.refundWithin());
        if (at.isAfter(until)) {
            return refuse(LedgerWords.tooLateToRefund(acceptedAt, until));
        }
        step.refund(known, returning(known, calendar, clock, at, terms.returnedDays()));
        step.redemption(known.ended(Status.REFUNDED));
        return step.applied(LedgerWords.redemptionRefunded(known.cost()));
    }

    /** Meets a reviewer's decision on a large redemption. */
    Step review(Review.Decided review) {
        RedemptionRecord known = recall(review.caseId().substring(CASE.length()));
        if (known == null || !known.status().inReview()) {
            return refuse(LedgerWords.noSuchCase(review.caseId()));
        }
        return switch (review.decision()) {
            case CONFIRM -> release(known, Status.REJECTED);
            case CLEAR ->
                known.status() == Status.ACCEPTED_IN_REVIEW
                        ? capture(known, Objects.requireNonNull(known.acceptedAt()))
                        : await(known, review.caseId());
            case ESCALATE -> step.applied(LedgerWords.escalated(review.caseId()));
            case REINSTATE ->
                refuse(LedgerWords.noSuchDecision(
                        review.caseId(), review.decision().name()));
        };
    }

    /**
     * The lots that the points of a redemption become when they return: their own, but for those that have expired by the
     * account's clock.
     *
     * @param at the time of the return
     * @return earliest expiry first
     */
    static List<Lot> returning(
            RedemptionRecord record, ProgramCalendar calendar, Instant clock, Instant at, int returnedDays) {
        LocalDate today = calendar.day(clock.toEpochMilli()).date();
        LocalDate anew = calendar.day(at.toEpochMilli()).date().plusDays(returnedDays);
        return record.lots().stream()
                .map(lot -> lot.expiresOn().isBefore(today) ? new Lot(anew, lot.points()) : lot)
                .sorted(Comparator.comparing(Lot::expiresOn))
                .toList();
    }

    /** Why the request cannot be met, whatever the balance; null when it can. */
    private @Nullable Reason refusal(Redemption.Requested request, KindTerms kind) {
        String name = request.kind().name();
        Remembered before = memory.recall(RedemptionTerms.REDEMPTIONS, request.redemptionId());
        if (before != null) {
            return LedgerWords.redemptionKnown(request.redemptionId(), before.at());
        }
        if (request.points() < kind.minimum()) {
            return LedgerWords.belowMinimum(name, request.points(), kind.minimum());
        }
        try {
            if (!kind.when().holds(request)) {
                return LedgerWords.conditionNotMet(name, kind.condition());
            }
        } catch (ExpressionFailure e) {
            return LedgerWords.noCost(name, String.valueOf(e.getMessage()));
        }
        CalendarDay day = calendar.day(at.toEpochMilli());
        if (kind.perDay() != null && frozenOn(day, request) >= kind.perDay()) {
            return LedgerWords.overDailyLimit(counter(request).key(), kind.perDay(), day.date());
        }
        return null;
    }

    private Step freeze(Redemption.Requested request, long cost, CreditTerms credit, boolean review) {
        CalendarDay day = calendar.day(at.toEpochMilli());
        String redemptionId = request.redemptionId();
        List<Lot> lots = step.freeze(redemptionId, cost);
        step.change(new Change.Tallied(counter(request), day.epochDay(), day.epochDay() + 1, 1, null, false));
        BigDecimal amount = BigDecimal.valueOf(request.points())
                .multiply(BigDecimal.valueOf(
                        credit.rate().unscaled(), credit.rate().scale()));
        TimeOut timeOut =
                review ? null : new TimeOut(at.plus(terms.answerWithin()).toEpochMilli(), step.number(), redemptionId);
        if (timeOut != null) {
            step.change(new Change.TimeOutSet(timeOut));
        }
        step.redemption(new RedemptionRecord(
                redemptionId,
                eventId,
                at,
                request.kind(),
                request.partner(),
                request.itemId(),
                request.points(),
                cost,
                new Credited(amount, credit.unit(), credit.when(), null),
                review ? Status.IN_REVIEW : Status.WAITING,
                timeOut,
                null,
                lots));
        return step.applied(
                review
                        ? LedgerWords.frozenForReview(cost, CASE + redemptionId)
                        : LedgerWords.frozen(cost, at.plus(terms.answerWithin())));
    }

    private Step capture(RedemptionRecord known, Instant acceptedAt) {
        endTimeOut(known);
        LocalDate today = calendar.day(at.toEpochMilli()).date();
        Credited promised = known.promised();
        Credited credited = new Credited(
                promised.amount(),
                promised.unit(),
                promised.when(),
                switch (promised.when()) {
                    case AT_ONCE -> today;
                    case NEXT_DAY -> today.plusDays(1);
                    case MANUALLY -> null;
                });
        step.capture(known, credited);
        step.redemption(known.now(Status.CAPTURED, null, acceptedAt));
        return step.applied(LedgerWords.captured(known.cost(), credited));
    }

    private Step release(RedemptionRecord known, Status end) {
        endTimeOut(known);
        step.unfreeze(known, eventId, returning(known, calendar, clock, at, terms.returnedDays()));
        step.redemption(known.ended(end));
        return step.applied(LedgerWords.released(known.cost(), end.name()));
    }

    /** A cleared redemption waits for its answer as others do; the wait cannot have ended before the decision. */
    private Step await(RedemptionRecord known, String caseId) {
        Instant due = known.requestedAt().plus(terms.answerWithin());
        Instant until = due.isBefore(at) ? at : due;
        TimeOut timeOut = new TimeOut(until.toEpochMilli(), step.number(), known.redemptionId());
        step.change(new Change.TimeOutSet(timeOut));
        step.redemption(known.now(Status.WAITING, timeOut, null));
        return step.applied(LedgerWords.caseCleared(caseId, until));
    }

    private void endTimeOut(RedemptionRecord known) {
        if (known.timeOut() != null) {
            step.change(new Change.TimeOutEnded(known.timeOut()));
        }
    }

    private @Nullable RedemptionRecord recall(String redemptionId) {
        return recall(memory, redemptionId);
    }

    /** A redemption that was requested before, or null. */
    static @Nullable RedemptionRecord recall(Memory memory, String redemptionId) {
        Remembered entry = memory.recall(RedemptionTerms.REDEMPTIONS, redemptionId);
        return entry == null
                ? null
                : entry.payload(RedemptionRecord.class, bytes -> RedemptionRecord.decode(redemptionId, bytes));
    }

    private long frozenOn(CalendarDay day, Redemption.Requested request) {
        return account.tally(counter(request), day.epochDay(), day.epochDay() + 1)
                .sum();
    }

    /** What has a daily limit of its own: a kind, or a partner within it. */
    private static CounterKey counter(Redemption.Requested request) {
        String kind = request.kind().name();
        return new CounterKey(
                REQUESTS, request.kind() == Redemption.Kind.PARTNER ? kind + " " + nameOf(request.partner()) : kind);
    }

    private static @Nullable String nameOf(@Nullable Partner partner) {
        return partner == null ? null : partner.name();
    }

    private Step refuse(Reason why) {
        return step.withoutAward(Outcome.NOT_ELIGIBLE, why);
    }

    private Step unknown(String redemptionId) {
        return refuse(LedgerWords.redemptionUnknown(redemptionId));
    }

    private Step notWaiting(RedemptionRecord known) {
        return refuse(
                LedgerWords.notWaiting(known.redemptionId(), known.status().name()));
    }
}
