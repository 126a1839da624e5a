package io.pointstream.app.simulate.world;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One account: who it is on the wire, and when and how much its owner does. */
public final class Account {
    private static final double SHARED_DEVICE_SHARE = 0.5;
    private static final int OFFICE_OPENS = 9 * 3600;
    private static final int OFFICE_CLOSES = 18 * 3600;

    /** A stretch of the day that is taken, in seconds since its start. */
    private record Span(int from, int to) {}

    private final String id;
    private final Dice dice;
    private final Rhythm rhythm;
    private final double activity;
    private final String device;
    private String homeAddress;
    private @Nullable String familyDevice;
    private @Nullable String officeAddress;
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
        this.device = device;
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

    /** Shares a home's address and its tablet, which is used half of the time. */
    public void livesWith(String sharedDevice, String sharedAddress) {
        familyDevice = sharedDevice;
        homeAddress = sharedAddress;
    }

    /** The address that all have who work in one office, on working days. */
    public void worksAt(String address) {
        officeAddress = address;
    }

    /** An id that nobody else uses, such as {@code pay-u000017-4}. */
    public String newId(String prefix) {
        return prefix + "-" + id + "-" + ids++;
    }

    String deviceNow() {
        return familyDevice != null && dice.chance(SHARED_DEVICE_SHARE) ? familyDevice : device;
    }

    String addressAt(LocalDate date, int second) {
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
