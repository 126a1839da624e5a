package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Reason.Before;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.Once;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key that pays once, as an event meets it.
 *
 * @param at the event's time
 * @param before when it was paid before; null when it was not
 */
record Used(
        Once once,
        String key,
        Instant at,
        int start,
        int end,
        @Nullable Before before) {

    static Used of(Once once, Account account, Event event, Instant at, Memory memory, CalendarDay day) {
        String key = once.key().of(event);
        if (once.window() != null) {
            int start = day.start(once.window());
            int end = day.end(once.window());
            boolean marked = account.marked(once.name(), key, start, end);
            Before before = marked ? new Before.In(once.window(), day.startDate(once.window())) : null;
            return new Used(once, key, at, start, end, before);
        }
        Instant paid = memory.firstSeen(Objects.requireNonNull(once.scope()), key);
        Before before = paid != null && Math.abs(at.toEpochMilli() - paid.toEpochMilli()) <= once.withinMs()
                ? new Before.At(paid)
                : null;
        return new Used(once, key, at, 0, 0, before);
    }

    /** The names of the key's fields. */
    String fields() {
        return once.key().names();
    }

    /** Uses the key up. */
    void up(StepBuilder step) {
        if (once.window() != null) {
            step.change(new Change.Marked(once.name(), key, start, end));
        } else {
            step.remember(new Remembered(Objects.requireNonNull(once.scope()), key, at));
        }
    }
}
