package io.pointstream.dashboards.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one upstream system has sent to this process since it started: bounded, whatever it sends. Safe for many threads. */
public final class Source {

    /** How far back the rate is shown. */
    public static final int MINUTES = 60;

    private static final int REASONS_MAX = 30;
    private static final int SAMPLES_MAX = 5;

    /** Of the reasons that come after {@link #REASONS_MAX} others. */
    public static final String OTHER_REASONS = "…";

    /**
     * A refused line, as far as it may be shown.
     *
     * @param line of its request, from 1
     * @param text its beginning, with addresses and devices left out
     */
    public record Sample(Instant at, long line, String problem, String text) {}

    /**
     * Lines refused for one reason.
     *
     * @param reason field and expectation, without what was there
     * @param samples the newest, newest first
     */
    public record Reason(String reason, long lines, Instant newest, List<Sample> samples) {}

    /**
     * A source at one moment.
     *
     * @param perMinute lines accepted in each of the last {@link #MINUTES} minutes, oldest first
     * @param perSecond lines accepted, on average of the last full minute
     * @param newestEvent the newest event time of its accepted lines; null before the first
     * @param behind how far that time is behind the newest request; null before the first
     * @param reasons most lines first
     */
    public record Snapshot(
            String name,
            long requests,
            long accepted,
            long refused,
            long unconfirmed,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable Instant newestEvent,
            @Nullable Duration behind,
            double perSecond,
            List<Long> perMinute,
            List<Reason> reasons) {}

    private static final class Refusals {
        private long lines;
        private Instant newest = Instant.EPOCH;
        private final Deque<Sample> samples = new ArrayDeque<>(SAMPLES_MAX);
    }

    private final String name;
    private final Instant firstSeen;
    private final Map<String, Refusals> refusals = new LinkedHashMap<>();
    private final long[] minutes = new long[MINUTES];
    /** The minute since 1970 that the newest of {@link #minutes} counts. */
    private long newestMinute;

    private Instant lastSeen;
    private @Nullable Instant newestEvent;
    private long requests;
    private long accepted;
    private long refused;
    private long unconfirmed;

    Source(String name, Instant now) {
        this.name = name;
        this.firstSeen = now;
        this.lastSeen = now;
        this.newestMinute = minute(now);
    }

    synchronized void seen(Instant now, long acceptedLines, long unconfirmedLines, @Nullable Instant newest) {
        lastSeen = now;
        requests++;
        accepted += acceptedLines;
        unconfirmed += unconfirmedLines;
        if (newest != null && (newestEvent == null || newest.isAfter(newestEvent))) {
            newestEvent = newest;
        }
        advance(now);
        minutes[index(newestMinute)] += acceptedLines;
    }

    synchronized void refused(Sample sample, @Nullable String field) {
        refused++;
        String reason = reason(field, sample.problem());
        Refusals all = refusals.get(reason);
        if (all == null) {
            all = refusals.computeIfAbsent(
                    refusals.size() < REASONS_MAX ? reason : OTHER_REASONS, key -> new Refusals());
        }
        all.lines++;
        all.newest = sample.at();
        if (all.samples.size() == SAMPLES_MAX) {
            all.samples.removeLast();
        }
        all.samples.addFirst(sample);
    }

    /** The expectation alone: what was there instead differs from line to line. */
    private static String reason(@Nullable String field, String problem) {
        int was = problem.indexOf(", was ");
        String expectation = was < 0 ? problem : problem.substring(0, was);
        return field == null ? expectation : field + ": " + expectation;
    }

    /** What is known of it now. */
    public synchronized Snapshot snapshot(Instant now) {
        advance(now);
        List<Long> perMinute = new ArrayList<>(MINUTES);
        for (long minute = newestMinute - MINUTES + 1; minute <= newestMinute; minute++) {
            perMinute.add(minutes[index(minute)]);
        }
        List<Reason> reasons = new ArrayList<>();
        refusals.forEach(
                (reason, all) -> reasons.add(new Reason(reason, all.lines, all.newest, List.copyOf(all.samples))));
        reasons.sort(Comparator.comparingLong(Reason::lines).reversed());
        return new Snapshot(
                name,
                requests,
                accepted,
                refused,
                unconfirmed,
                firstSeen,
                lastSeen,
                newestEvent,
                newestEvent == null ? null : Duration.between(newestEvent, lastSeen),
                minutes[index(newestMinute - 1)] / 60.0,
                List.copyOf(perMinute),
                List.copyOf(reasons));
    }

    private void advance(Instant now) {
        long minute = minute(now);
        if (minute - newestMinute >= MINUTES) {
            Arrays.fill(minutes, 0);
            newestMinute = minute;
        }
        while (newestMinute < minute) {
            minutes[index(++newestMinute)] = 0;
        }
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 60);
    }

    private static int index(long minute) {
        return Math.floorMod(minute, MINUTES);
    }
}
