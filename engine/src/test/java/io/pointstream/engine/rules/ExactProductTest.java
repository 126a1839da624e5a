package io.pointstream.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** Awards are exact: the product of decimals is rounded down once, at the end. */
class ExactProductTest {

    @Property
    void isTheFloorOfTheExactProduct(@ForAll long a, @ForAll long b, @ForAll @IntRange(max = 18) int scale) {
        BigDecimal exact = BigDecimal.valueOf(a)
                .multiply(BigDecimal.valueOf(b))
                .movePointLeft(scale)
                .setScale(0, RoundingMode.FLOOR);
        BigDecimal nearest = exact.min(BigDecimal.valueOf(Long.MAX_VALUE)).max(BigDecimal.valueOf(Long.MIN_VALUE));
        assertThat(ExactProduct.floor(a, b, scale)).isEqualTo(nearest.longValueExact());
    }

    @Property
    void decimalsKeepTheirValue(
            @ForAll @BigRange(min = "0", max = "100000") @Scale(4) BigDecimal a,
            @ForAll @BigRange(min = "0", max = "100000") @Scale(4) BigDecimal b) {
        ExactDecimal product = ExactDecimal.of(a).times(ExactDecimal.of(b));
        assertThat(BigDecimal.valueOf(product.unscaled(), product.scale())).isEqualByComparingTo(a.multiply(b));
        assertThat(new BigDecimal(ExactDecimal.of(a).text())).isEqualByComparingTo(a);
    }

    @Example
    void halvesOfTheSmallestUnitAreNotLost() {
        assertThat(ExactProduct.floor(199, 5, 3)).isZero();
        assertThat(ExactProduct.floor(200, 5, 3)).isEqualTo(1);
        assertThat(ExactProduct.floor(-1, 1, 1)).isEqualTo(-1);
    }
}
