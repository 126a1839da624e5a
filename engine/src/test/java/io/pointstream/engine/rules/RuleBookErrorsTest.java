package io.pointstream.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

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
