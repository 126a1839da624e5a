package io.pointstream.app.rules;

import io.pointstream.app.FileProgress;
import io.pointstream.app.replay.MergedEvents;
import io.pointstream.app.replay.MergedEvents.Located;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.json.EventLines.Line;
import io.pointstream.topologies.ActivityTranslator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Two rule books over the same events, in one pass: what one would have done, and the other. */
final class RuleDiff {

    private static final int PROGRESS_EVENTS = 10_000;

    private final BookRun before;
    private final BookRun after;
    private final PrintWriter problems;
    private long events;
    private long wrong;

    /**
     * Nothing is read yet.
     *
     * @param problems is told of bad lines and of events that could not be decided, one line each
     */
    RuleDiff(RuleBooks before, RuleBooks after, boolean farming, PrintWriter problems) {
        this.before = new BookRun(before, farming);
        this.after = new BookRun(after, farming);
        this.problems = problems;
    }

    /** Takes in all events of the files, merged as in a replay. */
    void run(List<Path> files) throws IOException {
        try (FileProgress progress = FileProgress.of("events", files);
                MergedEvents input = new MergedEvents(files, file -> EventLines.of(progress.open(file)), this::bad)) {
            for (Located event = input.next(); event != null; event = input.next()) {
                take(event);
                if (++events % PROGRESS_EVENTS == 0) {
                    progress.events(events);
                }
            }
        }
        problems.flush();
    }

    /** Events that were read. */
    long events() {
        return events;
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

    private void take(Located located) {
        try {
            Event event = ActivityTranslator.toEvent(located.activity());
            before.take(event);
            after.take(event);
        } catch (IllegalArgumentException | ArithmeticException e) {
            wrong++;
            problems.println(located.file() + ":" + located.line() + ": " + e.getMessage());
        }
    }

    private void bad(Path file, Line.Bad line) {
        wrong++;
        String field = line.problem().field() == null ? "" : line.problem().field() + ": ";
        problems.println(
                file + ":" + line.number() + ": " + field + line.problem().problem());
    }
}
