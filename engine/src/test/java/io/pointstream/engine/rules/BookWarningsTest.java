package io.pointstream.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a right book is warned of, and what only looks like it. */
class BookWarningsTest {

    private static final String HEAD = """
            language: 1
            zone: Asia/Shanghai
            lateness: 3 days
            eventIdMemory: 7 days
            """;

    private static final String CATEGORIES = """
            categories:
              SHOP: { validity: 12 months, bonuses: true }
            rules:
            """;

    @Test
    void theShippedBookHasNone() {
        assertThat(BookWarnings.of(RuleBooks.shippedYaml(), "rulebook.yaml")).isEmpty();
    }

    @Test
    void aWarningNamesItsPlace() {
        Problem warning = BookWarnings.of(
                        HEAD + CATEGORIES + rule("a", "when: amountFen < 0 && amountFen > 0"), "b.yaml")
                .getFirst();
        assertThat(warning).hasToString("b.yaml:12:11: rule 'a' never matches: its condition holds for no event");
    }

    // ---- rules that never match

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "1 > 2",
                "!(amountFen >= 1 || true)",
                "channel == 'JD' && channel == 'ONLINE'",
                "channel == 'JD' && channel != 'JD'",
                "channel == 'JD' && !(channel in ['JD', 'ONLINE'])",
                "paymentId == 'a' && paymentId == 'b'",
                "amountFen > 5 && amountFen <= 5",
                "amountFen > 5 && 6 > amountFen",
                "amountFen in [1, 2] && amountFen >= 3",
                "(channel == 'JD' || channel == 'ONLINE') && channel == 'MEITUAN'",
                "merchantId != paymentId && !(merchantId != paymentId)",
                "amountFen % 2 == 0 && !(amountFen % 2 == 0)",
                "(channel == 'JD' ? amountFen > 5 : amountFen > 6) && amountFen < 6"
            })
    void aConditionThatHoldsForNoEvent(String when) {
        assertThat(warnings(rule("a", "when: \"" + when + "\"")))
                .singleElement()
                .asString()
                .contains("'a' never matches");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "channel == 'JD' || channel == 'ONLINE'",
                "channel != 'JD' && channel != 'ONLINE'",
                "paymentId == 'a' && merchantId == 'b'",
                "amountFen >= 5 && amountFen <= 5",
                "amountFen > 5 && amountFen < 7",
                "amountFen in [1, 3] && amountFen >= 3",
                "amountFen % 2 == 0 && !(amountFen % 3 == 0)",
                "amountFen % 2 == 0 && amountFen % 2 == 1",
                "(channel == 'JD' ? amountFen > 5 : amountFen > 4) && amountFen < 6",
                "paymentId.startsWith('a') && !paymentId.startsWith('b')"
            })
    void aConditionThatMayHold(String when) {
        assertThat(warnings(rule("a", "when: \"" + when + "\""))).isEmpty();
    }

    @Test
    void numbersWithAPointMeetAtTheirEnds() {
        assertThat(warnings(week("percentile <= 10.0 && percentile > 10"))).hasSize(1);
        assertThat(warnings(week("percentile <= 10.0 && percentile >= 10"))).isEmpty();
        assertThat(warnings(week("percentile <= 10.0 && percentile > 9.99"))).isEmpty();
        // Neither holds of a number that is none, so their denials may hold together.
        assertThat(warnings(week("!(percentile <= 10.0) && !(percentile > 10.0)")))
                .isEmpty();
    }

    @Test
    void flags() {
        assertThat(warnings(invite("a", "inviteeIsNew && !inviteeIsNew"))).hasSize(1);
        assertThat(warnings(invite("a", "inviteeIsNew == false && inviteeIsNew")))
                .hasSize(1);
        assertThat(warnings(invite("a", "inviteeIsNew != false && inviteeIsNew")))
                .isEmpty();
    }

    // ---- rules behind others

    @Test
    void aRuleBehindOneWithoutConditions() {
        assertThat(warnings(rule("a", "") + rule("b", "when: channel == 'JD'") + rule("c", "once: { per: day }")))
                .containsExactly(
                        "rule 'b' never awards: whatever it matches, 'a' in line 8 takes first",
                        "rule 'c' never awards: whatever it matches, 'a' in line 8 takes first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "channel == 'JD'~channel == 'JD'",
                "channel == 'JD'~channel == 'JD' && amountFen > 100",
                "channel in ['JD', 'ONLINE']~channel == 'ONLINE'",
                "channel != 'JD'~channel == 'ONLINE' || channel == 'MEITUAN'",
                "amountFen >= 100~amountFen > 100",
                "amountFen >= 100 || channel == 'JD'~channel == 'JD' && paymentId == 'x'",
                "amountFen % 2 == 0~amountFen % 2 == 0 && channel == 'JD'",
                "amountFen / 0 > 1~amountFen / 0 > 1 && channel == 'JD'"
            })
    void aRuleBehindOneWithTheSameOrAWeakerCondition(String earlier, String later) {
        assertThat(warnings(rule("a", "when: \"" + earlier + "\"") + rule("b", "when: \"" + later + "\"")))
                .singleElement()
                .asString()
                .startsWith("rule 'b' never awards");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "channel == 'JD'~channel == 'ONLINE'",
                "channel == 'JD' && amountFen > 100~channel == 'JD'",
                "channel == 'ONLINE'~channel in ['JD', 'ONLINE']",
                "amountFen > 100~amountFen >= 100",
                "amountFen % 2 == 0~amountFen % 4 == 0",
                "amountFen % 2 == 0 || !(amountFen % 2 == 0)~channel == 'JD'",
                "amountFen / 0 > 1 || !(amountFen / 0 > 1)~channel == 'JD'",
                "paymentId == 'a'~merchantId == 'a'"
            })
    void aRuleBehindOneThatLeavesItSome(String earlier, String later) {
        assertThat(warnings(rule("a", "when: \"" + earlier + "\"") + rule("b", "when: \"" + later + "\"")))
                .isEmpty();
    }

    @Test
    void aRuleBehindSeveralThatTakeAllTogether() {
        String paid = rule("a", "when: amountFen > 100") + rule("b", "when: amountFen < 50");
        assertThat(warnings(paid + rule("c", "when: amountFen <= 100") + rule("d", "")))
                .containsExactly("rule 'd' never awards: whatever it matches, one of 'a', 'b', 'c' takes first");
        assertThat(warnings(paid + rule("c", "when: amountFen < 100") + rule("d", "")))
                .isEmpty();
    }

    @Test
    void aChoiceIsTakenWhenEachOfItsValuesIs() {
        assertThat(warnings(invite("a", "inviteeIsNew") + invite("b", "!inviteeIsNew") + invite("c", "true")))
                .singleElement()
                .asString()
                .startsWith("rule 'c' never awards");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "once: { per: day }",
                "once: { key: paymentId, per: ever }",
                "once: { name: payment, key: paymentId, per: ever }",
                "reaches: { sum: amountFen, at: 100, per: day }"
            })
    void aRuleBehindOneThatPaysNotEveryEvent(String construct) {
        assertThat(warnings(rule("a", construct) + rule("b", "when: channel == 'JD'")))
                .isEmpty();
    }

    @Test
    void aRuleBehindOneWithTheSameSharedKeys() {
        String once = "once: { name: payment, key: paymentId, per: 365 days }";
        String narrow = "once: { name: payment, key: [paymentId, merchantId], per: 365 days }";
        String alone = "once: { key: paymentId, per: 365 days }";
        assertThat(warnings(rule("a", once) + rule("b", once + "\n    when: channel == 'JD'")))
                .hasSize(1);
        assertThat(warnings(rule("a", once) + rule("b", narrow))).isEmpty();
        assertThat(warnings(rule("a", alone) + rule("b", alone))).isEmpty();
    }

    @Test
    void aRuleOfAnotherTypeOrBehindOneThatNeverMatches() {
        assertThat(warnings(rule("a", "") + invite("b", "inviteeIsNew"))).isEmpty();
        assertThat(warnings(rule("a", "when: false") + rule("b", "")))
                .containsExactly("rule 'a' never matches: its condition holds for no event");
    }

    // ---- caps

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A fixed award, and its limits.
                "points: 50|transaction: 50|never binds: at most 50",
                "points: 50|transaction: 80|never binds: at most 50",
                "points: 50|day: 30, month: 930|month cap 930 never binds: at most 930",
                "points: 50|day: 30, week: 210|week cap 210 never binds: at most 210",
                "points: 50|week: 60, month: 360|month cap 360 never binds: at most 360",
                "points: 50|day: 100, week: 90|day cap 100 has no effect: the week cap 90 never leaves more",
                "points: 50|day: 100, month: 100|day cap 100 has no effect: the month cap 100",
                "points: 50|week: 100, month: 50|week cap 100 has no effect: the month cap 50",
                "points: 50|month: 100, lifetime: 100|month cap 100 has no effect: the lifetime cap 100",
                "points: { quantity: amountFen, rate: 1 }|transaction: 100, day: 100|transaction cap 100 has no effect",
                "points: { quantity: amountFen, rate: 1, atMost: 9 }|transaction: 9|never binds: at most 9",
                // What is paid once.
                "points: 50, once: { per: day }|day: 50|never binds: at most 50",
                "points: 50, once: { per: day }|month: 1550|never binds: at most 1,550",
                "points: 50, once: { per: week }|month: 300|never binds: at most 300",
                "points: 50, once: { per: month }|month: 60|never binds: at most 50",
                "points: 50, once: { per: ever }|lifetime: 50|never binds: at most 50",
                "points: 50, reaches: { sum: amountFen, at: 10, per: day }|day: 50|never binds: at most 50",
                "points: 5, once: { per: day }, streak: { every: 7, add: 50 }|day: 55|never binds: at most 55"
            })
    void aCapWithoutEffect(String construct, String caps, String message) {
        assertThat(warnings(rule("a", construct, caps)))
                .singleElement()
                .asString()
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "points: 50|transaction: 49",
                "points: 50|day: 49",
                "points: 50|day: 30, month: 929",
                "points: 50|day: 30, week: 209",
                "points: 50|week: 60, month: 359",
                "points: 50|day: 90, week: 100",
                // A week lies in two months, and a month that is full says nothing about the next.
                "points: 50|week: 99, month: 50",
                "points: 50|week: 100, month: 100",
                "points: 50|month: 90, lifetime: 100",
                "points: { quantity: amountFen, rate: 1 }|transaction: 99, day: 100",
                "points: { quantity: amountFen, rate: 1, atLeast: 5 }|transaction: 100",
                "points: { quantity: amountFen, rate: 1, atMost: 10 }|transaction: 9",
                "points: 50, once: { per: day }|day: 49",
                "points: 50, once: { per: day }|month: 1549",
                "points: 50, once: { per: week }|month: 299",
                "points: 50, once: { key: paymentId, per: day }|day: 5000",
                "points: 50, once: { per: 24 hours }|day: 100",
                "points: 50, reaches: { distinct: paymentId, for: merchantId, at: 2, per: day }|day: 100",
                "points: 5, once: { per: day }, streak: { every: 7, add: 50 }|day: 54"
            })
    void aCapThatMayBind(String construct, String caps) {
        assertThat(warnings(rule("a", construct, caps))).isEmpty();
    }

    @Test
    void capsOfCategoryAndProgram() {
        assertThat(book("{ month: 100 }", "{ day: 50 }", rule("a", "points: 10", "day: 50")))
                .containsExactly("the day cap 50 has no effect: SHOP's day cap 50 never leaves more");
        assertThat(book("{ day: 50 }", "{ day: 50 }", rule("a", "points: 10")))
                .containsExactly("the day cap 50 has no effect: the program's day cap 50 never leaves more");
        String others = rule("a", "points: 10", "day: 49") + invite("b", "inviteeIsNew");
        assertThat(book("{ month: 100 }", "{ day: 50 }", others)).isEmpty();
    }

    @Test
    void aCapOfACategoryThatItsRulesTogetherNeverExceed() {
        String rules = rule("a", "points: 10", "day: 30")
                + invite("b", "inviteeIsNew").replace("points: 1", "points: 20, once: { per: day }");
        assertThat(book("", "{ day: 50 }", rules))
                .containsExactly(
                        "the day cap 50 never binds: at most 50 can be granted in its window (all its rules together)");
        assertThat(book("{ month: 1550 }", "", rules)).hasSize(1);
        assertThat(book("", "{ day: 49 }", rules)).isEmpty();
        assertThat(book("{ month: 1549 }", "", rules)).isEmpty();
        assertThat(book(
                        "",
                        "{ day: 50 }",
                        rules
                                + rule("c", "when: channel == 'JD'")
                                        .replace("on: payment.settled", "on: social.video-liked")
                                        .replace("when: channel == 'JD'", "valueCoefficient: 1")))
                .isEmpty();
    }

    @Test
    void aCategoryWithoutRulesIsNotJudged() {
        String book = HEAD
                + CATEGORIES.replace(
                        "rules:", "  SPARE: { validity: 1 months, bonuses: true, caps: { day: 5 } }\nrules:");
        assertThat(messages(book + rule("a", ""))).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodIsNotJudged() {
        String strange = rule("a", "points: 50, tiers: [GOLD]", "transaction: 60, day: 100, month: 5000");
        assertThat(warnings(strange + rule("b", "")))
                .containsExactly(
                        "the month cap 5,000 never binds: at most 3,100 can be granted in its window (31 days of at most 100)");
        assertThat(warnings(rule("a", "points: 50, once: { per: day, unless: holiday }", "day: 60") + rule("b", "")))
                .isEmpty();
    }

    /** A rule of flow-style constructs, such as {@code points: 5, once: { per: day }}, with caps. */
    private static String rule(String id, String constructs, String caps) {
        return "  - { id: %s, category: SHOP, on: payment.settled, %s, caps: { %s } }\n"
                .formatted(id, constructs, caps);
    }

    private static String rule(String id, String construct) {
        String points = construct.startsWith("points:") ? "" : "    points: 1\n";
        return "  - id: %s\n    category: SHOP\n    on: payment.settled\n%s%s"
                .formatted(id, points, construct.isEmpty() ? "" : "    " + construct + "\n");
    }

    private static String invite(String id, String when) {
        return "  - { id: %s, category: SHOP, on: social.invite-opened, when: \"%s\", points: 1 }\n"
                .formatted(id, when);
    }

    private static String week(String when) {
        return "  - { id: w, category: SHOP, on: gaming.week-ranked, when: \"%s\", points: 1 }\n".formatted(when);
    }

    private static List<String> warnings(String rules) {
        return messages(HEAD + CATEGORIES + rules);
    }

    private static List<String> book(String programCaps, String categoryCaps, String rules) {
        return messages(HEAD
                + (programCaps.isEmpty() ? "" : "caps: " + programCaps + "\n")
                + CATEGORIES.replace("true }", categoryCaps.isEmpty() ? "true }" : "true, caps: " + categoryCaps + " }")
                + rules);
    }

    private static List<String> messages(String book) {
        return BookWarnings.of(book, "book.yaml").stream().map(Problem::message).toList();
    }
}
