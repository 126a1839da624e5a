package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SHARED_DEVICE}: many accounts that live on one device.
 *
 * <p>An account tells a device of itself at its first event there on each day, so a link is rare and a repeated event makes none. It weighs
 * share × settled × alike: the part of its active days that saw it on the device, growing with its days there (a visitor of one day
 * weighs nothing), and by half less when it does none of the things that most accounts do there. The residents are the sum of
 * the weights, visitors left out. A family is at most six, each with a phone; a service counter has many visitors and no residents; a farm's
 * accounts have no other home.
 *
 * <p>A device remembers the heaviest accounts up to its bound. One that finds no room is told of alone, so that a farm of any size
 * costs the same per link and no late joiner is missed.
 */
final class SharedDevice implements LinkDetector<SharedDevice.Devices, SharedDevice.Accounts> {

    private static final byte VERSION = 1;
    private static final double SUSPICIOUS = 0.6;
    private static final int TARGETS = 2;

    private final FarmingConfig.SharedDevice config;
    private final ProgramCalendar calendar;
    private final long spanMs;

    SharedDevice(FarmingConfig config) {
        this.config = config.sharedDevice();
        this.calendar = new ProgramCalendar(config.zone());
        this.spanMs = Duration.ofDays(config.sharedDevice().days()).toMillis();
    }

    /** What an account remembers: its active days, and its days per device. */
    static final class Devices {
        private int anchorDay = Integer.MIN_VALUE;
        private long activeDays;
        private final List<Device> devices = new ArrayList<>();
    }

    private static final class Device {
        private final String id;
        private long days;
        private long kinds;

        Device(String id) {
            this.id = id;
        }
    }

    /** What a device remembers: its accounts in the order in which they came. */
    static final class Accounts {
        private final Map<String, Account> byId = new LinkedHashMap<>();
        private long newestMs = Long.MIN_VALUE;
    }

    private record Account(
            String accountId, long firstMs, long lastMs, String eventId, int daysHere, int daysActive, long kinds) {}

    @Override
    public ReasonCode code() {
        return ReasonCode.SHARED_DEVICE;
    }

    @Override
    public Devices newState() {
        return new Devices();
    }

    @Override
    public void onEvent(Devices state, Event event, RecentEvents recent, Findings out) {
        if (event.type() == EventType.REVIEW_DECIDED) {
            return;
        }
        int day = calendar.epochDay(event.occurredAt().toEpochMilli());
        moveTo(state, day);
        int age = state.anchorDay - day;
        state.activeDays = BitDays.with(state.activeDays, age);
        String deviceId = event.header().deviceId();
        if (deviceId == null || age >= config.days()) {
            return;
        }
        Device device = device(state, deviceId);
        device.kinds |= 1L << EventNumbers.of(event.type());
        if (BitDays.has(device.days, age)) {
            return;
        }
        device.days = BitDays.with(device.days, age);
        out.link(new Link.Use(
                ReasonCode.SHARED_DEVICE,
                deviceId,
                event.accountId(),
                event.occurredAt(),
                event.eventId(),
                List.of(
                        (long) BitDays.count(device.days, config.days()),
                        (long) BitDays.count(state.activeDays, config.days()),
                        device.kinds)));
    }

    private void moveTo(Devices state, int day) {
        if (state.anchorDay == Integer.MIN_VALUE) {
            state.anchorDay = day;
        }
        int by = day - state.anchorDay;
        if (by > 0) {
            state.anchorDay = day;
            state.activeDays = BitDays.shift(state.activeDays, by);
            state.devices.forEach(device -> device.days = BitDays.shift(device.days, by));
            state.devices.removeIf(device -> BitDays.count(device.days, config.days()) == 0);
        }
    }

    /** The account's device; a new one takes the place of the one not used for longest. */
    private Device device(Devices state, String id) {
        for (Device device : state.devices) {
            if (device.id.equals(id)) {
                return device;
            }
        }
        if (state.devices.size() == config.devicesPerAccount()) {
            state.devices.remove(state.devices.stream()
                    .max(Comparator.comparingInt(device -> Long.numberOfTrailingZeros(device.days)))
                    .orElseThrow());
        }
        Device device = new Device(id);
        state.devices.add(device);
        return device;
    }

    @Override
    public List<String> targets(Devices state) {
        return state.devices.stream()
                .sorted(Comparator.comparingInt((Device device) -> -BitDays.count(device.days, config.days())))
                .limit(TARGETS)
                .map(device -> device.id)
                .toList();
    }

    @Override
    public Accounts newTarget() {
        return new Accounts();
    }

    @Override
    public void onUse(Accounts accounts, Link.Use use) {
        accounts.newestMs = Math.max(accounts.newestMs, use.at().toEpochMilli());
        accounts.byId.values().removeIf(account -> account.lastMs <= accounts.newestMs - spanMs);
        Account now = account(use, accounts.byId.get(use.accountId()));
        if (accounts.byId.containsKey(now.accountId)
                || accounts.byId.size() < config.accountsPerDevice()
                || makeRoom(accounts, now)) {
            accounts.byId.put(now.accountId, now);
        }
    }

