package io.pointstream.engine.account;

import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import java.time.Duration;
import java.time.Instant;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live state of one account. It is changed by {@link #apply}, and told the time by {@link #tick}; its size depends on the last days, not on
 * the account's history: counters go when no event can count in their window any more. Not safe for use by two threads.
 */
public final class Account {

    private final String id;

    /** Bytes that {@link AccountCodec} read behind the lots: about as many as it will write there. */
    int bodyBytes;

    long steps;

    @Nullable
    Instant newestEvent;

    @Nullable
    Instant clock;

    Balance balance = Balance.ZERO;
    int keptFrom = Integer.MIN_VALUE;
    Lots lots = new Lots();
    /** Days whose expiry the owner was told of, earliest first: those of the next days only. */
    final DayRuns noticed = new DayRuns();

    /** What {@link #earliestUnnoticed} found: every step asks, and old accounts have a lot for each of the next days. */
    private @Nullable Integer unnoticed;

    private boolean unnoticedKnown;
    /** Earliest first. */
    final List<TimeOut> timeOuts = new ArrayList<>(0);
    /** No refund waits for its payment beyond this time, in epoch milliseconds. */
    long refundsWaitUntil = Long.MIN_VALUE;
    /** What windows that are still packed call rules, caps and scopes by. */
    Names names = new Names();
    /** Few: the days, weeks and months that events can still count in, and the lifetime. */
    final List<WindowCounters> windows = new ArrayList<>(8);

    final Map<String, DayRuns> streaks = new LinkedHashMap<>(4);

    final Standing standing = new Standing();
    final OpenTimes openTimes = new OpenTimes();
    final Suspicion suspicion = new Suspicion();

    /** An account of which nothing is known. */
    public Account(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The steps taken so far. */
    public long steps() {
        return steps;
    }

    /** The newest event time of a counted event (DOMAIN 1), or null before the first. */
    public @Nullable Instant newestEvent() {
        return newestEvent;
    }

    /** The newer of the newest event and the newest tick (DOMAIN 1), or null before the first. */
    public @Nullable Instant clock() {
        return clock;
    }

    /**
     * Tells the account the time, after every timer due by then has fired. Nothing but its clock changes; an account
     * that is told no tick has a clock that lags behind, and nothing else.
     */
    public void tick(Instant at) {
        if (clock != null && at.isAfter(clock)) {
            clock = at;
        }
    }

    public Balance balance() {
        return balance;
    }

    /** The free lots, earliest expiry first. */
    public List<Lot> lots() {
        return lots.list();
    }

    /** The expiry day of the earliest free lot, or null when no point is free. */
    public @Nullable Integer earliestExpiry() {
        return lots.firstDay();
    }

    /** The expiry day of the earliest free lot that the owner was not told of, or null when there is none. */
    public @Nullable Integer earliestUnnoticed() {
        if (!unnoticedKnown) {
            knowUnnoticed(lots.firstDayExcept(noticed));
        }
        return unnoticed;
    }

    /** The free points that expire on a day. */
    public long freeOn(int day) {
        return lots.of(day);
    }

    /** The next end of a redemption's wait for an answer, or null when none waits. */
    public @Nullable TimeOut nextTimeOut() {
        return timeOuts.isEmpty() ? null : timeOuts.getFirst();
    }

    /** Whether a time is further behind the newest event than this. */
    public boolean isBehind(Instant time, Duration distance) {
        return newestEvent != null && time.plus(distance).isBefore(newestEvent);
    }

    /** Whether a refund may wait for its payment at a time of the account's clock. */
    public boolean mayHaveWaitingRefunds(long clockMs) {
        return clockMs <= refundsWaitUntil;
    }

    /** Points granted under a cap in the window of the given first day and first day after. */
    public long granted(String cap, int start, int end) {
        WindowCounters window = window(start, end);
        return window == null ? 0 : window.granted(cap);
    }

    /** What a rule's threshold has seen under a key in the window of the given first day and first day after. */
    public Tally tally(CounterKey counter, int start, int end) {
        WindowCounters window = window(start, end);
        return window == null ? Tally.EMPTY : window.tally(counter);
    }

    /** Whether a key was used up in the window of the given first day and first day after. */
    public boolean marked(String scope, String key, int start, int end) {
        WindowCounters window = window(start, end);
        return window != null && window.marked(new CounterKey(scope, key));
    }

    /** The length of a rule's run of days that ends at the given day, that day included. */
    public int streakLength(String rule, int day) {
        DayRuns runs = streaks.get(rule);
        return runs == null ? 1 : runs.lengthEndingAt(day);
    }

    /** The tier at an instant that an event can still have (DOMAIN 3.7). */
    public Tier tierAt(Instant at) {
        return standing.tierAt(at);
    }

    /** Whether it registered. */
    public boolean registered() {
        return standing.registered != null;
    }

    /** The birthday that the first registration told, or null. */
    public @Nullable MonthDay birthdayAt(Instant at) {
        return standing.birthdayAt(at);
    }

    /** Whether a multiplier that accounts open for themselves is open at an instant. */
    public boolean isOpen(String multiplier, Instant at) {
        return openTimes.contain(multiplier, at);
    }

    /** What is held against it, and the points that are held. */
    public Suspicion suspicion() {
        return suspicion;
    }

    /**
     * Takes a step. Throws {@link IllegalArgumentException}, and changes nothing, when it is not this account's next
     * step; fails in no other way.
     */
    public void apply(Step step) {
        if (step.number() != steps + 1 || !step.accountId().equals(id)) {
            throw new IllegalArgumentException("step " + step.number() + " of " + step.accountId()
                    + " is not the next step of " + id + " after " + steps);
        }
        steps = step.number();
        balance = step.balance();
        for (Change change : step.changes()) {
            apply(change);
        }
        if (step.isTimer()) {
            tick(step.occurredAt());
        } else if (step.answer() != null && step.answer().outcome().counted()) {
            newestEvent = newer(newestEvent, step.occurredAt());
            clock = newer(clock, step.occurredAt());
            prune(step.keepFrom());
        }
    }

    /** Tells what is known of the lots: the earliest day without a notice, or null. */
    void knowUnnoticed(@Nullable Integer day) {
        unnoticed = day;
        unnoticedKnown = true;
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Granted granted -> open(granted.start(), granted.end()).grant(granted.cap(), granted.points());
            case Change.GivenBack back -> {
                WindowCounters window = window(back.start(), back.end());
                if (window != null) {
                    window.grant(back.cap(), -Math.min(back.points(), window.granted(back.cap())));
                }
            }
            case Change.Tallied tallied ->
                open(tallied.start(), tallied.end())
                        .openTally(tallied.counter())
                        .add(tallied);
            case Change.Marked marked ->
                open(marked.start(), marked.end()).mark(new CounterKey(marked.scope(), marked.key()));
            case Change.StreakDay streak ->
                streaks.computeIfAbsent(streak.rule(), rule -> new DayRuns()).add(streak.day());
            case Change.LotMoved moved -> {
                lots.add(moved.day(), moved.points());
                unnoticedKnown = unnoticedKnown && unnoticed != null && unnoticed < moved.day();
            }
            case Change.Noticed told -> notice(told.day(), told.today());
            case Change.TimeOutSet set -> timeOuts.add(place(set.timeOut()), set.timeOut());
            case Change.TimeOutEnded ended -> timeOuts.remove(place(ended.timeOut()));
            case Change.RefundWaits waits -> refundsWaitUntil = Math.max(refundsWaitUntil, waits.untilMs());
            case Change.Registered registered -> standing.register(registered.at(), registered.birthday());
            case Change.TierFrom tier -> standing.tierFrom(tier.tier(), tier.from(), tier.keepFrom());
            case Change.Opened opened ->
                openTimes.add(opened.multiplier(), opened.from(), opened.until(), opened.keepFrom());
            case Change.HeldMoved moved -> suspicion.apply(moved);
            case Change.RiskSet set -> suspicion.apply(set, steps);
        }
    }

    private void notice(int day, int today) {
        unnoticedKnown = false;
        noticed.dropBefore(today);
        noticed.add(day);
    }

    private int place(TimeOut timeOut) {
        int found = Collections.binarySearch(timeOuts, timeOut, TimeOut.ORDER);
        return found < 0 ? -found - 1 : found;
    }

    private static Instant newer(@Nullable Instant known, Instant other) {
        return known == null || other.isAfter(known) ? other : known;
    }

    private @Nullable WindowCounters window(int start, int end) {
        for (int i = windows.size() - 1; i >= 0; i--) {
            WindowCounters window = windows.get(i);
            if (window.is(start, end)) {
                return window;
            }
        }
        return null;
    }

    private WindowCounters open(int start, int end) {
        WindowCounters window = window(start, end);
        if (window == null) {
            window = new WindowCounters(start, end);
            windows.add(window);
        }
        return window;
    }

    private void prune(int keepFrom) {
        if (keepFrom <= keptFrom) {
            return;
        }
        keptFrom = keepFrom;
        windows.removeIf(window -> window.end <= keepFrom);
        if (!streaks.isEmpty()) {
            streaks.values().removeIf(runs -> {
                runs.prune(keepFrom);
                return runs.size() == 0;
            });
        }
        // Names that only those knew go too; a packed window would still mean the old places.
        windows.forEach(WindowCounters::unpack);
        names = new Names();
    }
}
