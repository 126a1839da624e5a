package io.pointstream.engine.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OpenTimesTest {

    private static final int LASTS = 4;
    static final int LATENESS = 6;

    @Property
    void tellsTheSameAsAPlainSetOfSeconds(
            @ForAll @Size(max = 30) List<@IntRange(min = -10, max = LATENESS) Integer> behind) {
        OpenTimes times = new OpenTimes();
        Set<Integer> open = new HashSet<>();
        int newest = 10;
        for (int behindNewest : behind) {
            int from = newest - behindNewest;
            newest = Math.max(newest, from);
            times.add("card", at(from), at(from + LASTS), at(newest - LATENESS));
            times.add("other", at(from - 100), at(from - 99), at(newest - LATENESS));
            for (int second = from; second < from + LASTS; second++) {
                open.add(second);
            }
            for (int second = newest - LATENESS; second <= newest + LASTS + 1; second++) {
                assertThat(times.contain("card", at(second))).isEqualTo(open.contains(second));
            }
            assertThat(times.list()).hasSizeLessThanOrEqualTo((LATENESS + LASTS) / (LASTS + 1) + 3);
        }
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
