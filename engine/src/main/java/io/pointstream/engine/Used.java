package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.PaymentRecord;
import io.pointstream.engine.account.PaymentRecord.UsedUp;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Reason.Before;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.Once;
import io.pointstream.engine.rules.Once.Kept;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key that pays once, as an event meets it.
 *
 * @param at the event's time
 * @param payment what is remembered of the payment whose id the key is; null for nothing, or another kind of key
 * @param before when it was paid before; null when it was not
 */
record Used(
        Once once,
        String key,
        Instant at,
        int start,
        int end,
        @Nullable PaymentRecord payment,
        @Nullable Before before) {

    static Used of(Once once, Account account, Event event, Instant at, Memory memory, CalendarDay day) {
        String key = once.key().of(event);
        if (once.window() != null) {
            int start = day.start(once.window());
            int end = day.end(once.window());
            boolean marked = account.marked(once.name(), key, start, end);
            Before before = marked ? new Before.In(once.window(), day.startDate(once.window())) : null;
            return new Used(once, key, at, start, end, null, before);
        }
        PaymentRecord payment = once.kept() == Kept.ALONE ? null : PaymentRecord.recall(memory, key);
        Before before = payment == null ? null : before(once, at, payment.usedUp(once.name()));
        if (before == null) {
            before = before(once, at, memory.firstSeen(Objects.requireNonNull(once.scope()), key));
        }
        return new Used(once, key, at, 0, 0, payment, before);
    }

    private static @Nullable Before before(Once once, Instant at, @Nullable Instant paid) {
        return paid != null && Math.abs(at.toEpochMilli() - paid.toEpochMilli()) <= once.withinMs()
                ? new Before.At(paid)
                : null;
    }

    /** The names of the key's fields. */
    String fields() {
        return once.key().names();
    }

    /** Uses the key up. */
    void up(StepBuilder step) {
        if (once.window() != null) {
            step.change(new Change.Marked(once.name(), key, start, end));
        } else if (once.kept() == Kept.WITH_PAYMENT) {
            UsedUp used = new UsedUp(once.name(), at);
            step.useUpWithPayment(payment == null ? List.of(used) : payment.usedUpWith(used));
        } else {
            step.remember(new Remembered(Objects.requireNonNull(once.scope()), key, at));
        }
    }
}
