package io.pointstream.app.rules;

import io.pointstream.app.rules.PastEvents.Batch;
import io.pointstream.app.rules.PastEvents.Placed;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Review;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.rules.RuleBooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Past events through the points engine and detection: how strongly each account was suspected, and what reviewers said of the
 * cases. Nothing is forgotten because a reviewer cleared it: the detectors are judged by all that they found.
 */
final class Suspects {

    private final Watch watch;
    private final PrintWriter problems;
    private final Map<String, Strengths> accounts = new HashMap<>();
    private final Verdicts verdicts = new Verdicts();
    private long wrong;

    /**
     * Nothing is read yet.
     *
     * @param problems is told of bad lines and of events that could not be decided, one line each
     */
    Suspects(RuleBooks books, Detectors detectors, PrintWriter problems) {
        this.watch = new Watch(books, detectors, verdicts::flagged, this::found);
        this.problems = problems;
    }

    /** Takes in all events of the files, merged as in a replay. */
    void run(List<Path> files) throws IOException, InterruptedException {
        try (PastEvents events = new PastEvents(files)) {
            Batch batch;
            do {
                batch = events.next();
                batch.problems().forEach(this::tell);
                batch.events().forEach(this::take);
            } while (!batch.last());
        }
        problems.flush();
    }

    private void take(Placed placed) {
        Event event = placed.event();
        accounts.putIfAbsent(event.accountId(), Strengths.NONE);
        if (event instanceof Review.Decided decided) {
            verdicts.decided(decided);
        }
        Watch.Taken taken;
        try {
            taken = watch.decide(event);
        } catch (IllegalArgumentException | ArithmeticException e) {
            tell(placed.file() + ":" + placed.line() + ": event " + event.eventId() + " could not be decided: "
                    + e.getMessage());
            return;
        }
        watch.look(taken);
    }

    private void found(Finding finding) {
        accounts.compute(
                        finding.accountId(),
                        (id, known) -> known == null || known == Strengths.NONE ? new Strengths() : known)
                .add(watch.score(finding.accountId(), finding.detectedAt()));
    }

    private void tell(String problem) {
        wrong++;
        problems.println(problem);
    }

    /** Every account that did something or was suspected, by its id. */
    Map<String, Strengths> accounts() {
        return accounts;
    }

    Verdicts verdicts() {
        return verdicts;
    }

    /** Lines that were no events, and events that could not be decided. */
    long wrong() {
        return wrong;
    }
}
