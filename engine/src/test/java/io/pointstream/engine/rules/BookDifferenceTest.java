package io.pointstream.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.rules.BookDifference.What;
import io.pointstream.engine.rules.BookParts.Kind;
import io.pointstream.engine.rules.BookParts.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a book says, and in what two differ. */
class BookDifferenceTest {

    private static final String HEAD = """
            language: 1
            zone: Asia/Shanghai
            lateness: 3 days
            eventIdMemory: 7 days
            categories:
              SHOP: { validity: 12 months, bonuses: true }
            rules:
            """;

    private static final String SHIPPED = RuleBooks.shippedYaml();

    private static String rule(String id, String more) {
        return "  - { id: " + id + ", category: SHOP, on: payment.settled, points: 5" + more + " }\n";
    }

    private static List<BookDifference> between(String before, String after) {
        RuleBookParser.parse(before, "before");
        RuleBookParser.parse(after, "after");
        return BookDifference.between(before, after);
    }

    private static BookDifference changed(
            Kind kind, String id, String field, @Nullable String before, @Nullable String after) {
        return new BookDifference(What.CHANGED, kind, id, field, before, after);
    }

    private static BookDifference moved(String id, @Nullable String before, @Nullable String after) {
        return new BookDifference(What.MOVED, Kind.RULE, id, "", before, after);
    }

