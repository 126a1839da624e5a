package io.pointstream.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.pointstream.engine.event.EventType;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.ReasonCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wrong rule books are refused with file, line and column of everything that is wrong. */
class RuleBookErrorsTest {

    /** A right book; tests make it wrong. Line numbers are those of this text, from 1. */
    private static final String BOOK = """
            language: 1
            zone: Asia/Shanghai
            lateness: 3 days
            eventIdMemory: 7 days
            categories:
              CONSUMPTION: { validity: 12 months, bonuses: true }
            multipliers:
              - id: weekend
                appliesTo: pay.jd
                factor: 2.0
            rules:
              - id: pay.jd
                category: CONSUMPTION
                on: payment.settled
                when: channel == 'JD' && amountFen > 0
                once: { key: paymentId, per: 365 days }
                points: { quantity: amountFen, decimals: 2, rate: 2 }
                caps: { transaction: 1000, month: 10000 }
              - id: social.steps
                category: CONSUMPTION
                on: social.steps-donated
                reaches: { sum: steps, at: 1000, per: day }
                points: 50
            """;

    @Test
    void theBookItselfIsRight() {
        assertThat(RuleBookParser.parse(BOOK, "book.yaml").rules()).hasSize(2);
        assertThat(RuleBooks.shipped().versions().getFirst().book().rules()).hasSize(38);
    }

    @Test
    void theSectionOnFarmingSaysWhatDiffersFromTheShippedValues() {
        FarmingConfig config =
                RuleBookParser.parse(BOOK + """
                        farming:
                          score:
                            review: 50
                            weights: { VELOCITY: 10 }
                          velocity:
                            limits: { content.article-read: [1, 2, 3, 4] }
                        """, "book.yaml").detectors().config();
        FarmingConfig shipped =
                RuleBookParser.parse(BOOK, "book.yaml").detectors().config();
        assertThat(config.score().review()).isEqualTo(50);
        assertThat(config.score().hold()).isEqualTo(shipped.score().hold());
        assertThat(config.score().weight(ReasonCode.VELOCITY)).isEqualTo(10);
        assertThat(config.score().weight(ReasonCode.LOCKSTEP))
                .isEqualTo(shipped.score().weight(ReasonCode.LOCKSTEP));
        assertThat(config.velocity().limits())
                .containsEntry(EventType.CONTENT_ARTICLE_READ, List.of(1, 2, 3, 4))
                .hasSameSizeAs(shipped.velocity().limits());
        assertThat(config.clockwork()).isEqualTo(shipped.clockwork());
        assertThat(shipped).isEqualTo(FarmingConfig.shipped());
    }

    @Test
    void aMistakeInTheSectionOnFarmingHasItsPlace() {
        assertThat(problems(BOOK + "farming:\n  score: { hold: many }\n"))
                .extracting(Problem::toString)
                .containsExactly("book.yaml:25:18: farming.score.hold must be a number");
        assertThat(problems(BOOK + "farming:\n  score: { hold: 50 }\n"))
                .extracting(Problem::toString)
                .containsExactly("book.yaml:25:10: score: 0 < review <= hold <= 100");
        assertThat(problems(BOOK + "farming:\n  speed: { hold: 50 }\n"))
                .extracting(Problem::toString)
                .containsExactly("book.yaml:25:10: farming.speed is not known");
        assertThat(problems(BOOK + "farming: true\n"))
                .extracting(Problem::toString)
                .containsExactly("book.yaml:24:10: farming must be a mapping");
    }

    @Test
    void anUnknownField() {
        assertThat(problems(replaced("caps: { transaction", "cups: { transaction")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(18);
                    assertThat(problem.column()).isEqualTo(5);
                    assertThat(problem.message()).startsWith("unknown field 'cups'; known are id, category,");
                    assertThat(problem.toString()).startsWith("book.yaml:18:5: unknown field");
                });
    }

    @Test
    void aTypeErrorInAConditionIsPlacedWithinTheExpression() {
        assertThat(problems(replaced("amountFen > 0", "amountFen > 'x'")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(15);
                    assertThat(problem.column()).isEqualTo(column(15, "> 0"));
                    assertThat(problem.message()).contains("no matching overload for '_>_'");
                });
    }

    @Test
    void anUnknownEventFieldInACondition() {
        assertThat(problems(replaced("amountFen > 0", "amount > 0")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(15);
                    assertThat(problem.column()).isEqualTo(column(15, "amountFen"));
                    assertThat(problem.message()).contains("undeclared reference to 'amount'");
                });
    }

