package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.RiskMove;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.account.Suspicion;
import io.pointstream.engine.decision.LedgerWords;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import io.pointstream.engine.rules.RedemptionTerms;
import io.pointstream.engine.rules.RuleBook;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Suspicion, and what it does to points (DOMAIN 5): detection says how far it has gone, reviewers end it. While the level is
 * HOLD, awards are held; when it falls, all of them are released; when a case is confirmed, they are clawed back.
 *
 * @param at time of the news
 * @param clock of the account, the news included
 */
record Cases(StepBuilder step, Account account, RuleBook book, Instant at, Instant clock) {

    /** Takes in what detection says; null when it is no news. */
    @Nullable
    Step take(Risk risk) {
        Suspicion known = account.suspicion();
        if (risk.revision() <= known.revision()
                || risk.reviewedStep() < known.reviewedStep()
                || risk.cases().equals(known.cases())) {
            return null;
        }
        move(risk.cases(), risk.revision(), known.reviewedStep(), null);
        return step.fired();
    }

    /** Meets a reviewer's decision. */
    Step review(Review.Decided review) {
        String caseId = review.caseId();
        RiskCase known = account.suspicion().find(caseId);
        if (known == null) {
            return refuse(LedgerWords.noSuchCase(caseId));
        }
        boolean reinstates = review.decision() == Review.Decision.REINSTATE;
        if (known.isOpen() && reinstates) {
            return refuse(LedgerWords.noSuchDecision(caseId, review.decision().name()));
        }
        if (!known.isOpen() && !reinstates) {
            return refuse(LedgerWords.confirmedBefore(caseId, known.since()));
        }
        return switch (review.decision()) {
            case CONFIRM -> {
                long clawedBack = decide(review, known, new RiskCase(caseId, RiskLevel.BLOCKED, at));
                yield step.applied(LedgerWords.confirmed(caseId, review.reviewer(), clawedBack));
            }
            case CLEAR -> step.applied(LedgerWords.cleared(caseId, review.reviewer(), decide(review, known, null)));
            case REINSTATE -> {
                decide(review, known, null);
                yield step.applied(LedgerWords.reinstated(caseId, review.reviewer()));
            }
            case ESCALATE -> {
                step.risk(new RiskMove(account.suspicion().cases(), review));
                yield step.applied(LedgerWords.escalated(caseId));
            }
        };
    }

    /** Puts what a reviewer has made of a case in its place; gives the held points that it moved. */
    private long decide(Review.Decided review, RiskCase known, @Nullable RiskCase decided) {
        List<RiskCase> cases = new ArrayList<>(account.suspicion().cases());
        int place = cases.indexOf(known);
        if (decided == null) {
            cases.remove(place);
        } else {
            cases.set(place, decided);
        }
        return move(List.copyOf(cases), account.suspicion().revision(), step.number(), review);
    }

    /** Sets the cases, and releases or claws back what was held for them; gives how many points. */
    private long move(List<RiskCase> cases, long revision, long reviewedStep, Review.@Nullable Decided review) {
        step.change(new Change.RiskSet(cases, revision, reviewedStep));
        step.risk(new RiskMove(cases, review));
        RiskLevel level = RiskCase.highest(cases);
        if (level == RiskLevel.HOLD) {
            return 0;
        }
        return level == RiskLevel.BLOCKED ? step.clawBack() : step.release(this::dayOfReturn);
    }

    /** Held points do not expire; whose day has passed, gets some more, as frozen ones do (DOMAIN 4). */
    private LocalDate dayOfReturn(LocalDate day) {
        RedemptionTerms terms = book.redemption();
        return day.isBefore(localDay(clock)) ? localDay(at).plusDays(terms == null ? 0 : terms.returnedDays()) : day;
    }

    private LocalDate localDay(Instant time) {
        return book.calendar().day(time.toEpochMilli()).date();
    }

    private Step refuse(Reason why) {
        return step.withoutAward(Outcome.NOT_ELIGIBLE, why);
    }
}
