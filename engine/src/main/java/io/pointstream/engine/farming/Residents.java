package io.pointstream.engine.farming;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The accounts of one device, or of one address, in the order in which they came; the heaviest up to a bound. */
final class Residents {

    private final Map<String, Resident> byId = new LinkedHashMap<>();
    private long newestMs = Long.MIN_VALUE;

    /**
     * One account.
     *
     * @param settled 0 to 1, rising with its days here
     * @param share the part of its acts that it does here
     * @param daysHere days on which it was here
     * @param devices of an address: the account's devices, with the part of its acts on each; empty for a device
     * @param suspicion what others found of it: the strongest
     */
    record Resident(
            String accountId,
            long firstMs,
            long lastMs,
            String eventId,
            double settled,
            double share,
            int daysHere,
            Map<Long, Double> devices,
            double suspicion) {

        private double presence() {
            return settled * share;
        }

        LinkDetector.Member member() {
            return new LinkDetector.Member(
                    accountId,
                    Instant.ofEpochMilli(firstMs),
                    Instant.ofEpochMilli(lastMs),
                    eventId,
                    Map.of("daysHere", (double) daysHere));
        }

        Resident since(Resident before) {
            boolean late = lastMs < before.lastMs;
            return new Resident(
                    accountId,
                    Math.min(firstMs, before.firstMs),
                    Math.max(lastMs, before.lastMs),
                    late ? before.eventId : eventId,
                    settled,
                    share,
                    daysHere,
                    devices,
                    before.suspicion);
        }

        Resident suspected(double strength) {
            return new Resident(
                    accountId,
                    firstMs,
                    lastMs,
                    eventId,
                    settled,
                    share,
                    daysHere,
                    devices,
                    Math.max(suspicion, strength));
        }
    }

    List<Resident> all() {
        return List.copyOf(byId.values());
    }

    boolean has(String accountId) {
        return byId.containsKey(accountId);
    }

    /** Takes an account in, unless there are as many and all are heavier; forgets those not seen for a time. */
    void enter(Resident now, long spanMs, int residentsMax) {
        newestMs = Math.max(newestMs, now.lastMs);
        byId.values().removeIf(resident -> resident.lastMs <= newestMs - spanMs);
        Resident before = byId.get(now.accountId);
        if (before != null) {
            byId.put(now.accountId, now.since(before));
        } else if (byId.size() < residentsMax || makeRoom(now)) {
            byId.put(now.accountId, now);
        }
    }

    private boolean makeRoom(Resident newcomer) {
        Resident lightest = newcomer;
        for (Resident resident : byId.values()) {
            if (resident.presence() < lightest.presence()) {
                lightest = resident;
            }
        }
        return byId.remove(lightest.accountId) != null;
    }

    void suspect(String accountId, double strength) {
        byId.computeIfPresent(accountId, (id, resident) -> resident.suspected(strength));
    }

    /** How many accounts use each device. */
    Map<Long, Integer> usersOfDevices() {
        Map<Long, Integer> users = new HashMap<>();
        for (Resident resident : byId.values()) {
            resident.devices.keySet().forEach(device -> users.merge(device, 1, Integer::sum));
        }
        return users;
    }

    void write(StateWriter out) {
        out.signed(newestMs);
        out.size(byId.size());
        for (Resident resident : byId.values()) {
            out.string(resident.accountId);
            out.signed(resident.firstMs);
            out.signed(resident.lastMs);
            out.string(resident.eventId);
            out.real(resident.settled);
            out.real(resident.share);
            out.unsigned(resident.daysHere);
            out.size(resident.devices.size());
            resident.devices.forEach((device, share) -> {
                out.unsigned(device);
                out.real(share);
            });
            out.real(resident.suspicion);
        }
    }

    static Residents read(StateReader in) {
        Residents residents = new Residents();
        residents.newestMs = in.signed();
        for (int left = in.size(); left > 0; left--) {
            Resident resident = new Resident(
                    in.string(),
                    in.signed(),
                    in.signed(),
                    in.string(),
                    in.real(),
                    in.real(),
                    (int) in.unsigned(),
                    devices(in),
                    in.real());
            residents.byId.put(resident.accountId, resident);
        }
        return residents;
    }

    private static Map<Long, Double> devices(StateReader in) {
        Map<Long, Double> devices = new LinkedHashMap<>();
        for (int left = in.size(); left > 0; left--) {
            devices.put(in.unsigned(), in.real());
        }
        return devices;
    }
}
