package io.pointstream.app.rules;

import io.pointstream.app.rules.BookRun.Past;
import io.pointstream.app.rules.PastEvents.Batch;
import io.pointstream.app.rules.PastEvents.Placed;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.rules.RuleBooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Two rule books over the same events, in one pass: what one would have done, and the other. Each book takes the events in
 * their order on one thread, and detection follows both, so that the same files give the same figures.
 */
final class RuleDiff {

    private final Detectors detectors = new Detectors(FarmingConfig.shipped());
    private final Map<String, Compared> accounts = new HashMap<>();
    private final BookRun before;
    private final BookRun after;
    private final boolean farming;
    private final PrintWriter problems;
    private long wrong;

    /**
     * One account under both books.
     *
     * @param profile what farming detection knows of it
     */
    record Compared(Past before, Past after, Profile profile) {}

    /** What became of an event: its step, or why there is none. */
    private sealed interface Answer {
        record Given(Step step) implements Answer {}

        record None(String problem) implements Answer {}
    }

    /**
     * Nothing is read yet.
     *
     * @param problems is told of bad lines and of events that could not be decided, one line each
     */
    RuleDiff(RuleBooks before, RuleBooks after, boolean farming, PrintWriter problems) {
        this.before = new BookRun(before, detectors);
        this.after = new BookRun(after, detectors);
        this.farming = farming;
        this.problems = problems;
    }

    /** Takes in all events of the files, merged as in a replay. */
    void run(List<Path> files) throws IOException, InterruptedException {
        try (PastEvents events = new PastEvents(files);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Batch batch;
            do {
                batch = events.next();
                batch.problems().forEach(this::tell);
                take(batch.events(), other);
            } while (!batch.last());
        }
        problems.flush();
    }

    /** Lines that were no events, and events that could not be decided. */
    long wrong() {
        return wrong;
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

    private void take(List<Placed> events, ExecutorService other) {
        List<Compared> compared = events.stream()
                .map(placed -> accounts.computeIfAbsent(placed.event().accountId(), this::unknown))
                .toList();
        CompletableFuture<List<Answer>> deciding =
                CompletableFuture.supplyAsync(() -> decide(before, events, compared, Compared::before), other);
        List<Answer> now = decide(after, events, compared, Compared::after);
        List<Answer> old = deciding.join();
        for (int i = 0; i < events.size(); i++) {
            look(events.get(i), compared.get(i), old.get(i), now.get(i));
        }
    }

    private Compared unknown(String accountId) {
        return new Compared(new Past(accountId), new Past(accountId), new Profile(detectors));
    }

    private static List<Answer> decide(
            BookRun book, List<Placed> events, List<Compared> accounts, Function<Compared, Past> side) {
        List<Answer> decided = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i).event();
            try {
                decided.add(new Answer.Given(book.take(side.apply(accounts.get(i)), event)));
            } catch (IllegalArgumentException | ArithmeticException e) {
                decided.add(new Answer.None("event " + event.eventId() + " could not be decided: " + e.getMessage()));
            }
        }
        return decided;
    }

    private void look(Placed placed, Compared account, Answer old, Answer now) {
        if (old instanceof Answer.Given(Step stepBefore) && now instanceof Answer.Given(Step stepAfter)) {
            if (farming) {
                account.profile.observe(placed.event(), stepBefore, stepAfter, before.detection(), after.detection());
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
