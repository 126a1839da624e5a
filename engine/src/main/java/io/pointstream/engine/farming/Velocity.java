package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code VELOCITY}: more events of one kind in a window than a person can make. Windows slide exactly over event time, so a burst that
 * comes in out of order counts like one in order. At the first event over the limit the strength is 0.75; it grows to 1 at twice
 * the limit.
 */
final class Velocity implements Detector<Velocity.Times> {

    private static final byte VERSION = 1;
    private static final double OVER_LIMIT = 0.75;

    private final List<Duration> windows;
    private final Map<EventType, List<Integer>> limits;
    private final long horizonMs;

    Velocity(FarmingConfig config) {
        this.windows = config.velocity().windows();
        this.limits = config.velocity().limits();
        // The latest event that counts still finds all its neighbours in the longest window.
        this.horizonMs = windows.getLast().plus(config.lateness()).plusMillis(1).toMillis();
    }

    /** Event times by kind. */
    static final class Times {
        private final Map<EventType, SlidingTimes> byType = new EnumMap<>(EventType.class);
    }

    private record Burst(Duration window, int limit, SlidingTimes.Densest densest) {
        double strength() {
            return Math.min(1, OVER_LIMIT + (1 - OVER_LIMIT) * ((double) densest.count() / limit - 1));
        }
    }

    @Override
    public ReasonCode code() {
        return ReasonCode.VELOCITY;
    }

    @Override
    public Times newState() {
        return new Times();
    }

    @Override
    public void onEvent(Times state, Event event, RecentEvents recent, Findings out) {
        List<Integer> allowed = limits.get(event.type());
        if (allowed == null) {
            return;
        }
        SlidingTimes times = state.byType.computeIfAbsent(event.type(), type -> new SlidingTimes(capacity(allowed)));
        long at = event.occurredAt().toEpochMilli();
        times.add(at, horizonMs);
        Burst burst = strongest(times, at, allowed);
        if (burst != null) {
            out.found(finding(event, burst, recent.ids(event.type())));
        }
    }

    private @Nullable Burst strongest(SlidingTimes times, long at, List<Integer> allowed) {
        Burst strongest = null;
        for (int i = 0; i < windows.size(); i++) {
            if (times.size() <= allowed.get(i)) {
                break;
            }
            SlidingTimes.Densest densest = times.densest(at, windows.get(i).toMillis());
            if (densest.count() > allowed.get(i)) {
                Burst burst = new Burst(windows.get(i), allowed.get(i), densest);
                if (strongest == null || burst.strength() > strongest.strength()) {
                    strongest = burst;
                }
            }
        }
        return strongest;
    }

    private static Finding finding(Event event, Burst burst, List<String> eventIds) {
        int count = burst.densest.count();
        String kind = event.type().publicName();
        return new Finding(
                ReasonCode.VELOCITY,
                event.accountId(),
                burst.strength(),
                event.occurredAt(),
                Instant.ofEpochMilli(burst.densest.from()),
                Instant.ofEpochMilli(burst.densest.to()),
                count + " × " + kind + " within " + text(burst.window) + "; a person makes at most " + burst.limit,
                Evidence.of(
                        Map.of(
                                "events", (double) count,
                                "limit", (double) burst.limit,
                                "windowSeconds", (double) burst.window.toSeconds()),
                        List.of(),
                        eventIds),
                null);
    }

    private static String text(Duration window) {
        if (window.toSeconds() % 86_400 == 0) {
            return window.toDays() + " d";
        }
        if (window.toSeconds() % 3600 == 0) {
            return window.toHours() + " h";
        }
        return window.toSeconds() % 60 == 0 ? window.toMinutes() + " min" : window.toSeconds() + " s";
    }

    /** Enough to count to full strength in the longest window. */
    private static int capacity(List<Integer> allowed) {
        return 2 * allowed.getLast() + 1;
    }

    @Override
    public void write(Times state, StateWriter out) {
        out.unsigned(VERSION);
        out.size(state.byType.size());
        state.byType.forEach((type, times) -> {
            out.eventType(type);
            times.write(out);
        });
    }

    @Override
    public Times read(StateReader in) {
        in.version("velocity state", VERSION);
        Times state = new Times();
        for (int left = in.size(); left > 0; left--) {
            EventType type = in.eventType();
            List<Integer> allowed = limits.get(type);
            // A kind that has lost its limit is read past.
            SlidingTimes times = SlidingTimes.read(in, allowed == null ? 1 : capacity(allowed));
            if (allowed != null) {
                state.byType.put(type, times);
            }
        }
        return state;
    }
}