    private static Account account(Link.Use use, @Nullable Account before) {
        long at = use.at().toEpochMilli();
        long firstMs = at;
        long lastMs = at;
        String eventId = use.eventId();
        if (before != null) {
            firstMs = Math.min(at, before.firstMs);
            if (at < before.lastMs) {
                lastMs = before.lastMs;
                eventId = before.eventId;
            }
        }
        return new Account(
                use.accountId(),
                firstMs,
                lastMs,
                eventId,
                use.numbers().get(0).intValue(),
                use.numbers().get(1).intValue(),
                use.numbers().get(2));
    }

    /** Whether a lighter account could be dropped for this one. */
    private boolean makeRoom(Accounts accounts, Account newcomer) {
        Account lightest = null;
        for (Account account : accounts.byId.values()) {
            if (lightest == null || presence(account) < presence(lightest)) {
                lightest = account;
            }
        }
        if (lightest == null || presence(lightest) >= presence(newcomer)) {
            return false;
        }
        accounts.byId.remove(lightest.accountId);
        return true;
    }

    @Override
    public @Nullable Ring ring(Accounts accounts, Link link) {
        if (accounts.byId.size() <= config.spared()) {
            return null;
        }
        long common = commonKinds(accounts);
        double residents = 0;
        List<Member> members = new ArrayList<>();
        for (Account account : accounts.byId.values()) {
            double weight = weight(account, common);
            if (weight >= config.residentWeight()) {
                residents += weight;
                members.add(member(account));
            }
        }
        if (residents <= config.spared()) {
            return null;
        }
        return new Ring(
                Math.min(
                        1,
                        SUSPICIOUS
                                + (1 - SUSPICIOUS)
                                        * (residents - config.spared())
                                        / (config.certain() - config.spared())),
                link.target(),
                members,
                alone(accounts, link, common),
                members.size() + " accounts live on the device " + link.target() + "; a family is at most "
                        + Math.round(config.spared()),
                Map.of("accounts", (double) accounts.byId.size(), "residents", Math.round(residents * 100) / 100.0));
    }

    private @Nullable Member alone(Accounts accounts, Link link, long common) {
        if (!(link instanceof Link.Use use) || accounts.byId.containsKey(use.accountId())) {
            return null;
        }
        Account account = account(use, null);
        return weight(account, common) >= config.residentWeight() ? member(account) : null;
    }

    private static Member member(Account account) {
        return new Member(
                account.accountId,
                Instant.ofEpochMilli(account.firstMs),
                Instant.ofEpochMilli(account.lastMs),
                account.eventId,
                Map.of("daysHere", (double) account.daysHere, "daysActive", (double) account.daysActive));
    }

    /** Share × settled. */
    private double presence(Account account) {
        double settled = Math.min(1, (account.daysHere - 1.0) / (config.settledDays() - 1.0));
        return settled * account.daysHere / account.daysActive;
    }

    private double weight(Account account, long common) {
        long both = Long.bitCount(account.kinds & common);
        long either = Long.bitCount(account.kinds | common);
        return presence(account) * (0.5 + 0.5 * both / either);
    }

    /** The kinds of event that at least half of the accounts made on the device. */
    private static long commonKinds(Accounts accounts) {
        int[] users = new int[Long.SIZE];
        for (Account account : accounts.byId.values()) {
            for (long left = account.kinds; left != 0; left &= (left - 1)) {
                users[Long.numberOfTrailingZeros(left)]++;
            }
        }
        long common = 0;
        for (int kind = 0; kind < Long.SIZE; kind++) {
            if (users[kind] * 2 >= accounts.byId.size()) {
                common |= 1L << kind;
            }
        }
        return common;
    }

    @Override
    public void write(Devices state, StateWriter out) {
        out.unsigned(VERSION);
        out.signed(state.anchorDay);
        out.unsigned(state.activeDays);
        out.size(state.devices.size());
        for (Device device : state.devices) {
            out.string(device.id);
            out.unsigned(device.days);
            out.unsigned(device.kinds);
        }
    }

    @Override
    public Devices read(StateReader in) {
        in.version("device state", VERSION);
        Devices state = new Devices();
        state.anchorDay = (int) in.signed();
        state.activeDays = in.unsigned();
        for (int left = in.size(); left > 0; left--) {
            Device device = new Device(in.string());
            device.days = in.unsigned();
            device.kinds = in.unsigned();
            state.devices.add(device);
        }
        return state;
    }

    @Override
    public void writeTarget(Accounts accounts, StateWriter out) {
        out.unsigned(VERSION);
        out.signed(accounts.newestMs);
        out.size(accounts.byId.size());
        for (Account account : accounts.byId.values()) {
            out.string(account.accountId);
            out.signed(account.firstMs);
            out.signed(account.lastMs);
            out.string(account.eventId);
            out.unsigned(account.daysHere);
            out.unsigned(account.daysActive);
            out.unsigned(account.kinds);
        }
    }

    @Override
    public Accounts readTarget(StateReader in) {
        in.version("accounts of a device", VERSION);
        Accounts accounts = new Accounts();
        accounts.newestMs = in.signed();
        for (int left = in.size(); left > 0; left--) {
            Account account = new Account(
                    in.string(),
                    in.signed(),
                    in.signed(),
                    in.string(),
                    (int) in.unsigned(),
                    (int) in.unsigned(),
                    in.unsigned());
            accounts.byId.put(account.accountId, account);
        }
        return accounts;
    }
}