    @Test
    void theShippedBookHasAPartForEachThingInIt() {
        RuleBook book = RuleBookParser.parse(SHIPPED, "shipped");
        List<Part> parts = BookParts.of(SHIPPED);
        assertThat(parts.stream().filter(part -> part.kind() == Kind.RULE).map(Part::id))
                .containsExactlyElementsOf(book.rules().stream().map(Rule::id).toList());
        assertThat(parts.stream().filter(part -> part.kind() == Kind.TIER).map(Part::id))
                .containsExactly("ORDINARY", "SILVER", "GOLD", "DIAMOND");
        Part jd = parts.stream()
                .filter(part -> part.id().equals("pay.jd"))
                .findFirst()
                .orElseThrow();
        assertThat(jd.fields())
                .containsEntry("points.rate", "2")
                .containsEntry("caps.month", "10000")
                .containsEntry("when", "channel == 'JD'")
                .doesNotContainKey("id");
        assertThat(parts.getFirst().fields())
                .containsEntry("lateness", "3 days")
                .containsEntry("redemption.kinds.PARTNER.partners.JD.rate", "0.8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unit: yuan, rate: 2 }                | unit: yuan, rate: 3 }                 | RULE       | pay.jd                 | points.rate              | 2        | 3
            transaction: 1000, month: 10000      | transaction: 1000                     | RULE       | pay.jd                 | caps.month               | 10000    |
            when: completed && seconds >= 120    | when: completed && seconds >= 60      | RULE       | content.article        | when                     | completed && seconds >= 120 | completed && seconds >= 60
            key: [gameId, season, rank]          | key: [gameId, rank]                   | RULE       | game.rank-promotion    | once.key                 | gameId, season, rank | gameId, rank
            SERVICE: 0.8                         | SERVICE: 0.9                          | RULE       | content.article        | points.weight.factors.SERVICE | 0.8 | 0.9
            MEMBERSHIP: { validity: 6 months     | MEMBERSHIP: { validity: 7 months      | CATEGORY   | MEMBERSHIP             | validity                 | 6 months | 7 months
            SILVER: { factor: 1.2                | SILVER: { factor: 1.3                 | TIER       | SILVER                 | factor                   | 1.2      | 1.3
            weekdays: [saturday, sunday]         | weekdays: [sunday]                    | MULTIPLIER | weekend-team-double    | weekdays                 | saturday, sunday | sunday
            lateness: 3 days                     | lateness: 2 days                      | PROGRAM    | ''                     | lateness                 | 3 days   | 2 days
            """)
    void saysWhatChangedAndWhere(
            String from,
            String to,
            Kind kind,
            String id,
            String field,
            @Nullable String before,
            @Nullable String after) {
        assertThat(SHIPPED).contains(from);
        String changed = SHIPPED.replace(from, to);
        assertThat(between(SHIPPED, changed)).containsExactly(changed(kind, id, field, before, after));
        assertThat(between(changed, SHIPPED)).containsExactly(changed(kind, id, field, after, before));
    }

    @Test
    void commentsLayoutAndWaysToWriteANumberAreNoDifference() {
        String other = SHIPPED.replace("validity: 12 months", "'validity':   \"12 months\"")
                .replace("factor: 2.0", "factor: 2")
                .replaceAll("(?m)^ *#.*$", "# something else");
        assertThat(other).isNotEqualTo(SHIPPED);
        assertThat(between(SHIPPED, other)).isEmpty();
    }

    @Test
    void rulesComeAndGo() {
        assertThat(between(HEAD + rule("a", ""), HEAD + rule("b", "")))
                .containsExactly(
                        new BookDifference(What.ADDED, Kind.RULE, "b", "", null, null),
                        new BookDifference(What.REMOVED, Kind.RULE, "a", "", null, null));
    }

    @Test
    void ofRulesInAnotherOrderTheFewestAreNamed() {
        String before = HEAD + rule("a", "") + rule("b", "") + rule("c", "") + rule("d", "");
        assertThat(between(before, HEAD + rule("d", "") + rule("a", "") + rule("b", "") + rule("c", "")))
                .containsExactly(moved("d", "c", null));
        assertThat(between(before, HEAD + rule("b", "") + rule("c", "") + rule("a", "") + rule("d", "")))
                .containsExactly(moved("a", null, "c"));
        // A rule of another event type stands in nobody's way.
        String other = "  - { id: z, category: SHOP, on: membership.ad-watched, points: 5 }\n";
        assertThat(between(HEAD + rule("a", "") + other + rule("b", ""), HEAD + other + rule("a", "") + rule("b", "")))
                .isEmpty();
    }

    @Test
    void whatIsSaidToHaveMovedIsEnoughToMakeOneOrderOfTheOther() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int round = 0; round < 200; round++) {
            List<String> ids = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
            Collections.shuffle(ids, random);
            String before = HEAD + book(ids);
            List<String> order = new ArrayList<>(ids);
            Collections.shuffle(ids, random);
            List<BookDifference> moves = between(before, HEAD + book(ids));
            order.removeIf(id -> moves.stream().anyMatch(move -> move.id().equals(id)));
            for (BookDifference move : moves) {
                int at = move.after() == null ? 0 : order.indexOf(move.after()) + 1;
                order.add(at, move.id());
            }
            assertThat(order).isEqualTo(ids);
        }
    }

    private static String book(List<String> ids) {
        StringBuilder book = new StringBuilder();
        ids.forEach(id -> book.append(rule(id, "")));
        return book.toString();
    }

    @Test
    void listsOfMappingsAreNumbered() {
        String points =
                "{ quantity: amountFen, decimals: 2, unit: yuan, rate: 1, brackets: [{ above: %s, rate: 0.5 }] }";
        String before = HEAD + rule("a", "").replace("points: 5", "points: " + points.formatted("500"));
        String after = HEAD + rule("a", "").replace("points: 5", "points: " + points.formatted("600"));
        assertThat(BookParts.of(before).getLast().fields())
                .isEqualTo(Map.of(
                        "category", "SHOP",
                        "on", "payment.settled",
                        "points.quantity", "amountFen",
                        "points.decimals", "2",
                        "points.unit", "yuan",
                        "points.rate", "1",
                        "points.brackets.1.above", "500",
                        "points.brackets.1.rate", "0.5"));
        assertThat(between(before, after))
                .containsExactly(changed(Kind.RULE, "a", "points.brackets.1.above", "500", "600"));
    }
}