    @Test
    void aValueThatAChoiceCannotHave() {
        assertThat(problems(replaced("channel == 'JD'", "channel == 'JDD'")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(15);
                    assertThat(problem.column()).isEqualTo(column(15, "'JD'"));
                    assertThat(problem.message())
                            .startsWith("'JDD' is no value of channel; it is one of OFFLINE_QR, JD,");
                });
    }

    @Test
    void expressionsInQuotesAndBlocks() {
        assertThat(problems(replaced("when: channel == 'JD' && amountFen > 0", "when: \"true && amount > 0\"")))
                .extracting(Problem::line, Problem::column)
                .containsExactly(tuple(15, 20));
        assertThat(problems(replaced(
                        "when: channel == 'JD' && amountFen > 0",
                        "when: |\n      channel == 'JD'\n        && amount > 0")))
                .extracting(Problem::line, Problem::column)
                .containsExactly(tuple(17, 12));
    }

    @Test
    void aSyntaxErrorInACondition() {
        assertThat(problems(replaced("amountFen > 0", "amountFen >")))
                .isNotEmpty()
                .allSatisfy(problem -> {
                    assertThat(problem.line()).isEqualTo(15);
                    assertThat(problem.message()).contains("mismatched input '<EOF>'");
                });
    }

    @Test
    void aConditionThatIsNoCondition() {
        assertThat(messages(replaced("channel == 'JD' && amountFen > 0", "amountFen")))
                .singleElement()
                .asString()
                .contains("expected type 'bool' but found 'int'");
    }

    @Test
    void aQuantityThatIsNoWholeNumber() {
        assertThat(messages(replaced("quantity: amountFen", "quantity: channel")))
                .singleElement()
                .asString()
                .contains("expected type 'int' but found 'string'");
    }

    @Test
    void aNegativeCap() {
        assertThat(problems(replaced("month: 10000", "month: -1")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(18);
                    assertThat(problem.column()).isEqualTo(column(18, "10000"));
                    assertThat(problem.message())
                            .isEqualTo("the month cap must be between 0 and 1000000000000, not -1");
                });
    }

    @Test
    void numbersOfTheWrongKindOrSize() {
        assertThat(messages(replaced("month: 10000", "month: 1.5")))
                .containsExactly("the month cap must be a whole number");
        assertThat(messages(replaced("month: 10000", "month: many")))
                .containsExactly("the month cap must be a whole number");
        assertThat(messages(replaced("month: 10000", "month: 99999999999999999999999999")))
                .singleElement()
                .asString()
                .startsWith("the month cap must be between");
        assertThat(messages(replaced("rate: 2", "rate: -2"))).containsExactly("rate is not between 0 and 100000: -2");
        assertThat(messages(replaced("rate: 2", "rate: 0.00001")))
                .containsExactly("rate is more than 4 digits after the point: 0.00001");
        assertThat(messages(replaced("rate: 2", "rate: 1e999999999")))
                .containsExactly("rate is not between 0 and 100000: 1E+999999999");
        assertThat(messages(replaced("points: 50", "points: 0")))
                .containsExactly("points must be between 1 and 1000000000000, not 0");
        assertThat(messages(replaced("factor: 2.0", "factor: 0.5"))).containsExactly("factor must be at least 1");
    }

    @Test
    void twoRulesOfOneId() {
        assertThat(problems(replaced("id: social.steps", "id: pay.jd")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(19);
                    assertThat(problem.column()).isEqualTo(9);
                    assertThat(problem.message()).isEqualTo("two rules have the id 'pay.jd'; the other is in line 12");
                });
    }

    @Test
    void aKeyGivenTwice() {
        assertThat(problems(replaced("    points: 50", "    points: 50\n    points: 60")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(24);
                    assertThat(problem.message()).isEqualTo("field 'points' is given twice");
                });
    }

