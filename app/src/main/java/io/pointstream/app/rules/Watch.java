package io.pointstream.app.rules;

import io.pointstream.app.rules.BookRun.Past;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Finding;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.RiskScore;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One rule book and farming detection over events, in memory: what a replay makes of them, without the topologies and without
 * the way back from the flags to the points. One thread may decide while another looks at what was decided before, each in the
 * order of the events.
 */
public final class Watch {

    private final Detection detection;
    private final BookRun book;
    private final Profiles profiles;
    private final Map<String, Past> accounts = new HashMap<>();

    /** An event and what was decided on it. */
    public record Taken(Event event, Step step) {}

    /**
     * Nothing has happened yet.
     *
     * @param flags is told of each new state of a case
     */
    public Watch(RuleBooks books, Detectors detectors, Consumer<Flag> flags) {
        this(books, detectors, flags, finding -> {});
    }

    /**
     * The same.
     *
     * @param findings is told of each finding that an account's score has taken in
     */
    Watch(RuleBooks books, Detectors detectors, Consumer<Flag> flags, Consumer<Finding> findings) {
        profiles = new Profiles(detectors, detectors);
        detection = new Detection(detectors, flags, findings);
        book = new BookRun(books, detection);
    }

    /** Decides on the next event. */
    public Taken decide(Event event) {
        return new Taken(event, book.take(accounts.computeIfAbsent(event.accountId(), Past::new), event));
    }

    /** Looks for farming in the next event that was decided on. */
    public void look(Taken taken) {
        profiles.observe(taken.event, taken.step, taken.step, detection, detection);
    }

    /** What is held against an account at a time. */
    public RiskScore score(String accountId, Instant at) {
        return detection.score(accountId, at);
    }
}
