package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.CounterKey;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Price;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.decision.Running;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.Condition;
import io.pointstream.engine.expression.ExpressionFailure;
import io.pointstream.engine.rules.Award.Total;
import io.pointstream.engine.rules.Period;
import io.pointstream.engine.rules.Rule;
import io.pointstream.engine.rules.RuleIndex;
import io.pointstream.engine.rules.RuleIndex.Candidate;
import java.time.Instant;
import java.util.List;
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
    private Hurdle refusedAt = Hurdle.EXPRESSION;

    /** What an event must pass to be awarded by a rule, in this order. */
    private enum Hurdle {
        EXPRESSION,
        RUNS,
        PERIOD,
        TIER,
        THRESHOLD,
        ORDER,
        ONCE,
        BASE
    }

    Matching(StepBuilder step, Account account, Event event, Instant at, Memory memory, CalendarDay day) {
        this.step = step;
        this.account = account;
        this.event = event;
        this.at = at;
        this.memory = memory;
        this.day = day;
    }

    Decision decide(RuleIndex rules, EventType type) {
        List<Candidate> candidates = rules.candidates(event);
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            try {
                if (holds(candidate.when()) && isFor(candidate.rule())) {
                    meet(candidate.rule());
                }
            } catch (ExpressionFailure e) {
                refuse(Hurdle.EXPRESSION, new Reason.Failed(candidate.rule().id(), String.valueOf(e.getMessage())));
            }
        }
        if (grant != null) {
            return grant.carryOut(step, account, at, day);
        }
        return step.refusal(Outcome.NOT_ELIGIBLE, refusal != null ? refusal : new Reason.NoCondition(type));
    }

    private boolean holds(Condition condition) {
        return condition == Condition.ALWAYS || condition.holds(event);
    }

    /** Whether the rule runs, is told the event's own period, and is for the account's tier. */
    private boolean isFor(Rule rule) {
        if (rule.runs() != null && !rule.runs().contains(at)) {
            refuse(
                    Hurdle.RUNS,
                    new Reason.NotRunning(
                            rule.id(), rule.runs().from(), rule.runs().until()));
            return false;
        }
        if (rule.period() != null && !isOwn(rule, rule.period())) {
            return false;
        }
        if (rule.atLeast() != null && step.tier().compareTo(rule.atLeast()) < 0) {
            refuse(Hurdle.TIER, new Reason.TierTooLow(rule.id(), step.tier(), rule.atLeast()));
            return false;
        }
        return true;
    }

    private boolean isOwn(Rule rule, Period period) {
        String given = period.given(event);
        String own = period.own(day);
        if (!given.equals(own)) {
            refuse(
                    Hurdle.PERIOD,
                    new Reason.OtherPeriod(rule.id(), period.field().name(), given, own));
            return false;
        }
        return true;
    }

    /** A rule whose own condition holds: it counts the event, and awards it if no rule before it did. */
    private void meet(Rule rule) {
        Progress progress =
                rule.reaches() == null ? null : Progress.of(rule, rule.reaches(), account, event, memory, day);
        boolean awards = !settled && offer(rule, progress);
        if (progress != null) {
            progress.count(step, awards);
        }
    }

    /** Whether the rule awards the event. */
    private boolean offer(Rule rule, @Nullable Progress progress) {
        if (progress != null && !progress.pays()) {
            refuse(Hurdle.THRESHOLD, progress.refusal());
            return false;
        }
        NextStep next = rule.inOrder() == null ? null : NextStep.of(rule, rule.inOrder(), event, at, memory);
        if (next != null && next.refusal() != null) {
            refuse(Hurdle.ORDER, next.refusal());
            return false;
        }
        Used used = rule.once() == null ? null : Used.of(rule.once(), account, event, at, memory, day);
        if (used != null && used.before() != null) {
            refuse(Hurdle.ONCE, new Reason.PaidBefore(rule.id(), used.fields(), used.before()));
            return false;
        }
        settled = true;
        Total total = rule.award().total();
        Price price = total == null ? rule.award().price(event, null) : price(rule, total);
        if (price.points() <= 0) {
            refuse(Hurdle.BASE, new Reason.ZeroBase(rule.id(), price));
            return false;
        }
        grant = new Grant(rule, price, progress, next, used);
        return true;
    }

    /** Prices the event by what it adds to a total, which counts it even when it is worth nothing (DOMAIN 3.5). */
    private Price price(Rule rule, Total total) {
        String key = total.apart().of(event);
        int start = day.start(total.per());
        int end = day.end(total.per());
        CounterKey counter = new CounterKey(total.name(), key);
        long before = account.tally(counter, start, end).sum();
        Price price = rule.award().price(event, new Running(key, before, total.per(), day.startDate(total.per())));
        if (price.adds() > 0) {
            step.change(new Change.Tallied(counter, start, end, price.adds(), null, false));
        }
        return price;
    }

    /** The refusal that came furthest is told; of several, the first. */
    private void refuse(Hurdle hurdle, Reason reason) {
        if (refusal == null || hurdle.compareTo(refusedAt) > 0) {
            refusal = reason;
            refusedAt = hurdle;
        }
    }
}
