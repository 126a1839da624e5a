package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.RedemptionRecord.Status;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.calendar.CalendarDay;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.LedgerWords;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.event.Payment;
import io.pointstream.engine.event.Redemption;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.risk.Risk;
import io.pointstream.engine.risk.RiskCase;
import io.pointstream.engine.risk.RiskLevel;
import io.pointstream.engine.rules.Multiplier;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.engine.rules.RuleIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The points program as a function: (account, event, rule books) to a step (DOMAIN 1 to 4). It reads and changes
 * nothing; {@link Account#apply} takes the step. Safe to share between threads; an account and its memory are not.
 *
 * <p>Time is an input. Before an event is decided, every timer that {@link #timer(Account, Event, Memory)} gives is
 * applied; on a tick, every one that {@link #timer(Account, Instant, Memory)} gives, and then {@link Account#tick}.
 */
public final class PointsEngine {

    /** Event times that the calendar is asked about, in epoch seconds: years 1 to 9999. */
    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

    private final RuleBooks books;
    private final Timers timers;

    public PointsEngine(RuleBooks books) {
        this.books = books;
        this.timers = new Timers(books);
    }

    public RuleBooks books() {
        return books;
    }

    /** When the account's next timer is due; null when none is set. Changes with every step, and costs little to ask. */
    public @Nullable Instant nextDue(Account account) {
        long due = timers.dueMs(account);
        return due == Timers.NEVER ? null : Instant.ofEpochMilli(due);
    }

    /**
     * The step of the account's next timer that is due at or before a time, without a decision; null when none is left.
     *
     * @param until no later than a tick's time
     * @param memory of this account
     */
    public @Nullable Step timer(Account account, Instant until, Memory memory) {
        return timers.fire(account, until.toEpochMilli(), memory);
    }

    /**
     * The step of the account's next timer that fires before an event; null when none is left, and the event is to be
     * decided. An event that changes nothing, since its id is known, moves no clock. Throws as {@link #decide} does.
     *
     * @param memory of this account
     */
    public @Nullable Step timer(Account account, Event event, Memory memory) {
        Header header = checked(account, event);
        long due = timers.dueMs(account);
        Instant clock = account.clock();
        if (clock == null || due > newer(clock, header.occurredAt()).toEpochMilli()) {
            return null;
        }
        RuleBook book = books.inForceAt(header.occurredAt()).book();
        boolean known = firstUse(account, header, book, memory) != null;
        return timers.fire(account, (known ? clock : newer(clock, header.occurredAt())).toEpochMilli(), memory);
    }

    /**
     * The step by which an account takes in what detection says of it; null when that is no news: it came before, or was
     * said in ignorance of a newer decision of a reviewer. It takes an account that was never met, and moves no clock.
     */
    public @Nullable Step risk(Account account, Risk risk) {
        RuleBooks.Version version = books.inForceAt(risk.at());
        StepBuilder step = new StepBuilder(account, risk.at(), version.number());
        return new Cases(step, account, version.book(), risk.at(), newer(account.clock(), risk.at())).take(risk);
    }

    /**
     * Decides on one event. Throws {@link IllegalArgumentException} for an event time outside the years 1 to 9999 or an
     * event of another account, and {@link ArithmeticException} when the balance would exceed a long.
     *
     * @param memory of this account
     */
    public Step decide(Account account, Event event, Memory memory) {
        // Read once: an event's header is found through an interface of many classes.
        Header header = checked(account, event);
        EventType type = event.type();
        Instant at = header.occurredAt();
        RuleBooks.Version version = books.inForceAt(at);
        RuleBook book = version.book();
        Instant newest = newer(account.newestEvent(), at);

        long keepFromMs = newest.toEpochMilli() - book.latenessMs();
        StepBuilder step = new StepBuilder(account, header, type, version.number(), keepFromMs);
        Instant first = firstUse(account, header, book, memory);
        if (first != null) {
            return step.withoutAward(Outcome.DUPLICATE, new Reason.Duplicate(first));
        }
        long atMs = at.toEpochMilli();
        if (atMs < keepFromMs && type != EventType.PAYMENT_REFUNDED) {
            return step.withoutAward(
                    Outcome.TOO_LATE, new Reason.TooLate(newest, Duration.between(at, newest), book.lateness()));
        }
        step.remember(new Remembered(book.eventIds(), header.eventId(), at));
        step.keepFrom(book.calendar().epochDay(keepFromMs));
        if (event instanceof Membership.Registered registered) {
            Instructions.register(step, account, registered);
        }
        if (type.isInstruction()) {
            return instruction(step, account, event, memory, book);
        }
        RuleIndex rules = book.on(type);
        RiskCase blocking = account.suspicion().level() == RiskLevel.BLOCKED
                ? account.suspicion().gravest()
                : null;
        Decision decision;
        if (rules == null) {
            decision = step.refusal(Outcome.NO_RULE, new Reason.NoRule(type));
        } else if (blocking != null) {
            decision = step.refusal(Outcome.NOT_ELIGIBLE, LedgerWords.blocked(blocking.caseId(), blocking.since()));
        } else {
            decision = new Matching(
                            step, account, event, at, memory, book.calendar().day(atMs))
                    .decide(rules, type);
        }
        if (event instanceof Payment.Settled payment && book.refunds() != null) {
            new Refunds(step, account, memory, book.refunds(), newer(account.clock(), at)).settled(payment, decision);
        }
        return step.end(decision);
    }

    private static Step instruction(StepBuilder step, Account account, Event event, Memory memory, RuleBook book) {
        Instant clock = newer(account.clock(), event.occurredAt());
        if (event instanceof Payment.Refunded refund && book.refunds() != null) {
            return new Refunds(step, account, memory, book.refunds(), clock).refund(refund);
        }
        Instant keepFrom = Instant.ofEpochMilli(
                newer(account.newestEvent(), event.occurredAt()).toEpochMilli() - book.latenessMs());
        if (event instanceof Membership.TierChanged change) {
            return Instructions.changeTier(step, change, keepFrom);
        }
        List<Multiplier> opened = book.openedBy(event.type());
        if (!opened.isEmpty()) {
            CalendarDay day = book.calendar().day(event.occurredAt().toEpochMilli());
            return Instructions.open(step, account, event, memory, day, opened, keepFrom);
        }
        if (book.redemption() != null) {
            Redemptions redemptions = new Redemptions(
                    step,
                    account,
                    memory,
                    book.redemption(),
                    book.calendar(),
                    event.eventId(),
                    event.occurredAt(),
                    clock);
            if (event instanceof Redemption redemption) {
                return redemption(redemptions, redemption);
            }
            if (event instanceof Review.Decided review && review.caseId().startsWith(Redemptions.CASE)) {
                return redemptions.review(review);
            }
        }
        if (event instanceof Review.Decided review) {
            return new Cases(step, account, book, event.occurredAt(), clock).review(review);
        }
        return step.withoutAward(Outcome.NOT_ELIGIBLE, new Reason.NotCarriedOut(event.type()));
    }

    private static Step redemption(Redemptions redemptions, Redemption event) {
        return switch (event) {
            case Redemption.Requested request -> redemptions.request(request);
            case Redemption.Accepted answer -> redemptions.accept(answer);
            case Redemption.Declined answer -> redemptions.decline(answer.redemptionId(), Status.DECLINED);
            case Redemption.OutOfStock answer -> redemptions.decline(answer.redemptionId(), Status.OUT_OF_STOCK);
            case Redemption.Refunded refund -> redemptions.refund(refund);
        };
    }

    private static Header checked(Account account, Event event) {
        Header header = event.header();
        Instant at = header.occurredAt();
        if (at.getEpochSecond() < EARLIEST || at.getEpochSecond() > LATEST) {
            throw new IllegalArgumentException("event time " + at + " is not within the years 1 to 9999");
        }
        if (!header.accountId().equals(account.id())) {
            throw new IllegalArgumentException("event of " + header.accountId() + " for account " + account.id());
        }
        return header;
    }

    /** The event time under which the event's id is remembered, or null (DOMAIN 1). */
    private static @Nullable Instant firstUse(Account account, Header header, RuleBook book, Memory memory) {
        Instant first = memory.firstSeen(book.eventIds(), header.eventId());
        if (first == null) {
            return null;
        }
        Instant newest = newer(account.newestEvent(), header.occurredAt());
        return newest.toEpochMilli() - first.toEpochMilli() <= book.eventIdMemoryMs() ? first : null;
    }

    private static Instant newer(@Nullable Instant known, Instant at) {
        return known == null || at.isAfter(known) ? at : known;
    }
}
