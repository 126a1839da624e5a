package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.farming.Haunts.Haunt;
import io.pointstream.engine.farming.Residents.Resident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SHARED_DEVICE}: accounts without a device of their own.
 *
 * <p>A person has a phone. A family's tablet, a room's computer and a service counter see many accounts, but each of those does a good
 * part of what it does on a device of its own; a farm's accounts do not. So an account weighs how settled it is × how much more of what it
 * does it does on devices of others than a person. The weights of the accounts of one device are summed; those of one address too,
 * where a device is of others when several accounts of the address use it, so that a farm that turns its phones is one.
 *
 * <p>An address alone says nothing: an office of three hundred has one, and everybody there a phone. But where most accounts of an
 * address are suspicious for other reasons, the rest are of the same farm.
 *
 * <p>An account tells a place of itself from its second day there, and then every few days. A place remembers the accounts that are there
 * most, up to its bound; of a device, one that finds no room is told of alone, so that a farm of any size costs the same per link and no
 * late joiner is missed.
 */
final class SharedDevice implements LinkDetector<SharedDevice.Homes, Residents> {

    private static final byte VERSION = 1;
    private static final double SUSPICIOUS = 0.6;
    private static final int TARGETS = 2;
    /** Devices of an account that an address is told of. */
    private static final int DEVICES_TOLD = 4;
    /** Where the devices begin among a link's numbers: two for each. */
    private static final int DEVICES_FROM = 2;

    private static final String ADDRESS = "@";
    /** Shares are told in whole numbers of this part. */
    private static final double SHARE_UNIT = 1000;
    /** The 95% quantile of the normal distribution, two-sided. */
    private static final double Z = 1.96;

    private final FarmingConfig.SharedDevice config;
    private final ProgramCalendar calendar;
    private final long spanMs;

    SharedDevice(FarmingConfig config) {
        this.config = config.sharedDevice();
        this.calendar = new ProgramCalendar(config.zone());
        this.spanMs = Duration.ofDays(config.sharedDevice().days()).toMillis();
    }

    /** What an account remembers: where it is. */
    static final class Homes {
        private int anchorDay = Integer.MIN_VALUE;
        private Haunts devices = new Haunts();
        private Haunts addresses = new Haunts();
    }

    @Override
    public ReasonCode code() {
        return ReasonCode.SHARED_DEVICE;
    }

    @Override
    public Homes newState() {
        return new Homes();
    }

    @Override
    public void onEvent(Homes homes, Event event, RecentEvents recent, Findings out) {
        int day = calendar.epochDay(event.occurredAt().toEpochMilli());
        moveTo(homes, day);
        int age = homes.anchorDay - day;
        if (event.type() == EventType.REVIEW_DECIDED || age >= config.days()) {
            return;
        }
        String deviceId = event.header().deviceId();
        if (deviceId != null) {
            Haunt device = homes.devices.use(deviceId, age, config.devicesPerAccount());
            if (isNews(device)) {
                out.link(link(event, device, deviceId, homes.devices, List.of()));
            }
        }
        String address = event.header().ipAddress();
        if (address != null) {
            Haunt place = homes.addresses.use(address, age, config.devicesPerAccount());
            if (isNews(place)) {
                out.link(link(event, place, ADDRESS + address, homes.addresses, devicesOf(homes)));
            }
        }
    }

    private void moveTo(Homes homes, int day) {
        if (homes.anchorDay == Integer.MIN_VALUE) {
            homes.anchorDay = day;
        }
        int by = day - homes.anchorDay;
        if (by > 0) {
            homes.anchorDay = day;
            homes.devices.pass(by, config.days());
            homes.addresses.pass(by, config.days());
        }
    }

    /** Each day until it is settled, then as often as a share changes. */
    private boolean isNews(Haunt place) {
        int days = place.days(config.days());
        return days >= 2 && place.toldAgo() >= (days <= config.settledDays() ? 1 : config.tellAfterDays());
    }