    @Test
    void unknownNames() {
        assertThat(messages(replaced("on: payment.settled", "on: payment.sttled")))
                .containsExactly("unknown event type 'payment.sttled'");
        assertThat(messages(replaced("on: payment.settled", "on: payment.refunded")))
                .containsExactly("'payment.refunded' is an instruction, which earns nothing");
        assertThat(messages(replaced("category: CONSUMPTION\n    on: social", "category: FOOD\n    on: social")))
                .containsExactly("unknown category 'FOOD'; known are CONSUMPTION");
        assertThat(messages(replaced("key: paymentId", "key: paymentID")))
                .containsExactly("unknown event field 'paymentID'; known are eventId, accountId, paymentId, channel, "
                        + "merchantId, amountFen");
        assertThat(messages(replaced("appliesTo: pay.jd", "appliesTo: pay.jdd")))
                .containsExactly("'pay.jdd' is no rule and no category of this book");
        assertThat(messages(replaced("zone: Asia/Shanghai", "zone: Asia/Shangri-La")))
                .containsExactly("unknown time zone 'Asia/Shangri-La'");
        assertThat(messages(replaced("per: day", "per: lifetime")))
                .containsExactly("per must be one of day, week, month, not 'lifetime'");
    }

    @Test
    void missingFieldsAndWrongShapes() {
        assertThat(messages(replaced("lateness: 3 days\n", ""))).containsExactly("field 'lateness' is missing");
        assertThat(messages(replaced("lateness: 3 days", "lateness: 3"))).containsExactly("lateness must be text");
        assertThat(messages(replaced("lateness: 3 days", "lateness: 8 days")))
                .containsExactly("eventIdMemory must not be shorter than lateness, or repeats would count");
        assertThat(messages(replaced("sum: steps, ", ""))).containsExactly("reaches needs either 'sum' or 'distinct'");
        assertThat(messages(replaced("caps: { transaction: 1000, month: 10000 }", "caps: 5")))
                .containsExactly("caps must be a mapping (name: value)");
        assertThat(messages("- a\n- b\n")).containsExactly("a rule book must be a mapping (name: value)");
        assertThat(messages("")).containsExactly("the rule book is empty");
    }

