package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Content;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.event.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code CLOCKWORK}: acts by hand at moments that no hand chose. Five ways to tell, of which the surest speaks:
 *
 * <ul>
 *   <li><em>rhythm</em>: the pauses between acts, of one kind or of all, are nearly the same, but for some;
 *   <li><em>pace</em>: they differ, as jitter makes them, but for hours not one is much longer than the others, and so again on other days;
 *   <li><em>sleep</em>: for days there is no rest, at whatever hour; or night after night is missed;
 *   <li><em>starts</em>: a thing is begun day after day within the same seconds, closer than a hand gets; or several things, at
 *       different times, as close as an alarm clock's owner gets to one;
 *   <li><em>timetable</em>: whatever it does, it comes back at the times of the day before.
 * </ul>
 *
 * <p>Nothing agrees better than the account's clock can tell: times that all lie on whole minutes were rounded.
 */
final class Clockwork implements Detector<Clockwork.Times> {

    private static final byte VERSION = 2;
    private static final byte WITHOUT_PACES = 1;

    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();
    private static final long AD_MS = Duration.ofSeconds(30).toMillis();

    /** One thing a day at an alarm's accuracy: a habit, and half of what calls for a review. */
    private static final double ONE_ALARM = 0.4;

    private final FarmingConfig.Clockwork config;
    private final ProgramCalendar calendar;

