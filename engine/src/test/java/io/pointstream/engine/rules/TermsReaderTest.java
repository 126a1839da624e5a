package io.pointstream.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.pointstream.engine.event.Redemption.Kind;
import io.pointstream.engine.event.Redemption.Partner;
import io.pointstream.engine.ledger.Credited;
import io.pointstream.engine.rules.RedemptionTerms.KindTerms;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections on refunds, expiry and redemption: read, and refused with line and column. */
class TermsReaderTest {

    private static final String BOOK = """
            language: 1
            zone: Asia/Shanghai
            lateness: 3 days
            eventIdMemory: 7 days
            refunds: { paymentMemory: 365 days, beforePayment: 3 days }
            expiry: { noticeDays: 7 }
            redemption:
              answerWithin: 72 hours
              refundWithin: 7 days
              returnedDays: 7
              reviewFrom: 20000
              kinds:
                PHYSICAL:
                  minimum: 2000
                  perDay: 3
                  when: mainlandAddress
                  surcharge: 200 + customsPoints
                  credit: { rate: 0.002, unit: goods, when: at_once }
                PARTNER:
                  minimum: 100
                  partners:
                    JD: { rate: 0.8, unit: bean, when: next_day }
            categories:
              CONSUMPTION: { validity: 12 months, bonuses: true }
            rules: []
            """;

    @Test
    void readsEverySection() {
        RuleBook book = RuleBookParser.parse(BOOK, "book.yaml");
        assertThat(book.refunds())
                .isEqualTo(RefundTerms.of(Duration.ofDays(365), Duration.ofDays(3), Duration.ofDays(3)));
        assertThat(book.noticeDays()).isEqualTo(7);
        RedemptionTerms terms = Objects.requireNonNull(book.redemption());
        assertThat(terms.answerWithin()).isEqualTo(Duration.ofDays(3));
        assertThat(terms.refundWithin()).isEqualTo(Duration.ofDays(7));
        assertThat(terms.returnedDays()).isEqualTo(7);
        assertThat(terms.reviewFrom()).isEqualTo(20_000);
        assertThat(terms.kinds()).containsOnlyKeys(Kind.PHYSICAL, Kind.PARTNER);
        KindTerms partner = Objects.requireNonNull(terms.kinds().get(Kind.PARTNER));
        assertThat(partner.perDay()).isNull();
        assertThat(partner.credit(Partner.MEITUAN)).isNull();
        assertThat(partner.credit(Partner.JD))
                .satisfies(credit ->
                        assertThat(Objects.requireNonNull(credit).when()).isEqualTo(Credited.When.NEXT_DAY));
        assertThat(book.scopes()).containsOnlyKeys("event", "payment", "refund", "refund.waiting", "redemption");
    }

    @Test
    void theShippedBookHasTheProgramsNumbers() {
        RuleBook book = RuleBooks.shipped().versions().getFirst().book();
        assertThat(book.refunds())
                .isEqualTo(RefundTerms.of(Duration.ofDays(365), Duration.ofDays(3), Duration.ofDays(3)));
        assertThat(Objects.requireNonNull(book.redemption()).kinds().entrySet())
                .extracting(
                        kind -> kind.getKey(),
                        kind -> kind.getValue().minimum(),
                        kind -> kind.getValue().perDay())
                .containsExactly(
                        tuple(Kind.VIRTUAL, 500L, 5),
                        tuple(Kind.PHYSICAL, 2_000L, 3),
                        tuple(Kind.FINANCIAL, 100L, null),
                        tuple(Kind.PARTNER, 100L, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            paymentMemory: 365 days       | paymentMemory: 12 months | 5  | 27 | paymentMemory must be a time such as '3 days' or '72 hours', not '12 months'
            noticeDays: 7                 | noticeDays: soon         | 6  | 23 | noticeDays must be a whole number
            answerWithin: 72 hours        | answerWithin: 72         | 8  | 17 | answerWithin must be text
            reviewFrom: 20000             | reviewFrom: 0            | 11 | 15 | reviewFrom must be between 1 and 1000000000000, not 0
            PHYSICAL:                     | GOODS:                   | 13 | 5  | unknown field 'GOODS'; known are VIRTUAL, PHYSICAL, FINANCIAL, PARTNER
            perDay: 3                     | perDay: -1               | 15 | 15 | perDay must be between 0 and 1000000, not -1
            when: mainlandAddress         | when: mainland           | 16 | 13 | undeclared reference to 'mainland' (in container '')
            surcharge: 200 + customsPoints| surcharge: linked        | 17 | 18 | expected type 'int' but found 'bool'
            rate: 0.002                   | rate: -1                 | 18 | 23 | rate is not between 0 and 100000: -1
            when: at_once                 | when: soon               | 18 | 49 | when must be one of at_once, next_day, manually, not 'soon'
            minimum: 100                  | maximum: 100             | 20 | 7  | field 'minimum' is missing
            JD: {                         | JDD: {                   | 22 | 9  | unknown field 'JDD'; known are JD, PINDUODUO, MEITUAN
            """)
    void whatIsWrongIsPlaced(String from, String to, int line, int column, String message) {
        assertThat(BOOK).contains(from);
        RuleBookException refused = catchThrowableOfType(
                RuleBookException.class, () -> RuleBookParser.parse(BOOK.replace(from, to), "book.yaml"));
        List<Problem> problems = refused.problems();
        assertThat(problems.getFirst().toString()).startsWith("book.yaml:" + line + ":" + column + ": " + message);
    }
}
