package io.pointstream.engine;

import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Memory;
import io.pointstream.engine.account.Remembered;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.decision.Reason;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Membership;
import io.pointstream.engine.rules.Multiplier;
import io.pointstream.engine.rules.RuleBook;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.engine.rules.RuleIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The points program as a function: (account, event, rule books) to a step (DOMAIN 1 and 2). It reads and changes
 * nothing; {@link Account#apply} takes the step. Safe to share between threads; an account and its memory are not.
 */
public final class PointsEngine {

    /** Event times that the calendar is asked about: years 1 to 9999. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final RuleBooks books;

    public PointsEngine(RuleBooks books) {
        this.books = books;
    }

    public RuleBooks books() {
        return books;
    }

    /**
     * Decides on one event. Throws {@link IllegalArgumentException} for an event time outside the years 1 to 9999 or an
     * event of another account, and {@link ArithmeticException} when the balance would exceed a long.
     *
     * @param memory of this account
     */
    public Step decide(Account account, Event event, Memory memory) {
        // Read once: an event's header is found through an interface of many classes.
        Header header = event.header();
        EventType type = event.type();
        Instant at = header.occurredAt();
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw new IllegalArgumentException("event time " + at + " is not within the years 1 to 9999");
        }
        if (!header.accountId().equals(account.id())) {
            throw new IllegalArgumentException("event of " + header.accountId() + " for account " + account.id());
        }
        RuleBooks.Version version = books.inForceAt(at);
        RuleBook book = version.book();
        Instant newest = account.newestEvent();
        Instant clock = newest == null || at.isAfter(newest) ? at : newest;
        long atMs = at.toEpochMilli();
        long clockMs = clock.toEpochMilli();

        StepBuilder step = new StepBuilder(account, header, type, version.number(), account.tierAt(at));
        Instant first = memory.firstSeen(book.eventIds(), header.eventId());
        if (first != null && clockMs - first.toEpochMilli() <= book.eventIdMemoryMs()) {
            return step.withoutAward(Outcome.DUPLICATE, new Reason.Duplicate(first));
        }
        if (clockMs - atMs > book.latenessMs() && type != EventType.PAYMENT_REFUNDED) {
            return step.withoutAward(
                    Outcome.TOO_LATE, new Reason.TooLate(clock, Duration.between(at, clock), book.lateness()));
        }
        step.remember(new Remembered(book.eventIds(), header.eventId(), at));
        step.keepFrom(book.calendar().epochDay(clockMs - book.latenessMs()));
        if (event instanceof Membership.Registered registered) {
            Instructions.register(step, account, registered);
        }
        RuleIndex rules = book.on(type);
        if (rules != null) {
            return new Matching(
                            step, account, event, at, memory, book.calendar().day(atMs))
                    .decide(rules, type);
        }
        Instant keepFrom = Instant.ofEpochMilli(clockMs - book.latenessMs());
        if (event instanceof Membership.TierChanged change) {
            return Instructions.changeTier(step, change, keepFrom);
        }
        List<Multiplier> opened = book.openedBy(type);
        if (!opened.isEmpty()) {
            return Instructions.open(
                    step, account, event, memory, book.calendar().day(atMs), opened, keepFrom);
        }
        return type.isInstruction()
                ? step.withoutAward(Outcome.NOT_ELIGIBLE, new Reason.NotCarriedOut(type))
                : step.withoutAward(Outcome.NO_RULE, new Reason.NoRule(type));
    }
}
