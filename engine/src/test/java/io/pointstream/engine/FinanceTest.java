package io.pointstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointstream.engine.account.Step;
import io.pointstream.engine.decision.Decision;
import io.pointstream.engine.decision.Outcome;
import io.pointstream.engine.event.Finance;
import io.pointstream.engine.event.Finance.Product;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DOMAIN 3.3. */
class FinanceTest {

    private static final String NOON = "2026-05-15T12:00:00";

    @ParameterizedTest
    @CsvSource({
        // product, fen, held days, base; 0: not eligible
        "BALANCE, 10000000, 7, 50",
        "BALANCE, 10000000, 6, 0",
        "BALANCE, 10000000, 8, 50",
        "BALANCE, 199999, 7, 0",
        "BALANCE, 200000, 7, 1",
        "BALANCE, 200001, 7, 1",
        "BALANCE, 399999, 7, 1",
        "WEALTH_STEADY, 10000000, 30, 100",
        "WEALTH_STEADY, 10000000, 29, 0",
        "WEALTH_STEADY, 10000000, 31, 100",
        "WEALTH_STEADY, 99999, 30, 0",
        "WEALTH_STEADY, 100000, 30, 1",
    })
    void statementsPayByPositionAndHoldingTime(Product product, long fen, long heldDays, long base) {
        Decision decision = statement(new Program(), NOON, product, fen, heldDays);
        assertThat(decision.outcome()).isEqualTo(base == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
        assertThat(decision.basePoints()).isEqualTo(base);
        assertThat(decision.ruleId())
                .isEqualTo(base == 0 ? null : product == Product.BALANCE ? "fin.balance" : "fin.wealth-steady");
    }

    @Test
    void aStatementEarnsOncePerProductAndLocalMonth() {
        Program program = new Program();
        String lastOfMay = "2026-05-31T15:59:59Z";
        String firstOfJune = "2026-05-31T16:00:00Z";
        assertThat(statement(program, lastOfMay, Product.BALANCE, 1, 7).outcome())
                .as("a refused statement uses nothing up")
                .isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(statement(program, lastOfMay, Product.BALANCE, 1_000_000, 7).outcome())
                .isEqualTo(Outcome.AWARDED);
        Decision again = statement(program, NOON.replace("15T", "30T"), Product.BALANCE, 1_000_000, 7);
        assertThat(again.outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(again.reason()).isEqualTo("fin.balance: this product was already paid in the month of 2026-05-01");
        assertThat(statement(program, lastOfMay, Product.WEALTH_STEADY, 1_000_000, 30)
                        .outcome())
                .isEqualTo(Outcome.AWARDED);
        assertThat(statement(program, firstOfJune, Product.BALANCE, 1_000_000, 7)
                        .outcome())
                .isEqualTo(Outcome.AWARDED);
    }

    @ParameterizedTest
    @CsvSource({
        "100000, 180, 20",
        "100000, 179, 0",
        "100000, 181, 20",
        "4999, 180, 0",
        "5000, 180, 1",
        "5001, 180, 1",
    })
    void insurancePaysTwoPercentOfThePremium(long fen, long heldDays, long base) {
        Decision decision = premium(new Program(), "p1", fen, heldDays);
        assertThat(decision.outcome()).isEqualTo(base == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
        assertThat(decision.basePoints()).isEqualTo(base);
    }

    @Test
    void aPremiumEarnsOncePerPolicy() {
        Program program = new Program();
        assertThat(premium(program, "p1", 100_000, 179).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(premium(program, "p1", 100_000, 180).outcome()).isEqualTo(Outcome.AWARDED);
        assertThat(premium(program, "p1", 100_000, 545).outcome()).isEqualTo(Outcome.NOT_ELIGIBLE);
        assertThat(premium(program, "p2", 100_000, 180).outcome()).isEqualTo(Outcome.AWARDED);
    }

    @ParameterizedTest
    @CsvSource({"1000000, true, 2", "1000000, false, 0", "499999, true, 0", "500000, true, 1", "500001, true, 1"})
    void instalmentsPaidOnTimePay(long fen, boolean onTime, long base) {
        Program program = new Program();
        for (int instalment = 0; instalment < 2; instalment++) {
            Step step = program.take(new Finance.LoanRepaid(program.at(NOON), "l1", fen, onTime));
            Decision decision = step.decision();
            assertThat(decision.outcome()).isEqualTo(base == 0 ? Outcome.NOT_ELIGIBLE : Outcome.AWARDED);
            assertThat(decision.basePoints()).isEqualTo(base);
            if (base > 0) {
                assertThat(decision.ruleId()).isEqualTo("fin.loan-repayment");
                assertThat(step.postings().getFirst().expiresOn()).isEqualTo(LocalDate.parse("2027-05-15"));
            }
        }
    }

    private static Decision statement(Program program, String time, Product product, long fen, long heldDays) {
        return program.take(new Finance.Statement(program.at(time), product, fen, heldDays))
                .decision();
    }

    private static Decision premium(Program program, String policy, long fen, long heldDays) {
        return program.take(new Finance.PremiumPaid(program.at(NOON), policy, fen, heldDays))
                .decision();
    }
}
