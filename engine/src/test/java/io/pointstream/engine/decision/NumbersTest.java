package io.pointstream.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NumbersTest {

    @Property
    void writesWhatTheJdkWrites(@ForAll long unscaled, @ForAll @IntRange(min = 0, max = 6) int decimals) {
        agree(unscaled, decimals);
    }

    @Property
    void writesSmallNumbersToo(
            @ForAll @IntRange(min = -10_000, max = 10_000) int unscaled,
            @ForAll @IntRange(min = 0, max = 6) int decimals) {
        agree(unscaled, decimals);
    }

    @Example
    void writesTheSmallestNumber() {
        agree(Long.MIN_VALUE, 0);
        agree(Long.MIN_VALUE, 2);
    }

    private static void agree(long unscaled, int decimals) {
        String pattern = decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals);
        String expected = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(BigDecimal.valueOf(unscaled, decimals));
        assertThat(Numbers.grouped(new StringBuilder("x"), unscaled, decimals)).hasToString("x" + expected);
    }
}
