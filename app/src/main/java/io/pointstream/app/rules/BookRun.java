package io.pointstream.app.rules;

import io.pointstream.app.rules.Figures.Sum;
import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.rules.RuleBooks;

/** One rule book over past events: what it decides, and what that adds up to. */
final class BookRun {

    private final PointsEngine engine;
    private final Figures figures = new Figures();
    private final Detection detection;

    /** One account under this book. */
    static final class Past {
        private final Account account;
        private final InMemoryMemory memory = new InMemoryMemory();
        private final Sum sum = new Sum();

        Past(String accountId) {
            account = new Account(accountId);
        }

        /** The account's own points. */
        Sum sum() {
            return sum;
        }
    }

    BookRun(RuleBooks books, Detectors detectors) {
        this(books, new Detection(detectors));
    }

    BookRun(RuleBooks books, Detection detection) {
        engine = new PointsEngine(books);
        this.detection = detection;
    }

    /**
     * Decides on an account's next event, after the timers that fire before it. Throws what the engine throws, and the event
     * has then changed nothing.
     */
    Step take(Past past, Event event) {
        for (Step due = engine.timer(past.account, event, past.memory);
                due != null;
                due = engine.timer(past.account, event, past.memory)) {
            apply(past, due);
        }
        Step step = engine.decide(past.account, event, past.memory);
        apply(past, step);
        return step;
    }

    private void apply(Past past, Step step) {
        past.account.apply(step);
        past.memory.remember(step);
        figures.add(step, past.sum);
    }

    Figures figures() {
        return figures;
    }

    Detection detection() {
        return detection;
    }
}
