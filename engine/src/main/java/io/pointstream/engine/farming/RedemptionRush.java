package io.pointstream.engine.farming;

import io.pointstream.engine.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code REDEMPTION_RUSH}: points go as soon as they come.
 *
 * <p>A <em>rush</em> spends at least half of what came in since the last one, within a day of filling day caps. It counts fully when that was
 * at most two days ago and at least two caps a day were filled meanwhile, and less by the share that it falls short: who saves up and
 * redeems each month counts for almost nothing, whatever the caps; who redeems all the time without working for caps, not at all.
 *
 * <p>Apart from that, a large redemption on a device that is not the account's own, see {@link StrangeDevice}.
 */
final class RedemptionRush implements Detector<RedemptionRush.Savings> {

    private static final byte VERSION = 1;
    private static final double REACHED = 0.75;
    /** From which strength rushes are told of. */
    private static final double TOLD = 0.5;

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final FarmingConfig.RedemptionRush config;
    private final StrangeDevice strangers;

    RedemptionRush(FarmingConfig config) {
        this.config = config.redemptionRush();
        this.strangers = new StrangeDevice(config);
    }

    /** Since the last rush: the time, what was left and spent, and which caps were filled; the rushes; the devices. */
    static final class Savings {
        private long sinceMs = Long.MIN_VALUE;
        private boolean begun;
        private long leftThen;
        private long spent;
        private int caps;
        private long lastCapMs = Long.MIN_VALUE;
        private final List<Rush> rushes = new ArrayList<>();
        private StrangeDevice.Devices strangers = new StrangeDevice.Devices();
    }

    /**
     * @param days of saving before it
     * @param caps filled in them
     */
    private record Rush(long atMs, String eventId, long points, double days, int caps, double weight) {}

    @Override
    public ReasonCode code() {
        return ReasonCode.REDEMPTION_RUSH;
    }

    @Override
    public Savings newState() {
        return new Savings();
    }

    @Override
    public void onDecision(Savings state, Decided decided, Findings out) {
        long at = decided.occurredAt().toEpochMilli();
        if (state.sinceMs == Long.MIN_VALUE) {
            state.sinceMs = at;
        }
        if (!decided.dayCapsReached().isEmpty()) {
            state.caps++;
            state.lastCapMs = Math.max(state.lastCapMs, at);
        }
        if (decided.spent() != null) {
            strangers.onSpent(state.strangers, decided, decided.spent(), out);
            spend(state, decided, decided.spent(), out);
        }
    }

    private void spend(Savings state, Decided decided, Decided.Spent spent, Findings out) {
        state.spent += spent.points();
        long at = decided.occurredAt().toEpochMilli();
        long cameIn = state.spent + spent.left() - state.leftThen;
        boolean mostOfIt = state.spent >= config.spent() * cameIn;
        boolean atOnce = state.caps > 0 && at - state.lastCapMs <= DAY_MS;
        if (mostOfIt && atOnce) {
            double days = Math.max(0, at - state.sinceMs) / (double) DAY_MS;
            double haste = Math.min(1, config.savingDays() / Math.max(days, config.savingDays()));
            double atCaps = Math.min(1, state.caps / Math.max(1, days) / config.capsADay());
            state.rushes.add(new Rush(at, decided.eventId(), state.spent, days, state.caps, haste * atCaps));
            if (state.rushes.size() > config.rushes()) {
                state.rushes.removeFirst();
            }
            tellOfRushes(state, decided, out);
        }
        // What was there before the first redemption did not come in since.
        if ((mostOfIt && atOnce) || !state.begun) {
            state.begun = true;
            state.sinceMs = Math.max(state.sinceMs, at);
            state.leftThen = spent.left();
            state.spent = 0;
            state.caps = 0;
        }
    }

    private void tellOfRushes(Savings state, Decided decided, Findings out) {
        long fromMs = decided.occurredAt().toEpochMilli() - config.days() * DAY_MS;
        state.rushes.removeIf(rush -> rush.atMs <= fromMs);
        double weight = 0;
        double days = 0;
        long points = 0;
        int caps = 0;
        for (Rush rush : state.rushes) {
            weight += rush.weight;
            points += rush.points;
            caps += rush.caps;
            days += rush.days;
        }
        double strength = Math.min(1, REACHED * weight / config.suspicious());
        if (strength < TOLD) {
            return;
        }
        int rushes = state.rushes.size();
        out.found(new Finding(
                ReasonCode.REDEMPTION_RUSH,
                decided.accountId(),
                strength,
                decided.occurredAt(),
                Instant.ofEpochMilli(state.rushes.getFirst().atMs),
                decided.occurredAt(),
                "spent what had come in " + rushes + " times in " + config.days()
                        + " days, each time within a day of filling " + "day caps, " + caps + " in all; after "
                        + tenth(days / rushes) + " days of saving on average",
                Evidence.of(
                        Map.of(
                                "rushes", (double) rushes,
                                "capsFilled", (double) caps,
                                "pointsSpent", (double) points,
                                "meanDaysOfSaving", tenth(days / rushes)),
                        List.of(),
                        state.rushes.stream().map(Rush::eventId).toList()),
                null));
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }

    @Override
    public void onEvent(Savings state, Event event, RecentEvents recent, Findings out) {
        strangers.onEvent(state.strangers, event, out);
    }

    @Override
    public void write(Savings state, StateWriter out) {
        out.unsigned(VERSION);
        out.signed(state.sinceMs);
        out.flag(state.begun);
        out.signed(state.leftThen);
        out.unsigned(state.spent);
        out.unsigned(state.caps);
        out.signed(state.lastCapMs);
        out.size(state.rushes.size());
        for (Rush rush : state.rushes) {
            out.signed(rush.atMs);
            out.string(rush.eventId);
            out.unsigned(rush.points);
            out.real(rush.days);
            out.unsigned(rush.caps);
            out.real(rush.weight);
        }
        StrangeDevice.write(state.strangers, out);
    }

    @Override
    public Savings read(StateReader in) {
        in.version("redemption-rush state", VERSION);
        Savings state = new Savings();
        state.sinceMs = in.signed();
        state.begun = in.flag();
        state.leftThen = in.signed();
        state.spent = in.unsigned();
        state.caps = (int) in.unsigned();
        state.lastCapMs = in.signed();
        for (int left = in.size(); left > 0; left--) {
            state.rushes.add(
                    new Rush(in.signed(), in.string(), in.unsigned(), in.real(), (int) in.unsigned(), in.real()));
        }
        state.strangers = StrangeDevice.read(in);
        return state;
    }
}
