package io.pointstream.app.rules;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.farming.Flag;
import io.pointstream.engine.rules.RuleBooks;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rule book over past events, with all accounts in memory. */
final class BookRun {

    private final PointsEngine engine;
    private final Map<String, Past> accounts = new HashMap<>();
    private final Figures figures = new Figures();
    private final @Nullable Detection detection;

    /** An account and what it remembers. */
    private record Past(Account account, InMemoryMemory memory) {}

    BookRun(RuleBooks books, boolean farming) {
        engine = new PointsEngine(books);
        detection = farming ? new Detection() : null;
    }

    /** Decides on the next event. Throws what the engine throws, and has then changed nothing. */
    void take(Event event) {
        Past past = accounts.computeIfAbsent(event.accountId(), id -> new Past(new Account(id), new InMemoryMemory()));
        Step step = engine.decide(past.account, event, past.memory);
        past.account.apply(step);
        past.memory.remember(step);
        figures.add(step);
        if (detection != null) {
            detection.observe(event, step);
        }
    }

    Figures figures() {
        return figures;
    }

    /** The newest state of each case, by its id. */
    Map<String, Flag> flags() {
        return detection == null ? Map.of() : detection.flags();
    }
}
