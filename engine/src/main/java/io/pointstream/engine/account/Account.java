package io.pointstream.engine.account;

import io.pointstream.engine.ledger.Balance;
import io.pointstream.engine.ledger.Posting;
import io.pointstream.engine.ledger.PostingKind;
import java.time.Instant;
import java.time.LocalDate;
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
    final CapUsage capUsage = new CapUsage();
    final Map<WindowKey, Tally> tallies = new LinkedHashMap<>(4);
    /** Each mark's window end. */
    final Map<WindowKey, Integer> marks = new LinkedHashMap<>(4);

    final Map<String, DayRuns> streaks = new LinkedHashMap<>(4);

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

    /** Points granted under a cap in the window that starts on the given day. */
    public long granted(String cap, int start) {
        return capUsage.granted(cap, start);
    }

    /** What a rule's threshold has seen under a key in the window that starts on the given day. */
    public Tally tally(String rule, String key, int start) {
        Tally tally = tallies.get(new WindowKey(rule, key, start));
        return tally == null ? Tally.EMPTY : tally;
    }

    /** Whether a key was used up in the window that starts on the given day. */
    public boolean marked(String scope, String key, int start) {
        return marks.containsKey(new WindowKey(scope, key, start));
    }

    /** The length of a rule's run of days that ends at the given day, that day included. */
    public int streakLength(String rule, int day) {
        DayRuns runs = streaks.get(rule);
        return runs == null ? 1 : runs.lengthEndingAt(day);
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
            case Change.Granted granted ->
                capUsage.add(granted.cap(), granted.start(), granted.end(), granted.points());
            case Change.Tallied tallied ->
                tallies.computeIfAbsent(
                                new WindowKey(tallied.rule(), tallied.key(), tallied.start()),
                                key -> new Tally(tallied.end()))
                        .add(tallied);
            case Change.Marked marked ->
                marks.put(new WindowKey(marked.scope(), marked.key(), marked.start()), marked.end());
            case Change.StreakDay streak ->
                streaks.computeIfAbsent(streak.rule(), rule -> new DayRuns()).add(streak.day());
        }
    }

    private void prune(int keepFrom) {
        if (keepFrom <= keptFrom) {
            return;
        }
        keptFrom = keepFrom;
        capUsage.prune(keepFrom);
        tallies.values().removeIf(tally -> tally.end() <= keepFrom);
        marks.values().removeIf(end -> end <= keepFrom);
        streaks.values().removeIf(runs -> {
            runs.prune(keepFrom);
            return runs.size() == 0;
        });
    }
}
