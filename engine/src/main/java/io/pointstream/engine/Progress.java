package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.CounterKey;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Scope;
import io.pointstream.engine.account.Tally;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.Rule;
import io.pointstream.engine.rules.Threshold;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** How far an event brings a threshold. */
sealed interface Progress {

    /** Throws {@link io.pointstream.engine.expression.ExpressionFailure} when the sum has no value. */
    static Progress of(Rule rule, Threshold threshold, Account account, Event event, Memory memory, CalendarDay day) {
        return threshold.collected() == null
                ? InWindow.of(rule, threshold, account, event, day)
                : Collected.of(rule, threshold, threshold.collected(), event, memory);
    }

    /** Whether this event may be paid for reaching the threshold. */
    boolean pays();

    /**
     * Counts the event.
     *
     * @param paid whether it is paid for reaching the threshold
     */
    void count(StepBuilder step, boolean paid);

    Reason.Reached reached();

    Reason refusal();

    /**
     * In a calendar window, which the account's live state counts.
     *
     * @param from the window's first day
     * @param amount that it adds to the sum
     * @param element that it adds to the distinct set; null for none
     * @param soFar the sum or count with it
     * @param paidBefore whether the window was paid before
     */
    record InWindow(
            Rule rule,
            Threshold threshold,
            CounterKey counter,
            int start,
            int end,
            LocalDate from,
            long amount,
            @Nullable String element,
            long soFar,
            boolean paidBefore)
            implements Progress {

        static InWindow of(Rule rule, Threshold threshold, Account account, Event event, CalendarDay day) {
            CounterKey counter = new CounterKey(rule.id(), threshold.apart().of(event));
            int start = day.start(threshold.per());
            int end = day.end(threshold.per());
            LocalDate from = day.startDate(threshold.per());
            Tally tally = account.tally(counter, start, end);
            if (tally.paid()) {
                return new InWindow(rule, threshold, counter, start, end, from, 0, null, threshold.at(), true);
            }
            if (threshold.sum() != null) {
                long amount = Math.max(0, threshold.sum().of(event));
                long sum = tally.sum() + amount;
                return new InWindow(
                        rule,
                        threshold,
                        counter,
                        start,
                        end,
                        from,
                        amount,
                        null,
                        sum < 0 ? Long.MAX_VALUE : sum,
                        false);
            }
            String element = threshold.distinct().of(event);
            boolean known = tally.distinct() >= threshold.at() || tally.contains(element);
            long distinct = known ? tally.distinct() : tally.distinct() + 1L;
            return new InWindow(rule, threshold, counter, start, end, from, 0, known ? null : element, distinct, false);
        }

        @Override
        public boolean pays() {
            return !paidBefore && soFar >= threshold.at();
        }

        @Override
        public void count(StepBuilder step, boolean paid) {
            if (amount > 0 || element != null || paid) {
                step.change(new Change.Tallied(counter, start, end, amount, element, paid));
            }
        }

        @Override
        public Reason.Reached reached() {
            return new Reason.Reached(threshold.what(), counter.key(), soFar, threshold.at(), threshold.per(), from);
        }

        @Override
        public Reason refusal() {
            return paidBefore
                    ? new Reason.ReachedBefore(rule.id(), reached())
                    : new Reason.NotYet(rule.id(), reached());
        }
    }

    /**
     * For ever, which the account's memory keeps: one entry for each element, for each count that was reached, and for
     * what was paid. So the live state does not grow with the collections that an account begins.
     *
     * @param element a new element's entry; null for a known one
     * @param soFar the count with it
     * @param paidBefore whether it was paid before
     */
    record Collected(
            Rule rule,
            Threshold threshold,
            Scope scope,
            String key,
            @Nullable String element,
            int soFar,
            boolean paidBefore,
            Instant at)
            implements Progress {

        static Collected of(Rule rule, Threshold threshold, Scope scope, Event event, Memory memory) {
            String key = threshold.apart().of(event);
            Instant at = event.occurredAt();
            int goal = (int) threshold.at();
            if (memory.firstSeen(scope, paidEntry(key)) != null) {
                return new Collected(rule, threshold, scope, key, null, goal, true, at);
            }
            int before = count(memory, scope, key, goal);
            String element =
                    "element " + threshold.apart().and(threshold.distinct()).of(event);
            boolean known = before == goal || memory.firstSeen(scope, element) != null;
            return new Collected(
                    rule, threshold, scope, key, known ? null : element, known ? before : before + 1, false, at);
        }

        /** The largest count that has an entry, found in a logarithm of the goal's reads. */
        private static int count(Memory memory, Scope scope, String key, int goal) {
            int low = 0;
            int high = goal;
            while (low < high) {
                int middle = (low + high + 1) / 2;
                if (memory.firstSeen(scope, countEntry(middle, key)) != null) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        private static String countEntry(int count, String key) {
            return "count " + count + " " + key;
        }

        private static String paidEntry(String key) {
            return "paid " + key;
        }

        @Override
        public boolean pays() {
            return !paidBefore && soFar >= threshold.at();
        }

        @Override
        public void count(StepBuilder step, boolean paid) {
            if (element != null) {
                step.remember(new Remembered(scope, element, at));
                step.remember(new Remembered(scope, countEntry(soFar, key), at));
            }
            if (paid) {
                step.remember(new Remembered(scope, paidEntry(key), at));
            }
        }

        @Override
        public Reason.Reached reached() {
            return new Reason.Reached(threshold.what(), key, soFar, threshold.at(), threshold.per(), LocalDate.EPOCH);
        }

        @Override
        public Reason refusal() {
            return paidBefore
                    ? new Reason.ReachedBefore(rule.id(), reached())
                    : new Reason.NotYet(rule.id(), reached());
        }
    }
}
