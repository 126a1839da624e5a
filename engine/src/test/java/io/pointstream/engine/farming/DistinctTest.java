package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistinctTest {

    @Test
    void fewAreExactManyAreWithinTenPercentAndAMillionTakeNoMoreRoom() {
        Distinct ids = new Distinct();
        for (int n = 1; n <= 1_000_000; n++) {
            ids.add("account-" + n);
            ids.add("account-" + n);
            if (n <= 50) {
                assertThat(Math.round(ids.count())).isEqualTo(n);
            } else if (Integer.bitCount(n) == 1) {
                assertThat(ids.count()).isCloseTo(n, within(0.1 * n));
            }
        }
        assertThat(bytes(ids).length).isLessThan(700);
    }

    @Test
    void aRestartChangesNothing() {
        Distinct through = new Distinct();
        Distinct restarted = new Distinct();
        for (int n = 0; n < 5_000; n++) {
            through.add("a" + n);
            restarted.add("a" + n);
            if (n % 37 == 0) {
                restarted = Distinct.read(new StateReader(bytes(restarted)));
                assertThat(restarted.count()).isEqualTo(through.count());
            }
        }
    }

    @Test
    void otherBytesAreRefused() {
        StateWriter out = new StateWriter();
        out.blob(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Distinct.read(new StateReader(out.bytes()))).isInstanceOf(StateFormatException.class);
    }

    private static byte[] bytes(Distinct ids) {
        StateWriter out = new StateWriter();
        ids.write(out);
        return out.bytes();
    }
}
