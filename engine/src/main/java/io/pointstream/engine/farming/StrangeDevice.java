package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A large spree soon after a new device appears beside one that was long in use. Alone it says little: people buy phones and spend on
 * them. But they buy a thing, while who has bought or stolen an account takes all that is there at once, in as many redemptions as it takes.
 * And a new phone takes the old one's place: when the old one goes on day after day and the new one is not seen again, somebody
 * else had it.
 */
final class StrangeDevice {

    private static final double NEW = 0.4;
    private static final double NEW_IN_A_HURRY = 0.5;
    private static final double ALL_IN_A_HURRY = 0.8;
    private static final Duration HURRY = Duration.ofHours(1);
    private static final double STRANGE = 0.85;
    private static final int DEVICES_MAX = 4;

    private final FarmingConfig.RedemptionRush config;
    private final ProgramCalendar calendar;

    StrangeDevice(FarmingConfig config) {
        this.config = config.redemptionRush();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** An account's devices, the newest change, the newest spree, and what was said of the two. */
    static final class Devices {
        private final List<Device> known = new ArrayList<>();
        private @Nullable Change change;
        private @Nullable Spree spree;
        private double told;
        private int oldDeviceDays;
    }

    private static final class Device {
        private final String id;
        private int days;
        private int lastDay;

        Device(String id, int days, int lastDay) {
            this.id = id;
            this.days = days;
            this.lastDay = lastDay;
        }
    }

    private record Change(long atMs, String deviceId, String eventId) {}

    /**
     * Redemptions within an hour of the first.
     *
     * @param eventId of the newest
     */
    private record Spree(long atMs, int redemptions, long points, long left, String eventId) {

        Spree with(Decided decided, Decided.Spent spent) {
            return new Spree(atMs, redemptions + 1, points + spent.points(), spent.left(), decided.eventId());
        }

        /** Whether no more than such a share of what was there is left. */
        boolean leaves(double share) {
            return left <= share * (points + left);
        }
    }

    private record Pair(Change change, Spree spree) {
        long afterMs() {
            return spree.atMs - change.atMs;
        }
    }

    /** A redemption was made. A spree that is suspected stays until its device is known better. */
    void onSpent(Devices state, Decided decided, Decided.Spent spent, Findings out) {
        long at = decided.occurredAt().toEpochMilli();
        Spree spree = state.spree;
        if (spree == null || Math.abs(at - spree.atMs) > HURRY.toMillis()) {
            if (pair(state) != null) {
                return;
            }
            spree = new Spree(at, 0, 0, 0, decided.eventId());
            state.told = 0;
            state.oldDeviceDays = 0;
        }
        state.spree = spree.with(decided, spent);
        tell(state, decided.accountId(), decided.occurredAt(), out);
    }

    void onEvent(Devices state, Event event, Findings out) {
        String id = event.header().deviceId();
        if (id == null || event.type() == EventType.REVIEW_DECIDED) {
            return;
        }
        int day = calendar.epochDay(event.occurredAt().toEpochMilli());
        Device device = find(state, id);
        if (device == null) {
            boolean settled = state.known.stream().anyMatch(known -> known.days >= config.settledDays());
            join(state, new Device(id, 1, day));
            if (settled) {
                state.change = new Change(event.occurredAt().toEpochMilli(), id, event.eventId());
                tell(state, event.accountId(), event.occurredAt(), out);
            }
        } else if (day > device.lastDay) {
            device.days++;
            device.lastDay = day;
            goesOn(state, event, device, out);
        }
    }

    private static @Nullable Device find(Devices state, String id) {
        for (Device device : state.known) {
            if (device.id.equals(id)) {
                return device;
            }
        }
        return null;
    }

    /** The device not seen for longest makes room. */
    private static void join(Devices state, Device device) {
        if (state.known.size() == DEVICES_MAX) {
            Device oldest = state.known.getFirst();
            for (Device known : state.known) {
                oldest = known.lastDay < oldest.lastDay ? known : oldest;
            }
            state.known.remove(oldest);
        }
        state.known.add(device);
    }

    /** A change with a large spree soon after it. */
    private @Nullable Pair pair(Devices state) {
        if (state.change == null || state.spree == null) {
            return null;
        }
        Pair pair = new Pair(state.change, state.spree);
        boolean large = pair.spree.points >= config.large()
                || (pair.spree.points >= config.largeForAll() && pair.spree.leaves(1 - config.spent()));
        boolean soon =
                pair.afterMs() >= 0 && pair.afterMs() <= config.newDevice().toMillis();
        return large && soon ? pair : null;
    }

    /** Whichever of the two became known first: events and decisions come by different ways. */
    private void tell(Devices state, String accountId, Instant now, Findings out) {
        Pair pair = pair(state);
        if (pair == null) {
            return;
        }
        double strength = NEW;
        if (pair.afterMs() <= HURRY.toMillis()) {
            boolean all = pair.spree.redemptions > 1 && pair.spree.leaves(config.left());
            strength = all ? ALL_IN_A_HURRY : NEW_IN_A_HURRY;
        }
        if (strength > state.told) {
            state.told = strength;
            out.found(finding(accountId, pair, now, strength, "soon after a new device appeared"));
        }
    }

    /** A known device is seen on another day. */
    private void goesOn(Devices state, Event event, Device device, Findings out) {
        Pair pair = pair(state);
        if (pair == null || device.lastDay <= calendar.epochDay(pair.spree.atMs)) {
            return;
        }
        if (device.id.equals(pair.change.deviceId)) {
            // It stayed: it is their own.
            state.change = null;
            return;
        }
        state.oldDeviceDays++;
        if (state.oldDeviceDays == config.strangeAfterDays()) {
            out.found(finding(
                    event.accountId(),
                    pair,
                    event.occurredAt(),
                    STRANGE,
                    "on a device that was not seen again, while the old one goes on"));
        }
    }

    private static Finding finding(String accountId, Pair pair, Instant now, double strength, String how) {
        return new Finding(
                ReasonCode.REDEMPTION_RUSH,
                accountId,
                strength,
                now,
                Instant.ofEpochMilli(pair.change.atMs),
                now,
                "spent " + pair.spree.points + " points in " + pair.spree.redemptions + " redemptions and left "
                        + pair.spree.left + ", " + how,
                Evidence.of(
                        Map.of(
                                "pointsSpent", (double) pair.spree.points,
                                "redemptions", (double) pair.spree.redemptions,
                                "pointsLeft", (double) pair.spree.left,
                                "minutesAfterNewDevice",
                                        (double) Duration.ofMillis(pair.afterMs())
                                                .toMinutes()),
                        List.of(pair.change.deviceId),
                        List.of(pair.change.eventId, pair.spree.eventId)),
                null);
    }

    static void write(Devices state, StateWriter out) {
        out.size(state.known.size());
        for (Device device : state.known) {
            out.string(device.id);
            out.unsigned(device.days);
            out.signed(device.lastDay);
        }
        out.flag(state.change != null);
        if (state.change != null) {
            out.signed(state.change.atMs);
            out.string(state.change.deviceId);
            out.string(state.change.eventId);
        }
        out.flag(state.spree != null);
        if (state.spree != null) {
            out.signed(state.spree.atMs);
            out.unsigned(state.spree.redemptions);
            out.unsigned(state.spree.points);
            out.signed(state.spree.left);
            out.string(state.spree.eventId);
        }
        out.real(state.told);
        out.unsigned(state.oldDeviceDays);
    }

    static Devices read(StateReader in) {
        Devices state = new Devices();
        for (int left = in.size(); left > 0; left--) {
            state.known.add(new Device(in.string(), (int) in.unsigned(), (int) in.signed()));
        }
        if (in.flag()) {
            state.change = new Change(in.signed(), in.string(), in.string());
        }
        if (in.flag()) {
            state.spree = new Spree(in.signed(), (int) in.unsigned(), in.unsigned(), in.signed(), in.string());
        }
        state.told = in.real();
        state.oldDeviceDays = (int) in.unsigned();
        return state;
    }
}
