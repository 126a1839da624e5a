package io.pointstream.topologies.points;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.topologies.ActivityTranslator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event would become if it came next: decided by the engine as the application does it, the timers before it included, on
 * a copy of the account. Nothing is written.
 *
 * @param entry as the journal would have it
 * @param basis whose state the event was decided with
 */
public record Rehearsal(JournalEntry entry, Basis basis) {

    /** Whose state an event is decided with. */
    public enum Basis {
        /** The account's own, as it is now. */
        LIVE,
        /** A new account's: nothing ever happened to this one. */
        NEW,
        /** A new account's, because another process has this one. */
        ELSEWHERE,
        /** A new account's, because nobody can say now where this one is. */
        UNAVAILABLE
    }

    /**
     * An account as it is stored.
     *
     * @param state its record; null for one to which nothing ever happened
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(byte @Nullable [] state, AskedStore eventIds, AskedStore remembered) {
        static final Stored NOTHING = new Stored(null, AskedStore.EMPTY, AskedStore.EMPTY);
    }

    /**
     * Decides on an event of an account to which nothing has happened. Throws what the engine throws for an event that it cannot
     * take.
     */
    public static Rehearsal ofNew(RuleBooks books, Activity activity, Basis basis) {
        return of(books, activity, Stored.NOTHING, null, basis);
    }

    /**
     * Decides on an event of an account as it is stored.
     *
     * @param tick the newest; null when there is none
     */
    static Rehearsal of(RuleBooks books, Activity activity, Stored stored, @Nullable Instant tick, Basis basis) {
        PointsEngine engine = new PointsEngine(books);
        // What the steps change stays in the live account, which is never written back.
        LiveAccount.Codec codec = new LiveAccount.Codec(
                books.versions().getFirst().book().eventIds().name(),
                stored.eventIds,
                new RememberedKeys(stored.remembered),
                new TimerIndex(AskedStore.EMPTY));
        LiveAccount live = codec.read(activity.getAccountId(), stored.state);
        Account account = live.account();
        if (tick != null) {
            for (Step due = engine.timer(account, tick, live); due != null; due = engine.timer(account, tick, live)) {
                live.apply(account, due, engine::nextDue);
            }
            account.tick(tick);
        }
        Event event = ActivityTranslator.toEvent(activity);
        for (Step due = engine.timer(account, event, live); due != null; due = engine.timer(account, event, live)) {
            live.apply(account, due, engine::nextDue);
        }
        return new Rehearsal(JournalTranslator.entry(engine.decide(account, event, live)), basis);
    }
}
