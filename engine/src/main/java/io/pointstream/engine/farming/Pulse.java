package io.pointstream.engine.farming;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pauses between the newest acts of an account. Acts that follow on the heels of another are one act: a cart of shops, a
 * forward to nine groups, "claim all".
 */
final class Pulse {

    /** Acts longer ago are of another time. */
    private static final long HORIZON_MS = Duration.ofDays(7).toMillis();
    /** So long ago that the time since then still fits into a long. */
    private static final long NEVER = Long.MIN_VALUE / 2;
    /** Until the next video or article begins. */
    private static final long RIGHT_ON_MS = 15_000;
    /** The middle of the pauses that a spread spans; what is outside may be nights, breaks and camouflage. */
    private static final double MIDDLE_FROM = 0.15;

    private static final double MIDDLE_TO = 0.85;

    private final FarmingConfig.Clockwork.Rhythm config;
    private final SlidingTimes times;
    /** Of the newest act, whether it counts or not. */
    private long newestMs = NEVER;

    Pulse(FarmingConfig.Clockwork.Rhythm config) {
        this(config, new SlidingTimes(config.pauses() + 1));
    }

    private Pulse(FarmingConfig.Clockwork.Rhythm config, SlidingTimes times) {
        this.config = config;
        this.times = times;
    }

    /**
     * What pauses have in common.
     *
     * @param median of the pauses, in seconds
     * @param spread how far the middle 70% of them differ, in medians
     */
    record Rhythm(int pauses, double median, double spread, long from, long to) {}

    /**
     * Acts at an even pace.
     *
     * @param median of the pauses, in seconds
     * @param longest pause, in seconds
     */
    record Pace(int pauses, double median, double longest, long from, long to) {}

    /**
     * Adds an act; whether it says something about who chose the moment.
     *
     * @param lengthMs how long it lasted: an act that began when the one before ended says nothing
     */
    boolean add(long at, long lengthMs) {
        long shortest = config.shortest().toMillis();
        boolean rightOn = lengthMs > 0 && at >= newestMs && at - newestMs <= lengthMs + lengthMs / 10 + RIGHT_ON_MS;
        newestMs = Math.max(newestMs, at);
        if (rightOn || times.has(at - shortest + 1, at + shortest - 1)) {
            return false;
        }
        times.add(at, HORIZON_MS);
        return true;
    }

    /** The rhythm of the pauses within a stretch of acts, or null when there are too few. */
    @Nullable
    Rhythm rhythm() {
        if (times.size() <= config.pausesAtLeast()) {
            return null;
        }
        long[] pauses = new long[times.size() - 1];
        int count = 0;
        for (int i = 1; i < times.size(); i++) {
            long pause = times.at(i) - times.at(i - 1);
            if (pause <= config.longest().toMillis()) {
                pauses[count++] = pause;
            }
        }
        if (count < config.pausesAtLeast()) {
            return null;
        }
        Arrays.sort(pauses, 0, count);
        double median = pauses[count / 2];
        // Just above the shortest, pauses are cut off on one side and look alike.
        if (median < 2 * config.shortest().toMillis()) {
            return null;
        }
        double spread = (pauses[(int) (count * MIDDLE_TO)] - pauses[(int) (count * MIDDLE_FROM)]) / median;
        return new Rhythm(count, median / 1000, spread, times.at(0), times.at(times.size() - 1));
    }

    /** The pace of as many acts as are kept, or null when there are not so many yet. */
    @Nullable
    Pace pace() {
        int count = times.size() - 1;
        if (count < config.pauses()) {
            return null;
        }
        long[] pauses = new long[count];
        for (int i = 0; i < count; i++) {
            pauses[i] = times.at(i + 1) - times.at(i);
        }
        Arrays.sort(pauses);
        return new Pace(count, pauses[count / 2] / 1000.0, pauses[count - 1] / 1000.0, times.at(0), times.at(count));
    }

    /** The coarsest clock, of at most {@code clockMs} steps, that shows all these times. */
    long clock(long clockMs) {
        long clock = clockMs;
        for (int i = 0; i < times.size(); i++) {
            clock = Clock.common(clock, times.at(i));
        }
        return clock;
    }

    void write(StateWriter out) {
        out.signed(newestMs);
        times.write(out);
    }

    static Pulse read(StateReader in, FarmingConfig.Clockwork.Rhythm config) {
        long newestMs = in.signed();
        Pulse result = new Pulse(config, SlidingTimes.read(in, config.pauses() + 1));
        result.newestMs = newestMs;
        return result;
    }
}
