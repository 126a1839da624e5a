package io.pointstream.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointstream.app.simulate.Settings;
import io.pointstream.app.simulate.Simulator;
import io.pointstream.dashboards.text.Language;
import io.pointstream.dashboards.text.Texts;
import io.pointstream.dashboards.text.Words;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.rules.RuleBooks;
import io.pointstream.sinks.report.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flag says is held against the raw events, as a person would: from the lines of the input alone. */
class EvidenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    /** In the order of the input. */
    private static final Map<String, List<JsonNode>> EVENTS = new HashMap<>();

    /** Ids are unique over all accounts in what is simulated. */
    private static final Map<String, JsonNode> BY_ID = new HashMap<>();

    private static final List<JsonNode> SIGNALS = new ArrayList<>();
    private static final List<JsonNode> FLAGS = new ArrayList<>();

    @BeforeAll
    static void replayWhatIsSimulated() throws IOException {
        Simulator.write(new Settings(400, 16, 25, 7, LocalDate.of(2026, 5, 1)), directory);
        for (JsonNode event : lines(directory.resolve(Simulator.EVENTS_FILE))) {
            EVENTS.computeIfAbsent(text(event, "accountId"), account -> new ArrayList<>())
                    .add(event);
            BY_ID.put(text(event, "eventId"), event);
        }
        replay("out");
        SIGNALS.addAll(lines(directory.resolve("out/signals.ndjson")));
        FLAGS.addAll(lines(directory.resolve("out/flags.ndjson")));
    }

    private static void replay(String out) throws IOException {
        StringWriter problems = new StringWriter();
        new Replay(RuleBooks.shipped(), Lists.NONE, true, new PrintWriter(problems))
                .run(List.of(directory.resolve(Simulator.EVENTS_FILE)), directory.resolve(out));
        assertThat(problems.toString()).isEmpty();
    }

    @Test
    void theSameInputGivesTheSameFlagsByteForByte() throws IOException {
        replay("again");
        assertThat(FLAGS)
                .hasSizeGreaterThan(30)
                .anyMatch(flag -> !flag.get("members").isEmpty());
        for (String file : List.of("flags.ndjson", "signals.ndjson")) {
            assertThat(directory.resolve("again").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("out").resolve(file));
        }
    }

    @Test
    void theEventsOfASignalAreInTheInputAndOfTheAccountOrOfItsCounterparts() {
        for (JsonNode signal : SIGNALS) {
            JsonNode evidence = signal.get("evidence");
            assertThat(evidence.get("eventIds")).as(signal.toString()).isNotEmpty();
            Set<String> concerned = texts(evidence.get("counterparts"));
            concerned.add(text(signal, "accountId"));
            assertConcerned(signal, evidence, concerned, instant(signal, "detectedAt"));
        }
        assertThat(SIGNALS.stream().map(signal -> text(signal, "code")).distinct())
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void theEventsOfAFlagAreInTheInputAndOfItsMembersOrTheirCounterparts() {
        for (JsonNode flag : FLAGS) {
            Set<String> members = texts(flag.get("members"));
            members.add(text(flag, "accountId"));
            for (JsonNode reason : flag.get("reasons")) {
                Set<String> concerned = texts(reason.get("evidence").get("counterparts"));
                concerned.addAll(members);
                assertConcerned(flag, reason.get("evidence"), concerned, instant(flag, "updatedAt"));
            }
        }
    }

    /** The console makes its Chinese sentences of the figures and of the English ones: it must know every form of them. */
    @Test
    void whatASignalOrAFlagSaysIsSaidInChineseToo() {
        Words chinese = new Words(new Texts(Language.ZH, ZoneId.of("Asia/Shanghai")));
        for (JsonNode signal : SIGNALS) {
            assertThat(chinese.reason(reason(signal)))
                    .as(signal.toString())
                    .isNotEqualTo(chinese.meaning(text(signal, "code")));
        }
        for (JsonNode flag : FLAGS) {
            for (JsonNode reason : flag.get("reasons")) {
                assertThat(chinese.reason(reason(reason)))
                        .as(flag.toString())
                        .isNotEqualTo(chinese.meaning(text(reason, "code")));
            }
            String counterfactual = flag.path("counterfactual").asText();
            assertThat(chinese.counterfactual(counterfactual)).doesNotContainPattern("[A-Za-z]");
            assertThat(counterfactual.isEmpty()).isEqualTo(text(flag, "status").equals("CLOSED"));
            assertThat(chinese.ended(flag.path("endWhy").asText())).doesNotContain("score", "goes on");
        }
    }

    @Test
    void everyFigureHasANameInBothLanguages() {
        List<JsonNode> said = new ArrayList<>(SIGNALS);
        FLAGS.forEach(flag -> flag.get("reasons").forEach(said::add));
        Set<String> figures = new HashSet<>();
        said.forEach(each -> figures.addAll(reason(each).numbers().keySet()));
        for (Language language : Language.values()) {
            Words words = new Words(new Texts(language, ZoneId.of("Asia/Shanghai")));
            assertThat(figures)
                    .hasSizeGreaterThan(30)
                    .allSatisfy(figure -> assertThat(words.figure(figure)).isNotEqualTo(figure));
        }
    }

    private static Reason reason(JsonNode said) {
        Map<String, Double> numbers = new HashMap<>();
        said.get("evidence")
                .get("numbers")
                .properties()
                .forEach(
                        number -> numbers.put(number.getKey(), number.getValue().asDouble()));
        return new Reason(text(said, "code"), 1, 1, "", numbers, List.of(), List.of());
    }

    private static void assertConcerned(JsonNode of, JsonNode evidence, Set<String> accounts, Instant until) {
        for (String id : texts(evidence.get("eventIds"))) {
            assertThat(BY_ID).as(id + " of " + of).containsKey(id);
            JsonNode event = Objects.requireNonNull(BY_ID.get(id));
            assertThat(accounts).as(id + " of " + of).contains(text(event, "accountId"));
            assertThat(at(event)).as(id + " of " + of).isBeforeOrEqualTo(until);
        }
    }

    @Test
    void asManyEventsCameWithinTheWindowAsVelocitySays() {
        for (JsonNode signal : signals("VELOCITY", "windowSeconds")) {
            JsonNode last = Objects.requireNonNull(BY_ID.get(lastId(signal)));
            Instant from = at(last).minusSeconds((long) number(signal, "windowSeconds"));
            assertThat(eventsUntil(
                            last, event -> sameType(event, last) && at(event).isAfter(from)))
                    .as(signal.toString())
                    .hasSize((int) number(signal, "events"));
        }
    }

    @Test
    void asMuchWasPaidToAMerchantAsCollusionSays() {
        for (JsonNode signal : signals("MERCHANT_COLLUSION", "paymentsHere")) {
            String merchant = signal.get("evidence").get("counterparts").get(0).asText();
            JsonNode last = Objects.requireNonNull(BY_ID.get(lastId(signal)));
            List<JsonNode> here = eventsUntil(
                    last,
                    event -> is(event, "payment.settled")
                            && text(event, "merchantId").equals(merchant));
            assertThat(here).as(signal.toString()).hasSize((int) number(signal, "paymentsHere"));
            assertThat(fen(here) / 100.0).as(signal.toString()).isCloseTo(number(signal, "yuanHere"), within(0.005));
        }
    }

    @Test
    void asMuchWasPaidAndTakenBackAsRefundChurnSays() {
        for (JsonNode signal : signals("REFUND_CHURN", "takenBack")) {
            JsonNode last = Objects.requireNonNull(BY_ID.get(lastId(signal)));
            Instant from = instant(signal, "fromTime");
            Instant to = instant(signal, "toTime");
            List<JsonNode> all = Objects.requireNonNull(EVENTS.get(text(last, "accountId"))).stream()
                    .filter(event -> !at(event).isAfter(to))
                    .toList();
            List<JsonNode> paid = all.stream()
                    .filter(event -> is(event, "payment.settled") && !at(event).isBefore(from))
                    .toList();
            Map<String, Long> backFen = new HashMap<>();
            all.stream()
                    .filter(event -> is(event, "payment.refunded"))
                    .forEach(event -> backFen.merge(
                            text(event, "paymentId"), event.get("amountFen").asLong(), Long::sum));
            assertThat(paid).as(signal.toString()).hasSize((int) number(signal, "payments"));
            assertThat(fen(paid) / 100.0).as(signal.toString()).isCloseTo(number(signal, "paidYuan"), within(0.005));
            assertThat(paid.stream()
                            .filter(event -> backFen.getOrDefault(text(event, "paymentId"), 0L)
                                    >= 0.9 * event.get("amountFen").asLong()))
                    .as(signal.toString())
                    .hasSize((int) number(signal, "takenBack"));
        }
    }

    @Test
    void asLongBeforeTheRedemptionWasTheStrangePhoneFirstSeenAsATakeoverSays() {
        for (JsonNode signal : signals("ACCOUNT_TAKEOVER", "minutesSinceFirstSight")) {
            JsonNode last = Objects.requireNonNull(BY_ID.get(lastId(signal)));
            JsonNode seen = signal.get("evidence").get("counterparts");
            Instant phone = firstSeen(last, "deviceId", seen.get(0).asText());
            Instant address = firstSeen(last, "ipAddress", seen.get(1).asText());
            Instant both = phone.isAfter(address) ? phone : address;
            assertThat(Duration.between(both, at(last)).toMinutes())
                    .as(signal.toString())
                    .isEqualTo((long) number(signal, "minutesSinceFirstSight"));
        }
    }

    private static Instant firstSeen(JsonNode until, String field, String value) {
        return at(eventsUntil(until, event -> value.equals(text(event, field))).getFirst());
    }

    /** Those of a code whose evidence has a number of this name: at least one. */
    private static List<JsonNode> signals(String code, String number) {
        List<JsonNode> signals = SIGNALS.stream()
                .filter(signal -> text(signal, "code").equals(code)
                        && signal.get("evidence").get("numbers").has(number))
                .toList();
        assertThat(signals).as(code).isNotEmpty();
        return signals;
    }

    private static List<JsonNode> eventsUntil(JsonNode last, Predicate<JsonNode> wanted) {
        List<JsonNode> events = Objects.requireNonNull(EVENTS.get(text(last, "accountId")));
        return events.subList(0, events.indexOf(last) + 1).stream()
                .filter(wanted)
                .toList();
    }

    private static String lastId(JsonNode signal) {
        JsonNode ids = signal.get("evidence").get("eventIds");
        return ids.get(ids.size() - 1).asText();
    }

    private static boolean is(JsonNode event, String type) {
        return text(event, "type").equals(type);
    }

    private static boolean sameType(JsonNode one, JsonNode other) {
        return is(one, text(other, "type"));
    }

    private static long fen(List<JsonNode> payments) {
        return payments.stream()
                .mapToLong(event -> event.get("amountFen").asLong())
                .sum();
    }

    private static double number(JsonNode signal, String name) {
        return signal.get("evidence").get("numbers").get(name).asDouble();
    }

    private static Instant at(JsonNode event) {
        return instant(event, "occurredAt");
    }

    private static Instant instant(JsonNode of, String field) {
        return Instant.parse(text(of, field));
    }

    private static String text(JsonNode of, String field) {
        return of.path(field).asText();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
