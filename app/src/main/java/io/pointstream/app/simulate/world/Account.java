package io.pointstream.app.simulate.world;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One account: who it is on the wire, and when, where and how much its owner does. */
public final class Account {
    private static final int OFFICE_OPENS = 9 * 3600;
    private static final int OFFICE_CLOSES = 18 * 3600;

    /** When people are out, and how often the phone then has no network but the carrier's. */
    private static final int OUT_FROM = 8 * 3600;

    private static final int OUT_UNTIL = 20 * 3600;
    private static final double CARRIER_OUT = 0.4;
    private static final double CARRIER_HOME = 0.04;

    /** A stretch of the day that is taken, in seconds since its start. */
    private record Span(int from, int to) {}

    private final String id;
    private final Dice dice;
    private final Rhythm rhythm;
    private final double activity;
    private final Purse purse = new Purse();
    private List<String> phones;
    private int phoneDays = 1;
    private String homeAddress;
    private List<String> carriers = List.of();
    private @Nullable String sharedDevice;
    private double sharedDeviceShare;
    private @Nullable String officeAddress;
    private int arrivesOn = -1;
    private int shift;
    private @Nullable String newPhone;
    private LocalDate newPhoneDate = LocalDate.MAX;
    private int newPhoneSecond;
    private boolean farming;
    private @Nullable Instant firstFarmedAt;
    private long ids;
    private LocalDate plannedDay = LocalDate.MIN;
    private final List<Span> planned = new ArrayList<>();

    /**
     * A new account that has done nothing yet.
     *
     * @param activity how much this person does, 1 being the average
     */
    public Account(String id, Dice dice, Rhythm rhythm, double activity, String device, String homeAddress) {
        this.id = id;
        this.dice = dice;
        this.rhythm = rhythm;
        this.activity = activity;
        this.phones = List.of(device);
        this.homeAddress = homeAddress;
    }

    public String id() {
        return id;
    }

    public Dice dice() {
        return dice;
    }

    public double activity() {
        return activity;
    }

    /** What the owner has to spend, about. */
    public Purse purse() {
        return purse;
    }

    /** Shares a home: its address, and a device that all who live there use a part of the time. */
    public void livesWith(String device, String address, double share) {
        sharedDevice = device;
        sharedDeviceShare = share;
        homeAddress = address;
    }

    /** Lives behind an address that others may have too. */
    public void livesAt(String address) {
        homeAddress = address;
    }

    /** The address that all have who work in one office, on working days. */
    public void worksAt(String address) {
        officeAddress = address;
    }

    /** Goes out, where the phone takes the carrier's network: one of a few addresses that thousands have. */
    public void goesOut(List<String> carrierAddresses) {
        carriers = List.copyOf(carrierAddresses);
    }

    /** Never leaves the house: a phone on a rack. */
    public void staysIn() {
        carriers = List.of();
    }

    /** Works through the phones in turn, so many days each. */
    public void uses(List<String> racked, int daysEach) {
        phones = List.copyOf(racked);
        phoneDays = daysEach;
    }

    /** From this second of the day on a new phone. */
    public void changesPhone(LocalDate date, int second, String device) {
        newPhoneDate = date;
        newPhoneSecond = second;
        newPhone = device;
    }

    /** Lives so many seconds behind the others: gets up, eats and sleeps that much later. */
    public void livesLater(int seconds) {
        shift = seconds;
    }

    /** How many seconds behind the others this person lives. */
    int shift() {
        return shift;
    }

    /** Is new in the program: comes on this day of the simulation and has done nothing before. */
    public void arrivesOn(int day) {
        arrivesOn = day;
    }

    /** The day of the simulation on which the account is new; -1 when it is older than the simulation. */
    public int arrival() {
        return arrivesOn;
    }

    /** What is done from now on is done for the points, or no longer. */
    public void farms(boolean forPoints) {
        farming = forPoints;
    }

    /** When the first thing was done for the points alone; null as long as none was. */
    public @Nullable Instant firstFarmedAt() {
        return firstFarmedAt;
    }

    /** Remembers when farming began. */
    void did(Instant at) {
        if (farming && (firstFarmedAt == null || at.isBefore(firstFarmedAt))) {
            firstFarmedAt = at;
        }
    }

    /** An id that nobody else uses, such as {@code pay-u000017-4}. */
    public String newId(String prefix) {
        return prefix + "-" + id + "-" + ids++;
    }

    String deviceAt(LocalDate date, int second) {
        if (sharedDevice != null && dice.chance(sharedDeviceShare)) {
            return sharedDevice;
        }
        if (newPhone != null
                && (date.isAfter(newPhoneDate) || (date.equals(newPhoneDate) && second >= newPhoneSecond))) {
            return newPhone;
        }
        return phones.get((int) Math.floorMod(date.toEpochDay() / phoneDays, (long) phones.size()));
    }

    String addressAt(LocalDate date, int second) {
        boolean out = second >= OUT_FROM && second < OUT_UNTIL;
        if (!carriers.isEmpty() && dice.chance(out ? CARRIER_OUT : CARRIER_HOME)) {
            return carriers.get((int) (date.toEpochDay() % carriers.size()));
        }
        boolean workingHours = !Rhythm.isWeekend(date) && second >= OFFICE_OPENS && second < OFFICE_CLOSES;
        return workingHours && officeAddress != null ? officeAddress : homeAddress;
    }

    /** A moment of the day at which this person is awake, in seconds since its start. */
    public int moment(LocalDate date) {
        return rhythm.moment(dice, date);
    }

    /**
     * Takes a stretch of the day that nothing else needs the eyes in: nobody reads two articles at once.
     *
     * @return its start in seconds since the day's, or -1 when this day has no room left
     */
    public int takeTime(LocalDate date, int seconds) {
        if (!date.equals(plannedDay)) {
            plannedDay = date;
            planned.clear();
        }
        for (int attempt = 0; attempt < 8; attempt++) {
            int from = moment(date);
            int to = from + seconds;
            if (to < rhythm.sleepSecond() && planned.stream().noneMatch(span -> from < span.to() && span.from() < to)) {
                planned.add(new Span(from, to));
                return from;
            }
        }
        return -1;
    }
}
