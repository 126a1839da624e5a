package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.expression.ExpressionFailure;
import io.pointstream.engine.rules.Award.Price;
import io.pointstream.engine.rules.Rule;
import io.pointstream.engine.rules.RuleIndex;
import io.pointstream.engine.rules.RuleIndex.Candidate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule that awards an event (DOMAIN 2, steps 1 and 2): the first in the order of the book whose conditions all
 * hold. Every rule whose own condition holds counts the event towards its threshold, whichever rule awards it.
 */
final class Matching {

    private final StepBuilder step;
    private final Account account;
    private final Event event;
    private final Instant at;
    private final Memory memory;
    private final CalendarDay day;

    private boolean settled;
    private @Nullable Grant grant;
    private @Nullable Reason refusal;

    Matching(StepBuilder step, Account account, Event event, Instant at, Memory memory, CalendarDay day) {
        this.step = step;
        this.account = account;
        this.event = event;
        this.at = at;
        this.memory = memory;
        this.day = day;
    }

    Step decide(RuleIndex rules, EventType type) {
        for (Candidate candidate : rules.candidates(event)) {
            try {
                if (holds(candidate.when())) {
                    meet(candidate.rule());
                }
            } catch (ExpressionFailure e) {
                refuse(new Reason.Failed(candidate.rule().id(), String.valueOf(e.getMessage())));
            }
        }
        if (grant != null) {
            return grant.carryOut(step, account, day);
        }
        return step.refused(Outcome.NOT_ELIGIBLE, refusal != null ? refusal : new Reason.NoCondition(type));
    }

    private boolean holds(Condition condition) {
        return condition == Condition.ALWAYS || condition.holds(event);
    }

    /** A rule whose own condition holds: it counts the event, and awards it if no rule before it did. */
    private void meet(Rule rule) {
        Progress progress = rule.reaches() == null ? null : Progress.of(rule, rule.reaches(), account, event, day);
        boolean awards = !settled && offer(rule, progress);
        if (progress != null) {
            progress.count(step, awards);
        }
    }

    /** Whether the rule awards the event. */
    private boolean offer(Rule rule, @Nullable Progress progress) {
        if (progress != null && !progress.pays()) {
            refuse(progress.refusal());
            return false;
        }
        Used used = rule.once() == null ? null : Used.of(rule.once(), account, event, at, memory, day);
        if (used != null && used.before() != null) {
            refuse(new Reason.PaidBefore(rule.id(), used.fields(), used.before()));
            return false;
        }
        settled = true;
        Price price = rule.award().price(event);
        if (price.points() <= 0) {
            refusal = new Reason.ZeroBase(rule.id(), price.quantity(), price.rate(), price.weight());
            return false;
        }
        grant = new Grant(rule, price, progress, used);
        return true;
    }

    /** The first refusal is told, unless a rule comes further. */
    private void refuse(Reason reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }
}
