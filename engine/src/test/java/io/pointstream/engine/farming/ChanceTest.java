package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChanceTest {

    @Property
    void theExactTailIsNeverMoreProbable(
            @ForAll @IntRange(min = 1, max = 60) int trials,
            @ForAll @IntRange(max = 60) int hits,
            @ForAll @IntRange(min = 1, max = 99) int percent) {
        int some = Math.min(hits, trials);
        double bound = Math.exp(-Chance.nats(some, trials, percent / 100.0));
        assertThat(bound).isGreaterThanOrEqualTo(tail(some, trials, percent) * (1 - 1e-9));
    }

    @Test
    void noMoreThanExpectedSaysNothing() {
        assertThat(Chance.nats(0, 0, 0.5)).isZero();
        assertThat(Chance.nats(5, 10, 0.5)).isZero();
        assertThat(Chance.nats(10, 10, 0.5)).isEqualTo(10 * Math.log(2));
    }

    private static double tail(int hits, int trials, int percent) {
        BigDecimal p = BigDecimal.valueOf(percent, 2);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal choose = BigDecimal.ONE;
        for (int k = 0; k <= trials; k++) {
            if (k >= hits) {
                sum = sum.add(choose.multiply(p.pow(k))
                        .multiply(BigDecimal.ONE.subtract(p).pow(trials - k)));
            }
            choose = choose.multiply(BigDecimal.valueOf(trials - k))
                    .divide(BigDecimal.valueOf(k + 1), MathContext.DECIMAL64);
        }
        return sum.doubleValue();
    }
}
