package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code VELOCITY}: more events of one kind in a window than a person can make. Windows slide exactly over event time, so a burst that
 * comes in out of order counts like one in order. At the first event over the limit the strength is 0.75; it grows to 1 at twice
 * the limit.
 *
 * <p>A day below the limit is a weak sign when it is unusual, by the account's own days and its peers' ({@link Baseline}), and holds
 * most of what a person can make: strength 0.75 at the limit, proportionally less below.
 */
final class Velocity implements Detector<Velocity.Times> {

    private static final byte VERSION = 2;
    /** Had no baseline. */
    private static final byte FIRST_VERSION = 1;

    private static final double OVER_LIMIT = 0.75;

    private final List<Duration> windows;
    private final Map<EventType, List<Integer>> limits;
    private final long horizonMs;
    private final FarmingConfig config;
    private final ProgramCalendar calendar;

    Velocity(FarmingConfig config) {
        this.config = config;
        this.calendar = new ProgramCalendar(config.zone());
        this.windows = config.velocity().windows();
        this.limits = config.velocity().limits();
        // The latest event that counts still finds all its neighbours in the longest window.
        this.horizonMs = windows.getLast().plus(config.lateness()).plusMillis(1).toMillis();
    }

    /** Event times by kind, and what is usual. */
    static final class Times {
        private final Map<EventType, SlidingTimes> byType = new EnumMap<>(EventType.class);
        private Baseline baseline;

        private Times(FarmingConfig.Baseline peers) {
            this.baseline = new Baseline(peers);
        }
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
        return new Times(config.baseline());
    }

    @Override
    public void onEvent(Times state, Event event, RecentEvents recent, Findings out) {
        int onItsDay =
                state.baseline.add(event, calendar.epochDay(event.occurredAt().toEpochMilli()));
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
        } else if (onItsDay >= config.velocity().unusualShare() * allowed.getLast()) {
            unusual(state.baseline, event, onItsDay, allowed.getLast(), recent, out);
        }
    }

    private void unusual(Baseline baseline, Event event, int count, int limit, RecentEvents recent, Findings out) {
        Kind kind = Kind.of(event);
        Baseline.Usual usual = baseline.usual(kind);
        double onceInDays = usual == null ? 1 : usual.onceInDays(count);
        if (usual == null || onceInDays < config.velocity().unusualDays()) {
            return;
        }
        out.found(new Finding(
                ReasonCode.VELOCITY,
                event.accountId(),
                OVER_LIMIT * Math.min(1, (double) count / limit),
                event.occurredAt(),
                Instant.ofEpochMilli(
                        calendar.startOfDay(calendar.epochDay(event.occurredAt().toEpochMilli()))),
                event.occurredAt(),
                String.format(
                        Locale.ROOT,
                        "%d × %s on one day, usually %.1f; a person makes at most %d",
                        count,
                        kind.name(),
                        usual.mean(),
                        limit),
                Evidence.of(
                        Map.of(
                                "events",
                                (double) count,
                                "limit",
                                (double) limit,
                                "usual",
                                usual.mean(),
                                "usualDeviation",
                                StrictMath.sqrt(usual.variance()),
                                "onceInDays",
                                onceInDays,
                                "ownDays",
                                usual.ownDays()),
                        List.of(),
                        recent.ids(event.type())),
                null));
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
        state.baseline.write(out);
    }

    @Override
    public Times read(StateReader in) {
        byte version = in.version("velocity state", FIRST_VERSION, VERSION);
        Times state = new Times(config.baseline());
        for (int left = in.size(); left > 0; left--) {
            EventType type = in.eventType();
            List<Integer> allowed = limits.get(type);
            // A kind that has lost its limit is read past.
            SlidingTimes times = SlidingTimes.read(in, allowed == null ? 1 : capacity(allowed));
            if (allowed != null) {
                state.byType.put(type, times);
            }
        }
        if (version > FIRST_VERSION) {
            state.baseline = Baseline.read(in, config.baseline());
        }
        return state;
    }
}
