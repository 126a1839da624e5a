package io.pointstream.engine.farming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DailyStartsTest {

    private static final int CAPACITY = 6;
    private static final double ALARM_MS = 180_000;

    @Property
    void theFirstActsOfTheNewestDaysStayInAnyOrder(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 20) Integer> days,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 1000) Integer> times) {
        DailyStarts starts = new DailyStarts(CAPACITY);
        TreeMap<Integer, Integer> reference = new TreeMap<>();
        for (int i = 0; i < days.size(); i++) {
            int day = days.get(i);
            boolean old = reference.size() == CAPACITY && day < reference.firstKey();
            Integer before = reference.get(day);
            assertThat(starts.add(day, times.get(i))).isEqualTo(!old && (before == null || times.get(i) < before));
            if (!old) {
                reference.merge(day, times.get(i), Math::min);
                if (reference.size() > CAPACITY) {
                    reference.pollFirstEntry();
                }
            }
            StateWriter out = new StateWriter();
            starts.write(out);
            starts = DailyStarts.read(new StateReader(out.bytes()), CAPACITY);
        }
        assertThat(starts.firstDay()).isEqualTo(reference.firstKey());
        DailyStarts.Agreement best = starts.best(ALARM_MS, Long.MAX_VALUE, 1);
        if (reference.size() < 4) {
            assertThat(best).isNull();
        } else {
            assertThat(Objects.requireNonNull(best).days()).isEqualTo(reference.size());
        }
    }

    @Test
    void agreementIsMeasuredAgainstAPersonWithAnAlarmClock() {
        DailyStarts starts = new DailyStarts(14);
        for (int day = 0; day < 5; day++) {
            starts.add(day, 28_800_000 + 10_000 * day);
        }
        DailyStarts.Agreement best = Objects.requireNonNull(starts.best(ALARM_MS, Long.MAX_VALUE, 1));
        assertThat(best.agreeing()).isEqualTo(5);
        assertThat(best.seconds()).isEqualTo(40);
        assertThat(best.timeOfDay()).isEqualTo(28_800_000);
        // Four more days, each with 40 s of 180 s × √2π: 4 × log2(451.2 / 40).
        assertThat(best.surprise()).isCloseTo(13.98, within(0.01));
    }

    @Test
    void aCoarseClockAgreesForNothing() {
        DailyStarts starts = new DailyStarts(14);
        for (int day = 0; day < 5; day++) {
            starts.add(day, 28_800_000);
        }
        assertThat(starts.clock(60_000)).isEqualTo(60_000);
        DailyStarts.Agreement best = Objects.requireNonNull(starts.best(ALARM_MS, Long.MAX_VALUE, 60_000));
        assertThat(best.seconds()).isZero();
        // As good as a minute: 4 × log2(451.2 / 60).
        assertThat(best.surprise()).isCloseTo(11.64, within(0.01));
        assertThat(starts.best(ALARM_MS, 5_000, 60_000)).isNull();
    }
}
