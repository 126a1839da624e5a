package io.pointstream.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.PointsEngine;
import io.pointstream.engine.account.Account;
import io.pointstream.engine.account.InMemoryMemory;
import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.event.Event;
import io.pointstream.engine.event.Header;
import io.pointstream.engine.event.Payment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No warning is wrong: whatever the book, the engine does with it what its warnings say. */
class BookWarningsPropertiesTest {

    private static final long NO_LIMIT = 1_000_000_000_000L;

    @Property(tries = 120)
    void aRuleThatIsSaidNeverToAwardNeverDoes(@ForAll @IntRange(max = 1_000_000) int seed) {
        Random random = new Random(seed);
        String book = book(random);
        List<String> idle = idleRules(book);
        if (!idle.isEmpty()) {
            assertThat(decisions(book, events(random)))
                    .as(book)
                    .extracting(Decision::ruleId)
                    .doesNotContainAnyElementsOf(idle);
        }
    }

    @Property(tries = 120)
    void capsThatAreSaidToHaveNoEffectHaveNone(@ForAll @IntRange(max = 1_000_000) int seed) {
        Random random = new Random(seed);
        String book = book(random);
        List<Problem> idle = idleCaps(book);
        if (!idle.isEmpty()) {
            List<String> lines = new ArrayList<>(book.lines().toList());
            for (Problem warning : idle) {
                String line = lines.get(warning.line() - 1);
                lines.set(warning.line() - 1, line.substring(0, warning.column() - 1) + NO_LIMIT);
            }
            List<Event> events = events(random);
            assertThat(decisions(String.join("\n", lines), events))
                    .as(book)
                    .extracting(Decision::grantedPoints)
                    .isEqualTo(decisions(book, events).stream()
                            .map(Decision::grantedPoints)
                            .toList());
        }
    }

    @Example
    void suchBooksHaveWarningsOfEveryKind() {
        List<String> messages = new ArrayList<>();
        for (int seed = 0; seed < 150; seed++) {
            BookWarnings.of(book(new Random(seed)), "book.yaml").forEach(warning -> messages.add(warning.message()));
        }
        for (String kind : List.of("never matches", "never awards", "takes first", "never binds", "has no effect")) {
            assertThat(messages).filteredOn(message -> message.contains(kind)).hasSizeGreaterThan(5);
        }
    }

    private static List<String> idleRules(String book) {
        return BookWarnings.of(book, "book.yaml").stream()
                .map(Problem::message)
                .filter(message -> message.startsWith("rule '"))
                .map(message -> message.substring(6, message.indexOf('\'', 6)))
                .toList();
    }

    private static List<Problem> idleCaps(String book) {
        return BookWarnings.of(book, "book.yaml").stream()
                .filter(warning -> warning.message().startsWith("the "))
                .toList();
    }

    private static List<Decision> decisions(String book, List<Event> events) {
        PointsEngine engine = new PointsEngine(RuleBooks.single(RuleBookParser.parse(book, "book.yaml")));
        Account account = new Account("a");
        InMemoryMemory memory = new InMemoryMemory();
        List<Decision> decisions = new ArrayList<>();
        for (Event event : events) {
            Step step = engine.decide(account, event, memory);
            account.apply(step);
            memory.remember(step);
            decisions.add(step.decision());
        }
        return decisions;
    }

    /** Two months of payments, some of them late. */
    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        Instant at = Instant.parse("2026-04-20T00:00:00Z");
        for (int i = 0; i < 400; i++) {
            at = at.plusSeconds(random.nextInt(30_000));
            Instant time = random.nextInt(10) == 0 ? at.minusSeconds(random.nextInt(300_000)) : at;
            events.add(new Payment.Settled(
                    new Header("e" + i, "a", time, null, null),
                    "p" + random.nextInt(300),
                    Payment.Channel.values()[random.nextInt(4)],
                    "m" + random.nextInt(3),
                    1 + random.nextInt(6)));
        }
        return events;
    }

    private static String book(Random random) {
        StringBuilder book = new StringBuilder("""
                language: 1
                zone: Asia/Shanghai
                lateness: 3 days
                eventIdMemory: 7 days
                """);
        caps(random, "", 50, book);
        book.append("categories:\n");
        for (String category : List.of("ONE", "TWO")) {
            book.append("  ").append(category).append(":\n    validity: 6 months\n    bonuses: true\n");
            caps(random, "    ", 30, book);
        }
        book.append("rules:\n");
        int rules = 1 + random.nextInt(4);
        for (int i = 0; i < rules; i++) {
            rule(random, "r" + i, book);
        }
        return book.toString();
    }

    private static void rule(Random random, String id, StringBuilder book) {
        book.append("  - id: ").append(id).append("\n    on: payment.settled\n");
        book.append("    category: ")
                .append(random.nextBoolean() ? "ONE" : "TWO")
                .append('\n');
        if (random.nextInt(3) > 0) {
            book.append("    when: \"").append(condition(random, 2)).append("\"\n");
        }
        book.append("    points: ")
                .append(
                        random.nextInt(3) > 0
                                ? "" + (1 + random.nextInt(9))
                                : "{ quantity: amountFen, rate: " + random.nextInt(3)
                                        + (random.nextBoolean() ? ", atMost: 8 }" : " }"))
                .append('\n');
        String construct = pick(
                random,
                "",
                "",
                "once: { per: day }",
                "once: { per: week }",
                "once: { per: month }",
                "once: { per: ever }",
                "once: { name: shared, key: paymentId, per: ever }",
                "once: { key: merchantId, per: day }",
                "reaches: { sum: amountFen, at: 6, per: day }",
                "reaches: { distinct: paymentId, at: 3, per: week }",
                "streak: { every: 2, add: 3 }");
        book.append(construct.isEmpty() ? "" : "    " + construct + "\n");
        caps(random, "    ", 12, book);
    }

    /** Caps about as large as what is granted in their windows, each in a line of its own. */
    private static void caps(Random random, String indent, int day, StringBuilder book) {
        List<String> lines = Stream.of("transaction 1", "day 1", "week 5", "month 20", "lifetime 40")
                .filter(cap -> random.nextInt(3) == 0 && (day == 12 || !cap.startsWith("transaction")))
                .map(cap -> cap.split(" ", -1))
                .map(cap ->
                        "%s  %s: %d%n".formatted(indent, cap[0], random.nextInt(day * Integer.parseInt(cap[1]) * 2)))
                .toList();
        if (!lines.isEmpty()) {
            book.append(indent).append("caps:\n");
            lines.forEach(book::append);
        }
    }

    private static String condition(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            String number = String.format(Locale.ROOT, "%d", random.nextInt(8));
            return pick(
                    random,
                    "channel == '" + Payment.Channel.values()[random.nextInt(4)] + "'",
                    "channel in ['JD', 'OFFLINE_QR']",
                    "amountFen " + pick(random, "<", "<=", "==", "!=", ">", ">=") + " " + number,
                    number + " " + pick(random, "<", "<=", "==", "!=", ">", ">=") + " amountFen",
                    "amountFen in [1, 3]",
                    "merchantId == 'm1'",
                    "merchantId != paymentId",
                    "amountFen % 2 == 0",
                    "10 / (amountFen - 3) > 2");
        }
        String left = condition(random, depth - 1);
        String right = condition(random, depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "(" + left + " || " + right + ")";
            case 1 -> "!(" + left + ")";
            case 2 -> "(" + left + " ? " + right + " : " + condition(random, depth - 1) + ")";
            default -> "(" + left + " && " + right + ")";
        };
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
