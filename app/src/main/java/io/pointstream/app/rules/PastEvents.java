package io.pointstream.app.rules;

import io.pointstream.app.FileProgress;
import io.pointstream.app.replay.MergedEvents;
import io.pointstream.app.replay.MergedEvents.Located;
import io.pointstream.engine.event.Event;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.json.EventLines.Line;
import io.pointstream.topologies.ActivityTranslator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads event files ahead on a thread of its own, merged as in a replay, and hands the events over in batches: reading a line
 * costs about as much as deciding on it.
 */
final class PastEvents implements AutoCloseable {

    private static final int BATCH_EVENTS = 2_000;
    private static final int BATCHES_AHEAD = 4;

    /** An event and where it stood. */
    record Placed(Path file, long line, Event event) {}

    /**
     * Events that follow each other.
     *
     * @param problems the lines between them that are no events, in words
     * @param failure why there is no more; null when there is, or all was read
     */
    record Batch(
            List<Placed> events,
            List<String> problems,
            boolean last,
            @Nullable IOException failure) {}

    private final List<Path> files;
    private final BlockingQueue<Batch> ahead = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread reader = new Thread(this::read, "past-events");
    private List<Placed> events = new ArrayList<>(BATCH_EVENTS);
    private List<String> problems = new ArrayList<>(0);

    PastEvents(List<Path> files) {
        this.files = files;
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * The next batch.
     *
     * @throws IOException when a file cannot be read
     */
    Batch next() throws IOException, InterruptedException {
        Batch batch = ahead.take();
        if (batch.failure != null) {
            throw batch.failure;
        }
        return batch;
    }

    @Override
    public void close() {
        reader.interrupt();
    }

    private void read() {
        try {
            IOException failure = null;
            try {
                readAll();
            } catch (IOException e) {
                failure = e;
            } catch (UncheckedIOException e) {
                failure = e.getCause();
            }
            ahead.put(new Batch(events, problems, true, failure));
        } catch (InterruptedException e) {
            // Whoever took the batches has gone.
            Thread.currentThread().interrupt();
        }
    }

    private void readAll() throws IOException, InterruptedException {
        long count = 0;
        try (FileProgress progress = FileProgress.of("events", files);
                MergedEvents input = new MergedEvents(files, file -> EventLines.of(progress.open(file)), this::bad)) {
            for (Located located = input.next(); located != null; located = input.next()) {
                Event event = ActivityTranslator.toEvent(located.activity());
                events.add(new Placed(located.file(), located.line(), event));
                if (events.size() == BATCH_EVENTS) {
                    count += BATCH_EVENTS;
                    progress.events(count);
                    ahead.put(new Batch(events, problems, false, null));
                    events = new ArrayList<>(BATCH_EVENTS);
                    problems = new ArrayList<>(0);
                }
            }
        }
    }

    private void bad(Path file, Line.Bad line) {
        String field = line.problem().field() == null ? "" : line.problem().field() + ": ";
        problems.add(file + ":" + line.number() + ": " + field + line.problem().problem());
    }
}
