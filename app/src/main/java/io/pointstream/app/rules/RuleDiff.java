package io.pointstream.app.rules;

import io.pointstream.app.rules.BookRun.Past;
import io.pointstream.app.rules.PastEvents.Batch;
import io.pointstream.app.rules.PastEvents.Placed;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.rules.RuleBooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Two rule books over the same events, in one pass: what one would have done, and the other. One thread reads, the next decides
 * by both books, the last looks for farming; each takes the events in their order, so that the same files give the same
 * figures.
 */
final class RuleDiff {

    private final Profiles profiles;
    private final Map<String, Compared> accounts = new HashMap<>();
    private final BookRun before;
    private final BookRun after;
    private final boolean farming;
    private final PrintWriter problems;
    private long wrong;
    private Covered covered = new Covered(0, null, null);

    /**
     * Which events both books decided on.
     *
     * @param from the time of the earliest; null when there was none
     * @param until the time of the latest
     */
    record Covered(
            long events, @Nullable Instant from, @Nullable Instant until) {

        private Covered with(Instant at) {
            return new Covered(
                    events + 1,
                    from == null || at.isBefore(from) ? at : from,
                    until == null || at.isAfter(until) ? at : until);
        }
    }

    /** One account under both books. */
    record Compared(Past before, Past after) {}

    /** What became of an event: its step, or why there is none. */
    private sealed interface Answer {
        record Given(Step step) implements Answer {}

        record None(String problem) implements Answer {}
    }

    private record DecidedEvent(Placed placed, Answer before, Answer after) {}

    private record DecidedBatch(List<String> problems, List<DecidedEvent> events) {
        static final DecidedBatch NONE = new DecidedBatch(List.of(), List.of());
    }

    /**
     * Nothing is read yet.
     *
     * @param problems is told of bad lines and of events that could not be decided, one line each
     */
    RuleDiff(RuleBooks before, RuleBooks after, boolean farming, PrintWriter problems) {
        Detectors ofBefore = detectors(before);
        Detectors ofAfter = detectors(after);
        // With the same thresholds one profile does for both books, as long as their decisions look alike.
        Detectors shared = ofAfter.config().equals(ofBefore.config()) ? ofBefore : ofAfter;
        profiles = new Profiles(ofBefore, shared);
        this.before = new BookRun(before, ofBefore);
        this.after = new BookRun(after, shared);
        this.farming = farming;
        this.problems = problems;
    }

    /** One book for all time. */
    private static Detectors detectors(RuleBooks books) {
        return books.versions().getFirst().book().detectors();
    }

    /** Takes in all events of the files, merged as in a replay. */
    void run(List<Path> files) throws IOException, InterruptedException {
        try (PastEvents events = new PastEvents(files);
                ExecutorService books = Executors.newSingleThreadExecutor()) {
            CompletableFuture<DecidedBatch> deciding = CompletableFuture.completedFuture(DecidedBatch.NONE);
            Batch batch;
            do {
                batch = events.next();
                Batch next = batch;
                CompletableFuture<DecidedBatch> before = deciding;
                deciding = CompletableFuture.supplyAsync(() -> decide(next), books);
                look(before.join());
            } while (!batch.last());
            look(deciding.join());
        }
        problems.flush();
    }

    /** Lines that were no events, and events that could not be decided. */
    long wrong() {
        return wrong;
    }

    Covered covered() {
        return covered;
    }

    BookRun before() {
        return before;
    }

    BookRun after() {
        return after;
    }

    /** Every account of the events, by its id. */
    Map<String, Compared> accounts() {
        return accounts;
    }

    /** Decides on a batch by both books. */
    private DecidedBatch decide(Batch batch) {
        List<DecidedEvent> decided = new ArrayList<>(batch.events().size());
        for (Placed placed : batch.events()) {
            Compared account = accounts.computeIfAbsent(placed.event().accountId(), this::unknown);
            decided.add(new DecidedEvent(
                    placed,
                    decide(before, account.before, placed.event()),
                    decide(after, account.after, placed.event())));
        }
        return new DecidedBatch(batch.problems(), decided);
    }

    private static Answer decide(BookRun book, Past account, Event event) {
        try {
            return new Answer.Given(book.take(account, event));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new Answer.None("event " + event.eventId() + " could not be decided: " + e.getMessage());
        }
    }

    private Compared unknown(String accountId) {
        return new Compared(new Past(accountId), new Past(accountId));
    }

    private void look(DecidedBatch batch) {
        batch.problems.forEach(this::tell);
        for (DecidedEvent event : batch.events) {
            look(event.placed, event.before, event.after);
        }
    }

    private void look(Placed placed, Answer old, Answer now) {
        if (old instanceof Answer.Given(Step stepBefore) && now instanceof Answer.Given(Step stepAfter)) {
            covered = covered.with(placed.event().occurredAt());
            if (farming) {
                profiles.observe(placed.event(), stepBefore, stepAfter, before.detection(), after.detection());
            }
        } else {
            String problem = old instanceof Answer.None(String first) ? first : ((Answer.None) now).problem();
            tell(placed.file() + ":" + placed.line() + ": " + problem);
        }
    }

    private void tell(String problem) {
        wrong++;
        problems.println(problem);
    }
}
