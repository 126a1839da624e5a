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
 * <p>A <em>rush</em> is a redemption that empties the balance within a day of filling day caps. It counts fully when it comes after at most
 * two days of saving and at least two caps a day were filled in them, and less by the share that it falls short: who saves up and redeems
 * each month counts for almost nothing, whatever the caps; who redeems all the time without working for caps, not at all.
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

    /** Since when the account saves and which caps it filled meanwhile; its rushes; its devices. */
    static final class Savings {
        private long sinceMs = Long.MIN_VALUE;
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
        Decided.Spent spent = decided.spent();
        if (spent == null) {
            return;
        }
        boolean emptied = spent.left() <= config.left() * (spent.left() + spent.points());
        if (emptied) {
            rush(state, decided, spent.points(), at, out);
        }
        if (spent.points() >= config.large() || (emptied && spent.points() >= config.largeWhenEmptied())) {
            strangers.onLarge(state.strangers, decided, spent, out);
        }
    }

    private void rush(Savings state, Decided decided, long points, long at, Findings out) {
        double days = Math.max(0, at - state.sinceMs) / (double) DAY_MS;
        boolean atOnce = state.caps > 0 && at - state.lastCapMs <= DAY_MS;
        double capsADay = state.caps / Math.max(1, days);
        double weight = Math.min(1, config.savingDays() / Math.max(days, config.savingDays()))
                * Math.min(1, capsADay / config.capsADay());
        if (atOnce) {
            state.rushes.add(new Rush(at, decided.eventId(), points, days, state.caps, weight));
            if (state.rushes.size() > config.rushes()) {
                state.rushes.removeFirst();
            }
        }
        state.sinceMs = Math.max(state.sinceMs, at);
        state.caps = 0;
        if (atOnce) {
            tellOfRushes(state, decided, out);
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
                "emptied the balance " + rushes + " times in " + config.days()
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
