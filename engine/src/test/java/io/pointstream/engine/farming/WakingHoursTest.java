package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class WakingHoursTest {

    private static final int REST = 8;

    @Property
    void sleepIsThatOfBruteForceInAnyOrder(
            @ForAll @Size(min = 1, max = 150) List<@IntRange(min = 1_000_000, max = 1_000_700) Integer> halves) {
        WakingHours waking = new WakingHours();
        TreeSet<Integer> seen = new TreeSet<>();
        for (int half : halves) {
            int newest = seen.isEmpty() ? half : Math.max(seen.last(), half);
            assertThat(waking.add(half * WakingHours.HALF_HOUR_MS + 7))
                    .isEqualTo(half > newest - 480 && !seen.contains(half));
            if (half > newest - 480) {
                seen.add(half);
            }
            seen.headSet(newest - 480, true).clear();
            StateWriter out = new StateWriter();
            waking.write(out);
            waking = WakingHours.read(new StateReader(out.bytes()));
        }
        WakingHours.Sleep sleep = Objects.requireNonNull(waking.sleep(REST));
        assertThat(sleep.since()).isEqualTo(seen.first().longValue());
        assertThat(sleep.days()).isEqualTo((seen.last() + 1 - seen.first()) / 48);
        int rests = 0;
        int longest = 0;
        int from = seen.first();
        int last = seen.first();
        for (int half : seen) {
            if (half - last - 1 >= REST) {
                rests += Math.max(1, (half - last - 1 + 24) / 48);
                from = half;
            }
            last = half;
            longest = Math.max(longest, half + 1 - from);
        }
        assertThat(sleep.rests()).isEqualTo(rests);
        assertThat(sleep.to() - sleep.from()).isEqualTo(longest);
        assertThat((long) sleep.active())
                .isEqualTo(seen.stream()
                        .filter(half -> half >= sleep.from() && half < sleep.to())
                        .count());
    }
}
