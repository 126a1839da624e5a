package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Change;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Notice;
import io.pointstream.engine.account.RedemptionRecord;
import io.pointstream.engine.account.RedemptionRecord.Status;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.account.TimeOut;
import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.rules.RedemptionTerms;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an account does by itself when time passes (DOMAIN 1 and 4): lots expire, redemptions time out, owners are told.
 * To find the next costs the same whatever the account holds, but for the dates within a notice's reach.
 */
final class Timers {

    /** No timer is set. */
    static final long NEVER = Long.MAX_VALUE;

    private final RuleBooks books;

    Timers(RuleBooks books) {
        this.books = books;
    }

    /** What a timer does; of timers due at one instant the earlier kind fires first. */
    private enum Kind {
        EXPIRY,
        TIME_OUT,
        NOTICE
    }

    /** A timer that is set. */
    private record Next(Kind kind, long dueMs) {}

    /** When the account's next timer is due, in epoch milliseconds. */
    long dueMs(Account account) {
        Next next = next(account);
        return next == null ? NEVER : next.dueMs();
    }

    /** The step of the account's next timer; null when it is not due by the given time. */
    @Nullable
    Step fire(Account account, long untilMs, Memory memory) {
        Next next = next(account);
        if (next == null || next.dueMs() > untilMs) {
            return null;
        }
        return switch (next.kind()) {
            case EXPIRY -> expire(account, next.dueMs());
            case TIME_OUT -> timeOut(account, memory);
            case NOTICE -> notice(account, next.dueMs());
        };
    }

    private @Nullable Next next(Account account) {
        Instant clock = account.clock();
        if (clock == null) {
            return null;
        }
        Next next = null;
        Integer first = account.earliestExpiry();
        TimeOut timeOut = account.nextTimeOut();
        if (first != null) {
            RuleBook book = book(clock);
            next = new Next(Kind.EXPIRY, book.calendar().startOfDay(first + 1));
            Integer noticeDays = book.noticeDays();
            Integer unnoticed = noticeDays == null ? null : account.earliestUnnoticed();
            if (noticeDays != null && unnoticed != null) {
                long told = book.calendar().startOfDay(unnoticed - noticeDays);
                next = earlier(next, new Next(Kind.NOTICE, Math.max(told, clock.toEpochMilli())));
            }
        }
        if (timeOut != null) {
            next = earlier(next, new Next(Kind.TIME_OUT, timeOut.dueMs()));
        }
        return next;
    }

    private static Next earlier(@Nullable Next one, Next other) {
        if (one == null || other.dueMs() < one.dueMs()) {
            return other;
        }
        return other.dueMs() == one.dueMs() && other.kind().compareTo(one.kind()) < 0 ? other : one;
    }

    private Step expire(Account account, long dueMs) {
        StepBuilder step = at(account, dueMs);
        step.expire(Objects.requireNonNull(account.earliestExpiry()));
        return step.fired();
    }

    private Step notice(Account account, long dueMs) {
        int day = Objects.requireNonNull(account.earliestUnnoticed());
        StepBuilder step = at(account, dueMs);
        Instant due = Instant.ofEpochMilli(dueMs);
        step.change(new Change.Noticed(day, book(due).calendar().epochDay(dueMs)));
        step.notify(new Notice(Notice.Kind.EXPIRY, account.freeOn(day), due, LocalDate.ofEpochDay(day)));
        return step.fired();
    }

    private Step timeOut(Account account, Memory memory) {
        TimeOut timeOut = Objects.requireNonNull(account.nextTimeOut());
        Instant due = Instant.ofEpochMilli(timeOut.dueMs());
        RedemptionRecord record = Redemptions.recall(memory, timeOut.redemptionId());
        if (record == null) {
            throw new IllegalStateException(
                    "redemption " + timeOut.redemptionId() + " of " + account.id() + " waits but is not remembered");
        }
        RuleBook book = book(due);
        RedemptionTerms terms = book.redemption();
        ProgramCalendar calendar = book.calendar();
        Instant clock = Objects.requireNonNull(account.clock());
        StepBuilder step = new StepBuilder(
                account, due, books.inForceAt(record.requestedAt()).number());
        step.change(new Change.TimeOutEnded(timeOut));
        step.unfreeze(
                record,
                record.eventId(),
                Redemptions.returning(
                        record,
                        calendar,
                        due.isAfter(clock) ? due : clock,
                        due,
                        terms == null ? 0 : terms.returnedDays()));
        step.redemption(record.ended(Status.TIMED_OUT));
        return step.fired();
    }

    private StepBuilder at(Account account, long dueMs) {
        Instant due = Instant.ofEpochMilli(dueMs);
        return new StepBuilder(account, due, books.inForceAt(due).number());
    }

    private RuleBook book(Instant at) {
        return books.inForceAt(at).book();
    }
}
