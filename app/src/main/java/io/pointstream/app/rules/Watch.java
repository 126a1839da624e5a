package io.pointstream.app.rules;

import io.pointstream.app.rules.BookRun.Past;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.farming.RiskScore;
import io.pointstream.engine.rules.RuleBooks;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One rule book and farming detection over events, in memory: what a replay makes of them, without the topologies. One thread may
 * decide while another looks at what was decided before, each in the order of the events.
 */
public final class Watch {

    private final Detectors detectors;
    private final Detection detection;
    private final BookRun book;
    private final Map<String, Watched> accounts = new HashMap<>();

    private record Watched(Past past, Profile profile) {}

    /** An event that was decided on. */
    public static final class Taken {
        private final Event event;
        private final Step step;
        private final Profile profile;

        private Taken(Event event, Step step, Profile profile) {
            this.event = event;
            this.step = step;
            this.profile = profile;
        }

        public Event event() {
            return event;
        }

        public Step step() {
            return step;
        }
    }

    /**
     * Nothing has happened yet.
     *
     * @param flags is told of each new state of a case
     */
    public Watch(RuleBooks books, Detectors detectors, Consumer<Flag> flags) {
        this.detectors = detectors;
        detection = new Detection(detectors, flags);
        book = new BookRun(books, detection);
    }

    /** Decides on the next event. */
    public Taken decide(Event event) {
        Watched account =
                accounts.computeIfAbsent(event.accountId(), id -> new Watched(new Past(id), new Profile(detectors)));
        return new Taken(event, book.take(account.past, event), account.profile);
    }

    /** Looks for farming in the next event that was decided on. */
    public void look(Taken taken) {
        taken.profile.observe(taken.event, taken.step, taken.step, detection, detection);
    }

    /** What is held against an account at a time. */
    public RiskScore score(String accountId, Instant at) {
        return detection.score(accountId, at);
    }
}