    private Link.Use link(Event event, Haunt place, String target, Haunts among, List<Long> devices) {
        place.tell();
        List<Long> numbers = new ArrayList<>();
        numbers.add((long) place.days(config.days()));
        numbers.add(Math.round(among.share(place) * SHARE_UNIT));
        numbers.addAll(devices);
        return new Link.Use(code(), target, event.accountId(), event.occurredAt(), event.eventId(), numbers);
    }

    /** The devices' hashes, each with its share. */
    private static List<Long> devicesOf(Homes homes) {
        List<Long> numbers = new ArrayList<>();
        for (Haunt device : homes.devices.most(DEVICES_TOLD)) {
            numbers.add(Integer.toUnsignedLong(device.id().hashCode()));
            numbers.add(Math.round(homes.devices.surelyShare(device) * SHARE_UNIT));
        }
        return numbers;
    }

    /** Addresses ask for suspicions. */
    @Override
    public List<String> targets(Homes homes) {
        return homes.addresses.most(TARGETS).stream()
                .map(place -> ADDRESS + place.id())
                .toList();
    }

    @Override
    public @Nullable Link counting(Link link, Lists lists) {
        boolean isAddress = link.target().startsWith(ADDRESS);
        boolean allowed = isAddress
                ? lists.allows(ListedKind.ADDRESS, link.target().substring(ADDRESS.length()), link.at())
                : lists.allows(ListedKind.DEVICE, link.target(), link.at());
        if (allowed) {
            return null;
        }
        return isAddress && link instanceof Link.Use use ? use.with(withoutAllowed(use, lists)) : link;
    }

    /** An address is not told of the devices that are allowed. */
    private static List<Long> withoutAllowed(Link.Use use, Lists lists) {
        List<Long> numbers = new ArrayList<>(use.numbers().subList(0, DEVICES_FROM));
        for (int i = DEVICES_FROM; i < use.numbers().size(); i += 2) {
            if (!lists.allowsDevice(use.numbers().get(i), use.at())) {
                numbers.add(use.numbers().get(i));
                numbers.add(use.numbers().get(i + 1));
            }
        }
        return numbers;
    }

    @Override
    public Residents newTarget() {
        return new Residents();
    }

    @Override
    public void onUse(Residents residents, Link.Use use) {
        residents.enter(resident(use), spanMs, config.accountsPerDevice());
    }

    @Override
    public void onFound(Residents residents, Link.Found found) {
        residents.suspect(found.accountId(), found.strength());
    }

    private Resident resident(Link.Use use) {
        int daysHere = use.numbers().getFirst().intValue();
        double share = use.numbers().get(1) / SHARE_UNIT;
        double settled = Math.min(1, (daysHere - 1.0) / (config.settledDays() - 1.0));
        Map<Long, Double> devices = new LinkedHashMap<>();
        for (int i = DEVICES_FROM; i < use.numbers().size(); i += 2) {
            devices.put(use.numbers().get(i), use.numbers().get(i + 1) / SHARE_UNIT);
        }
        long at = use.at().toEpochMilli();
        return new Resident(use.accountId(), at, at, use.eventId(), settled, share, daysHere, devices, 0);
    }

    @Override
    public @Nullable Ring ring(Residents residents, Link link) {
        if (!link.target().startsWith(ADDRESS)) {
            return ofDevice(residents, link);
        }
        Ring homeless = ofDevices(residents, link);
        Ring suspects = ofSuspects(residents, link);
        return suspects == null || (homeless != null && homeless.strength() >= suspects.strength())
                ? homeless
                : suspects;
    }

    private @Nullable Ring ofDevice(Residents residents, Link link) {
        Member alone = null;
        if (link instanceof Link.Use use && !residents.has(use.accountId())) {
            Resident resident = resident(use);
            alone = weight(resident, resident.share()) >= config.residentWeight() ? resident.member() : null;
        }
        Map<Resident, Double> weights = new LinkedHashMap<>();
        residents.all().forEach(resident -> weights.put(resident, weight(resident, resident.share())));
        return ring(weights, link.target(), alone, "the device");
    }

