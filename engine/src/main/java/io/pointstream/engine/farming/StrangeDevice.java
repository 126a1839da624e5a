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
 * A large redemption soon after a new device appears beside one that was long in use. Alone it says little: people buy phones and spend
 * on them. But a new phone takes the old one's place. When the old one goes on day after day and the new one is not seen again,
 * somebody else had it.
 */
final class StrangeDevice {

    private static final double NEW = 0.4;
    private static final double NEW_IN_A_HURRY = 0.6;
    private static final Duration HURRY = Duration.ofHours(1);
    private static final double STRANGE = 0.85;
    private static final int DEVICES_MAX = 4;

    private final FarmingConfig.RedemptionRush config;
    private final ProgramCalendar calendar;

    StrangeDevice(FarmingConfig config) {
        this.config = config.redemptionRush();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** An account's devices, the newest change, the newest large redemption, and what was made of the two. */
    static final class Devices {
        private final List<Device> known = new ArrayList<>();
        private @Nullable Change change;
        private @Nullable Large large;
        private boolean told;
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

    private record Large(long atMs, long points, long left, String eventId) {}

    private record Pair(Change change, Large large) {
        long afterMs() {
            return large.atMs - change.atMs;
        }
    }

    /** A large redemption was made. */
    void onLarge(Devices state, Decided decided, Decided.Spent spent, Findings out) {
        state.large = new Large(decided.occurredAt().toEpochMilli(), spent.points(), spent.left(), decided.eventId());
        state.told = false;
        state.oldDeviceDays = 0;
        tell(state, decided.accountId(), out);
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
                tell(state, event.accountId(), out);
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

    private @Nullable Pair pair(Devices state) {
        if (state.change == null || state.large == null) {
            return null;
        }
        Pair pair = new Pair(state.change, state.large);
        return pair.afterMs() >= 0 && pair.afterMs() <= config.newDevice().toMillis() ? pair : null;
    }

    /** Whichever of the two became known first: events and decisions come by different ways. */
    private void tell(Devices state, String accountId, Findings out) {
        Pair pair = pair(state);
        if (pair != null && !state.told) {
            state.told = true;
            double strength = pair.afterMs() <= HURRY.toMillis() ? NEW_IN_A_HURRY : NEW;
            out.found(finding(accountId, pair, pair.large.atMs, strength, "soon after a new device appeared"));
        }
    }

    /** A known device is seen on another day. */
    private void goesOn(Devices state, Event event, Device device, Findings out) {
        Pair pair = pair(state);
        if (pair == null || device.lastDay <= calendar.epochDay(pair.large.atMs)) {
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
                    event.occurredAt().toEpochMilli(),
                    STRANGE,
                    "on a device that was not seen again, while the old one goes on"));
        }
    }

    private static Finding finding(String accountId, Pair pair, long nowMs, double strength, String how) {
        return new Finding(
                ReasonCode.REDEMPTION_RUSH,
                accountId,
                strength,
                Instant.ofEpochMilli(nowMs),
                Instant.ofEpochMilli(pair.change.atMs),
                Instant.ofEpochMilli(nowMs),
                "spent " + pair.large.points + " points and left " + pair.large.left + " " + how,
                Evidence.of(
                        Map.of(
                                "pointsSpent", (double) pair.large.points,
                                "pointsLeft", (double) pair.large.left,
                                "minutesAfterNewDevice",
                                        (double) Duration.ofMillis(pair.afterMs())
                                                .toMinutes()),
                        List.of(pair.change.deviceId),
                        List.of(pair.change.eventId, pair.large.eventId)),
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
        out.flag(state.large != null);
        if (state.large != null) {
            out.signed(state.large.atMs);
            out.unsigned(state.large.points);
            out.signed(state.large.left);
            out.string(state.large.eventId);
        }
        out.flag(state.told);
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
            state.large = new Large(in.signed(), in.unsigned(), in.signed(), in.string());
        }
        state.told = in.flag();
        state.oldDeviceDays = (int) in.unsigned();
        return state;
    }
}
