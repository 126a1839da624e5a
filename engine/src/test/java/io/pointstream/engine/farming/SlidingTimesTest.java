package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlidingTimesTest {

    @Property
    void densestWindowIsThatOfBruteForceInAnyOrder(
            @ForAll @Size(max = 60) List<@IntRange(max = 500) Integer> times,
            @ForAll @IntRange(min = 1, max = 200) int window) {
        SlidingTimes sliding = new SlidingTimes(1000);
        List<Integer> seen = new ArrayList<>();
        for (int time : times) {
            sliding.add(time, 10_000);
            seen.add(time);
            assertThat(sliding.densest(time, window).count()).isEqualTo(bruteForce(seen, time, window));
        }
    }

    @Property
    void horizonDropsWhatIsOldAndNothingElse(@ForAll @Size(max = 60) List<@IntRange(max = 1000) Integer> times) {
        SlidingTimes sliding = new SlidingTimes(1000);
        List<Integer> seen = new ArrayList<>();
        for (int time : times) {
            sliding.add(time, 300);
            seen.add(time);
        }
        int newest = seen.stream().mapToInt(Integer::intValue).max().orElse(0);
        long kept = seen.stream().filter(time -> time > newest - 300).count();
        // A time that was late when it came may be kept until the next one comes.
        assertThat((long) sliding.size()).isBetween(kept, kept + 1);
    }

    @Property
    void bytesKeepTheTimes(@ForAll @Size(max = 60) List<@IntRange(max = 500) Integer> times) {
        SlidingTimes sliding = new SlidingTimes(1000);
        times.forEach(time -> sliding.add(time, 10_000));
        StateWriter out = new StateWriter();
        sliding.write(out);
        SlidingTimes read = SlidingTimes.read(new StateReader(out.bytes()), 1000);
        assertThat(read.size()).isEqualTo(sliding.size());
        for (int time : times) {
            assertThat(read.densest(time, 100)).isEqualTo(sliding.densest(time, 100));
        }
    }

    @Test
    void anEventLeavesWhenItIsAsOldAsTheWindowIsLong() {
        SlidingTimes sliding = new SlidingTimes(10);
        sliding.add(0, 1000);
        sliding.add(99, 1000);
        assertThat(sliding.densest(99, 100).count()).isEqualTo(2);
        sliding.add(100, 1000);
        assertThat(sliding.densest(100, 100).count()).isEqualTo(2);
    }

    @Test
    void whenFullTheOldestMakesRoom() {
        SlidingTimes sliding = new SlidingTimes(3);
        for (long time = 10; time < 15; time++) {
            sliding.add(time, 1000);
        }
        sliding.add(1, 1000);
        assertThat(sliding.size()).isEqualTo(3);
        assertThat(sliding.densest(14, 1000)).isEqualTo(new SlidingTimes.Densest(3, 12, 14));
    }

    @Test
    void aSmallerCapacityKeepsTheNewest() {
        SlidingTimes sliding = new SlidingTimes(100);
        for (long time = 0; time < 50; time++) {
            sliding.add(time, 1000);
        }
        StateWriter out = new StateWriter();
        sliding.write(out);
        SlidingTimes read = SlidingTimes.read(new StateReader(out.bytes()), 5);
        assertThat(read.densest(49, 1000)).isEqualTo(new SlidingTimes.Densest(5, 45, 49));
    }

    private static int bruteForce(List<Integer> times, int time, int window) {
        int best = 0;
        for (int end : times) {
            if (end >= time && end - window < time) {
                int count = 0;
                for (int other : times) {
                    if (other <= end && other > end - window) {
                        count++;
                    }
                }
                best = Math.max(best, count);
            }
        }
        return best;
    }
}
