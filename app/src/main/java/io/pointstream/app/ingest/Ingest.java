package io.pointstream.app.ingest;

import io.pointstream.app.CommandFailure;
import io.pointstream.schemas.ActivityRecords;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.json.EventLines.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of one input after another. A bad line is reported as {@code file:line: field: problem} and counted;
 * the rest goes on.
 *
 * <p>Every {@link #STEP_EVENTS} events it waits until the broker has all of them: no topic is ever ahead of another by
 * more than a step, so readers that merge the topics by event time see what the file's order was.
 */
final class Ingest {

    static final int STEP_EVENTS = 1_000;

    private final Producer<String, Activity> producer;
    private final PrintWriter err;
    private final Pace pace;
    private final AtomicReference<@Nullable CommandFailure> refused = new AtomicReference<>();
    private long sent;
    private long bad;

    Ingest(Producer<String, Activity> producer, PrintWriter err, Pace pace) {
        this.producer = producer;
        this.err = err;
        this.pace = pace;
    }

    /** Events that the broker has acknowledged. */
    long sent() {
        return sent;
    }

    /** Lines that were no events. */
    long bad() {
        return bad;
    }

    /**
     * Sends one input and returns when the broker has all of it.
     *
     * @param name how bad lines name it
     * @param in closed at the end
     * @param progress told the events sent so far, after each step
     * @throws CommandFailure when Kafka refuses an event
     */
    void send(String name, InputStream in, LongConsumer progress) throws IOException, InterruptedException {
        int step = pace.bundle(STEP_EVENTS);
        int inStep = 0;
        try (EventLines lines = EventLines.of(in)) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                switch (line) {
                    case Line.Bad(long number, BadLineException problem) -> report(name, number, problem);
                    case Line.Good(long number, Activity activity) -> {
                        if (inStep == 0) {
                            pace.await(step);
                        }
                        send(name, number, activity);
                        if (++inStep == step) {
                            finishStep(inStep, progress);
                            inStep = 0;
                        }
                    }
                }
            }
        }
        finishStep(inStep, progress);
    }

    private void send(String name, long line, Activity activity) {
        var _ = producer.send(ActivityRecords.of(activity), (metadata, wrong) -> {
            if (wrong != null) {
                refused.compareAndSet(
                        null,
                        new CommandFailure(
                                name + ":" + line + ": Kafka did not take the event: " + wrong.getMessage(), wrong));
            }
        });
    }

    private void finishStep(int events, LongConsumer progress) {
        producer.flush();
        CommandFailure failure = refused.get();
        if (failure != null) {
            throw failure;
        }
        sent += events;
        progress.accept(sent);
    }

    private void report(String name, long line, BadLineException problem) {
        bad++;
        String field = problem.field() == null ? "" : problem.field() + ": ";
        err.println(name + ":" + line + ": " + field + problem.problem());
        err.flush();
    }
}
