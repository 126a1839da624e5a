package io.pointstream.app.simulate;

import io.pointstream.app.simulate.Population.Resident;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Agenda;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.app.simulate.world.Dice;
import io.pointstream.app.simulate.world.World;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.json.ActivityJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Labelled traffic: what honest people and farmers do, in event-time order, reproducible from a seed to the byte.
 *
 * <p>It keeps in memory the accounts and what is still to come of a day (and a few answers of the days after), whatever
 * the number of days.
 */
public final class Simulator {
    public static final String EVENTS_FILE = "events.ndjson";
    public static final String TRUTH_FILE = "truth.csv";

    /**
     * What is known about one account.
     *
     * @param label {@code honest} or {@code farmer}
     * @param pattern the persona's name; of a farmer, the reason code of DOMAIN 5
     * @param intensity of a farmer, {@code obvious}, {@code moderate} or {@code stealthy}; else empty
     * @param firstFarmedAt when the first thing was done for the points alone; null when none was
     */
    public record Truth(
            String accountId,
            String label,
            String pattern,
            String intensity,
            @Nullable Instant firstFarmedAt) {
        public static final String HEADER = "accountId,label,pattern,intensity,firstFarmedAt";

        public boolean farms() {
            return label.equals(FARMER);
        }

        private String line() {
            String farmedAt = firstFarmedAt == null ? "" : INSTANT.format(firstFarmedAt);
            return String.join(",", accountId, label, pattern, intensity, farmedAt);
        }
    }

    private static final String FARMER = "farmer";

    /** UTC, to the millisecond, as everywhere. */
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What was written. */
    public record Summary(long events, int accounts, int farmers) {}

    private final Settings settings;
    private final World world;
    private final List<Resident> residents;
    private final ReviewDesk reviewDesk;

    /** One simulation; it runs once. */
    private Simulator(Settings settings) {
        Dice dice = Dice.of(settings.seed());
        this.settings = settings;
        this.world = new World(settings.accounts(), settings.days());
        this.reviewDesk = new ReviewDesk(dice.split());
        this.residents = Population.settle(settings, world, dice);
    }

    /** Hands every event to the listener, in event-time order; returns the truth about all accounts, by id. */
    public static List<Truth> run(Settings settings, Consumer<Activity> listener) {
        Simulator simulator = new Simulator(settings);
        simulator.live(listener);
        return simulator.truth();
    }

    /**
     * Writes {@value #EVENTS_FILE} and {@value #TRUTH_FILE} into a directory, which is made if need be.
     *
     * @throws IOException when a file cannot be written
     */
    public static Summary write(Settings settings, Path directory) throws IOException {
        Files.createDirectories(directory);
        ActivityJson json = new ActivityJson();
        Counter events = new Counter();
        List<Truth> truth;
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(EVENTS_FILE), StandardCharsets.UTF_8)) {
            truth = run(settings, activity -> {
                events.count++;
                writeLine(out, json.write(activity));
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(TRUTH_FILE), StandardCharsets.UTF_8)) {
            writeLine(out, Truth.HEADER);
            for (Truth row : truth) {
                writeLine(out, row.line());
            }
        }
        return new Summary(events.count, settings.accounts(), settings.farmers());
    }

    private void live(Consumer<Activity> listener) {
        Agenda agenda = new Agenda();
        for (int number = 0; number < settings.days(); number++) {
            LocalDate date = settings.start().plusDays(number);
            Day day = new Day(date, number, world, agenda);
            for (Resident resident : residents) {
                resident.live(day);
            }
            reviewDesk.live(residents, day);
            agenda.tellUntil(date.plusDays(1).atStartOfDay(Day.ZONE).toInstant(), listener);
        }
    }

    private List<Truth> truth() {
        return residents.stream()
                .map(resident -> truth(resident, settings.end()))
                .toList();
    }

    private static Truth truth(Resident resident, Instant end) {
        Persona persona = resident.persona();
        Intensity intensity = persona.intensity();
        Instant farmedAt = resident.account().firstFarmedAt();
        return new Truth(
                resident.account().id(),
                intensity == null ? "honest" : FARMER,
                persona.pattern(),
                intensity == null ? "" : intensity.label(),
                farmedAt != null && farmedAt.isBefore(end) ? farmedAt : null);
    }

    private static void writeLine(BufferedWriter out, String line) {
        try {
            out.write(line);
            // Not newLine(): the same bytes on every system.
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counter {
        long count;
    }
}