    /** The accounts of an address that do what they do on devices that others there use, too. */
    private @Nullable Ring ofDevices(Residents residents, Link link) {
        Map<Long, Integer> users = residents.usersOfDevices();
        Map<Resident, Double> weights = new LinkedHashMap<>();
        for (Resident resident : residents.all()) {
            double onOthers = 0;
            for (Map.Entry<Long, Double> device : resident.devices().entrySet()) {
                onOthers += users.getOrDefault(device.getKey(), 0) >= config.crowd() ? device.getValue() : 0;
            }
            weights.put(resident, weight(resident, onOthers));
        }
        return ring(weights, link.target().substring(ADDRESS.length()), null, "shared devices at");
    }

    /** Settled × how much more it does on devices of others than a person. */
    private double weight(Resident resident, double onOthers) {
        double more = (onOthers - config.personShare()) / (config.farmShare() - config.personShare());
        return resident.settled() * Math.clamp(more, 0, 1);
    }

    private @Nullable Ring ring(Map<Resident, Double> weights, String place, @Nullable Member alone, String what) {
        double sum = 0;
        List<Member> members = new ArrayList<>();
        for (Map.Entry<Resident, Double> resident : weights.entrySet()) {
            if (resident.getValue() >= config.residentWeight()) {
                sum += resident.getValue();
                members.add(resident.getKey().member());
            }
        }
        if (sum <= config.spared()) {
            return null;
        }
        double beyond = (sum - config.spared()) / (config.certain() - config.spared());
        return new Ring(
                Math.min(1, SUSPICIOUS + (1 - SUSPICIOUS) * beyond),
                place,
                members,
                alone,
                members.size() + " accounts live on " + what + " " + place + "; a family is at most "
                        + Math.round(config.spared()),
                Map.of("accounts", (double) weights.size(), "residents", Math.round(sum * 100) / 100.0));
    }

    /** The accounts of an address of which most are suspicious for other reasons. */
    private @Nullable Ring ofSuspects(Residents residents, Link link) {
        List<Member> members = new ArrayList<>();
        int suspects = 0;
        for (Resident resident : residents.all()) {
            if (resident.settled() * resident.share() >= config.personShare()) {
                members.add(resident.member());
                suspects += resident.suspicion() >= config.suspicion() ? 1 : 0;
            }
        }
        if (members.size() <= config.spared()) {
            return null;
        }
        double surely = atLeast(suspects, members.size());
        String place = link.target().substring(ADDRESS.length());
        return surely < 0.5
                ? null
                : new Ring(
                        Math.min(1, SUSPICIOUS + surely - 0.5),
                        place,
                        members,
                        null,
                        suspects + " of the " + members.size() + " accounts at " + place
                                + " are suspicious for other reasons",
                        Map.of("accounts", (double) members.size(), "suspects", (double) suspects));
    }

    /** The lower end of Wilson's 95% interval for a part. */
    private static double atLeast(int part, int of) {
        double share = (double) part / of;
        double z2 = Z * Z / of;
        return (share + z2 / 2 - Z * StrictMath.sqrt(share * (1 - share) / of + z2 / (4 * of))) / (1 + z2);
    }

    @Override
    public void write(Homes homes, StateWriter out) {
        out.unsigned(VERSION);
        out.signed(homes.anchorDay);
        homes.devices.write(out);
        homes.addresses.write(out);
    }

    @Override
    public Homes read(StateReader in) {
        in.version("homes", VERSION);
        Homes homes = new Homes();
        homes.anchorDay = (int) in.signed();
        homes.devices = Haunts.read(in);
        homes.addresses = Haunts.read(in);
        return homes;
    }

    @Override
    public void writeTarget(Residents residents, StateWriter out) {
        out.unsigned(VERSION);
        residents.write(out);
    }

    @Override
    public Residents readTarget(StateReader in) {
        in.version("residents", VERSION);
        return Residents.read(in);
    }
}
