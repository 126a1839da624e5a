package io.pointstream.app.simulate.world;

import io.pointstream.schemas.activity.Activity;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** What has been decided to happen and has not been told yet, by event time; ties in the order of entry. */
public final class Agenda {
    private record Entry(long millis, long number, Activity activity) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::millis).thenComparingLong(Entry::number));
    private long entered;

    public void enter(Activity activity) {
        entries.add(new Entry(activity.getOccurredAt().toEpochMilli(), entered++, activity));
    }

    /** Hands over everything before {@code end}, in order. */
    public void tellUntil(Instant end, Consumer<Activity> listener) {
        long endMillis = end.toEpochMilli();
        for (Entry next = entries.peek(); next != null && next.millis() < endMillis; next = entries.peek()) {
            entries.remove();
            listener.accept(next.activity());
        }
    }
}
