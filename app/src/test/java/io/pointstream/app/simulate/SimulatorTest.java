package io.pointstream.app.simulate;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pointstream.app.simulate.Simulator.Summary;
import io.pointstream.app.simulate.Simulator.Truth;
import io.pointstream.app.simulate.farmer.Farmers;
import io.pointstream.app.simulate.neighbour.Neighbours;
import io.pointstream.app.simulate.persona.Intensity;
import io.pointstream.app.simulate.persona.Persona;
import io.pointstream.app.simulate.world.Day;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ContentArticleRead;
import io.pointstream.schemas.activity.MembershipRegistered;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.activity.SocialInviteOpened;
import io.pointstream.schemas.activity.SocialVideoLiked;
import io.pointstream.schemas.json.ActivityJson;
import io.pointstream.schemas.json.EventLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorTest {
    private static final LocalDate START = LocalDate.of(2026, 3, 16);

    /** Long enough for the turn of a month and of a season, large enough for what is rare. */
    private static final Settings LARGE = new Settings(600, 30, 12, 7, START);

    private static final List<Activity> LARGE_EVENTS = new ArrayList<>();
    private static final List<Truth> LARGE_TRUTH = Simulator.run(LARGE, LARGE_EVENTS::add);

    /** Farmers enough for every pattern in every intensity. */
    private static final Settings MANY = new Settings(700, 40, 84, 11, START);

    private static final List<Activity> MANY_EVENTS = new ArrayList<>();
    private static final List<Truth> MANY_TRUTH = Simulator.run(MANY, MANY_EVENTS::add);

    private static final Set<String> AWAKE_AT_NIGHT = Set.of("night-shift", "festival-rush");

    @TempDir
    Path directory;

    @Test
    void theSameSeedGivesTheSameBytesWhateverTheMachineIsSetTo() throws IOException {
        Settings settings = new Settings(120, 10, 5, 42, START);
        Simulator.write(settings, directory.resolve("a"));
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            Simulator.write(settings, directory.resolve("b"));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        for (String file : List.of(Simulator.EVENTS_FILE, Simulator.TRUTH_FILE)) {
            assertThat(directory.resolve("b").resolve(file)).hasSameBinaryContentAs(directory.resolve("a/" + file));
        }
    }

    @Test
    void anotherSeedGivesOtherTraffic() {
        assertThat(events(new Settings(20, 2, 5, 1, START))).isNotEqualTo(events(new Settings(20, 2, 5, 2, START)));
    }

    @Test
    void everyLineParsesAndEveryTypeAppears() throws IOException {
        Summary summary = Simulator.write(LARGE, directory);
        Set<String> types = new HashSet<>();
        long lines = 0;
        try (EventLines events = EventLines.of(directory.resolve(Simulator.EVENTS_FILE))) {
            for (EventLines.Line line = events.next(); line != null; line = events.next()) {
                assertThat(line).isInstanceOf(EventLines.Line.Good.class);
                types.add(ActivityJson.typeOf(((EventLines.Line.Good) line).activity()));
                lines++;
            }
        }
        assertThat(types).containsExactlyInAnyOrderElementsOf(ActivityJson.types());
        assertThat(lines).isEqualTo(summary.events());
    }

    @Test
    void truthNamesEveryAccountOnceWithItsPattern() throws IOException {
        Simulator.write(LARGE, directory);
        List<String> lines = Files.readAllLines(directory.resolve(Simulator.TRUTH_FILE));
        assertThat(lines.getFirst()).isEqualTo("accountId,label,pattern,intensity,firstFarmedAt");
        List<String[]> rows =
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
        assertThat(rows.stream().map(row -> row[0])).hasSize(600).doesNotHaveDuplicates();
        assertThat(rows.stream().filter(row -> row[1].equals("farmer")).collect(groupingBy(row -> row[3], counting())))
                .isEqualTo(Map.of("obvious", 24L, "moderate", 24L, "stealthy", 24L));
        assertThat(rows.stream().filter(row -> row[1].equals("honest")).map(row -> row[2]))
                .containsAll(Neighbours.ALL.stream()
                        .map(Neighbours.Neighbour::persona)
                        .filter(persona -> persona.groupMin() < 100)
                        .map(Persona::pattern)
                        .toList());
    }

    @Test
    void patternsHaveAboutEqualPartsOfEachIntensityWhereThereIsRoom() {
        Map<String, Long> counts = MANY_TRUTH.stream()
                .filter(Truth::farms)
                .collect(groupingBy(row -> row.pattern() + " " + row.intensity(), counting()));
        assertThat(counts).hasSize(13 * 3);
        assertThat(counts.values()).allMatch(count -> count >= 14 && count <= 17);
    }

    @Test
    void everyFarmerBeginsBeforeTheEndAndNobodyElseFarms() {
        assertThat(MANY_TRUTH).allMatch(row -> row.farms() == (row.firstFarmedAt() != null));
    }

    @Property(tries = 40)
    void eventsAreInOrderWithinTheDaysAndTheirIdsAreUnique(
            @ForAll @IntRange(min = 1, max = 80) int accounts,
            @ForAll @IntRange(min = 1, max = 5) int days,
            @ForAll @DoubleRange(min = 0, max = 100) double farmers,
            @ForAll long seed) {
        Settings settings = new Settings(accounts, days, farmers, seed, START);
        List<Activity> events = new ArrayList<>();
        List<Truth> truth = Simulator.run(settings, events::add);

        assertThat(truth.stream().filter(Truth::farms)).hasSize(settings.farmers());
        assertThat(truth).hasSize(accounts);
        assertThat(events).isSortedAccordingTo((a, b) -> a.getOccurredAt().compareTo(b.getOccurredAt()));
        assertThat(events.stream().map(event -> event.getAccountId() + "/" + event.getEventId()))
                .doesNotHaveDuplicates();
        Instant from = START.atStartOfDay(Day.ZONE).toInstant();
        Instant until = START.plusDays(days).atStartOfDay(Day.ZONE).toInstant();
        assertThat(events)
                .allMatch(event -> !event.getOccurredAt().isBefore(from)
                        && event.getOccurredAt().isBefore(until));
    }

    @Test
    void farmersDoWhatTheirPatternSays() {
        Map<String, List<Activity>> byAccount = byAccount(MANY_EVENTS);
        Map<String, Set<String>> accountsOfDevice = accountsOfDevice(MANY_EVENTS);
        for (Truth row : MANY_TRUTH) {
            List<Activity> own = byAccount.getOrDefault(row.accountId(), List.of());
            switch (row.pattern() + " " + row.intensity()) {
                case "VELOCITY obvious" ->
                    assertThat(mostOfOneTypeInAMinute(own)).isGreaterThan(50);
                case "CAP_HUGGING obvious" ->
                    assertThat(daysWithExactlyTenLikes(own)).as(row.toString()).isGreaterThan(15);
                case "SHARED_DEVICE obvious" ->
                    assertThat(mostSharers(own, accountsOfDevice)).isBetween(10, 60);
                case "SHARED_DEVICE moderate" ->
                    assertThat(mostSharers(own, accountsOfDevice)).isBetween(1, 8);
                case "CLOCKWORK obvious" -> assertThat(own).hasSizeGreaterThan(20 * 20);
                case "ACCOUNT_TAKEOVER stealthy" -> assertThat(redemptions(own)).isPositive();
                default -> {
                    // Seen by the benchmark, not here.
                }
            }
        }
    }

    @Test
    void honestPeopleDoNot() {
        Map<String, List<Activity>> byAccount = byAccount(LARGE_EVENTS);
        Map<String, Set<String>> accountsOfDevice = accountsOfDevice(LARGE_EVENTS);
        for (Truth row : LARGE_TRUTH) {
            if (!row.farms()) {
                List<Activity> own = byAccount.getOrDefault(row.accountId(), List.of());
                assertThat(mostOfOneTypeInAMinute(own)).as(row.toString()).isLessThan(20);
                assertThat(mostSharers(own, accountsOfDevice)).isLessThanOrEqualTo(8);
                assertThat(daysWithExactlyTenLikes(own)).isLessThan(6);
            }
        }
    }

    private static Map<String, List<Activity>> byAccount(List<Activity> events) {
        return events.stream().collect(groupingBy(Activity::getAccountId));
    }

    private static Map<String, Set<String>> accountsOfDevice(List<Activity> events) {
        return events.stream()
                .filter(event -> event.getDeviceId() != null)
                .collect(groupingBy(Activity::getDeviceId, mapping(Activity::getAccountId, toSet())));
    }

    private static int mostSharers(List<Activity> own, Map<String, Set<String>> accountsOfDevice) {
        return own.stream()
                .filter(event -> event.getDeviceId() != null)
                .mapToInt(event -> accountsOfDevice
                        .getOrDefault(event.getDeviceId(), Set.of())
                        .size())
                .max()
                .orElse(0);
    }

    private static long redemptions(List<Activity> events) {
        return events.stream()
                .filter(event -> event.getBody() instanceof RedemptionRequested)
                .count();
    }

    @Test
    void heavyReadersGoBeyondTheReadingCap() {
        Map<String, List<Activity>> byAccount = byAccount(LARGE_EVENTS);
        double perDay = LARGE_TRUTH.stream()
                .filter(row -> row.pattern().equals("heavy-reader"))
                .mapToDouble(row -> readsADay(byAccount.getOrDefault(row.accountId(), List.of())))
                .max()
                .orElseThrow();
        assertThat(perDay).isGreaterThan(15);
    }

    private static double readsADay(List<Activity> events) {
        long days = events.stream()
                .map(event -> event.getOccurredAt().atZone(Day.ZONE).toLocalDate())
                .distinct()
                .count();
        long reads = events.stream()
                .filter(event -> event.getBody() instanceof ContentArticleRead)
                .count();
        return (double) reads / Math.max(1, days);
    }

    @Test
    void honestPeopleSleep() {
        Set<String> honest = LARGE_TRUTH.stream()
                .filter(row -> !row.farms() && !AWAKE_AT_NIGHT.contains(row.pattern()))
                .map(Truth::accountId)
                .collect(toSet());
        long atNight = LARGE_EVENTS.stream()
                .filter(event -> honest.contains(event.getAccountId()) && event.getDeviceId() != null)
                .filter(event -> {
                    int hour = event.getOccurredAt().atZone(Day.ZONE).getHour();
                    return hour >= 1 && hour < 5;
                })
                .count();
        assertThat(atNight).isZero();
    }

    @Test
    void aFarmIsNeverSmallerThanItsPatternAllows() {
        Map<String, Integer> fewest =
                Farmers.of(Intensity.OBVIOUS).stream().collect(toMap(Persona::pattern, Persona::groupMin));
        for (int accounts : List.of(1, 10, 59, 60, 200, 1000)) {
            Map<String, Long> counts = truth(new Settings(accounts, 1, 100, 3, START)).stream()
                    .collect(groupingBy(row -> row.pattern() + " " + row.intensity(), counting()));
            counts.forEach((kind, count) -> assertThat(count)
                    .as(kind)
                    .isGreaterThanOrEqualTo(fewest.getOrDefault(kind.substring(0, kind.indexOf(' ')), 0)));
        }
    }

    @Test
    void whoeverIsBroughtComes() {
        Set<String> accounts = LARGE_TRUTH.stream().map(Truth::accountId).collect(toSet());
        Map<String, Set<String>> registered = LARGE_EVENTS.stream()
                .filter(event -> event.getBody() instanceof MembershipRegistered)
                .collect(groupingBy(
                        event -> event.getOccurredAt()
                                .atZone(Day.ZONE)
                                .toLocalDate()
                                .toString(),
                        mapping(Activity::getAccountId, toSet())));
        long brought = 0;
        for (Activity event : LARGE_EVENTS) {
            if (event.getBody() instanceof SocialInviteOpened invite && accounts.contains(invite.getInviteeId())) {
                String date =
                        event.getOccurredAt().atZone(Day.ZONE).toLocalDate().toString();
                assertThat(registered.getOrDefault(date, Set.of())).contains(invite.getInviteeId());
                brought++;
            }
        }
        assertThat(brought).isGreaterThan(30);
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(0, 1, 0, 1, START))
                .withMessage("accounts: at least 1, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(1, 0, 0, 1, START))
                .withMessage("days: at least 1, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(1, 1, 100.5, 1, START))
                .withMessage("farmers: 0 to 100, found 100.5");
    }

    @Test
    void everyPersonaHasANameOfItsOwn() {
        List<String> names = new ArrayList<>(
                Farmers.of(Intensity.OBVIOUS).stream().map(Persona::pattern).toList());
        Neighbours.ALL.forEach(neighbour -> names.add(neighbour.persona().pattern()));
        assertThat(names).doesNotHaveDuplicates();
    }

    private static List<Activity> events(Settings settings) {
        List<Activity> events = new ArrayList<>();
        Simulator.run(settings, events::add);
        return events;
    }

    private static List<Truth> truth(Settings settings) {
        return Simulator.run(settings, event -> {});
    }

    private static int mostOfOneTypeInAMinute(List<Activity> events) {
        Map<String, List<Long>> times = events.stream()
                .collect(groupingBy(
                        ActivityJson::typeOf,
                        mapping(event -> event.getOccurredAt().toEpochMilli(), toList())));
        int most = 0;
        for (List<Long> ofType : times.values()) {
            int first = 0;
            for (int last = 0; last < ofType.size(); last++) {
                while (ofType.get(last) - ofType.get(first) > 60_000) {
                    first++;
                }
                most = Math.max(most, last - first + 1);
            }
        }
        return most;
    }

    private static long daysWithExactlyTenLikes(List<Activity> events) {
        return events.stream()
                .filter(event -> event.getBody() instanceof SocialVideoLiked)
                .collect(groupingBy(
                        event -> event.getOccurredAt().atZone(Day.ZONE).toLocalDate(), counting()))
                .values()
                .stream()
                .filter(count -> count == 10)
                .count();
    }
}
