package io.pointstream.engine.farming;

import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Redemption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ACCOUNT_TAKEOVER}: a phone that was never seen, at an address that was never seen, spends the points of an account that has
 * a home elsewhere, before the owner could notice.
 *
 * <p>A new phone at a known address is a purchase, a known phone at a new address a journey: one vouches for the other, also when
 * both came before the redemption. An account without a home (cold start: phone and address used on some days over a week) has
 * nothing that could be new. When the owner's phone is in use all the same, two people use the account: that makes it certain.
 */
final class AccountTakeover implements Detector<AccountTakeover.Home> {

    private static final byte VERSION = 1;

    private static final double STRANGER = 0.8;
    private static final double WAITED = 0.5;
    private static final double TWO_PEOPLE = 0.2;
    /** The owner's provider gives new addresses out of the same network. */
    private static final double SAME_NETWORK = 0.85;

    private final FarmingConfig.AccountTakeover config;
    private final ProgramCalendar calendar;

    AccountTakeover(FarmingConfig config) {
        this.config = config.accountTakeover();
        this.calendar = new ProgramCalendar(config.zone());
    }

    /** Where the account is used, and the newest redemption by a stranger. */
    static final class Home {
        private Places devices;
        private Places addresses;
        private String device = "";
        private String address = "";
        private @Nullable Suspicion suspicion;

        private Home(int places) {
            devices = new Places(places);
            addresses = new Places(places);
        }
    }

    /**
     * A redemption by a stranger.
     *
     * @param sinceMs first sight of the stranger
     */
    private record Suspicion(double strength, String device, String address, long sinceMs, long atMs, String eventId) {}

    @Override
    public ReasonCode code() {
        return ReasonCode.ACCOUNT_TAKEOVER;
    }

    @Override
    public Home newState() {
        return new Home(config.places());
    }

    @Override
    public void onEvent(Home home, Event event, RecentEvents recent, Findings out) {
        if (!Acts.byHand(event.type())) {
            return;
        }
        use(home, event);
        if (event instanceof Redemption.Requested) {
            home.suspicion = suspicion(home, event);
            if (home.suspicion != null) {
                found(home, home.suspicion, event, out);
            }
        } else if (home.suspicion != null && twoPeople(home, home.suspicion)) {
            found(home, home.suspicion, event, out);
            home.suspicion = null;
        }
    }

    private void use(Home home, Event event) {
        long at = event.occurredAt().toEpochMilli();
        int day = calendar.epochDay(at);
        String deviceId = event.header().deviceId();
        String ipAddress = event.header().ipAddress();
        home.device = deviceId == null ? home.device : deviceId;
        home.address = ipAddress == null ? home.address : ipAddress;
        Places.Place device = deviceId == null ? null : home.devices.use(deviceId, at, day);
        Places.Place address = ipAddress == null ? null : home.addresses.use(ipAddress, at, day);
        if (device != null && address != null) {
            if (isHome(address, at) || address.vouched()) {
                device.vouch();
            }
            if (isHome(device, at) || device.vouched()) {
                address.vouch();
            }
        }
    }

    private boolean isHome(Places.Place place, long atMs) {
        return place.usedFor(config.homeDays(), config.homeAge().toMillis(), atMs);
    }

    private @Nullable Suspicion suspicion(Home home, Event event) {
        long at = event.occurredAt().toEpochMilli();
        Places.Place device = home.devices.find(home.device);
        Places.Place address = home.addresses.find(home.address);
        if (device == null || address == null || device.vouched() || address.vouched()) {
            return null;
        }
        long since = Math.min(device.firstMs(), address.firstMs());
        if (at - since > config.fades().toMillis()
                || !hasHome(home.devices, since)
                || !hasHome(home.addresses, since)) {
            return null;
        }
        double strength = STRANGER;
        long within = config.within().toMillis();
        if (at - since > within) {
            double waited = (double) (at - since - within) / (config.fades().toMillis() - within);
            strength -= (STRANGER - WAITED) * waited;
        }
        if (sharesNetwork(home.addresses, address, since)) {
            strength *= SAME_NETWORK;
        }
        return new Suspicion(strength, device.id(), address.id(), since, at, event.eventId());
    }

    private boolean hasHome(Places places, long atMs) {
        return places.all().stream().anyMatch(place -> isHome(place, atMs));
    }

    private boolean sharesNetwork(Places addresses, Places.Place address, long atMs) {
        return addresses.all().stream()
                .anyMatch(place -> isHome(place, atMs) && network(place.id()).equals(network(address.id())));
    }

    /** The first half of an IPv6 address, the first three quarters of an IPv4 one, as they are written. */
    private static String network(String address) {
        int end = -1;
        if (address.indexOf(':') < 0) {
            end = address.lastIndexOf('.');
        } else {
            for (int group = 0; group < 4; group++) {
                end = address.indexOf(':', end + 1);
                if (end < 0) {
                    break;
                }
            }
        }
        return end < 0 ? address : address.substring(0, end);
    }

    /** Whether a phone of the owner's is in use since the stranger came. */
    private boolean twoPeople(Home home, Suspicion suspicion) {
        return home.devices.all().stream()
                .anyMatch(place -> isHome(place, suspicion.sinceMs)
                        && place.lastMs() > suspicion.sinceMs
                        && place.lastMs() - suspicion.atMs <= config.watch().toMillis());
    }

    private void found(Home home, Suspicion suspicion, Event event, Findings out) {
        boolean twoPeople = twoPeople(home, suspicion);
        long minutes = Duration.ofMillis(suspicion.atMs - suspicion.sinceMs).toMinutes();
        out.found(new Finding(
                ReasonCode.ACCOUNT_TAKEOVER,
                event.accountId(),
                Math.min(1, suspicion.strength + (twoPeople ? TWO_PEOPLE : 0)),
                event.occurredAt(),
                Instant.ofEpochMilli(suspicion.sinceMs),
                event.occurredAt(),
                "redemption " + minutes + " min after the first sight of a new phone at a new address"
                        + (twoPeople ? "; the owner's phone is in use" : ""),
                Evidence.of(
                        Map.of("minutesSinceFirstSight", (double) minutes, "ownersPhoneInUse", twoPeople ? 1.0 : 0.0),
                        List.of(suspicion.device, suspicion.address),
                        List.of(suspicion.eventId)),
                null));
    }

    @Override
    public void write(Home home, StateWriter out) {
        out.unsigned(VERSION);
        home.devices.write(out);
        home.addresses.write(out);
        out.string(home.device);
        out.string(home.address);
        Suspicion suspicion = home.suspicion;
        out.flag(suspicion != null);
        if (suspicion != null) {
            out.real(suspicion.strength);
            out.string(suspicion.device);
            out.string(suspicion.address);
            out.signed(suspicion.sinceMs);
            out.signed(suspicion.atMs);
            out.string(suspicion.eventId);
        }
    }

    @Override
    public Home read(StateReader in) {
        in.version("account-takeover state", VERSION);
        Home home = new Home(config.places());
        home.devices = Places.read(in, config.places());
        home.addresses = Places.read(in, config.places());
        home.device = in.string();
        home.address = in.string();
        if (in.flag()) {
            home.suspicion = new Suspicion(in.real(), in.string(), in.string(), in.signed(), in.signed(), in.string());
        }
        return home;
    }
}
