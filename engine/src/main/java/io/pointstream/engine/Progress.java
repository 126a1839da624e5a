package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Tally;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.Rule;
import io.pointstream.engine.rules.Threshold;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far an event brings a threshold's window.
 *
 * @param amount that it adds to the sum
 * @param element that it adds to the distinct set; null for none
 * @param soFar the sum or count with it
 * @param paid whether the window was paid before
 */
record Progress(
        Rule rule,
        Threshold threshold,
        String key,
        int start,
        int end,
        long amount,
        @Nullable String element,
        long soFar,
        boolean paid) {

    /** Throws {@link io.pointstream.engine.expression.ExpressionFailure} when the sum has no value. */
    static Progress of(Rule rule, Threshold threshold, Account account, Event event, CalendarDay day) {
        String key = threshold.apart().of(event);
        int start = day.start(threshold.per());
        int end = day.end(threshold.per());
        Tally tally = account.tally(rule.id(), key, start, end);
        if (tally.paid()) {
            return new Progress(rule, threshold, key, start, end, 0, null, threshold.at(), true);
        }
        if (threshold.sum() != null) {
            long amount = Math.max(0, threshold.sum().of(event));
            long sum = tally.sum() + amount;
            return new Progress(rule, threshold, key, start, end, amount, null, sum < 0 ? Long.MAX_VALUE : sum, false);
        }
        String element = threshold.distinct().of(event);
        boolean known = tally.distinct() >= threshold.at() || tally.contains(element);
        return new Progress(
                rule, threshold, key, start, end, 0, known ? null : element, tally.distinct() + (known ? 0 : 1), false);
    }

    /** Whether this event may be paid for reaching the threshold. */
    boolean pays() {
        return !paid && soFar >= threshold.at();
    }

    /** Counts the event. */
    void count(StepBuilder step, boolean pays) {
        if (amount > 0 || element != null || pays) {
            step.change(new Change.Tallied(rule.id(), key, start, end, amount, element, pays));
        }
    }

    Reason.Reached reached() {
        return new Reason.Reached(
                threshold.what(), key, soFar, threshold.at(), threshold.per(), LocalDate.ofEpochDay(start));
    }

    Reason refusal() {
        return paid ? new Reason.ReachedBefore(rule.id(), reached()) : new Reason.NotYet(rule.id(), reached());
    }
}