    @Test
    void whatIsNotYaml() {
        assertThat(problems("language: 1\nzone: [\n")).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.message()).startsWith("not YAML: ");
        });
        assertThat(messages("a: &x [1]\nb: [*x, *x]\n"))
                .singleElement()
                .asString()
                .startsWith("not YAML: ");
    }

    @Test
    void whatIsTooLong() {
        assertThat(messages("#".repeat(RuleBookParser.MAX_CHARACTERS + 1)))
                .containsExactly("the rule book is too long: at most 1048576 characters");
        assertThat(messages(replaced("amountFen > 0", "amountFen > 0 ".repeat(100))))
                .containsExactly("expression is too long: at most 1000 characters");
        assertThat(messages(replaced("amountFen > 0", "(".repeat(100) + "true" + ")".repeat(100))))
                .isNotEmpty();
    }

    @Test
    void everythingWrongIsReportedAtOnceInTheOrderOfTheFile() {
        String wrong = replaced("zone: Asia/Shanghai", "zone: Mars")
                .replace("month: 10000", "month: -1")
                .replace("points: 50", "points: none")
                .replace("amountFen > 0", "amount > 0");
        assertThat(problems(wrong)).extracting(Problem::line).containsExactly(2, 15, 18, 23);
    }

    @Test
    void onceKeysOfOneNameLastEquallyLong() {
        String wrong = replaced("    points: 50", "    once: { name: pay.jd, per: day }\n    points: 50");
        assertThat(messages(wrong)).containsExactly("the keys 'pay.jd' are once per 365 days in an earlier rule");
    }

    @Test
    void whatCountsOfAnAmount() {
        String rate = "decimals: 2, rate: 2";
        assertThat(placed(rate, "decimals: 2, countAtMost: 0, rate: 2", "0, rate"))
                .isEqualTo("countAtMost must be above 0 and at most 1000000000000");
        assertThat(placed(rate, "decimals: 2, countAtMost: 50.001, rate: 2", "50.001"))
                .isEqualTo("countAtMost must have no more digits after the point than the quantity's 2");
        assertThat(placed(rate, "decimals: 2, countAtMost: much, rate: 2", "much"))
                .isEqualTo("countAtMost must be a decimal number");
        assertThat(placed(rate, "decimals: 2, countAtMost: 1e13, rate: 2", "1e13"))
                .isEqualTo("countAtMost must be above 0 and at most 1000000000000");
    }

    @Test
    void brackets() {
        String rate = "rate: 2 }";
        assertThat(placed(rate, "rate: 2, brackets: [{ above: 5, rate: 1 }, { above: 5, rate: 2 }] }", "5, rate: 2"))
                .isEqualTo("brackets must go from the lowest up, each once");
        assertThat(placed(rate, "rate: 2, brackets: [{ above: 5 }] }", "{ above"))
                .isEqualTo("field 'rate' is missing");
        assertThat(placed(rate, "rate: 2, brackets: [{ above: 5, rate: 1, to: 6 }] }", "to: 6"))
                .startsWith("unknown field 'to'");
        assertThat(placed(rate, "rate: 2, brackets: 5 }", "5 }")).isEqualTo("brackets must be a list");
        assertThat(placed(rate, "rate: 2, brackets: [" + "{ above: 1, rate: 1 },".repeat(11) + "] }", "[{"))
                .isEqualTo("brackets has more than 10 entries");
    }

    @Test
    void totals() {
        String rate = "rate: 2 }";
        assertThat(placed(rate, "rate: 2, ofTotal: { per: ever } }", "ever"))
                .isEqualTo("per must be one of day, week, month, not 'ever'");
        assertThat(placed(rate, "rate: 2, ofTotal: { per: day, for: shop } }", "shop"))
                .startsWith("unknown event field 'shop'; known are eventId,");
        assertThat(placed(rate, "rate: 2, ofTotal: day }", "day }"))
                .isEqualTo("ofTotal must be a mapping (name: value)");
    }

    @Test
    void tables() {
        String points = "points: { quantity: amountFen, decimals: 2, rate: 2 }";
        assertThat(placed(points, "points: { by: channel, table: { JDD: 5 } }", "JDD"))
                .startsWith("'JDD' is no value of channel; it is one of OFFLINE_QR, JD,");
        assertThat(placed(points, "points: { by: amountFen, table: { few: 5 } }", "few"))
                .isEqualTo("'few' is no whole number");
        assertThat(placed(points, "points: { by: amountFen, table: { 1: 0 } }", "0 }"))
                .isEqualTo("the points of 1 must be between 1 and 1000000000000, not 0");
        assertThat(placed(points, "points: { by: amountFen, table: {} }", "{}"))
                .isEqualTo("table must have between 1 and 100 entries");
        assertThat(placed(points, "points: { by: amount, table: { 1: 1 } }", "amount,"))
                .startsWith("unknown event field 'amount'");
        assertThat(placed(points, "points: { by: channel }", "{ by")).isEqualTo("field 'table' is missing");
    }

    @Test
    void tiersOfRulesAndOfTheBook() {
        String rule = "    points: 50";
        assertThat(placed(rule, "    tier: { atLeast: BRONZE }\n    points: 50", "BRONZE"))
                .isEqualTo("atLeast must be one of ORDINARY, SILVER, GOLD, DIAMOND, not 'BRONZE'");
        assertThat(placed(rule, "    tier: GOLD\n    points: 50", "GOLD"))
                .isEqualTo("tier must be a mapping (name: value)");
        String tiers = """
                tiers:
                  ORDINARY: { factor: 1 }
                  SILVER: { factor: 1.2 }
                  GOLD: { factor: 1.5, birthday: { within: week, factor: 2 } }
                  DIAMOND: { factor: 2 }
                multipliers:
                """;
        assertThat(RuleBookParser.parse(replaced("multipliers:\n", tiers), "book.yaml")
                        .rules())
                .hasSize(2);
        assertThat(placed("multipliers:\n", tiers.replace("1.2", "0.9"), "0.9")).isEqualTo("factor must be at least 1");
        assertThat(placed("multipliers:\n", tiers.replace("within: week", "within: year"), "year,"))
                .isEqualTo("within must be one of day, week, month, not 'year'");
        assertThat(placed("multipliers:\n", tiers.replace("  SILVER: { factor: 1.2 }\n", ""), "ORDINARY: {"))
                .isEqualTo("field 'SILVER' is missing");
        assertThat(placed("multipliers:\n", tiers.replace("  GOLD", "  BRONZE: { factor: 1 }\n  GOLD"), "BRONZE"))
                .startsWith("unknown field 'BRONZE'; known are ORDINARY, SILVER, GOLD, DIAMOND");
    }

    @Test
    void periods() {
        String rule = "    caps: { transaction: 1000, month: 10000 }";
        assertThat(placed(rule, "    period: { field: paymentId, is: season }", "season"))
                .isEqualTo("is must be one of day, week, month, year, not 'season'");
        assertThat(placed(rule, "    period: { field: amountFen, is: month }", "amountFen,"))
                .isEqualTo("'amountFen' is no text");
        assertThat(placed(rule, "    period: { field: period, is: month }", "period, is"))
                .startsWith("unknown event field 'period'");
    }

    @Test
    void stepsInOrder() {
        String rule = "    caps: { transaction: 1000, month: 10000 }";
        assertThat(placed(rule, "    inOrder: { step: channel, upTo: 3 }", "channel, upTo"))
                .isEqualTo("'channel' is no whole number");
        assertThat(placed(rule, "    inOrder: { step: amountFen, upTo: 0 }", "0 }"))
                .isEqualTo("upTo must be between 1 and 1000, not 0");
        assertThat(placed(rule, "    inOrder: { step: amountFen }", "{ step")).isEqualTo("field 'upTo' is missing");
    }

    @Test
    void collections() {
        assertThat(placed("sum: steps, at: 1000, per: day", "sum: steps, at: 1000, per: ever", "ever"))
                .isEqualTo("per must be one of day, week, month, not 'ever'");
        assertThat(placed("sum: steps, at: 1000, per: day", "distinct: steps, at: 1001, per: ever", "1001"))
                .isEqualTo("at must be between 1 and 1000, not 1001");
    }

    @Test
    void runningTimes() {
        String rule = "    points: 50";
        assertThat(placed(rule, "    from: May\n    points: 50", "May"))
                .isEqualTo(
                        "from must be a date such as 2026-02-17 or a time such as 2026-02-17T08:00:00+08:00, not 'May'");
        assertThat(placed(rule, "    until: 2026-02-17T08:00:00\n    points: 50", "2026"))
                .startsWith("until must be a date such as");
        assertThat(placed(rule, "    from: 2026-02-18\n    until: 2026-02-17\n    points: 50", "2026-02-17"))
                .isEqualTo("until must be after from");
        assertThat(placed(rule, "    from: 20260217\n    points: 50", "20260217"))
                .isEqualTo("from must be text");
    }

    @Test
    void openings() {
        String factor = "    factor: 2.0";
        assertThat(placed(
                        factor,
                        "    factor: 2.0\n    openedBy: { on: membership.signed-in, lasts: 24 hours }",
                        "membership.signed-in"))
                .isEqualTo("'membership.signed-in' opens nothing; campaign.double-card-used does");
        assertThat(placed(
                        factor,
                        "    factor: 2.0\n    openedBy: { on: campaign.double-card-used, lasts: 367 days }",
                        "367 days"))
                .isEqualTo("lasts must be at most 366 days");
        assertThat(placed(
                        factor,
                        "    factor: 2.0\n    openedBy: { on: campaign.double-card-used, when: card == 'x', lasts: 1 day }",
                        "card == "))
                .contains("undeclared reference to 'card'");
        assertThat(placed(factor, "    factor: 2.0\n    openedBy: { on: campaign.double-card-used }", "{ on: campaign"))
                .isEqualTo("field 'lasts' is missing");
    }

    @Test
    void howOftenIsUsual() {
        assertThat(placed("    points: 50", "    meanPerMonth: -1\n    points: 50", "-1"))
                .isEqualTo("meanPerMonth is not between 0 and 100000: -1");
    }

    /** The one problem of the book with a replacement, which stands where the marked text of the replacement does. */
    private static String placed(String from, String to, String marked) {
        String book = replaced(from, to);
        List<Problem> problems = problems(book);
        assertThat(problems).hasSize(1);
        Problem problem = problems.getFirst();
        int at = book.indexOf(marked, book.indexOf(to));
        assertThat(at).isNotNegative();
        String before = book.substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(at - before.lastIndexOf('\n'));
        return problem.message();
    }

    private static int column(int line, String text) {
        return BOOK.lines().toList().get(line - 1).indexOf(text) + 1;
    }

    private static String replaced(String from, String to) {
        assertThat(BOOK).contains(from);
        return BOOK.replace(from, to);
    }

    private static List<Problem> problems(String yaml) {
        RuleBookException refused =
                catchThrowableOfType(RuleBookException.class, () -> RuleBookParser.parse(yaml, "book.yaml"));
        assertThat(refused).as("the book is refused").isNotNull();
        return refused.problems();
    }

    private static List<String> messages(String yaml) {
        return problems(yaml).stream().map(Problem::message).toList();
    }
}