    Clockwork(FarmingConfig config) {
        this.config = config.clockwork();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** When an account acted. */
    static final class Times {
        private final Map<EventType, Pulse> pulses = new EnumMap<>(EventType.class);
        private final Map<EventType, DailyStarts> starts = new EnumMap<>(EventType.class);
        private Pulse all;
        private EvenPaces paces = new EvenPaces();
        private WakingHours waking = new WakingHours();
        private Timetable timetable = new Timetable();

        private Times(FarmingConfig.Clockwork config) {
            this.all = new Pulse(config.rhythm());
        }
    }

    /** One way to tell, and what it found. */
    private record Tell(double strength, long from, long to, String reason, Map<String, Double> numbers) {}

    @Override
    public ReasonCode code() {
        return ReasonCode.CLOCKWORK;
    }

    @Override
    public Times newState() {
        return new Times(config);
    }

    @Override
    public void onEvent(Times state, Event event, RecentEvents recent, Findings out) {
        EventType type = event.type();
        if (!Acts.byHand(type)) {
            return;
        }
        long at = event.occurredAt().toEpochMilli();
        Pulse pulse = state.pulses.computeIfAbsent(type, kind -> new Pulse(config.rhythm()));
        long length = length(event);
        pulse.add(at, length);
        boolean chosen = state.all.add(at, length);
        Tell tell = surer(rhythm(state, pulse, type.publicName()), rhythm(state, state.all, "acts"));
        if (chosen) {
            tell = surer(tell, pace(state));
        }
        if (state.waking.add(at)) {
            tell = surer(tell, sleep(state.waking, at));
        }
        int today = calendar.epochDay(at);
        int timeOfDay = (int) (at - calendar.startOfDay(today));
        tell = surer(tell, starts(state, type, at, today, timeOfDay));
        tell = surer(tell, timetable(state, at, at - length, today, timeOfDay));
        if (tell != null) {
            out.found(new Finding(
                    ReasonCode.CLOCKWORK,
                    event.accountId(),
                    tell.strength,
                    event.occurredAt(),
                    Instant.ofEpochMilli(tell.from),
                    Instant.ofEpochMilli(tell.to),
                    tell.reason,
                    Evidence.of(tell.numbers, List.of(), recent.ids(type)),
                    null));
        }
    }

    /** How long an act took that takes its time. */
    private static long length(Event event) {
        return switch (event) {
            case Content.VideoWatched video -> Math.min(video.secondsWatched(), DAY_SECONDS) * 1000;
            case Content.ArticleRead article -> Math.min(article.seconds(), DAY_SECONDS) * 1000;
            case Membership.AdWatched ad -> AD_MS;
            default -> 0;
        };
    }

    /** The steps in which the account's clock goes, by what is remembered. */
    private static long clock(Times state) {
        long clock = state.all.clock(Clock.COARSEST_MS);
        for (DailyStarts starts : state.starts.values()) {
            clock = starts.clock(clock);
        }
        return clock;
    }

    private @Nullable Tell rhythm(Times state, Pulse pulse, String what) {
        FarmingConfig.Clockwork.Rhythm limits = config.rhythm();
        Pulse.Rhythm rhythm = pulse.rhythm();
        if (rhythm == null || rhythm.spread() > limits.weakSpread()) {
            return null;
        }
        double spread = Math.max(rhythm.spread(), clock(state) / 1000.0 / rhythm.median());
        if (spread > limits.weakSpread()) {
            return null;
        }
        return new Tell(
                Strength.of(spread, limits.suspectSpread(), limits.certainSpread()),
                rhythm.from(),
                rhythm.to(),
                String.format(
                        Locale.ROOT,
                        "the middle 70%% of %d pauses between %s differ by %.1f%% of the usual %.1f s",
                        rhythm.pauses(),
                        what,
                        100 * rhythm.spread(),
                        rhythm.median()),
                Map.of(
                        "pauses", (double) rhythm.pauses(),
                        "medianSeconds", rhythm.median(),
                        "spread", rhythm.spread()));
    }

    private @Nullable Tell pace(Times state) {
        FarmingConfig.Clockwork.Rhythm limits = config.rhythm();
        Pulse.Pace pace = state.all.pace();
        if (pace == null || pace.longest() + (clock(state) - 1) / 1000.0 > limits.evenPace() * pace.median()) {
            state.paces.broken();
            return null;
        }
        state.paces.goesOn(pace, calendar.epochDay(pace.to()), limits.evenFor().toMillis());
        EvenPaces.Surprise surprise = state.paces.surprise(limits);
        if (surprise.bits() < limits.suspectBits()) {
            return null;
        }
        return new Tell(
                Strength.of(surprise.bits(), limits.suspectBits(), limits.certainBits()),
                calendar.startOfDay(surprise.firstDay()),
                pace.to(),
                String.format(
                        Locale.ROOT,
                        "acted for hours on %d days with %d pauses, of late usually of %.0f s, none longer than %.0f s",
                        surprise.days(),
                        surprise.pauses(),
                        pace.median(),
                        pace.longest()),
                Map.of(
                        "days", (double) surprise.days(),
                        "pauses", (double) surprise.pauses(),
                        "medianSeconds", pace.median(),
                        "longestSeconds", pace.longest(),
                        "surpriseBits", surprise.bits()));
    }

    private @Nullable Tell sleep(WakingHours waking, long at) {
        FarmingConfig.Clockwork.Sleep limits = config.sleep();
        WakingHours.Sleep sleep = waking.sleep((int) (limits.rest().toMillis() / WakingHours.HALF_HOUR_MS));
        if (sleep == null) {
            return null;
        }
        double restHours = limits.rest().toMinutes() / 60.0;
        Tell awake = null;
        if (sleep.awakeHours() >= limits.suspectAwake().toHours()) {
            double quietest = waking.quietest(sleep.from(), sleep.to());
            awake = new Tell(
                    Strength.of(
                                    sleep.awakeHours(),
                                    (double) limits.suspectAwake().toHours(),
                                    (double) limits.certainAwake().toHours())
                            * Math.min(1, quietest / limits.restless()),
                    sleep.from() * WakingHours.HALF_HOUR_MS,
                    sleep.to() * WakingHours.HALF_HOUR_MS,
                    String.format(
                            Locale.ROOT, "awake for %.1f h without a rest of %.1f h", sleep.awakeHours(), restHours),
                    Map.of(
                            "awakeHours",
                            sleep.awakeHours(),
                            "activeHalfHours",
                            (double) sleep.active(),
                            "quietestSixHours",
                            quietest));
        }
        if (sleep.missedNights() < limits.missedNights()) {
            return awake;
        }
        double quietest = waking.quietest(sleep.since(), at / WakingHours.HALF_HOUR_MS + 1);
        Tell nights = new Tell(
                Strength.of(sleep.missedNights(), limits.missedNights(), WakingHours.DAYS - 1)
                        * Math.min(1, quietest / limits.restless()),
                sleep.since() * WakingHours.HALF_HOUR_MS,
                at,
                String.format(
                        Locale.ROOT,
                        "%d rests of %.1f h in %d days: %d nights missed",
                        sleep.rests(),
                        restHours,
                        sleep.days(),
                        sleep.missedNights()),
                Map.of(
                        "days", (double) sleep.days(),
                        "rests", (double) sleep.rests(),
                        "missedNights", (double) sleep.missedNights(),
                        "quietestSixHours", quietest));
        return surer(awake, nights);
    }

    private @Nullable Tell starts(Times state, EventType type, long at, int today, int timeOfDay) {
        FarmingConfig.Clockwork.Starts limits = config.starts();
        DailyStarts starts = state.starts.computeIfAbsent(type, kind -> new DailyStarts(limits.days()));
        if (!starts.add(today, timeOfDay)) {
            return null;
        }
        long clock = clock(state);
        double steady = limits.steady().toMillis();
        DailyStarts.Agreement best = starts.best(steady, limits.reach().toMillis(), clock);
        double strength = best == null ? 0 : Strength.of(best.surprise(), limits.suspectBits(), limits.certainBits());
        int anchors = 1;
        if (best == null || best.surprise() < limits.suspectBits()) {
            best = byAlarm(starts, clock);
            if (best == null || best.surprise() < limits.suspectBits()) {
                return null;
            }
            List<DailyStarts.Agreement> others = others(state, best, clock);
            double bits =
                    others.stream().mapToDouble(DailyStarts.Agreement::surprise).sum();
            anchors += others.size();
            strength = others.isEmpty() ? ONE_ALARM : Strength.of(bits, limits.suspectBits(), 2 * limits.suspectBits());
        }
        return new Tell(
                strength,
                calendar.startOfDay(starts.firstDay()),
                at,
                String.format(
                        Locale.ROOT,
                        "the first %s of %d of %d days came within %.1f s of the same time of day",
                        type.publicName(),
                        best.agreeing(),
                        best.days(),
                        best.seconds()),
                Map.of(
                        "agreeingDays",
                        (double) best.agreeing(),
                        "days",
                        (double) best.days(),
                        "withinSeconds",
                        best.seconds(),
                        "secondOfDay",
                        best.timeOfDay() / 1000.0,
                        "surpriseBits",
                        best.surprise(),
                        "anchors",
                        (double) anchors));
    }

    private DailyStarts.@Nullable Agreement byAlarm(DailyStarts starts, long clock) {
        return starts.best((double) config.starts().alarm().toMillis(), DAY_SECONDS * 1000, clock);
    }

    /** What other things begin at times of their own, as close: an alarm explains one of them, and what follows upon it. */
    private List<DailyStarts.Agreement> others(Times state, DailyStarts.Agreement first, long clock) {
        List<DailyStarts.Agreement> anchors = new ArrayList<>(List.of(first));
        for (DailyStarts starts : state.starts.values()) {
            DailyStarts.Agreement other = byAlarm(starts, clock);
            if (other != null
                    && other.surprise() >= config.starts().suspectBits()
                    && anchors.stream()
                            .allMatch(anchor -> Math.abs(anchor.timeOfDay() - other.timeOfDay())
                                    >= config.timetable().pause().toMillis())) {
                anchors.add(other);
            }
        }
        return anchors.subList(1, anchors.size());
    }

    private @Nullable Tell timetable(Times state, long at, long began, int today, int timeOfDay) {
        FarmingConfig.Clockwork.Timetable limits = config.timetable();
        int tolerance = (int) limits.tolerance().toMillis();
        if (!state.timetable.add(at, began, today, timeOfDay, limits.pause().toMillis(), tolerance, limits.habit())) {
            return null;
        }
        Timetable.Repetition repetition = state.timetable.repetition(1);
        if (repetition.surprise() >= limits.suspectBits()) {
            repetition = state.timetable.repetition(1 + clock(state) / (2.0 * tolerance));
        }
        if (repetition.surprise() < limits.suspectBits()) {
            return null;
        }
        return new Tell(
                Strength.of(repetition.surprise(), limits.suspectBits(), limits.certainBits()),
                calendar.startOfDay(repetition.since()),
                at,
                String.format(
                        Locale.ROOT,
                        "came back %d times, %d of them within %d s of a time of the day before",
                        repetition.returns(),
                        repetition.repeated(),
                        limits.tolerance().toSeconds()),
                Map.of(
                        "returns", (double) repetition.returns(),
                        "repeated", (double) repetition.repeated(),
                        "surpriseBits", repetition.surprise()));
    }

    private static @Nullable Tell surer(@Nullable Tell one, @Nullable Tell other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.strength > one.strength ? other : one;
    }

    @Override
    public void write(Times state, StateWriter out) {
        out.unsigned(VERSION);
        out.size(state.pulses.size());
        state.pulses.forEach((type, pulse) -> {
            out.eventType(type);
            pulse.write(out);
        });
        state.all.write(out);
        state.paces.write(out);
        state.waking.write(out);
        state.timetable.write(out);
        out.size(state.starts.size());
        state.starts.forEach((type, starts) -> {
            out.eventType(type);
            starts.write(out);
        });
    }

    @Override
    public Times read(StateReader in) {
        byte version = in.version("clockwork state", WITHOUT_PACES, VERSION);
        Times state = new Times(config);
        for (int left = in.size(); left > 0; left--) {
            state.pulses.put(in.eventType(), Pulse.read(in, config.rhythm()));
        }
        state.all = Pulse.read(in, config.rhythm());
        if (version > WITHOUT_PACES) {
            state.paces = EvenPaces.read(in);
        }
        state.waking = WakingHours.read(in);
        state.timetable = Timetable.read(in);
        for (int left = in.size(); left > 0; left--) {
            state.starts.put(
                    in.eventType(), DailyStarts.read(in, config.starts().days()));
        }
        return state;
    }
}
