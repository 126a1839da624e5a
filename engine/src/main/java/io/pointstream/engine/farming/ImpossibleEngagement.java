package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Social;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code IMPOSSIBLE_ENGAGEMENT}: more reading, watching and walking than time allows.
 *
 * <p>Articles and videos need the eyes, so what overlaps among them is excess ({@link Overlap}), and so is what was watched of a
 * video beyond its replays. Live streams play beside other things: they only overlap among themselves. A few overlaps come by
 * chance, from clients that report roughly; so the excess of some days counts, and its share of everything. Steps have limits
 * for a day and for all days; a part of them says nothing, for it may have been walked at any time of the day.
 */
final class ImpossibleEngagement implements Detector<ImpossibleEngagement.Log> {

    private static final byte VERSION = 1;
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();
    private static final long STEPS_MAX = 10_000_000;

    private final FarmingConfig.ImpossibleEngagement config;
    private final ProgramCalendar calendar;

    ImpossibleEngagement(FarmingConfig config) {
        this.config = config.impossibleEngagement();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** The newest days, and what is going on. */
    static final class Log {
        private final Deque<Day> days = new ArrayDeque<>();
        private Overlap eyes = new Overlap();
        private Overlap streams = new Overlap();
        private LiveClaims claims = new LiveClaims();
    }

    /** Times are in milliseconds. */
    private static final class Day {
        private final int number;
        private long engaged;
        private long excessByEnds;
        private long excessByStarts;
        private long replayed;
        private long steps;

        Day(int number) {
            this.number = number;
        }
    }

    private record Tell(double strength, int from, String reason, Map<String, Double> numbers) {}

    @Override
    public ReasonCode code() {
        return ReasonCode.IMPOSSIBLE_ENGAGEMENT;
    }

    @Override
    public Log newState() {
        return new Log();
    }

    @Override
    public void onEvent(Log log, Event event, RecentEvents recent, Findings out) {
        if (!(event instanceof Content || event instanceof Social.StepsDonated)) {
            return;
        }
        Day day = day(log, event);
        if (day == null) {
            return;
        }
        Tell tell = switch (event) {
            case Content.ArticleRead article ->
                engaged(
                        log,
                        day,
                        event,
                        Math.min(article.seconds(), config.article().toSeconds()),
                        0);
            case Content.VideoWatched video ->
                engaged(
                        log,
                        day,
                        event,
                        video.secondsWatched(),
                        video.secondsWatched() - video.secondsTotal() * config.replays());
            case Content.LiveCommented comment -> commented(log, day, comment);
            case Social.StepsDonated donation -> donated(log, day, donation.steps());
            default -> null;
        };
        if (tell != null) {
            out.found(new Finding(
                    ReasonCode.IMPOSSIBLE_ENGAGEMENT,
                    event.accountId(),
                    tell.strength,
                    event.occurredAt(),
                    Instant.ofEpochMilli(calendar.startOfDay(tell.from)),
                    Instant.ofEpochMilli(calendar.startOfDay(log.days.getLast().number + 1)),
                    tell.reason,
                    Evidence.of(tell.numbers, List.of(), recent.ids(event.type())),
                    null));
        }
    }

    private @Nullable Tell engaged(Log log, Day day, Event event, long seconds, long replayedSeconds) {
        long length = Math.min(seconds, DAY_SECONDS) * 1000;
        // What the video does not have was not watched at all, so it cannot overlap as well.
        long replayed = Math.clamp(replayedSeconds, 0L, length / 1000) * 1000;
        day.engaged += length;
        day.replayed += replayed;
        note(day, log.eyes.add(event.occurredAt().toEpochMilli(), length - replayed));
        return surer(excess(log), longDay(day));
    }

    private @Nullable Tell commented(Log log, Day day, Content.LiveCommented comment) {
        long at = comment.occurredAt().toEpochMilli();
        long watched = log.claims.watched(comment.streamId(), at, comment.watchedSeconds());
        day.engaged += watched;
        note(day, log.streams.add(at, watched));
        return excess(log);
    }

    private static void note(Day day, Overlap.Excess excess) {
        day.excessByEnds += excess.byEnds();
        day.excessByStarts += excess.byStarts();
    }

    private @Nullable Tell excess(Log log) {
        long engaged = 0;
        long byEnds = 0;
        long byStarts = 0;
        long replayed = 0;
        for (Day day : log.days) {
            engaged += day.engaged;
            byEnds += day.excessByEnds;
            byStarts += day.excessByStarts;
            replayed += day.replayed;
        }
        long overlapped = Math.min(byEnds, byStarts);
        long excess = overlapped + replayed;
        double share = engaged == 0 ? 0 : (double) excess / engaged;
        if (excess < config.suspectExcess().toMillis() || share < config.weakShare()) {
            return null;
        }
        double certainty = Strength.of(
                excess,
                config.suspectExcess().toMillis(),
                config.certainExcess().toMillis());
        return new Tell(
                certainty * Math.min(1, share / config.suspectShare()),
                log.days.getFirst().number,
                String.format(
                        Locale.ROOT,
                        "%.1f h of the %.1f h read and watched in %d days did not pass, or were not in the videos",
                        hours(excess),
                        hours(engaged),
                        log.days.getLast().number - log.days.getFirst().number + 1),
                Map.of(
                        "engagedHours", hours(engaged),
                        "overlappedHours", hours(overlapped),
                        "replayedHours", hours(replayed),
                        "share", share));
    }

    private @Nullable Tell longDay(Day day) {
        if (day.engaged < config.suspectDay().toMillis()) {
            return null;
        }
        return new Tell(
                Strength.of(
                        day.engaged,
                        config.suspectDay().toMillis(),
                        config.certainDay().toMillis()),
                day.number,
                String.format(Locale.ROOT, "read and watched for %.1f h on one day", hours(day.engaged)),
                Map.of("engagedHours", hours(day.engaged)));
    }

    private @Nullable Tell donated(Log log, Day day, long steps) {
        day.steps = Math.min(day.steps + Math.min(steps, STEPS_MAX), STEPS_MAX);
        long all = 0;
        for (Day other : log.days) {
            all += other.steps;
        }
        return surer(
                steps(day.steps, config.suspectSteps(), config.certainSteps(), day.number, "on one day"),
                steps(
                        all,
                        config.suspectMarch(),
                        config.certainMarch(),
                        log.days.getFirst().number,
                        "within " + config.days() + " days"));
    }

    private static @Nullable Tell steps(long steps, int suspect, int certain, int from, String when) {
        return steps < suspect
                ? null
                : new Tell(
                        Strength.of(steps, suspect, certain),
                        from,
                        String.format(Locale.ROOT, "%,d steps %s", steps, when),
                        Map.of("steps", (double) steps));
    }

    private static @Nullable Tell surer(@Nullable Tell one, @Nullable Tell other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.strength > one.strength ? other : one;
    }

    private static double hours(long millis) {
        return millis / 3_600_000.0;
    }

    /** The day of an event, or null when it is before those that are looked at. */
    private @Nullable Day day(Log log, Event event) {
        int number = calendar.epochDay(event.occurredAt().toEpochMilli());
        if (!log.days.isEmpty() && number <= log.days.getLast().number - config.days()) {
            return null;
        }
        List<Day> later = new ArrayList<>();
        while (!log.days.isEmpty() && log.days.getLast().number > number) {
            later.addFirst(log.days.removeLast());
        }
        if (log.days.isEmpty() || log.days.getLast().number < number) {
            log.days.addLast(new Day(number));
        }
        Day day = log.days.getLast();
        log.days.addAll(later);
        int newest = log.days.getLast().number;
        while (log.days.getFirst().number <= newest - config.days()) {
            log.days.removeFirst();
        }
        return day;
    }

    @Override
    public void write(Log log, StateWriter out) {
        out.unsigned(VERSION);
        out.size(log.days.size());
        for (Day day : log.days) {
            out.signed(day.number);
            out.unsigned(day.engaged);
            out.unsigned(day.excessByEnds);
            out.unsigned(day.excessByStarts);
            out.unsigned(day.replayed);
            out.unsigned(day.steps);
        }
        log.eyes.write(out);
        log.streams.write(out);
        log.claims.write(out);
    }

    @Override
    public Log read(StateReader in) {
        in.version("impossible-engagement state", VERSION);
        Log log = new Log();
        for (int left = in.size(); left > 0; left--) {
            Day day = new Day((int) in.signed());
            day.engaged = in.unsigned();
            day.excessByEnds = in.unsigned();
            day.excessByStarts = in.unsigned();
            day.replayed = in.unsigned();
            day.steps = in.unsigned();
            log.days.addLast(day);
        }
        log.eyes = Overlap.read(in);
        log.streams = Overlap.read(in);
        log.claims = LiveClaims.read(in);
        return log;
    }
}
