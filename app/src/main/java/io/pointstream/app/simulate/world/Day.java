package io.pointstream.app.simulate.world;

import io.pointstream.schemas.activity.Activity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;

/** One calendar day of the program zone (DOMAIN 1), in which habits enter what happens. */
public final class Day {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** The zone has no daylight saving: every day has as many. */
    public static final int SECONDS = 24 * 3600;

    private final LocalDate date;
    private final int number;
    private final World world;
    private final Agenda agenda;
    private final Instant start;

    /**
     * A day of the simulation.
     *
     * @param number 0 for the first day of the simulation
     */
    public Day(LocalDate date, int number, World world, Agenda agenda) {
        this.date = date;
        this.number = number;
        this.world = world;
        this.agenda = agenda;
        this.start = date.atStartOfDay(ZONE).toInstant();
    }

    public LocalDate date() {
        return date;
    }

    public int number() {
        return number;
    }

    public World world() {
        return world;
    }

    /** Enters an event at a second of the account's own day, or as many after its end; the millisecond is rolled. */
    public Instant record(Account account, int second, SpecificRecord body) {
        return recordAt(
                account, (second + account.shift()) * 1000L + account.dice().between(0, 999), body);
    }

    /** Enters an event at a millisecond of everybody's day: a stream, a class or a script does not wait. */
    public Instant recordAt(Account account, long millis, SpecificRecord body) {
        int second = (int) (millis / 1000);
        LocalDate on = date.plusDays(second / SECONDS);
        return enter(
                account, millis, account.deviceAt(on, second % SECONDS), account.addressAt(on, second % SECONDS), body);
    }

    /** Enters an event at a place with an address of its own, such as a shop, at a second of everybody's day. */
    public Instant recordIn(Account account, int second, String address, SpecificRecord body) {
        return recordFrom(account, second, account.deviceAt(date, second), address, body);
    }

    /** Enters an event that somebody causes elsewhere with the account, at a second of everybody's day. */
    public Instant recordFrom(Account account, int second, String device, String address, SpecificRecord body) {
        return enter(account, second * 1000L + account.dice().between(0, 999), device, address, body);
    }

    private Instant enter(Account account, long millis, String device, String address, SpecificRecord body) {
        Instant at = start.plus(millis, ChronoUnit.MILLIS);
        account.did(at);
        account.purse().see(date, body);
        agenda.enter(new Activity(account.newId("e"), account.id(), at, device, address, body));
        return at;
    }

    /** Enters an event that no device of the account causes, such as a merchant's answer. */
    public void recordElsewhere(Account account, Instant at, SpecificRecord body) {
        agenda.enter(new Activity(account.newId("e"), account.id(), at, null, null, body));
    }
}
