package io.pointstream.engine.account;

import io.pointstream.engine.event.Membership.Tier;
import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The live state of one account. It is changed by {@link #apply} alone, and its size depends on the last days, not on
 * the account's history: counters go when no event can count in their window any more. Not safe for use by two threads.
 */
public final class Account {

    private final String id;
    long steps;

    @Nullable
    Instant newestEvent;

    Balance balance = Balance.ZERO;
    int keptFrom = Integer.MIN_VALUE;
    final Lots lots = new Lots();
    /** Few: the days, weeks and months that events can still count in, and the lifetime. */
    final List<WindowCounters> windows = new ArrayList<>(8);

    final Map<String, DayRuns> streaks = new LinkedHashMap<>(4);

    final Standing standing = new Standing();
    final OpenTimes openTimes = new OpenTimes();

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

    public Balance balance() {
        return balance;
    }

    /** The free lots, earliest expiry first. */
    public List<Lot> lots() {
        return lots.list();
    }

    /** Points granted under a cap in the window of the given first day and first day after. */
    public long granted(String cap, int start, int end) {
        WindowCounters window = window(start, end);
        return window == null ? 0 : window.granted(cap);
    }

    /** What a rule's threshold has seen under a key in the window of the given first day and first day after. */
    public Tally tally(String rule, String key, int start, int end) {
        WindowCounters window = window(start, end);
        Tally tally = window == null ? null : window.tallies.get(new CounterKey(rule, key));
        return tally == null ? Tally.EMPTY : tally;
    }

    /** Whether a key was used up in the window of the given first day and first day after. */
    public boolean marked(String scope, String key, int start, int end) {
        WindowCounters window = window(start, end);
        return window != null && window.marks.contains(new CounterKey(scope, key));
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
        return standing.registered;
    }

    /** The birthday that the first registration told, or null. */
    public @Nullable MonthDay birthday() {
        return standing.birthday;
    }

    /** Whether a multiplier that accounts open for themselves is open at an instant. */
    public boolean isOpen(String multiplier, Instant at) {
        return openTimes.contain(multiplier, at);
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
        for (Posting posting : step.postings()) {
            if (posting.kind() == PostingKind.EARN) {
                LocalDate expiresOn = Objects.requireNonNull(posting.expiresOn());
                lots.add((int) expiresOn.toEpochDay(), posting.points());
            }
        }
        for (Change change : step.changes()) {
            apply(change);
        }
        if (step.decision().outcome().counted()) {
            if (newestEvent == null || step.occurredAt().isAfter(newestEvent)) {
                newestEvent = step.occurredAt();
            }
            prune(step.keepFrom());
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Granted granted -> open(granted.start(), granted.end()).grant(granted.cap(), granted.points());
            case Change.Tallied tallied ->
                open(tallied.start(), tallied.end())
                        .tallies
                        .computeIfAbsent(new CounterKey(tallied.rule(), tallied.key()), key -> new Tally())
                        .add(tallied);
            case Change.Marked marked ->
                open(marked.start(), marked.end()).marks.add(new CounterKey(marked.scope(), marked.key()));
            case Change.StreakDay streak ->
                streaks.computeIfAbsent(streak.rule(), rule -> new DayRuns()).add(streak.day());
            case Change.Registered registered -> standing.register(registered.birthday());
            case Change.TierFrom tier -> standing.tierFrom(tier.tier(), tier.from(), tier.keepFrom());
            case Change.Opened opened ->
                openTimes.add(opened.multiplier(), opened.from(), opened.until(), opened.keepFrom());
        }
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
        streaks.values().removeIf(runs -> {
            runs.prune(keepFrom);
            return runs.size() == 0;
        });
    }
}
