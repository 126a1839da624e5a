package io.pointstream.dashboards.intake;

import io.pointstream.dashboards.intake.LineResult.Accepted;
import io.pointstream.dashboards.intake.LineResult.Refused;
import io.pointstream.dashboards.intake.LineResult.Unconfirmed;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.json.BadLineException;
import io.pointstream.schemas.json.EventLines;
import io.pointstream.schemas.json.EventLines.Line;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of one request, read as a whole before anything is sent, and what became of each. */
final class Batch {

    /** Of a refused line, for the page of its source. */
    private static final int SAMPLE_CHARS_MAX = 200;

    private static final int SAMPLES_MAX = 20;

    /** More lines than a request may have. */
    static final class TooManyLinesException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final List<Activity> events = new ArrayList<>();
    private final Map<Long, String> samples = new HashMap<>();
    private final List<Refused> refused = new ArrayList<>();
    /** In the order of the lines; of an event at first that it is accepted. */
    private final List<LineResult> results = new ArrayList<>();

    private boolean[] confirmed = {};

    private Batch() {}

    /** Reads and checks all lines, as {@code ingest} does. */
    static Batch read(EventLines lines, int linesMax) throws IOException, TooManyLinesException {
        Batch batch = new Batch();
        for (Line line = lines.next(); line != null; line = lines.next()) {
            if (batch.results.size() == linesMax) {
                throw new TooManyLinesException();
            }
            switch (line) {
                // A decision is a named person's, who is asked for a reason and perhaps for a second person.
                case Line.Good(long number, Activity activity)
                when activity.getBody() instanceof ReviewDecided ->
                    batch.refuse(
                            new Refused(
                                    number,
                                    "type",
                                    "expected what an account did, was \"review.decided\", which has a way of its own:"
                                            + " POST /v1/flags/{caseId}/decisions"),
                            lines);
                case Line.Good(long number, Activity activity) -> {
                    batch.events.add(activity);
                    batch.results.add(new Accepted(number, activity.getEventId()));
                }
                case Line.Bad(long number, BadLineException problem) ->
                    batch.refuse(new Refused(number, problem.field(), problem.problem()), lines);
            }
        }
        return batch;
    }

    private void refuse(Refused line, EventLines lines) {
        if (samples.size() < SAMPLES_MAX) {
            samples.put(line.line(), lines.shown(SAMPLE_CHARS_MAX));
        }
        refused.add(line);
        results.add(line);
    }

    /** What is to be sent, in the order of the lines. */
    List<Activity> events() {
        return events;
    }

    /** Takes what is known to be in Kafka of {@link #events()}, in their order. */
    void confirm(boolean[] known) {
        confirmed = known;
        int event = 0;
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Accepted(long line, String eventId) && !known[event++]) {
                results.set(i, new Unconfirmed(line, eventId));
            }
        }
    }

    List<LineResult> results() {
        return results;
    }

    List<Refused> refused() {
        return refused;
    }

    long unconfirmed() {
        return results.stream().filter(Unconfirmed.class::isInstance).count();
    }

    long accepted() {
        return results.size() - refused.size() - unconfirmed();
    }

    /** The beginning of a refused line; empty where others of the request are shown already. */
    String sample(Refused line) {
        return samples.getOrDefault(line.line(), "");
    }

    /** The newest event time of what is known to be in Kafka. */
    @Nullable
    Instant newestAccepted() {
        Instant newest = null;
        for (int i = 0; i < confirmed.length; i++) {
            Instant at = events.get(i).getOccurredAt();
            if (confirmed[i] && (newest == null || at.isAfter(newest))) {
                newest = at;
            }
        }
        return newest;
    }
}
